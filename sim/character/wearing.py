"""Hats and glasses: where they sit on heads, where a hand holds them there, and how they are turned in it."""

import numpy as np

from sim.character.body.accessories import accessory
from sim.character.body.bones import number
from sim.character.body.garments import garment_spec
from sim.character.body.head import eyes_of
from sim.character.body.physique import physique
from sim.character.body.skeleton import skeleton
from sim.character.character import Character
from sim.character.held import Held, Worn
from sim.character.motion.arms import Hand, upright
from sim.character.planning.affordances import body_depth_below, half_width
from sim.character.skills.hands import OFF, facing_palm, inwards
from sim.character.skills.preconditions import now
from sim.character.unable import Unable
from sim.geometry.convex import Pose, pose
from sim.geometry.tessellate import tessellate
from sim.math.conventions import Array, matrix_between, matrix_from_quat, quat_from_matrix
from sim.physics.physics_scene import PhysicsScene
from sim.scene.shapes import Accessory

BESIDE = np.array([-0.03, -0.01])
"""m ahead of and above the eyes' middle, from where on a hand takes hold."""
FINGERS = np.array([0.7, 0.0, 0.7])
"""Towards which the fingers point that hold something on a head, in the head's frame."""
SNUG, LOOSE = 0.02, 0.08
"""m that a hat is away from where it sits on a head up to which hair under it stays pressed down, and from which on it is not."""
FITS = 0.06
"""By which share a head may be larger or smaller than the one that a hat was made for."""


def shape_of(physics: PhysicsScene, thing: str) -> Accessory:
    """That of what is worn."""
    shape = physics.actors[thing].body.parts[0].shape
    assert isinstance(shape, Accessory)
    return shape


def on_head(me: Character, shape: Accessory) -> Worn:
    """Where an accessory sits on someone's head."""
    turn = skeleton(me.person.figure).turns[number("head")].T
    return Worn(me.body.eyes + turn @ accessory(shape)[1], turn)


def worn_at(me: Character, worn: Worn) -> Pose:
    """Where something on someone's head is in the world."""
    place, turn = me.places[number("head")], me.turns[number("head")]
    return pose(place + turn @ worn.place, quat_from_matrix(turn @ worn.turn))


def hair_pressed(physics: PhysicsScene, me: Character) -> float:
    """How far someone's hair is pressed down, 0 to 1, by a hat that they wear, or that comes near the head in their hand."""
    shapes = {thing: physics.actors[thing].body.parts[0].shape for thing in (*me.worn, *(held.thing for held in me.held.values()))}
    away = [float(np.linalg.norm(physics.world_from_body(thing).position - worn_at(me, on_head(me, shape)).position))
            for thing, shape in shapes.items() if isinstance(shape, Accessory) and garment_spec(shape.kind).on_hair]
    return float(np.clip((LOOSE - min(away, default=np.inf)) / (LOOSE - SNUG), 0.0, 1.0))


def check_fits_head(physics: PhysicsScene, me: Character, thing: str) -> None:
    """Raise Unable for what is too large or small for someone's head, and for what sits there already."""
    shape = shape_of(physics, thing)
    for other in me.worn:
        if garment_spec(shape_of(physics, other).kind).places == garment_spec(shape.kind).places:
            raise Unable(f"{me.person.name} wears {other} at {now(me)}; take it off first")
    mine, made_for = (eyes_of(physique(figure))[1] for figure in (me.person.figure, shape.figure))
    if abs(made_for / mine - 1) > FITS:
        raise Unable(f"{thing} does not fit {me.person.name}: the head that it is made for has {100 * made_for / mine:.0f} % of the size "
                     f"of theirs; {100 * (1 - FITS):.0f} to {100 * (1 + FITS):.0f} % fit")


def hand_on(me: Character, side: str, shape: Accessory) -> Hand:
    """A hand beside someone's head that holds what is worn there by its side."""
    at, head, sign = worn_at(me, on_head(me, shape)), me.turns[number("head")], me.arms[side].sign
    vertices, middle = tessellate(shape).vertices, accessory(shape)[1]
    beside = vertices[(vertices[:, 0] + middle[0] > BESIDE[0]) & (vertices[:, 2] > BESIDE[1])]
    edge = beside[(beside[:, 1] * sign).argmax()]
    return facing_palm(me, side, at.position + matrix_from_quat(at.rotation) @ edge, head @ [0.0, -sign, 0.0], 0.0, head @ FINGERS)


def as_worn(me: Character, held: Held, hand: Hand, shape: Accessory) -> Held:
    """What is held as it is to be in a hand that has it on a head."""
    (place, turn), at = hand, worn_at(me, on_head(me, shape))
    return _moved(held, turn, turn.T @ (at.position - place), turn.T @ matrix_from_quat(at.rotation))


def as_carried(physics: PhysicsScene, me: Character, side: str, held: Held) -> Held:
    """What is held as it is to be in a hand with the thumb up: level, as if it had been picked up by its side."""
    forward = me.forward()
    turn = upright(inwards(me, side, forward))
    grip, palm = turn @ me.arms[side].grip, turn[:, 1] * -me.arms[side].sign
    below, radius = body_depth_below(physics, held.thing), half_width(physics, held.thing)
    lift = max(0.0, me.body.spheres.of(f"{side}_hand").below(turn) + OFF + float(grip[2]) - below)
    ahead = np.stack([forward, np.cross([0.0, 0.0, 1.0], forward), [0.0, 0.0, 1.0]], axis=-1)
    return _moved(held, turn, turn.T @ (grip + palm * radius - [0.0, 0.0, lift]), turn.T @ ahead)


def turn_held(first: Held, last: Held, share: float) -> Held:
    """What is held, turned in the fingers, by a share of the way from how it was to how it is to be."""
    u = share * share * (3 - 2 * share)
    grasp = matrix_between(first.grasp, last.grasp, u)
    thing = matrix_between(first.grasp @ first.turn, last.grasp @ last.turn, u)
    return _moved(first, grasp, first.place + u * (last.place - first.place), grasp.T @ thing)


def _moved(held: Held, grasp: Array, place: Array, turn: Array) -> Held:
    corners = (held.corners - held.place) @ held.turn  # in the thing's own frame
    return Held(thing=held.thing, place=place, turn=turn, grasp=grasp, corners=place + corners @ turn.T)
