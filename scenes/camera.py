"""Camera rigs: where the camera is, how it moves, with which lens. Lenses in mm on a 36 mm wide sensor; a cut starts a rig.

    camera.static((0, -4, 1.5), (0, 0, 0.8), lens=40)
    camera.handheld(camera.track("ball", (0, -4, 1.5)), degrees=0.4, seed=3)
    [cut(0, wide), cut(2.5, close)]
"""

from dataclasses import replace

from render.view import Cut, Key, Rig
from sim.math.conventions import Vec3

LENS = 35.0


def static(position: Vec3, look_at: Vec3, *, lens: float = LENS) -> Rig:
    """A camera on a tripod."""
    return Rig(keys=(Key(time=0.0, position=position, look_at=look_at, focal=lens),))


def pan(position: Vec3, start: Vec3, end: Vec3, seconds: float, *, lens: float = LENS) -> Rig:
    """Turn on the spot (pan and tilt) from looking at `start` to looking at `end`."""
    return path(Key(time=0.0, position=position, look_at=start, focal=lens), Key(time=seconds, position=position, look_at=end, focal=lens))


def dolly(start: Vec3, end: Vec3, look_at: Vec3, seconds: float, *, lens: float = LENS) -> Rig:
    """Travel from `start` to `end`, looking at one point."""
    return path(Key(time=0.0, position=start, look_at=look_at, focal=lens), Key(time=seconds, position=end, look_at=look_at, focal=lens))


def zoom(position: Vec3, look_at: Vec3, start: float, end: float, seconds: float) -> Rig:
    """Change the lens from `start` to `end` mm."""
    return path(Key(time=0.0, position=position, look_at=look_at, focal=start),
                Key(time=seconds, position=position, look_at=look_at, focal=end))


def orbit(position: Vec3, look_at: Vec3, degrees: float, *, lens: float = LENS) -> Rig:
    """Go round the point by so many degrees over the whole cut; positive is anticlockwise seen from above."""
    return replace(static(position, look_at, lens=lens), orbit=degrees)


def track(target: str, position: Vec3, *, lens: float = LENS) -> Rig:
    """Stand still and turn to keep the object in the middle."""
    x, y, z = position
    return replace(static(position, (x, y + 1.0, z), lens=lens), track=target)


def follow(target: str, position: Vec3, look_at: Vec3, *, lens: float = LENS) -> Rig:
    """Travel along with the object, as far from it as at the start."""
    return replace(static(position, look_at, lens=lens), follow=target)


def handheld(rig: Rig, *, degrees: float = 0.4, seed: int = 0) -> Rig:
    """The same rig held in the hand: a sway of this size; the seed picks which."""
    return replace(rig, shake=degrees, seed=seed)


def path(*keys: Key) -> Rig:
    """An eased path through keys of one's own, their times in s from the cut; it can dolly, turn and zoom at once."""
    return Rig(keys=keys)


def cut(time: float, rig: Rig) -> Cut:
    """From this time, s, the picture is taken by this rig, whose moves start there."""
    return Cut(time=time, rig=replace(rig, keys=tuple(replace(key, time=key.time + time) for key in rig.keys)))
