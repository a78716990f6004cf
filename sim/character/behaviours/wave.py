"""Waving."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.skills.hands import back
from sim.character.skills.preconditions import full
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Wave(Act):
    """Wave a free hand for `duration` s; None: for 1.6, or until `until`."""

    duration: float | None = None
    hand: str = ""


def wave(context: Context, me: Character, act: Wave) -> Iterator[None]:
    """A Wave."""
    side, start = act.hand or next((s for s in ("right", "left") if s not in me.held), ""), me.frame
    if not side or side in me.held:
        raise full(me, act.hand)
    sign = me.arms[side].sign

    def raised() -> Hand:
        forward, time = me.forward(), (me.frame - start) / me.fps
        swing = scipy.spatial.transform.Rotation.from_rotvec(forward * 0.45 * np.sin(2 * np.pi * 1.6 * time)).as_matrix()
        down = swing @ [0.0, 0.0, -1.0]
        palm = forward * -sign
        turn = np.stack([np.cross(palm, down), palm, down], axis=-1)
        beside = np.cross([0.0, 0.0, 1.0], forward) * sign
        return me.at("chest") + me.size * (0.16 * forward + (0.38 + 0.05 * np.sin(10 * time)) * beside + [0, 0, 0.4]), turn
    me.shapes(side, "open")
    me.sends(side, raised, 0.8)
    yield from me.waits(1.6 if act.duration is None and act.until is None else act.duration)
    yield from back(me, side)


VERB = VerbSpec(word="wave", act=Wave, steps=wave, done="waved", given=("duration",))
