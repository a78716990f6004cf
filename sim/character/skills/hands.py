"""What hands do in many verbs: go there, hold before the chest, come back."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import numpy as np
import scipy

from sim.character.character import Character
from sim.character.motion.arms import ELBOW, Hand, upright
from sim.character.motion.grasping import OFF
from sim.character.skills.preconditions import check_reach
from sim.math.conventions import cross, matrix_about_z, matrix_between

Way = TypeVar("Way")
INWARD = np.radians(25.0)
"""By which the fingers turn inwards from the line to what they reach for."""
LOW, DIP = (0.0, 0.7), np.radians((70.0, 18.0))
"""By which they point down to what is so high above the soles, m."""
FOLDED = 0.3
"""m from shoulder to wrist: nearer, an elbow has no steady place."""
OFF_BODY, ROUNDS = 0.015, 3
"""m that what is carried keeps off the trunk; of moving it away from what is round."""
DOWN = 2.0
"""s that it takes to bring down what is held by a m, at least, of someone of TALL."""
OUTWARD, STRAIGHT = np.radians((0.0, 20.0, 40.0, 60.0)), np.eye(3)
"""By how much farther out something may be held than before the chest, rad."""
LOWEST, ABOVE = 0.3, 0.12
"""m: what is higher than this above the soles is reached from above, the hand first raised by so much more."""


def bring(me: Character, side: str, name: str, goal: Callable[[], Hand], elbow: np.ndarray = ELBOW) -> Iterator[None]:
    """Bring a hand to a goal, leaning and crouching as far as needed. To a goal high enough to be on a table it comes
    from above."""
    stoop = check_reach(me, side, name, goal()[0])
    (place, turn), (end, wanted) = me.hand(side), goal()
    aim, height, turned = goal, float(end[2]), float(np.arccos(np.clip((np.trace(turn.T @ wanted) - 1) / 2, -1, 1)))
    seconds = share = 0.4 + 0.6 * float(np.linalg.norm(end - place)) + 0.1 * turned
    if height - me.ground > LOWEST * me.size:
        seconds += 0.35
        share = 0.55 * seconds
        goal = by_way_of(me, lambda: raised(me, side, height), goal, seconds)
    me.bends(seconds, stoop)
    me.sends(side, goal, share, elbow, aim)
    yield from me.waits(seconds)


def by_way_of(me: Character, first: Callable[[], Hand], goal: Callable[[], Hand], seconds: float) -> Callable[[], Hand]:
    """A moving goal for a hand that takes so many seconds: near `first` to begin with, then on to `goal`. It goes
    over an edge rather than through: sideways first on its way down, upwards first on its way up."""
    start = me.frame

    def moving() -> Hand:
        u = min(max((me.frame - start) / me.fps / seconds * 1.6 - 0.6, 0.0), 1.0)
        if u >= 1:
            return goal()
        (a, from_turn), (b, to_turn) = first(), goal()
        share = u ** 3 * (10 - 15 * u + 6 * u * u)
        soon, late = 1 - (1 - share) ** 2, share ** 2
        level, upright = (soon, late) if b[2] < a[2] else (late, soon)  # over the edge of what it comes from or goes to
        return a + np.array([level, level, upright]) * (b - a), matrix_between(from_turn, to_turn, share)
    return moving


def raised(me: Character, side: str, height: float) -> Hand:
    """Where a hand is that is held near the chest, above a height, m, with fingers up, or with what it holds
    level."""
    forward, shoulder = me.forward(), me.at(f"{side}_upper_arm")
    aside = float(np.sqrt(max((FOLDED * me.size) ** 2 - (height + ABOVE - shoulder[2]) ** 2, (0.12 * me.size) ** 2)))
    place = np.array([*(shoulder + aside * forward)[:2], height + ABOVE])
    fingers = inwards(me, side, forward)
    return place, me.held[side].level(fingers) if side in me.held else upright(fingers, -0.5)


def hold_upright(me: Character, side: str, first: tuple[float, float] = (ABOVE, 0.0), seconds: float = 0.9,
                 elbow: np.ndarray = ELBOW) -> Iterator[None]:
    """Bring what is held upright before the chest in so many seconds, or more if it comes from high up. first: how far
    up and ahead, m, it goes at the start: straight up unless told. elbow: where the elbow points, as ELBOW."""
    (place, turn), torso, outward = me.hand(side), me.body.spheres.of("pelvis", "chest"), _outward(me, side)
    seconds = max(seconds, DOWN * float(place[2] + first[0] - chest_place(me, side)[2]) / me.size)

    def before_chest() -> Hand:
        ahead, at = outward @ me.forward(), chest_place(me, side, outward)
        level = me.held[side].level(inwards(me, side, ahead))
        return off(torso.placed(me.places, me.turns), torso.radii, at, me.held[side].corners @ level.T, ahead), level
    way = place + first[0] * np.array([0.0, 0.0, 1.0]) + first[1] * me.forward()
    me.bends(seconds)
    me.sends(side, by_way_of(me, lambda: (way, me.held[side].level(-turn[:, 2])), before_chest, seconds), seconds,
             elbow, before_chest)
    yield from me.waits(seconds)


def _outward(me: Character, side: str) -> np.ndarray:
    """The rotation (3, 3) about the vertical by which what is held is to be farther out than before the chest."""
    turns = [matrix_about_z(me.arms[side].sign * by) for by in OUTWARD]
    return freest(me, side, turns, lambda turn: (chest_place(me, side, turn), me.held[side].level(inwards(me, side, turn @ me.forward()))))


def freest(me: Character, side: str, ways: Iterable[Way], hand: Callable[[Way], Hand]) -> Way:
    """The first of several ways with which a hand and what it holds keep out of what stands still, or else are least in it.
    hand: where it then is, by way."""
    walls = me.walls.close(me.root, me.person.height).shut(me.at(f"{side}_upper_arm"), sideways=False)
    flesh, corners = me.body.spheres.of(f"{side}_hand"), me.held[side].corners
    balls, radii = np.concatenate([flesh.middles, corners]), np.concatenate([flesh.radii, np.zeros(len(corners))])

    def inside(way: Way) -> float:
        place, turn = hand(way)
        return max(0.0, walls.depth(place + balls @ turn.T, radii))
    return min(ways, key=inside)


def chest_place(me: Character, side: str, outward: np.ndarray = STRAIGHT) -> np.ndarray:
    """(3,) where a wrist is, m, whose hand holds something before the chest, turned outward (3, 3)."""
    forward = me.forward()
    aside = cross([0.0, 0.0, 1.0], forward) * me.arms[side].sign
    return np.asarray(me.at("chest") + me.size * (outward @ (0.27 * forward + 0.17 * aside) - [0, 0, 0.06]))


def off(balls: np.ndarray, radii: np.ndarray, place: np.ndarray, corners: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """Move a hand's place (3,), m, ahead until what it holds keeps off the balls that fill the trunk. balls, radii:
    (M, 3) and (M,), m. corners: (N, 3) of what is held, m, relative to the hand. ahead: (3,) unit."""
    for _ in range(ROUNDS):
        gap = float((scipy.spatial.distance.cdist(place + corners, balls) - radii).min())
        if gap >= OFF_BODY:
            break
        place = place + (OFF_BODY - gap) * ahead
    return place


def back(me: Character, side: str) -> Iterator[None]:
    """Let a hand go back to where it hangs or swings, at first up and away from where it was."""
    height = float(me.hand(side)[0][2]) - ABOVE / 2
    me.bends(0.9)
    me.sends(side, lambda: raised(me, side, height), 0.65)
    yield from me.waits(0.48)
    me.shapes(side, "relaxed")
    me.sends(side, None, 0.6)
    yield from me.waits(0.6)


def towards(me: Character, side: str, thing: np.ndarray, radius: float, below: float = np.inf, shoulder: np.ndarray | None = None,
            by: float = INWARD) -> Hand:
    """Where a hand is whose palm touches the side of a thing. thing: (3,) its middle, m; radius: m to its side.
    below: the hand is so high that it reaches down no more than this, m, below the middle. shoulder: (3,) m, from
    where it reaches; None: where the shoulder is now. by: rad by which the fingers turn inwards."""
    dip = float(np.interp((thing[2] - me.ground) / me.size, LOW, DIP))
    turn = upright(inwards(me, side, thing - (me.at(f"{side}_upper_arm") if shoulder is None else shoulder), by), dip)
    grip = turn @ me.arms[side].grip
    palm, lift = turn[:, 1] * -me.arms[side].sign, max(0.0, me.body.spheres.of(f"{side}_hand").below(turn) + OFF + float(grip[2]) - below)
    return thing + [0.0, 0.0, lift] - palm * radius - grip, turn


def facing_palm(me: Character, side: str, thing: np.ndarray, way: np.ndarray, radius: float, fingers: np.ndarray) -> Hand:
    """Where a hand is whose palm touches a thing of this radius, m, with its middle at `thing` (3,), m. fingers: (3,)
    their direction. way: (3,) the direction in which the palm looks, as nearly as the fingers let it."""
    palm = way - (way @ fingers) * fingers / (fingers @ fingers)
    palm = palm / max(float(np.linalg.norm(palm)), 1e-9)
    z, y = -fingers / np.linalg.norm(fingers), palm * -me.arms[side].sign
    turn = np.stack([cross(y, z), y, z], axis=-1)
    return thing - palm * radius - turn @ me.arms[side].grip, turn


def inwards(me: Character, side: str, way: np.ndarray, by: float = INWARD) -> np.ndarray:
    """A direction (3,), turned about the vertical by so many rad towards the side of the other hand."""
    return matrix_about_z(-me.arms[side].sign * by) @ way
