"""A kick: the right foot swings back and through, over a left foot that stays where it is."""

import numpy as np
import scipy

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import number, placed
from sim.character.character import Character
from sim.character.motion.footsteps import APART
from sim.character.motion.gait import Track
from sim.math.two_bone_ik import bent

BACK, THROUGH = 0.32, 0.42
"""m that the foot goes behind where it stood, and before."""
AHEAD = 0.3
"""m from the middle of who kicks to the near side of what is kicked."""
DRAW, RETURN = 0.45, 0.6
"""s, of the way back before the kick, and home after it."""
RISE = 1.1
"""m that the foot rises for each square m from where it stood."""
FASTEST = 1.875
"""The speed at the middle of a minimum jerk against its mean."""


def kick_track(me: Character, speed: float) -> tuple[Track, int]:
    """The motion of a kick straight ahead, starting from someone's pose now, and the number of the frame at which the
    foot has swung through. speed: of the foot where it is fastest, m/s."""
    size = me.size
    swing = FASTEST * (BACK + THROUGH) * size / speed
    times = np.cumsum([0.0, DRAW, swing, RETURN])
    clock = np.arange(int(np.ceil(times[-1] * me.fps)) + 1) / me.fps
    along = np.zeros(len(clock))
    for begin, end, a, b in zip(times, times[1:], (0.0, -BACK, THROUGH), (-BACK, THROUGH, 0.0)):
        u = np.clip((clock - begin) / (end - begin), 0, 1)
        along = np.where(clock >= begin, (a + (b - a) * u ** 3 * (10 - 15 * u + 6 * u * u)) * size, along)
    rest, upright = me.track.root[-1], me.track.turns[-1]
    feet, weight = placed(me.body.offsets, rest, upright), np.sin(np.pi * np.clip(clock / times[-1], 0, 1)) ** 0.5
    left = upright[0] @ [0.0, APART * size, 0.0]
    roots = rest + weight[:, None] * (0.55 * left - [0.0, 0.0, 0.03 * size])
    turns = np.array([_posed(me.body, root, upright, feet, far, float(lifted))
                      for root, far, lifted in zip(roots, along, RISE * along ** 2 / size)])
    return Track(root=roots, turns=turns), int(np.ceil(times[2] * me.fps))


def _posed(body: Anatomy, root: np.ndarray, upright: np.ndarray, feet: np.ndarray, far: float, lifted: float) -> np.ndarray:
    """World rotations of all bones, the left foot in its place and the right one so far ahead and up, m, of its
    own."""
    turns, lengths, ahead = upright.copy(), body.offsets, upright[0][:, 0]
    pitch = scipy.spatial.transform.Rotation.from_rotvec(turns[0][:, 1] * -1.3 * far).as_matrix()
    for side, goal in (("left", feet[number("left_foot")]), ("right", feet[number("right_foot")] + far * ahead + [0, 0, lifted])):
        thigh, shin, foot = (number(f"{side}_{bone}") for bone in ("thigh", "shin", "foot"))
        turns[thigh], turns[shin] = bent(root + turns[0] @ lengths[thigh], goal, (-lengths[shin, 2], -lengths[foot, 2]), ahead, knee=True)
    turns[number("right_foot")] = pitch @ upright[number("right_foot")]
    return turns
