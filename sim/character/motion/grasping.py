"""How fingers close round things."""

import numpy as np

from sim.character.body.grasp import grasp
from sim.character.body.hands import fingers
from sim.character.character import Character
from sim.geometry.convex import distance
from sim.math.conventions import Array, quat_inverse, quat_rotate
from sim.physics.physics_scene import PhysicsScene


def fingers_round(physics: PhysicsScene, me: Character, side: str, thing: str) -> Array:
    """(5, 3) degrees by which the fingers of a hand, where it is, are bent when they touch a body that moves."""
    (place, turn), at, found = me.hand(side), physics.world.pose(physics.handle(thing)), physics.actors[thing].found
    assert found is not None
    pieces = [piece for part in found.parts for piece in part]

    def away(points: Array) -> Array:
        inside = quat_rotate(quat_inverse(at.rotation), place + points @ turn.T - at.position)
        return np.asarray(np.min([distance(piece, inside) for piece in pieces], axis=0))
    return grasp(fingers(me.person.figure, side), away, me.size)
