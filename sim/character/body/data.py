"""What the body model is made of, as `bake` keeps it: bodies as a mean and components, bones, weights, and the units of the face."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PATH = Path(__file__).with_name("body.npz")
STEP = 5e-5
"""m to which shapes are rounded."""
Single = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class BodyData:
    """Vertices in a person's axes, x forward, y left, z up, m, of groups one after the other.

    template: (V, 3), components: (K, V, 3) int16 in STEPs. heads: (J, 3) where bones begin, head_components: (K, J, 3). projection:
    (624, K), mean: (K,) and mask: (624, 26): from dials to amounts of components. faces: (F, 3), face_group: (F,). held_by: (V, 4) bones
    and weights: (V, 4) in 255ths. unit_*: vertices and moves, in STEPs, of all units of the face, each unit's up to its end. lips and
    the like: (F,) which triangles are those.
    """

    template: Single
    faces: NDArray[np.int32]
    face_group: NDArray[np.uint8]
    components: NDArray[np.int16]
    projection: Single
    mean: Single
    mask: NDArray[np.bool_]
    heads: Single
    head_components: Single
    bones: NDArray[np.str_]
    parents: NDArray[np.int64]
    units: NDArray[np.str_]
    unit_vertices: NDArray[np.int32]
    unit_moves: NDArray[np.int16]
    unit_ends: NDArray[np.int32]
    held_by: NDArray[np.uint8]
    weights: NDArray[np.uint8]
    lips: NDArray[np.bool_]
    fingernails: NDArray[np.bool_]
    ears: NDArray[np.bool_]
    eyelids: NDArray[np.bool_]
    groups: NDArray[np.str_]
    ends: NDArray[np.int32]


@cache
def body_data() -> BodyData:
    """Read once a process."""
    with np.load(PATH, allow_pickle=False) as file:
        return BodyData(**{name: file[name] for name in file.files})
