"""The View's surfaces, looked up for every part id."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.view import Shading, View
from sim.trajectory import PartRef


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialTable:
    """albedo: (P+1, 3) float64 linear. materials: P+1 names. Both by part id; entry 0 is the background's."""

    albedo: NDArray[np.float64]
    materials: tuple[str, ...]


def material_table(view: View, parts: tuple[PartRef, ...]) -> MaterialTable:
    """The surface of each part: its own by 'object.part', else the object's, else plain grey plaster."""
    found = [view.surfaces.get(p.path, view.surfaces.get(p.object, Shading())) for p in parts]
    colours = np.array([(0.0, 0.0, 0.0), *(s.colour for s in found)])
    return MaterialTable(albedo=linear_from_srgb(colours), materials=("plaster", *(s.material for s in found)))
