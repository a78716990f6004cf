"""How people stoop to reach: leaning forward and crouching, as little as does, and out of what stands still."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from sim.character.body.bones import number, placed
from sim.character.character import Character
from sim.character.motion.arm_clearance import arm_in
from sim.character.motion.arms import ELBOW
from sim.character.motion.posture import UPRIGHT, Stoop
from sim.character.planning.prism_obstacles import PrismObstacles
from sim.character.posing import stooped_gait
from sim.math.conventions import Array
from sim.math.two_bone_ik import bent

LEAN = np.radians((68.0, 85.0))
"""As far as someone bends forward to reach: standing, and crouched."""
KNEES = 1.0, 0.0
"""How far apart knees are in a crouch: there is more room at their sides, or before them; in skirts they are together."""
ON_THE_WAY = 0.25, 0.5, 0.75, 1.0
"""Shares of a stoop, at which it is looked for what is in its way."""
SINK = 0.48
"""m by which someone of TALL crouches to reach, at most."""
IN = 0.01
"""m that a reaching arm may be in what stands still: it slides out of that."""
OUT = 0.02
"""m that head, trunk and legs are to be out of what stands still."""


def stoop_for(me: Character, side: str, wrist: np.ndarray) -> tuple[Stoop, float]:
    """How someone must stoop for a wrist to get to a place (3,), m: as little as possible, and in nothing that stands
    still. Also how far the wrist then still is from there, m; 0 if it gets there."""
    return _first(me, {side: wrist}, stoops(me), lambda stoop: deep(me, stoop))


def stoop_for_both(me: Character, wrists: Mapping[str, np.ndarray], thing: PrismObstacles) -> tuple[Stoop, float]:
    """As stoop_for, but for both wrists, {side: place (3,), m}, with hips and knees bent alike, and clear of a thing
    as well."""
    alike = sorted(stoops(me), key=lambda stoop: max(stoop.lean / LEAN[0], stoop.sink / (SINK * me.size)))
    return _first(me, wrists, alike, lambda stoop: max(deep(me, stoop), body_in(me, stoop, thing) - OUT))


def body_in(me: Character, stoop: Stoop, thing: PrismObstacles) -> float:
    """How deep head, trunk and legs are in a thing when they stoop so, m; negative if they are not."""
    flesh, (root, turns) = me.head_and_trunk, stooped_gait(me, stoop)
    return thing.depth(flesh.placed(placed(me.body.offsets, root, turns), turns), flesh.radii)


def _first(me: Character, wrists: Mapping[str, np.ndarray], ways: Iterable[Stoop], inside: Callable[[Stoop], float]) -> tuple[Stoop, float]:
    """The first of some ways to stoop with which all wrists get to their places and nothing is in anything, and 0; if
    there is none, the best of them and how far a wrist falls short, m. inside: gives how deep someone is in things in
    a stoop, m."""
    best, deepest = (UPRIGHT, np.inf), np.inf
    for stoop in ways:
        short = max(max(0.0, float(np.linalg.norm(wrist - shoulder(me, side, stoop))) - 0.98 * sum(me.arms[side].lengths))
                    for side, wrist in wrists.items())
        deep_in = inside(stoop) if short == 0 else np.inf
        if deep_in <= -OUT and all(reaching_in(me, side, stoop, wrist)[0] <= IN for side, wrist in wrists.items()):
            return stoop, 0.0
        if short < best[1] or deep_in < deepest:
            best, deepest = (stoop, short), deep_in
    return best


def reaching_in(me: Character, side: str, stoop: Stoop, wrist: np.ndarray) -> tuple[float, str]:
    """How deep an arm would be in what stands still with its wrist at a place (3,), m, and in what; negative if it
    keeps off."""
    root, turns = stooped_gait(me, stoop)
    return arm_in(me, side, placed(me.body.offsets, root, turns)[number("chest")], turns[number("chest")], wrist, ELBOW)


def stoops(me: Character, finely: int = 13) -> Iterator[Stoop]:
    """Ways to stoop, those that crouch least first, and of these those that lean least. Someone who sits only
    leans."""
    knees = KNEES[1:] if me.body.skirted else KNEES
    for u in np.linspace(0.0, 1.0, 1 if me.seat else 7).tolist():
        for lean in np.linspace(0.0, LEAN[0] + (LEAN[1] - LEAN[0]) * u, finely).tolist():
            yield from (Stoop(lean, SINK * me.size * u, apart) for apart in knees[:2 if u else 1])


def shoulder(me: Character, side: str, stoop: Stoop) -> Array:
    """Where a shoulder would be (3,), m."""
    root, turns = stooped_gait(me, stoop)
    return np.asarray(placed(me.body.offsets, root, turns)[number(f"{side}_upper_arm")])


def forearm(me: Character, side: str, stoop: Stoop, wrist: np.ndarray) -> tuple[Array, Array]:
    """Where a forearm would be whose wrist is at a place (3,): its elbow (3,), m, and its rotation (3, 3)."""
    arm, at, chest = me.arms[side], shoulder(me, side, stoop), stooped_gait(me, stoop)[1][number("chest")]
    upper, fore = bent(at, wrist, arm.lengths, chest @ (ELBOW * [1.0, -arm.sign, 1.0]), knee=False)
    return at - upper[:, 2] * arm.lengths[0], fore


def deep(me: Character, stoop: Stoop) -> float:
    """How deep head, trunk and legs get in what stands still on the way into a stoop, m; negative if they keep off."""
    girth, walls, deepest = me.head_and_trunk, me.walls.close(me.root, me.person.height), -np.inf
    for share in ON_THE_WAY if len(walls.low) else ():
        root, turns = stooped_gait(me, Stoop(stoop.lean * share, stoop.sink * share, stoop.apart))
        deepest = max(deepest, walls.depth(girth.placed(placed(me.body.offsets, root, turns), turns), girth.radii))
    return deepest
