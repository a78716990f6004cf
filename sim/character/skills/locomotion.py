"""Where someone goes: the way there, its steps, and clips that take the whole body."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np
import scipy

from sim.character.body.bones import posed
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion import clips
from sim.character.motion.gait import Station, Track, Walk, level_at_end, standing, stations, walk
from sim.character.motion.gaits import GAITS, SIDLE, Gait, paced
from sim.character.motion.posture import SITTING
from sim.character.skills.routes import find_route
from sim.character.skills.seat_ways import approach
from sim.character.skills.sitting import DEEP, risen, sat
from sim.character.unable import Unable
from sim.math.conventions import matrix_between

BLEND = 0.35
"""s from one motion to another."""
Found = TypeVar("Found")
SHUFFLE = 0.3
"""m of a step at most that is taken without looking where."""


def set_out(context: Context, me: Character, to: str | tuple[float, ...], facing: str | tuple[float, ...] | None,
            manner: str = "walk", speed: float | None = None) -> None:
    """Start going, in a manner of GAITS, and at a speed, m/s, if one is given. Raises Unable if there is no way."""
    begun, gait, terrain = _begun(me), paced(GAITS[manner], speed, me.size), context.terrain(me)
    aim = context.where(to, me.ground)
    out, found = _way_out(me, begun, lambda: find_route(context, me, to, aim, gait, terrain))
    seen = aim if facing is None else context.where(facing, me.ground)
    ahead = seen[:2] - found.corners[-1]
    end = float(np.arctan2(ahead[1], ahead[0])) if np.linalg.norm(ahead) > 0.05 else None
    _go_out(me, replace(begun, gait=gait, terrain=terrain), out, found.stations(end))


def sit_down(context: Context, me: Character, on: str) -> Iterator[None]:
    """Go before a seat, turn, and sit down on it. Raises Unable if that cannot be."""
    begun = _begun(me)
    out, found = _way_out(me, begun, lambda: approach(context, me, on))
    _go_out(me, replace(begun, terrain=context.terrain(me)), out, found.steps)
    if found.aside:
        _go_on(me, SIDLE, found.aside[1:])
    me.nook, me.bound = found.aside, (on, found.seat.pelvis(DEEP * me.size))
    yield from me.waits((len(me.track.root) - 1) / me.fps)
    me.moves(sat(me, found.seat, me.track))
    me.posture, me.seat = SITTING, on
    if context.physics.actors[on].handle is not None:
        context.bodies.pass_through(me, on, True)
        me.through = on
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def _way_out(me: Character, begun: Walk, find: Callable[[], Found]) -> tuple[list[Station], Found]:
    """The sideways steps by which someone first leaves the narrow place before a seat, and what `find` gives from
    there. No steps if they are in no such place or find a way without. Raises Unable, and lets them stop, if nothing
    is found."""
    here = me.station
    out = me.nook[-2::-1] if me.nook and np.allclose(me.nook[-1][:2], here[:2], atol=1e-6) else []
    for steps in ([], out) if out else ([],):
        me.station = (steps or [here])[-1]
        try:
            return steps, find()
        except Unable as reason:
            why = reason
        finally:
            me.station = here
    if not me.down:
        go(me, begun, [])
    raise why


def _go_out(me: Character, begun: Walk, out: list[Station], steps: list[Station]) -> None:
    """Go through stations, out of a narrow place first if need be."""
    go(me, begun, [] if out else steps)
    if out:
        _go_on(me, SIDLE, out)
        _go_on(me, begun.gait, steps)


def _go_on(me: Character, gait: Gait, steps: list[Station]) -> None:
    """Follow with more stations, in another gait, once the legs have done what they are doing."""
    left = max(0, len(me.track.root) - 1 - (me.frame - me.begun))
    go(me, Walk(start=me.station, steps=(), since=me.frame + left, ground=me.ground, terrain=me.terrain, gait=gait), steps)


def stand_up(me: Character) -> None:
    """Start getting up. Raises Unable if they do not sit."""
    if not me.down:
        raise Unable(f"{me.person.name} does not sit at {me.time:.1f} s, but stands")
    halt(me)


def turn(me: Character, to: np.ndarray) -> None:
    """Start turning on the spot to face a place."""
    walk = _begun(me)
    x, y, heading = me.station
    go(me, walk, stations([(x, y)], heading, float(np.arctan2(to[1] - y, to[0] - x)), me.size))


def step_to(me: Character, end: Station) -> None:
    """Begin to go straight to a station (x, y, heading) near by, facing all the way as at its end, whoever stands
    there."""
    begun = _begun(me)
    a, b, heading = np.array(me.station[:2]), np.array(end[:2]), me.station[2]
    heading += (end[2] - heading + np.pi) % (2 * np.pi) - np.pi
    count = int(np.ceil(float(np.linalg.norm(b - a)) / SHUFFLE))
    go(me, begun, [(*(a + (b - a) * (i + 1) / count).tolist(), heading) for i in range(count)])


def halt(me: Character) -> float:
    """Stop after the step that is begun, with both feet down; a clip flows into standing, and who is down gets up.
    Returns the s that it takes."""
    go(me, _begun(me), [])
    return (len(me.track.root) - 1) / me.fps


def play_clip(me: Character, name: str, seconds: float | None) -> None:
    """Start a clip, from where they stand and back to standing."""
    clip = clips.clip(name, me.person.name)
    if not me.down:
        me.stops()
    times = np.arange(max(2, round((seconds or clip.seconds) * me.fps))) / me.fps
    rows = [clip.at(float(t)) for t in times]
    x, y, heading = me.station
    yaw = scipy.spatial.transform.Rotation.from_euler("z", heading)
    root = yaw.apply(np.array([r for r, _ in rows]) * me.body.offsets[0, 2]) + [x, y, me.ground]
    local = np.array([q for _, q in rows])
    local[:, 0] = (yaw * scipy.spatial.transform.Rotation.from_quat(local[:, 0])).as_quat()
    world = posed(me.body.offsets, root, local)[1]
    turns = scipy.spatial.transform.Rotation.from_quat(world.reshape(-1, 4)).as_matrix().reshape(*world.shape[:2], 3, 3)
    forward = turns[-1, 0, :2, 0]
    me.station = float(root[-1, 0]), float(root[-1, 1]), float(np.arctan2(forward[1], forward[0]))
    rest = standing(me.station, me.ground, me.body, me.terrain)
    still = max(2, round(BLEND * me.fps))
    whole = _joined(_standing(me, still), Track(root=root, turns=turns), still)
    me.rises()
    me.moves(_joined(whole, Track(root=np.repeat(rest.root, still, 0), turns=np.repeat(rest.turns, still, 0)), still))


def _standing(me: Character, still: int) -> Track:
    """The present pose, held for so many frames; someone who is down gets up first."""
    if me.down:
        up = risen(me)
        return _lasting(up, len(up.root) + still)
    return Track(root=np.repeat(me.root[None], still, 0), turns=np.repeat(me.turns[None], still, 0))


def _begun(me: Character) -> Walk:
    """The walk that someone is on, without the steps that are not begun; if they are on none, one of no steps. It
    makes its end their station."""
    if me.moving and not me.down:
        if me.walk is not None:
            found = me.walk.begun((me.frame - me.walk.since) / me.fps)
            me.station = found.end
            return found
        me.stops()
    return Walk(start=me.station, steps=(), since=me.frame, ground=me.ground, terrain=me.terrain)


def go(me: Character, begun: Walk, steps: list[Station]) -> None:
    """Go on from a walk that is begun through more stations, flowing out of what the legs were about, if anything; who is down gets up."""
    if me.down:
        me.moves(risen(me))
        me.rises()
        begun = replace(begun, since=me.frame + len(me.track.root))
    me.bound = None
    whole, coming = replace(begun, steps=(*begun.steps, *steps)), _from(me.track, me.frame - me.begun)
    track, late = walk(whole, me.body, me.fps), whole.since - me.frame
    track = _chained(_lasting(coming, late, only=True), track) if late > 0 else _from(track, -late)
    if me.moving:
        blend = max(2, round(BLEND * me.fps))
        track = _joined(_lasting(coming, blend, only=True), _lasting(track, blend), blend)
    me.moves(track, whole)
    me.station, me.ground, me.terrain = whole.end, level_at_end(whole, me.body), whole.terrain


def _chained(a: Track, b: Track) -> Track:
    """One track after another."""
    return Track(root=np.concatenate([a.root, b.root]), turns=np.concatenate([a.turns, b.turns]))


def _from(track: Track, frame: int) -> Track:
    """The rest of a track, at least its last frame."""
    frame = min(frame, len(track.root) - 1)
    return Track(root=track.root[frame:], turns=track.turns[frame:])


def _lasting(track: Track, frames: int, only: bool = False) -> Track:
    """A track made at least so many frames long by repeating its last one. only: cut it to that length, too."""
    index = np.minimum(np.arange(frames if only else max(frames, len(track.root))), len(track.root) - 1)
    return Track(root=track.root[index], turns=track.turns[index])


def _joined(a: Track, b: Track, frames: int) -> Track:
    """One track after another, the last `frames` frames of the first blended into the first of the second."""
    frames = min(frames, len(a.root), len(b.root))
    u = np.linspace(0, 1, frames)
    u = u * u * (3 - 2 * u)
    root = a.root[-frames:] + u[:, None] * (b.root[:frames] - a.root[-frames:])
    turns = matrix_between(a.turns[-frames:], b.turns[:frames], u[:, None])
    return Track(root=np.concatenate([a.root[:-frames], root, b.root[frames:]]),
                 turns=np.concatenate([a.turns[:-frames], turns, b.turns[frames:]]))
