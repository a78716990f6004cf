"""Where hands go: from where they are to a goal and back, relative to the chest, the elbow following."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import atan2, cos, hypot, pi, sin

import numpy as np
from numpy.typing import NDArray

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import number
from sim.math.conventions import Array, cross, matrix_about_z, matrix_between, matrix_from_quat, quat_from_matrix
from sim.math.two_bone_ik import bent

ELBOW = np.array([-0.45, -0.4, -0.8])
"""Towards which the right elbow points, in the chest's frame."""
RAISED = np.array([-0.3, -0.8, -0.5])
"""The same when a hand is to hold something upright as high as the mouth: with a lower elbow, no wrist bends so far."""
WRIST = np.radians(80.0)
"""As far as a wrist bends."""
QUICKEST = 12.0
"""rad/s that a joint turns at most, but where a goal leads from the start, as that of a throw does: near the full stretch, an elbow
would fling."""
SWIFTEST = 14.0
"""rad/s that it turns at most where, besides, it keeps out of things."""
Hand = tuple[Array, Array]
"""A hand's place (3,), m, and rotation (3, 3)."""
BONES = ("upper_arm", "forearm", "hand")


@dataclass(kw_only=True, eq=False)
class Arm:
    """One arm on its way. goal: gives where the hand is to be in the world; None: where the gait has it. aim: the same at last. since,
    seconds: of this way. origin: (3, 3, 3) the turns of shoulder, elbow and wrist that it set out from, None if it follows the gait;
    turned: those of the frame before. elbow: towards which the elbow points, as ELBOW. at: (3,) where the wrist was in the frame before,
    m; shown: the turns of joints in it, as they came to be; aside: (3,) from where it was meant to be to there; swivel: rad by which the
    elbow is turned from there about the line from shoulder to wrist."""

    side: str
    body: Anatomy
    goal: Callable[[], Hand] | None = None
    aim: Callable[[], Hand] | None = None
    since: int = 0
    seconds: float = 0.0
    origin: Array | None = None
    elbow: Array = field(default_factory=lambda: ELBOW)
    aside: Array = field(default_factory=lambda: np.zeros(3))
    turned: Array | None = None
    shown: Array | None = None
    swivel: float = 0.0
    at: Array | None = None
    bones: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.bones = [number(f"{self.side}_{bone}") for bone in BONES]

    @property
    def sign(self) -> float:
        """-1 on the right, 1 on the left: the side of y."""
        return -1.0 if self.side == "right" else 1.0

    @property
    def grip(self) -> Array:
        """Where the palm touches, in the hand's frame, m."""
        return self.body.palm * np.array([1.0, -self.sign, 1.0])

    @property
    def lengths(self) -> tuple[float, float]:
        """Of upper arm and forearm, m."""
        bones = self.body.offsets
        return -float(bones[number(f"{self.side}_forearm"), 2]), -float(bones[number(f"{self.side}_hand"), 2])

    def share(self, frame: int, fps: float) -> float:
        """How much of its way to the goal a hand has covered, 0 to 1, starting and stopping gently (minimum jerk;
        Flash and Hogan, 1985)."""
        u = 1.0 if self.seconds <= 0 else min(max((frame - self.since) / fps / self.seconds, 0.0), 1.0)
        return u ** 3 * (10 - 15 * u + 6 * u * u)

    def posed(self, turns: NDArray[np.float64], chest: Array, frame: int, fps: float) -> None:
        """Set the arm's rows of world rotations (B, 3, 3): as the gait has them, or on their way to the goal. chest:
        (3,) place of the chest, m. Each joint turns the short way from where it was to where the goal has it, so that
        motion stays smooth when the goal moves."""
        u = self.share(frame, fps)
        if self.goal is None and (self.origin is None or u >= 1):
            self.origin = self.turned = None
            return
        start = self.joints(turns) if self.origin is None else self.origin
        end = self.joints(turns) if self.goal is None else self._reaching(turns[number("chest")], chest, self.goal())
        most = QUICKEST / fps if self.seconds > 0 else np.inf
        self.turned = limited(self.turned, end if u >= 1 else matrix_between(start, end, u), most)
        self.turn_to(turns, self.turned)

    def turn_to(self, turns: NDArray[np.float64], joints: Array) -> None:
        """Set the arm's rows of world rotations (B, 3, 3) to these turns of its joints (3, 3, 3)."""
        above = turns[number("chest")]
        for bone, turn in zip(self.bones, joints):
            turns[bone] = above = above @ turn

    def joints(self, turns: NDArray[np.float64]) -> Array:
        """(3, 3, 3) the turns of shoulder, elbow and wrist in a pose's world rotations (B, 3, 3)."""
        return turns[[number("chest"), *self.bones[:2]]].swapaxes(1, 2) @ turns[self.bones]

    def _reaching(self, frame: Array, chest: Array, hand: Hand) -> Array:
        """The turns of the joints that bring the hand there."""
        shoulder = chest + frame @ self.body.offsets[number(f"{self.side}_upper_arm")]
        upper, fore = bent(shoulder, hand[0], self.lengths, frame @ (self.elbow * [1.0, -self.sign, 1.0]), knee=False)
        fore, palm = wrist(fore, hand[1])
        return np.stack([frame.T @ upper, upper.T @ fore, fore.T @ palm])


def upright(fingers: NDArray[np.float64], dip: float = 0.0) -> Array:
    """The rotation of a hand whose thumb is up and whose fingers point along a direction, made level, and then down by `dip`, rad."""
    level = np.array([fingers[0], fingers[1], 0.0]) / max(float(np.hypot(*fingers[:2])), 1e-9)
    up = np.array([0.0, 0.0, 1.0])
    along, thumb = np.cos(dip) * level - np.sin(dip) * up, np.cos(dip) * up + np.sin(dip) * level
    return np.stack([thumb, cross(-along, thumb), -along], axis=-1)


def limited(before: Array | None, turns: Array, most: float) -> Array:
    """Rotations (N, 3, 3) turned no further than so many rad, `most`, from those before (N, 3, 3), each towards its
    wanted one."""
    if before is None:
        return turns
    cosines = ((before * turns).sum(axis=(1, 2)) - 1) / 2
    if min(cosines.tolist()) > cos(min(most, pi)) + 1e-9:  # as nearly all are
        return turns
    angles = np.arccos(np.clip(cosines, -1.0, 1.0))
    return turns if (angles <= most).all() else matrix_between(before, turns, np.minimum(1.0, most / np.maximum(angles, 1e-9)))


def wrist(fore: Array, palm: Array) -> tuple[Array, Array]:
    """Forearm and hand, the forearm taking the turn about its own length, the wrist bending as far as wrists do."""
    x, y, z, w = quat_from_matrix(fore.T @ palm).tolist()
    twist = hypot(z, w)
    c, s = (w / twist, z / twist) if twist > 1e-9 else (1.0, 0.0)
    bend = 2 * atan2(hypot(x, y), twist)
    half = min(bend, WRIST) / 2
    share = sin(half) / max(hypot(x, y), 1e-12)
    # palm = fore * swing * twist = (fore * twist) * (twist^-1 * swing * twist), of which the last is this:
    swing = np.array([share * (c * x + s * y), share * (c * y - s * x), 0.0, cos(half)])
    turned = fore @ matrix_about_z(2 * atan2(s, c))
    return turned, turned @ matrix_from_quat(swing)
