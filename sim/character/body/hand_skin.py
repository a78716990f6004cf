"""The skin of a hand, and where it is when fingers bend: it is what touches things, and what is seen."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import FINGER_JOINTS, FINGERS, number
from sim.character.body.cutting import body_mesh
from sim.character.body.data import body_data
from sim.character.body.hands import Fingers, fingers
from sim.character.body.physique import physique
from sim.character.body.skeleton import skeleton, skin_weights
from sim.math.conventions import IDENTITY, Array, frozen, matrix_from_quat, quat_inverse, quat_multiply, quat_rotate
from sim.scene.figure import Figure


@dataclass(frozen=True, kw_only=True, eq=False)
class HandSkin:
    """One hand at rest, in its frame. bones: its fingers'. fingers: of each, thumb first, (N, 3) its skin's vertices, m. weights: of each,
    (N, 4) how much the hand and the finger's three bones hold of a vertex, summing to 1. palm: (M, 3) the vertices that the hand holds
    most, m."""

    bones: Fingers
    fingers: tuple[Array, ...]
    weights: tuple[Array, ...]
    palm: Array

    def owners(self, finger: int) -> NDArray[np.intp]:
        """(N,) which of a finger's bones, 0 to 2, holds each of its vertices most."""
        return np.asarray(self.weights[finger][:, 1:].argmax(axis=1))

    def posed(self, finger: int, bends: Array) -> Array:
        """(K, N, 3) m, the skin of a finger at K bends (K, 3), degrees, blended as pictures have it (dual quaternions)."""
        real, dual = self._moves(finger, bends)
        real, dual = (np.einsum("nb,kbi->kni", self.weights[finger], part) for part in (real, dual))
        length = np.linalg.norm(real, axis=-1, keepdims=True)
        real, dual = real / length, dual / length
        shift = 2 * quat_multiply(dual, quat_inverse(real))[..., :3]
        return np.asarray((matrix_from_quat(real) @ self.fingers[finger][..., None])[..., 0] + shift)

    def _moves(self, finger: int, bends: Array) -> tuple[Array, Array]:
        """(K, 4, 4) each, the dual quaternions that move skin from rest with the hand, which stays, and with each bone of a finger."""
        places, half = self.bones.places[finger], np.radians(bends)[..., None] / 2
        own = np.concatenate([np.sin(half) * self.bones.axes[finger], np.cos(half)], axis=-1)
        turn, place = np.broadcast_to(np.array(IDENTITY), (len(bends), 4)), np.broadcast_to(places[0], (len(bends), 3))
        real, still = [turn], [np.zeros((len(bends), 3))]
        for joint in range(FINGER_JOINTS):
            place = place if joint == 0 else place + quat_rotate(turn, np.broadcast_to(places[joint] - places[joint - 1], place.shape))
            turn = quat_multiply(turn, own[:, joint])
            real.append(turn)
            still.append(place - quat_rotate(turn, np.broadcast_to(places[joint], place.shape)))
        turns = np.stack(real, axis=1)
        return turns, quat_multiply(np.concatenate([np.stack(still, axis=1), np.zeros((*turns.shape[:2], 1))], axis=-1), turns) / 2


@lru_cache(maxsize=64)
def hand_skin(figure: Figure, side: str) -> HandSkin:
    """That of a side, 'left' or 'right'."""
    rig, hand = skeleton(figure), number(f"{side}_hand")
    skin = body_mesh(physique(figure).vertices, body_data().faces[body_data().face_group == 0])
    held_by, shares = skin_weights(skin, rig)
    inside = (skin.vertices - rig.places[hand]) @ rig.turns[hand]
    vertices, weights = [], []
    for finger in FINGERS:
        first = number(f"{side}_{finger}_1")
        mine = (held_by[:, 0] >= first) & (held_by[:, 0] < first + FINGER_JOINTS)
        each = np.array([((held_by[mine] == first + joint) * shares[mine]).sum(axis=1) for joint in range(FINGER_JOINTS)]).T
        vertices.append(frozen(inside[mine]))
        weights.append(frozen(np.column_stack([1 - each.sum(axis=1), each])))
    return HandSkin(bones=fingers(figure, side), fingers=tuple(vertices), weights=tuple(weights),
                    palm=frozen(inside[held_by[:, 0] == hand]))
