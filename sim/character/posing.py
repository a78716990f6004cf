"""The pose of a frame: made from what legs, back, head and arms are about, and kept in the character."""

import numpy as np

from sim.character.body.bones import number, placed
from sim.character.character import Character
from sim.character.effectors import Effectors
from sim.character.motion.arm_clearance import clear, slow_down, walls_near_arms
from sim.character.motion.gaze import angles, head_turn, helped, split_gaze
from sim.character.motion.nodding import AHEAD, gestured
from sim.character.motion.posture import LYING, ON_FLOOR, Stoop, lean_forward, stooped
from sim.character.planning.prism_obstacles import PrismObstacles
from sim.math.conventions import Array
from sim.scene.person import Person

QUICK = 0.16
"""s in which a head has turned most of the way."""
FASTEST = 8.0
"""rad/s that it turns at most where eyes cannot see what they look at without it."""


def new_character(person: Person, fps: float, walls: PrismObstacles, effectors: Effectors, seed: int) -> Character:
    """Someone who stands where they were declared, posed as in frame 0."""
    me = Character(person=person, fps=fps, walls=walls, effectors=effectors, seed=seed)
    pose_character(me)
    return me


def pose_character(me: Character) -> None:
    """Make the pose of the frame that is being made."""
    from sim.math.kernels import quats_of  # here: declaring a scene needs no compiler
    start, end, since, seconds = me.stooping
    u = 1.0 if seconds <= 0 else min(max((me.frame - since) / me.fps / seconds, 0.0), 1.0)
    u = u ** 3 * (10 - 15 * u + 6 * u * u)
    me.stoop = Stoop(*(a + u * (b - a) for a, b in zip(start, end)))
    root, turns = stooped_gait(me, me.stoop)
    _turn_head(me, root, turns)
    steady = turns[number("head")].copy()
    me.nodded = gestured(turns, me.gesture() if me.gesture else None, me.nodded, me.fps)
    chest = root + turns[0] @ me.body.offsets[number("chest")]
    walls = walls_near_arms(me, chest)
    for side, arm in me.arms.items():
        me.hands[side].goes_on(me.fps)
        arm.posed(turns, chest, me.frame, me.fps)
        clear(me, arm, walls, chest, turns)
        slow_down(me, arm, walls, chest, turns)
    me.root, me.turns, me.places = root, turns, placed(me.body.offsets, root, turns)
    me.quaternions = quats_of(turns)
    me.eyes.look(me.places[number("head")], turns[number("head")], _seen(me, steady), me.fps)
    me.strengths = me.face.strengths(me.time, sum(me.eyes.angles[:, 1].tolist()) / 2)


def stooped_gait(me: Character, stoop: Stoop) -> tuple[Array, Array]:
    """The pelvis's place (3,), m, and world rotations (B, 3, 3) as the gait has them, but stooped."""
    root, turns = _gait(me)
    if me.posture in ON_FLOOR:  # there is no way farther down, and no leaning of who lies
        lean_forward(turns, stoop.lean if me.posture != LYING else 0.0)
    elif max(stoop.lean, stoop.sink) > 1e-6:
        return stooped(me.body, root, turns, stoop), turns
    return root, turns



def _seen(me: Character, steady: Array) -> Array | None:
    """What eyes look at (3,), m; while the head nods, what was ahead of it, turned so (3, 3), before. None: straight ahead."""
    if me.look is not None:
        return me.look()
    return me.places[number("head")] + AHEAD * steady[:, 0] if me.nodded.any() else None


def _gait(me: Character) -> tuple[Array, Array]:
    i = min(me.frame - me.begun, len(me.track.root) - 1)
    return me.track.root[i], me.track.turns[i].copy()


def _turn_head(me: Character, root: Array, turns: Array) -> None:
    """Towards what is looked at, as far as a neck turns, and not at once."""
    head, chest, before = number("head"), number("chest"), me.gaze
    aim, wanted = None, np.zeros(2)
    if me.look is not None:
        joint = root + turns[0] @ me.body.offsets[chest] + turns[chest] @ me.body.offsets[head]
        aim = (me.look() - joint) @ turns[chest]
        wanted = split_gaze(angles(aim - me.body.eyes))[0]
    me.gaze = before + (wanted - before) * (1 - np.exp(-1 / (me.fps * QUICK)))
    if aim is not None:
        most = np.maximum(np.abs(me.gaze - before), FASTEST / me.fps)
        me.gaze = before + np.clip(helped(me.gaze, aim, me.eyes.places) - before, -most, most)
    if np.abs(me.gaze).max() > 1e-6 or aim is not None:
        turns[head] = turns[chest] @ head_turn(me.gaze)
