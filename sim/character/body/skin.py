"""A person's skin, hair and clothes as triangles on bones, in the body model's rest pose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.body import dressed, hair_of
from sim.character.body.bones import RIG
from sim.character.body.cutting import BodyMesh
from sim.character.body.face import morph_moves
from sim.character.body.skeleton import Skeleton, skeleton, skin_weights
from sim.geometry.convex import Pose
from sim.geometry.tessellate import TriangleMesh
from sim.math.conventions import Array, frozen, quat_from_matrix
from sim.scene.figure import Figure
from sim.scene.person import Person


@dataclass(frozen=True, kw_only=True, eq=False)
class Skin(TriangleMesh):
    """Triangles at `rest_pose`. bones: (V, 4) int32, of RIG, and weights: (V, 4) float64, that sum to 1: which hold each vertex.
    units: (3 V, M) m by which MORPHS of sim.character.body.face move them at their strongest."""

    bones: NDArray[np.int32]
    weights: NDArray[np.float64]
    units: "scipy.sparse.csr_matrix"


def rest_pose(figure: Figure) -> Pose:
    """world_from_bone (R) of the pose that skin is made in."""
    bones = skeleton(figure)
    return Pose(bones.places, quat_from_matrix(bones.turns))


def part_skins(people: Sequence[Person]) -> tuple[tuple[Skin, int], ...]:
    """Of each part of people, in the order of their ids: its skin, and its person's first bone in a Trajectory's bones."""
    return tuple((skins(person.figure, person.hair, person.clothes)[piece], i * len(RIG))
                 for i, person in enumerate(people) for piece in person.pieces)


@lru_cache(maxsize=16)
def skins(figure: Figure, style: str, clothes: tuple[str, ...]) -> Mapping[str, Skin]:
    """By the name of each piece, with hair of a style, dressed."""
    bones, hairs = skeleton(figure), hair_of(figure, style)
    out = {name: _skin(made, bones, figure) for name, made in dressed(figure, clothes).items()}
    return out | ({"hair": _skin(hairs[0], bones, figure, hairs[1])} if hairs else {})


def _skin(made: BodyMesh, rig: Skeleton, figure: Figure, under_hat: Array | None = None) -> Skin:
    bones, weights = skin_weights(made, rig)
    normals: Array = made.normals[made.faces]
    return Skin(vertices=frozen(made.vertices), faces=frozen(made.faces, np.int32), normals=frozen(normals),
                sides=frozen(np.zeros(len(made.faces)), np.int32), bones=frozen(bones, np.int32), weights=frozen(weights),
                units=morph_moves(made, figure, under_hat))
