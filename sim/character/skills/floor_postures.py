"""Getting down to the floor and up again: over the poses of motion.floor_keys, if there is room."""

from collections.abc import Callable, Iterator

import numpy as np

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import placed
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion import floor_keys
from sim.character.motion.gait import Track
from sim.character.motion.key_poses import keyed_track
from sim.character.motion.posture import CROUCHING, KNEELING, LYING, ON_THE_FLOOR
from sim.character.planning.affordances import convex_corners
from sim.character.skills import locomotion
from sim.character.skills.preconditions import now
from sim.character.unable import Unable
from sim.math.conventions import Array

WAYS: dict[str, Callable[[Anatomy], floor_keys.Keys]] = {
    CROUCHING: floor_keys.crouching, KNEELING: floor_keys.kneeling, ON_THE_FLOOR: floor_keys.seated,
    LYING: floor_keys.lying}
"""By what they come to."""
LOW, IN = 0.06, 0.02
"""m: what is no higher than this above the soles is in nobody's way; as far as a body may be in what is in its way."""
LOOKS = 12
"""Of the poses on the way down, in how many it is looked for what is in the way."""


def get_down(me: Character, posture: str, on: str = "") -> Iterator[None]:
    """Get down to a posture of WAYS, by way of standing unless they sit on the floor and are to lie.

    on: what they sit on. Raises Unable if that is how they are, or if something is in the way.
    """
    if me.posture == posture and not me.moving:
        raise Unable(f"{me.person.name} is {posture} already at {now(me)}")
    sat = me.posture == ON_THE_FLOOR and posture == LYING and not me.moving
    if not sat and (me.down or me.moving):
        yield from me.waits(locomotion.halt(me))
    track = keyed_track(WAYS[posture](me.body), me.body, me.station, me.ground, me.fps)
    _check_room(me, posture, track)
    done = len(me.track.root) - 1 if sat else 0
    me.moves(track)
    me.begun, me.posture, me.seat = me.frame - done, posture, on
    yield from me.waits((len(track.root) - 1 - done) / me.fps)


def get_up_from_floor(me: Character) -> Iterator[None]:
    """Get up from wherever they are. Raises Unable if they stand."""
    if not me.down:
        raise Unable(f"{me.person.name} is {me.posture} at {now(me)}")
    yield from me.waits(locomotion.halt(me))


def is_floor(context: Context, me: Character, name: str) -> bool:
    """Whether someone stands on an object and it is no higher than their soles. Ground without end always is."""
    found = [corners for corners in convex_corners(context.physics, name) if len(corners)]
    if not found:
        return True
    low, high = (end(np.concatenate(found), axis=0) for end in (np.min, np.max))
    return bool(high[2] < me.ground + LOW and (low[:2] < me.root[:2]).all() and (me.root[:2] < high[:2]).all())


def _check_room(me: Character, posture: str, track: Track) -> None:
    """Raise Unable if trunk or legs would be in what stands still on the way down."""
    walls = me.walls.close(me.root, 2 * me.person.height)
    walls = walls.which(walls.high > me.ground + LOW)
    chosen = np.linspace(0, len(track.root) - 1, LOOKS).astype(int)
    inside, name = walls.deepest(_balls(me, track, chosen), np.tile(me.trunk.radii, LOOKS))
    if inside > IN:
        raise Unable(f"{name} is in the way at {now(me)}: {posture}, {me.person.name} would be {inside:.2f} m "
                     "inside it")


def _balls(me: Character, track: Track, chosen: Array) -> Array:
    """(N, 3) trunk and legs as balls in chosen frames of a track, m."""
    poses = zip(track.root[chosen], track.turns[chosen])
    return np.concatenate([me.trunk.placed(placed(me.body.offsets, root, turns), turns) for root, turns in poses])
