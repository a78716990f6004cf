"""How people reach, pick up, put down and wave: generators, as in sim.people.deeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation

from sim.people.arms import Hand
from sim.people.deeds.hands import back, bring, carry, free_hand, holding, inwards, now, towards
from sim.people.performer import Performer, Unable
from sim.people.things import depth_below, half_width, spot_on
from sim.verbs import PickUp, Place, Reach, Wave

if TYPE_CHECKING:
    from sim.people.troupe import Troupe

CLOSE = 0.03
"""m between a palm and a thing when it is grasped."""
WIDE = 0.13
"""m from its middle to the side: what a hand can hold."""


def reach(troupe: "Troupe", me: Performer, verb: Reach) -> Iterator[None]:
    """A Reach."""
    side = free_hand(me, troupe.where(verb.to, me.ground), verb.hand)
    name = verb.to if isinstance(verb.to, str) else "the place"
    yield from bring(me, side, name, lambda: towards(me, side, troupe.where(verb.to, me.ground), 0.0))
    yield from me.waits(0.3)
    yield from back(me, side)


def pick_up(troupe: "Troupe", me: Performer, verb: PickUp) -> Iterator[None]:
    """A PickUp."""
    holder = troupe.holder(verb.thing)
    if holder is not None:
        raise Unable(f"{verb.thing} is held by {holder.person.name}")
    radius = half_width(troupe.cast, verb.thing)
    if radius > WIDE:
        raise Unable(f"{verb.thing} is {2 * radius:.2f} m wide; a hand holds up to {2 * WIDE:.2f} m")
    side = free_hand(me, troupe.where(verb.thing), verb.hand)
    troupe.bodies.pass_through(me, verb.thing, True)  # a hand that closes round a thing does not push it away
    with me.watching(lambda: troupe.where(verb.thing)):
        yield from bring(me, side, verb.thing, lambda: towards(me, side, troupe.where(verb.thing), radius))
    place, turn = me.hand(side)
    gap = float(np.linalg.norm(place + turn @ me.arms[side].grip - troupe.where(verb.thing))) - radius
    if gap > CLOSE:
        troupe.bodies.pass_through(me, verb.thing, False)
        raise Unable(f"{verb.thing} is {gap:.2f} m from {me.person.name}'s hand at {now(me)}")
    troupe.take(me, side, verb.thing)
    yield from me.waits(0.15)
    yield from carry(me, side)


def place(troupe: "Troupe", me: Performer, verb: Place) -> Iterator[None]:
    """A Place."""
    side = holding(me, verb.thing)
    spot = spot_on(troupe.cast, verb.on, me.at("pelvis")) if isinstance(verb.on, str) else np.array(verb.on, float)
    held, below = me.held[side], depth_below(troupe.cast, verb.thing)

    def above() -> Hand:
        turn = held.level(inwards(me, side, spot - me.at(f"{side}_upper_arm")))
        return spot + [0.0, 0.0, below + 0.001] - turn @ held.place, turn
    with me.watching(lambda: spot):
        yield from bring(me, side, verb.on if isinstance(verb.on, str) else "the place", above)
    troupe.let_go(me, side)
    yield from me.waits(0.15)
    yield from back(me, side)


def wave(troupe: "Troupe", me: Performer, verb: Wave) -> Iterator[None]:
    """A Wave."""
    side, start = verb.hand or next((s for s in ("right", "left") if s not in me.held), ""), me.frame
    if not side or side in me.held:
        raise Unable(f"{me.person.name}'s {side + ' hand is' if side else 'hands are'} full")
    sign = me.arms[side].sign

    def raised() -> Hand:
        forward, time = me.forward(), (me.frame - start) / me.fps
        swing = Rotation.from_rotvec(forward * 0.45 * np.sin(2 * np.pi * 1.6 * time)).as_matrix()
        down = swing @ [0.0, 0.0, -1.0]
        palm = forward * -sign
        turn = np.stack([np.cross(palm, down), palm, down], axis=-1)
        beside = np.cross([0.0, 0.0, 1.0], forward) * sign
        return me.at("chest") + me.size * (0.16 * forward + (0.38 + 0.05 * np.sin(10 * time)) * beside + [0, 0, 0.4]), turn
    me.sends(side, raised, 0.8)
    yield from me.waits(verb.duration)
    yield from back(me, side)
