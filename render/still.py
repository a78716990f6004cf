"""What never moves in a shot: its ray tree is built once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.posing import boxes_of, rigid
from render.rays import Some, Tree
from sim.math.conventions import matrix_from_quat
from sim.trajectory import Trajectory

if TYPE_CHECKING:
    from render.geometry import Geometry


@dataclass(frozen=True, kw_only=True, eq=False)
class Still:
    """What never moves in a shot. face: (F,) bool, of a part that stays where it is. stays, moves: these triangles and
    the others. origin: (3,) float64 m, what ray trees are relative to. tree: of what stays, kept for all frames.
    boxes: (B, 2, 3) m, from the origin, least and greatest corner of each part that stays."""

    face: NDArray[np.bool_]
    stays: Some
    moves: Some
    origin: NDArray[np.float64]
    tree: Tree
    boxes: NDArray[np.float64]


def still_of(geometry: "Geometry", trajectory: Trajectory) -> Still:
    """What never moves; people's skin always may."""
    same: NDArray[np.bool_] = ((trajectory.positions == trajectory.positions[0]).all(axis=(0, 2))
                               & (trajectory.rotations == trajectory.rotations[0]).all(axis=(0, 2)))
    same[np.unique(geometry.vertex_part[len(geometry.rest) - len(geometry.bones):]) - 1] = False
    face = same[geometry.face_part - 1]
    count = len(geometry.rest) - len(geometry.bones)
    turns, shifts = matrix_from_quat(trajectory.rotations[0]), trajectory.positions[0]
    _, vertices = rigid(geometry.rest, geometry.vertex_part, turns, shifts, count)
    origin = vertices[:count].mean(axis=0) if count else trajectory.bone_positions[0].mean(axis=0)
    stays, moves = (Some.of(geometry.faces, chosen) for chosen in (face, ~face))
    boxes = boxes_of(vertices[:count] - origin, geometry.vertex_part[:count], np.unique(geometry.face_part[face]).astype(np.int64))
    return Still(face=face, stays=stays, moves=moves, origin=origin, tree=stays.tree(vertices, origin), boxes=boxes)
