"""How each verb is done: generators that run on by a frame at each `yield`, end when it is done, and raise Unable when it cannot be."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation

from sim.people import legs
from sim.people.arms import Hand, upright
from sim.people.performer import LEAN, Performer, Unable
from sim.people.things import depth_below, half_width, spot_on
from sim.verbs import Drink, LookAt, PickUp, Place, Play, Reach, TurnTo, WalkTo, Wave

if TYPE_CHECKING:
    from sim.people.troupe import Troupe

LEGS = (WalkTo, TurnTo, Play)
"""Verbs that need the legs."""
CLOSE = 0.03
"""m between a palm and a thing when it is grasped."""
INWARD = np.radians(25.0)
"""By which the fingers turn inwards from the line to what they reach for."""
DIP = np.radians(30.0)
"""By which they point down."""
WIDE = 0.13
"""m from its middle to the side: what a hand can hold."""
MOUTH = (0.108, 0.0, 0.135)
"""In the head's frame, m."""
TILT = np.radians(58.0)
"""Of a cup that is drunk from."""


def _walk_to(troupe: "Troupe", me: Performer, verb: WalkTo) -> Iterator[None]:
    legs.set_out(troupe, me, verb.to, verb.facing)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def _turn_to(troupe: "Troupe", me: Performer, verb: TurnTo) -> Iterator[None]:
    legs.turn(me, troupe.where(verb.to, me.ground))
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def _look_at(troupe: "Troupe", me: Performer, verb: LookAt) -> Iterator[None]:
    me.look = look = lambda: troupe.where(verb.to, me.ground + 1.5)
    if verb.duration is None:
        yield
        return
    yield from me.waits(verb.duration)
    if me.look is look:
        me.look = None


def _play(troupe: "Troupe", me: Performer, verb: Play) -> Iterator[None]:
    legs.play(me, verb.clip, verb.duration)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def _reach(troupe: "Troupe", me: Performer, verb: Reach) -> Iterator[None]:
    side = _free_hand(me, troupe.where(verb.to, me.ground), verb.hand)
    name = verb.to if isinstance(verb.to, str) else "the place"
    yield from _bring(me, side, name, lambda: _towards(me, side, troupe.where(verb.to, me.ground), 0.0))
    yield from me.waits(0.3)
    yield from _back(me, side)


def _pick_up(troupe: "Troupe", me: Performer, verb: PickUp) -> Iterator[None]:
    holder = troupe.holder(verb.thing)
    if holder is not None:
        raise Unable(f"{verb.thing} is held by {holder.person.name}")
    radius = half_width(troupe.cast, verb.thing)
    if radius > WIDE:
        raise Unable(f"{verb.thing} is {2 * radius:.2f} m wide; a hand holds up to {2 * WIDE:.2f} m")
    side = _free_hand(me, troupe.where(verb.thing), verb.hand)
    me.look = look = lambda: troupe.where(verb.thing)
    troupe.bodies.pass_through(me, verb.thing, True)  # a hand that closes round a thing does not push it away
    yield from _bring(me, side, verb.thing, lambda: _towards(me, side, troupe.where(verb.thing), radius))
    place, turn = me.hand(side)
    gap = float(np.linalg.norm(place + turn @ me.arms[side].grip - troupe.where(verb.thing))) - radius
    if gap > CLOSE:
        troupe.bodies.pass_through(me, verb.thing, False)
        raise Unable(f"{verb.thing} is {gap:.2f} m from {me.person.name}'s hand at {_now(me)}")
    troupe.take(me, side, verb.thing)
    yield from me.waits(0.15)
    yield from _carry(me, side)
    if me.look is look:
        me.look = None


def _place(troupe: "Troupe", me: Performer, verb: Place) -> Iterator[None]:
    side = _holding(me, verb.thing)
    spot = spot_on(troupe.cast, verb.on, me.at("pelvis")) if isinstance(verb.on, str) else np.array(verb.on, float)
    held, below = me.held[side], depth_below(troupe.cast, verb.thing)
    me.look = look = lambda: spot

    def above() -> Hand:
        turn = held.level(_inwards(me, side, spot - me.at(f"{side}_upper_arm")))
        return spot + [0.0, 0.0, below + 0.001] - turn @ held.place, turn
    yield from _bring(me, side, verb.on if isinstance(verb.on, str) else "the place", above)
    troupe.let_go(me, side)
    yield from me.waits(0.15)
    yield from _back(me, side)
    if me.look is look:
        me.look = None


