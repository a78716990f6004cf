"""The View's surfaces, looked up for every part id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.environment import Environment, environment_of
from render.geometry import Geometry
from render.normal_maps import NormalMap, normal_maps_of
from render.textures import Texture, textures_of
from render.view import Shading, View
from sim.scene.shapes import Shape
from sim.trajectory import PartRef


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialTable:
    """albedo: (P+1, 3) float64 linear; of a part with a texture its mean. materials: P+1 names. Both by part id; entry 0 is the
    background's. glow: (P+1,) light given off, as in Shading. textures: by the ids of the parts that have one. normal_maps: by the ids of
    those that have one. environment: the sky's picture, if it has one."""

    albedo: NDArray[np.float64]
    materials: tuple[str, ...]
    glow: NDArray[np.float32]
    textures: Mapping[int, Texture] = field(default_factory=dict)
    normal_maps: Mapping[int, NormalMap] = field(default_factory=dict)
    environment: Environment | None = None


def material_table(view: View, parts: tuple[PartRef, ...], shapes: Sequence[Shape], geometry: Geometry) -> MaterialTable:
    """The surface of each part: its own by 'object.part', else the object's, else plain grey plaster. shapes: of the rigid parts,
    which come first."""
    found = [view.surfaces.get(p.path, view.surfaces.get(p.object, Shading())) for p in parts]
    albedo = linear_from_srgb(np.array([(0.0, 0.0, 0.0), *(s.colour for s in found)]))
    textures = textures_of(found, shapes, geometry)
    for part, texture in textures.items():
        albedo[part] = texture.mean
    return MaterialTable(albedo=albedo, materials=("plaster", *(s.material for s in found)), textures=textures,
                         normal_maps=normal_maps_of(found, shapes, geometry), environment=environment_of(view.sky),
                         glow=np.array([0.0, *(s.glow for s in found)], np.float32))
