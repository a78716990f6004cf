"""The skin of a hand, and where it is when fingers bend: it is what touches things, and what is seen."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import FINGER_JOINTS, FINGERS, number
from sim.character.body.cutting import body_mesh
from sim.character.body.data import body_data
from sim.character.body.hands import Fingers, fingers
from sim.character.body.physique import physique
from sim.character.body.skeleton import skeleton, skin_weights
from sim.math.conventions import IDENTITY, Array, cross, frozen, quat_multiply
from sim.scene.figure import Figure

STAY = frozen([*IDENTITY, 0.0, 0.0, 0.0, 0.0])
"""The dual quaternion that moves nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HandSkin:
    """One hand at rest, in its frame. bones: its fingers'. vertices: (N, 3) the skin of its fingers, m, in the order of owners. weights:
    (N, 4) how much the hand and the three bones of a vertex's finger hold of it, summing to 1. owners: (N,) which of the 15 bones, the
    thumb's first, holds it most. palm: (M, 3) the vertices that the hand holds most, m."""

    bones: Fingers
    vertices: Array
    weights: Array
    owners: NDArray[np.intp]
    palm: Array

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """(16,) where the vertices of each of the 15 bones begin, and where the last's end."""
        return frozen(np.searchsorted(self.owners, np.arange(len(FINGERS) * FINGER_JOINTS + 1)), np.int64)

    @cached_property
    def reach(self) -> Array:
        """(N, 3) m that a vertex is moved at most for each rad by which a joint of its finger bends."""
        far = np.linalg.norm(self.vertices[:, None] - self.bones.places[self.owners // FINGER_JOINTS], axis=-1)
        return frozen(far * np.cumsum(self.weights[:, :0:-1], axis=1)[:, ::-1])

    def posed(self, bends: Array) -> Array:
        """(N, 3) m, the skin of all fingers at bends (5, 3), degrees."""
        fingers = np.arange(len(bends))
        return self.moved(np.arange(len(self.vertices)), self.moves(fingers, bends)[self.owners // FINGER_JOINTS])

    def moved(self, which: NDArray[np.intp], moves: Array) -> Array:
        """(P, 3) m, where vertices (P,) are that bones move so, (P, 4, 8); blended as pictures have it (dual quaternions)."""
        whole = np.einsum("pb,pbi->pi", self.weights[which], moves)
        axis, real, shift, dual = whole[:, :3], whole[:, 3:4], whole[:, 4:7], whole[:, 7:]
        at = self.vertices[which]
        way = cross(axis, cross(axis, at) + real * at + shift) + real * shift - dual * axis
        return np.asarray(at + way * (2 / (whole[:, :4] ** 2).sum(axis=1, keepdims=True)))

    def moves(self, fingers: NDArray[np.intp], bends: Array) -> Array:
        """(K, 4, 8) the dual quaternions that move skin from rest with the hand, which stays, and with each bone of fingers (K,) at bends
        (K, 3), degrees."""
        half, axes = np.radians(bends)[..., None] / 2, self.bones.axes[fingers]
        own = np.concatenate([np.sin(half) * axes, np.cos(half), np.sin(half) * cross(self.bones.places[fingers], axes), 0 * half], axis=-1)
        moves = [np.broadcast_to(STAY, (len(bends), 8)), own[:, 0]]
        for joint in range(1, FINGER_JOINTS):
            moves.append(_after(moves[-1], own[:, joint]))
        return np.stack(moves, axis=1)


def _after(a: Array, b: Array) -> Array:
    """The dual quaternion (K, 8) of b followed by a."""
    real, left, right = quat_multiply(np.stack([a[:, :4], a[:, :4], a[:, 4:]]), np.stack([b[:, :4], b[:, 4:], b[:, :4]]))
    return np.concatenate([real, left + right], axis=1)


@lru_cache(maxsize=64)
def hand_skin(figure: Figure, side: str) -> HandSkin:
    """That of a side, 'left' or 'right'."""
    rig, hand = skeleton(figure), number(f"{side}_hand")
    skin = body_mesh(physique(figure).vertices, body_data().faces[body_data().face_group == 0])
    held_by, shares = skin_weights(skin, rig)
    inside = (skin.vertices - rig.places[hand]) @ rig.turns[hand]
    vertices, weights, owners = [], [], []
    for i, finger in enumerate(FINGERS):
        first = number(f"{side}_{finger}_1")
        mine = (held_by[:, 0] >= first) & (held_by[:, 0] < first + FINGER_JOINTS)
        each = np.array([((held_by[mine] == first + joint) * shares[mine]).sum(axis=1) for joint in range(FINGER_JOINTS)]).T
        vertices.append(inside[mine])
        weights.append(np.column_stack([1 - each.sum(axis=1), each]))
        owners.append(FINGER_JOINTS * i + each.argmax(axis=1))
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return HandSkin(bones=fingers(figure, side), vertices=frozen(np.concatenate(vertices)[order]), owners=frozen(owner[order], np.intp),
                    weights=frozen(np.concatenate(weights)[order]), palm=frozen(inside[held_by[:, 0] == hand]))
