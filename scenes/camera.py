"""Camera rigs: where the camera is, how it moves, with which lens. Lenses in mm on a 36 mm wide sensor; a cut starts a rig.

Every kind takes what is done to its finished pictures, too; nothing is painted again for it. f_stop: the lens's f-number,
0.7 to 64; without one all is sharp. focus: what is in focus, by name (of a person, the eyes), a distance, m, or a point; else what the
camera looks at. shutter: degrees that it is open, of 360 a frame, for motion blur. exposure: stops.

    camera.static((0, -4, 1.5), (0, 0, 0.8), lens=40)
    camera.focus_pull(camera.static((0, -4, 1.5), (0, 0, 0.8), lens=85, f_stop=1.4, focus="cup"), to="anna", seconds=1.5, start=2)
    camera.handheld(camera.track("ball", (0, -4, 1.5)), degrees=0.4, seed=3)
    [cut(0, wide), cut(2.5, close)]
"""

from dataclasses import replace
from typing import TypedDict, Unpack

from render.view import Cut, Focus, Key, Rig, Target
from sim.errors import DeclarationError, check_number
from sim.math.conventions import Vec3

LENS = 35.0


class Finish(TypedDict, total=False):
    """What every kind of camera takes; see above."""

    f_stop: float
    focus: Target
    shutter: float
    exposure: float


def static(position: Vec3, look_at: Vec3, *, lens: float = LENS, **finish: Unpack[Finish]) -> Rig:
    """A camera on a tripod."""
    return path(Key(time=0.0, position=position, look_at=look_at, focal=lens), **finish)


def pan(position: Vec3, start: Vec3, end: Vec3, seconds: float, *, lens: float = LENS, **finish: Unpack[Finish]) -> Rig:
    """Turn on the spot (pan and tilt) from looking at `start` to looking at `end`."""
    return path(Key(time=0.0, position=position, look_at=start, focal=lens),
                Key(time=seconds, position=position, look_at=end, focal=lens), **finish)


def dolly(start: Vec3, end: Vec3, look_at: Vec3, seconds: float, *, lens: float = LENS, **finish: Unpack[Finish]) -> Rig:
    """Travel from `start` to `end`, looking at one point."""
    return path(Key(time=0.0, position=start, look_at=look_at, focal=lens),
                Key(time=seconds, position=end, look_at=look_at, focal=lens), **finish)


def zoom(position: Vec3, look_at: Vec3, start: float, end: float, seconds: float, **finish: Unpack[Finish]) -> Rig:
    """Change the lens from `start` to `end` mm."""
    return path(Key(time=0.0, position=position, look_at=look_at, focal=start),
                Key(time=seconds, position=position, look_at=look_at, focal=end), **finish)


def orbit(position: Vec3, look_at: Vec3, degrees: float, *, lens: float = LENS, **finish: Unpack[Finish]) -> Rig:
    """Go round the point by so many degrees over the whole cut; positive is anticlockwise seen from above."""
    return replace(static(position, look_at, lens=lens, **finish), orbit=degrees)


def track(target: str, position: Vec3, *, lens: float = LENS, **finish: Unpack[Finish]) -> Rig:
    """Stand still and turn to keep the object in the middle."""
    x, y, z = position
    return replace(static(position, (x, y + 1.0, z), lens=lens, **finish), track=target)


def follow(target: str, position: Vec3, look_at: Vec3, *, lens: float = LENS, **finish: Unpack[Finish]) -> Rig:
    """Travel along with the object, as far from it as at the start."""
    return replace(static(position, look_at, lens=lens, **finish), follow=target)


def handheld(rig: Rig, *, degrees: float = 0.4, seed: int = 0) -> Rig:
    """The same rig held in the hand: a sway of this size; the seed picks which."""
    return replace(rig, shake=degrees, seed=seed)


def path(*keys: Key, f_stop: float = 0.0, focus: Target | None = None, shutter: float = 0.0, exposure: float = 0.0) -> Rig:
    """An eased path through keys of one's own, their times in s from the cut; it can dolly, turn and zoom at once."""
    return Rig(keys=keys, f_stop=f_stop, focus=() if focus is None else (Focus(time=0.0, on=focus),), shutter=shutter, exposure=exposure)


def focus_pull(rig: Rig, to: Target, seconds: float, *, start: float = 0.0) -> Rig:
    """The same rig, with focus pulled from what it is on to something else, from `start`, s from the cut, for so many seconds. Pulls
    can follow each other. Raises DeclarationError for a rig without f_stop or focus, and for one that starts before the last has ended."""
    check_number("focus_pull", "seconds", seconds, above=0, unit="s")
    if not rig.focus:
        raise DeclarationError("focus_pull: there is nothing to pull focus from; give the camera f_stop and focus, such as "
                               "camera.static(..., f_stop=2.8, focus='cup').")
    last = rig.focus[-1]
    check_number("focus_pull", "start", start, least=last.time, unit="s")
    held = (replace(last, time=start),) if start > last.time else ()
    return replace(rig, focus=(*rig.focus, *held, Focus(time=start + seconds, on=to)))


def cut(time: float, rig: Rig) -> Cut:
    """From this time, s, the picture is taken by this rig, whose moves start there."""
    return Cut(time=time, rig=replace(rig, keys=tuple(replace(key, time=key.time + time) for key in rig.keys),
                                      focus=tuple(replace(focus, time=focus.time + time) for focus in rig.focus)))