def _drink(troupe: "Troupe", me: Performer, verb: Drink) -> Iterator[None]:
    side, start = _holding(me, verb.thing), me.frame
    held, radius, tall = me.held[side], half_width(troupe.cast, verb.thing), 2 * depth_below(troupe.cast, verb.thing)

    def at_mouth() -> Hand:
        u = np.clip((me.frame - start) / me.fps / 0.9 - 1, 0, 1)
        away = me.turns[2][:, 0] * [1, 1, 0] / np.linalg.norm(me.turns[2][:2, 0])
        tilt = Rotation.from_rotvec(np.cross(away, [0.0, 0.0, 1.0]) * (TILT * u * u * (3 - 2 * u))).as_matrix()
        up, rim = tilt @ [0.0, 0.0, 1.0], tilt @ -away
        turn = tilt @ held.level(Rotation.from_euler("z", -me.arms[side].sign * np.radians(50)).apply(away))
        return me.at("head", MOUTH) - tall / 2 * up - radius * rim - turn @ held.place, turn
    me.sends(side, at_mouth, 0.9)
    yield from me.waits(2.6)
    yield from _carry(me, side)


def _wave(troupe: "Troupe", me: Performer, verb: Wave) -> Iterator[None]:
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
    yield from _back(me, side)


# What several do

def _bring(me: Performer, side: str, name: str, goal: Callable[[], Hand]) -> Iterator[None]:
    """Bring a hand to a goal, leaning forward if need be."""
    lean, short = _lean_for(me, side, goal()[0])
    if short > 0:
        raise Unable(f"{name} is {short:.2f} m beyond {me.person.name}'s reach at {_now(me)}")
    far = float(np.linalg.norm(goal()[0] - me.hand(side)[0]))
    seconds = 0.45 + 0.6 * far
    me.bends(lean, seconds)
    me.sends(side, goal, seconds)
    yield from me.waits(seconds)


def _carry(me: Performer, side: str) -> Iterator[None]:
    """Hold before the chest."""
    sign = me.arms[side].sign

    def before_chest() -> Hand:
        forward = me.forward()
        aside = np.cross([0.0, 0.0, 1.0], forward) * sign
        return me.at("chest") + me.size * (0.27 * forward + 0.17 * aside - [0, 0, 0.06]), me.held[side].level(_inwards(me, side, forward))
    me.bends(0.0, 0.8)
    me.sends(side, before_chest, 0.8)
    yield from me.waits(0.8)


def _back(me: Performer, side: str) -> Iterator[None]:
    me.bends(0.0, 0.7)
    me.sends(side, None, 0.7)
    yield from me.waits(0.7)


def _towards(me: Performer, side: str, thing: np.ndarray, radius: float) -> Hand:
    """A hand whose palm touches the side of a thing."""
    turn = upright(_inwards(me, side, thing - me.at(f"{side}_upper_arm")), DIP)
    palm = turn[:, 1] * -me.arms[side].sign
    return thing - palm * radius - turn @ me.arms[side].grip, turn


def _inwards(me: Performer, side: str, way: np.ndarray) -> np.ndarray:
    return Rotation.from_euler("z", -me.arms[side].sign * INWARD).apply(way)


def _lean_for(me: Performer, side: str, wrist: np.ndarray) -> tuple[float, float]:
    """How far to lean so that a wrist gets there, rad, and by how much it falls short all the same, m."""
    longest, best = 0.98 * sum(me.arms[side].lengths), np.inf
    for lean in np.linspace(0, LEAN, 13):
        short = float(np.linalg.norm(wrist - me.shoulder(side, lean))) - longest
        if short <= 0:
            return float(lean), 0.0
        best = min(best, short)
    return 0.0, best


def _free_hand(me: Performer, aim: np.ndarray, wanted: str) -> str:
    sides = [side for side in ("right", "left") if side not in me.held and wanted in ("", side)]
    if not sides:
        raise Unable(f"{me.person.name}'s {wanted + ' hand is' if wanted else 'hands are'} full")
    return min(sides, key=lambda side: float(np.linalg.norm(me.at(f"{side}_upper_arm") - aim)))


def _holding(me: Performer, thing: str) -> str:
    for side, held in me.held.items():
        if held.thing == thing:
            return side
    raise Unable(f"{me.person.name} does not hold {thing} at {_now(me)}")


def _now(me: Performer) -> str:
    return f"{me.frame / me.fps:.1f} s"


PERFORM: dict[type, Callable[..., Iterator[None]]] = {
    WalkTo: _walk_to, TurnTo: _turn_to, LookAt: _look_at, Reach: _reach, PickUp: _pick_up, Place: _place, Drink: _drink, Wave: _wave,
    Play: _play}
