"""Giving a hand a shape."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.body.hands import HAND_POSES, hand_pose
from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills.preconditions import free_hand
from sim.character.verb_spec import VerbSpec
from sim.errors import unknown
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class PoseHand(Act):
    """Let the fingers of an empty hand take a pose ('open', 'fist', 'point', 'two', 'thumb_up', 'typing', ...) for `duration` s;
    None: from now on, until another one or `until`. The arm does what it does anyway."""

    pose: str
    hand: str = ""
    duration: float | None = None

    def check(self, owner: str, scene: Declared) -> None:
        if self.pose not in HAND_POSES:
            raise unknown("hand pose", self.pose, HAND_POSES, owner)


def pose_hand(context: Context, me: Character, act: PoseHand) -> Iterator[None]:
    """A PoseHand."""
    side = free_hand(me, me.at("right_upper_arm"), act.hand)
    goal = hand_pose(act.pose)
    me.shapes(side, goal)
    if act.duration is None and act.until is None:
        yield
        return
    try:
        yield from me.waits(act.duration)
    finally:
        if me.hands[side].goal is goal:
            me.shapes(side, "relaxed")


VERB = VerbSpec(word="pose_hand", act=PoseHand, steps=pose_hand, done="posed a hand",
                given=("pose", "hand", "duration"))
