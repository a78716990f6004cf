"""The View's surfaces, looked up for every part id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.geometry import Geometry
from render.textures import Texture, textures_of
from render.view import Shading, View
from sim.scene.shapes import Shape
from sim.trajectory import PartRef


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialTable:
    """albedo: (P+1, 3) float64 linear; of a part with a texture its mean. materials: P+1 names. Both by part id; entry 0 is the
    background's. glow: (P+1,) light given off, as in Shading. textures: by the ids of the parts that have one."""

    albedo: NDArray[np.float64]
    materials: tuple[str, ...]
    glow: NDArray[np.float32]
    textures: Mapping[int, Texture] = field(default_factory=dict)


def material_table(view: View, parts: tuple[PartRef, ...], shapes: Sequence[Shape], geometry: Geometry) -> MaterialTable:
    """The surface of each part: its own by 'object.part', else the object's, else plain grey plaster. shapes: of the rigid parts,
    which come first."""
    found = [view.surfaces.get(p.path, view.surfaces.get(p.object, Shading())) for p in parts]
    albedo = linear_from_srgb(np.array([(0.0, 0.0, 0.0), *(s.colour for s in found)]))
    textures = textures_of(found, shapes, geometry)
    for part, texture in textures.items():
        albedo[part] = texture.mean
    return MaterialTable(albedo=albedo, materials=("plaster", *(s.material for s in found)), textures=textures,
                         glow=np.array([0.0, *(s.glow for s in found)], np.float32))
