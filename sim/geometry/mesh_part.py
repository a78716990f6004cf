"""What readers of mesh files give: triangles of one material."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.geometry.mesh_material import MeshMaterial
from sim.geometry.paint import Paint, plain
from sim.math.conventions import frozen


@dataclass(frozen=True, kw_only=True, eq=False)
class MeshPart:
    """All that a file has of one material. corners: (F, 3, 3) float64, m, z up. ranks: (F, 3), the order of the corners in the file.
    paint: of these triangles. material: what is said of it, its name made unique in the file, without dots."""

    material: MeshMaterial
    corners: NDArray[np.float64]
    ranks: NDArray[np.int64]
    paint: Paint

    @property
    def painted(self) -> bool:
        """Whether the file says anything of its looks."""
        flat = self.paint.flat
        said = bool(self.material.name or self.paint.bumps)
        return said or self.material.roughness is not None or flat is None or not np.allclose(flat, 1)


def painted(corners: NDArray, material: MeshMaterial, uv: NDArray | None = None, tints: NDArray | None = None,
            ranks: NDArray | None = None) -> MeshPart:
    """A piece of a file. corners: (F, 3, 3). uv: (F, 3, 2), v down. tints: (F, 3, 3) linear, times the material's colour. ranks: (F, 3),
    the order of the corners, if it is not that in which they come."""
    paint = plain(len(corners), material.colour)
    if tints is not None:
        paint = replace(paint, tints=frozen(tints * np.asarray(material.colour), np.float32))
    if material.picture is not None and uv is not None:
        paint = replace(paint, uv=frozen(uv, np.float32), which=frozen(np.zeros(len(corners)), np.int32), pictures=(material.picture,),
                        cutoffs=(material.cutoff,))
    if material.bump is not None and uv is not None:
        paint = replace(paint, uv=frozen(uv, np.float32), bumped=frozen(np.zeros(len(corners)), np.int32), bumps=(material.bump,))
    return MeshPart(material=material, corners=frozen(corners), paint=paint,
                    ranks=np.arange(3 * len(corners)).reshape(-1, 3) if ranks is None else np.asarray(ranks, np.int64))
