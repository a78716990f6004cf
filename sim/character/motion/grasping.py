"""How hands are put to things, and fingers close round them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy

from sim.character.body.bones import FINGER_JOINTS
from sim.character.body.grasp import CLOSE, grasp, touching
from sim.character.body.hand_skin import HandSkin, hand_skin
from sim.character.body.spheres import Spheres
from sim.character.character import Character
from sim.character.motion.arms import Hand
from sim.geometry.convex import ConvexPiece, Pose
from sim.geometry.solids import Away, solids
from sim.math.conventions import Array, cross, matrix_about_z, matrix_from_quat, quat_inverse
from sim.physics.physics_scene import PhysicsScene

BESIDE = 0.005
"""m from a thing's box beyond which a point is taken to be as far from the thing as from that."""
OPEN = 0.03
"""m that a hand is farther off before it is put to a thing."""
FINE = 0.0005
"""m from a thing's surface at which skin is."""
OFF = 0.006
"""m that a hand keeps off what a thing stands on."""
STEPS, FASTEST = 60, 0.01
"""In which it is put to a thing at most, and m of one."""
PRESSED = 0.002
"""m that flesh is pressed in at most."""
THUMB, DEEP = 10.0, 1e4
"""What a thumb that touches is worth, in fingers that do, and a m that something is in another."""
GOOD = THUMB + 2
"""What does: thumb and two fingers, and nothing in anything."""
TURNS = np.radians([(0, 0, 0), (-10, 0, 0), (10, 0, 0), (-20, 0, 0), (20, 0, 0), (0, 30, 0), (0, 0, 20), (-30, 0, 0), (30, 0, 0),
                    (-20, 0, 20), (20, 0, 20), (-20, 30, 0), (20, 30, 0), (0, 60, 0), (-40, 0, 0), (40, 0, 0), (-20, 60, 0), (20, 60, 0),
                    (-50, 0, 0), (50, 0, 0), (-60, 0, 0), (60, 0, 0), (-75, 0, 0), (75, 0, 0)])
"""rad by which a hand is turned aside round a thing, over it, so that the palm looks down, and on its palm, so that fingers do: the first
that does is taken."""


class Thing(NamedTuple):
    """What is to be held: convex pieces in the frame of its body, which is at a pose. middle: (3,) m. floor: m, of what it stands on."""

    pieces: Sequence[ConvexPiece]
    at: Pose
    middle: Array
    floor: float

    def away(self, hand: Hand) -> Away:
        """How far points of a hand's frame are from it, or less where that is more than BESIDE, m."""
        (place, turn), back = hand, matrix_from_quat(quat_inverse(self.at.rotation))
        return Away(solids(self.pieces), back @ turn, back @ (place - self.at.position), BESIDE)


class Gripped(NamedTuple):
    """hand: where it is. score: how many fingers touch, a thumb being worth THUMB; less, the deeper they are in anything."""

    hand: Hand
    score: float


def fingers_round(physics: PhysicsScene, me: Character, side: str, thing: str) -> Array:
    """How far the fingers of a hand, where it is now, can be bent until they touch a thing: (5, 3) degrees, thumb
    first."""
    return grasp(hand_skin(me.person.figure, side), thing_of(physics, thing, np.zeros(3), 0.0).away(me.hand(side)))


def thing_of(physics: PhysicsScene, name: str, middle: Array, floor: float) -> Thing:
    """The shape of a loose body and where it is now, for hands to be put to. middle, floor: as in Thing."""
    found = physics.actors[name].found
    assert found is not None
    return Thing([piece for part in found.parts for piece in part], physics.world.pose(physics.handle(name)), middle, floor)


def hands_round(hand: Hand, grip: Array, thing: Thing, side: str) -> Iterator[Hand]:
    """Ways to put a hand to a thing: the hand given, and the same turned round the thing's middle by each row of
    TURNS. grip: (3,) where the palm touches, in the hand's frame, m."""
    place, turn = hand
    level = cross(_palm(turn, side), [0.0, 0.0, -1.0])
    for aside, over, dip in TURNS.tolist():
        down = scipy.spatial.transform.Rotation.from_rotvec(over * level / max(float(np.linalg.norm(level)), 1e-9)).as_matrix()
        whole = matrix_about_z(aside if side == "right" else -aside) @ down
        now = scipy.spatial.transform.Rotation.from_rotvec(-dip * _palm(whole @ turn, side)).as_matrix() @ whole @ turn
        at = thing.middle + whole @ (place + turn @ grip - thing.middle) - now @ grip
        yield (at + _beside(thing.middle - at - now @ grip, _palm(now, side)) if over else at), now


def _palm(turn: Array, side: str) -> Array:
    """(3,) where a palm looks."""
    return turn[:, 1] * (1.0 if side == "right" else -1.0)


def _beside(way: Array, along: Array) -> Array:
    return way - (way @ along) * along


def held(skin: HandSkin, girth: Spheres, thing: Thing, hand: Hand, side: str) -> Gripped:
    """Move an open hand up to a thing until it touches, close its fingers, and tell how well it then holds. If
    fingers would get into what the thing stands on, it is tried again higher up. girth: the balls that fill the hand
    on its way there."""
    found, sunk = _closed(skin, thing, _put_to(skin, girth, thing, hand, side))
    if sunk <= 0:
        return found
    place, turn = found.hand
    return _closed(skin, thing, _put_to(skin, girth, thing, (place + [0.0, 0.0, sunk + FINE], turn), side))[0]


def _closed(skin: HandSkin, thing: Thing, hand: Hand) -> tuple[Gripped, float]:
    """Close the fingers of a hand where it is: how well it holds the thing, and how far its fingers then are below
    what that stands on, m; negative if they are above."""
    (place, turn), away = hand, thing.away(hand)
    bends = grasp(skin, away)
    gaps, closed = touching(skin, bends, away), skin.posed(bends)
    sunk = thing.floor - float((place + closed @ turn.T)[:, 2].min())
    deep = max(0.0, -float(gaps.min()) - PRESSED, sunk)
    return Gripped(hand, float(THUMB * (gaps[0] < CLOSE) + (gaps[1:] < CLOSE).sum() - DEEP * deep)), sunk


def _put_to(skin: HandSkin, girth: Spheres, thing: Thing, hand: Hand, side: str) -> Hand:
    """Move an open hand in the direction that its palm looks, until the palm or a finger touches the thing, or the
    hand comes down on what the thing stands on."""
    place, turn = hand
    points, way = np.concatenate([skin.palm, skin.vertices[skin.owners >= FINGER_JOINTS]]), _palm(turn, side)
    lowest = thing.floor + girth.below(turn) + OFF
    place = place - OPEN * way
    place = place + [0.0, 0.0, max(0.0, lowest - place[2])]
    for _ in range(STEPS):
        step = min(float(thing.away((place, turn)).of(points).min()) - FINE, FASTEST)
        if step <= 0 or place[2] + step * way[2] < lowest - FINE:
            break
        place = place + max(step, FINE) * way
    return place, turn
