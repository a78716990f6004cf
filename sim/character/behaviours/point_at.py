"""Pointing at something."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.body.hands import fingers, hand_pose
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.skills.gestures import lowered
from sim.character.skills.preconditions import free_hand, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Array, Vec3, cross
from sim.scene.act import Act

RAISING, SECONDS = 0.7, 1.6
"""s in which the arm goes up, and for which it points if nothing is said."""
STRETCHED, LEAST, SHORT = 0.97, 0.27, 0.24
"""Of an arm's length, from shoulder to wrist; m, the same at least; and m of hand and air from a
wrist to what is near."""
ASIDE, ACROSS = 110.0, 45.0
"""Degrees from straight ahead to what an arm points at, on its own side and on the other."""


@dataclass(frozen=True, kw_only=True)
class PointAt(Act):
    """Point an index finger at an object, someone or a place and look there for `duration` s; None: for
    1.6, or until `until`."""

    to: str | Vec3
    duration: float | None = None
    hand: str = ""


def point_at(context: Context, me: Character, act: PointAt) -> Iterator[None]:
    """A PointAt."""
    def aim() -> Array:
        return context.where(act.to, me.ground)
    side = free_hand(me, aim(), act.hand)
    _check_ahead(me, side, act.to if isinstance(act.to, str) else "the place", aim())
    me.shapes(side, "point")
    me.sends(side, lambda: _pointing(me, side, aim()), RAISING)
    with me.watching(aim):
        yield from me.waits(RAISING)
        yield from me.waits(SECONDS if act.duration is None and act.until is None else act.duration)
    yield from lowered(me, (side,))


def _check_ahead(me: Character, side: str, name: str, aim: Array) -> None:
    """Raise Unable if the arm would have to go behind the back, or too far across the chest."""
    x, y = (aim - me.root)[:2] @ np.stack([me.forward()[:2], cross([0.0, 0.0, 1.0], me.forward())[:2]], axis=1)
    angle = float(np.degrees(np.arctan2(y, x))) * me.arms[side].sign
    most, where = (ASIDE, "to the") if angle >= 0 else (ACROSS, "across with the")
    if abs(angle) > most:
        raise Unable(f"{name} is {abs(angle):.0f} degrees from straight ahead of {me.person.name}, who points up to "
                     f"{most:.0f} degrees {where} {side}{' hand' if angle < 0 else ''} at {now(me)}; let them turn_to it first")


def _pointing(me: Character, side: str, aim: Array) -> Hand:
    """A hand between shoulder and a place (3,), m, whose index finger points there, the palm down and a little inwards."""
    shoulder, (root, along, palm) = me.at(f"{side}_upper_arm"), _index(me, side)
    way = aim - shoulder
    far = float(np.linalg.norm(way))
    length = max(min(STRETCHED * sum(me.arms[side].lengths), far - SHORT * me.size), LEAST * me.size)
    wrist = shoulder + way * length / max(far, 1e-9)
    inwards = cross([0.0, 0.0, 1.0], me.forward()) * -me.arms[side].sign
    ahead = float(root @ along)
    rest = max(ahead ** 2 - float(root @ root) + float((aim - wrist) @ (aim - wrist)), 0.0)
    seen = root + (np.sqrt(rest) - ahead) * along  # the place in the hand's frame: on the finger's line
    return wrist, _frame(aim - wrist, inwards * 0.5 - [0.0, 0.0, 1.0]) @ _frame(seen, palm).T


def _index(me: Character, side: str) -> tuple[Array, Array, Array]:
    """Of a pointing hand, in its frame: the root of the index finger (3,), m, its direction (3,), and the palm's
    (3,)."""
    places = fingers(me.person.figure, side).bent(hand_pose("point"))[0]
    way = places[1, 2] - places[1, 0]
    return places[1, 0], way / np.linalg.norm(way), np.array([0.0, -me.arms[side].sign, 0.0])


def _frame(along: Array, aside: Array) -> Array:
    """(3, 3) unit columns: one along a direction, one as near to another as that lets it be, and one across both."""
    first = along / max(float(np.linalg.norm(along)), 1e-9)
    second = aside - (aside @ first) * first
    second = second / max(float(np.linalg.norm(second)), 1e-9)
    return np.stack([first, second, cross(first, second)], axis=-1)


VERB = VerbSpec(word="point_at", act=PointAt, steps=point_at, done="pointed", given=("to", "duration", "hand"))
