"""What is seen at a grid of sample points: all that follows exactly from the visibility buffer and the poses."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from render import light
from render.camera import Camera
from render.colour import linear_from_srgb
from render.geometry import Posed
from render.material_table import MaterialTable
from render.materials import CONTRAST, PATTERNS, pattern
from render.view import View

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class GBuffer:
    """One sample a pixel of `camera`. triangle: (H, W) int32, -1 for the background. dtype: what lists over the hits are computed in.

    Arrays over the grid have its shape; those marked 'hits' are lists over the samples that hit something, row by row.
    """

    posed: Posed
    camera: Camera
    triangle: NDArray[np.int32]
    view: View
    surfaces: MaterialTable
    dtype: type = np.float64

    @cached_property
    def hit(self) -> NDArray[np.bool_]:
        """(H, W) where a surface is seen."""
        return self.triangle >= 0

    @cached_property
    def triangles(self) -> NDArray[np.int32]:
        """hits: the triangle of each."""
        return self.triangle[self.hit]

    @cached_property
    def parts(self) -> NDArray[np.int32]:
        """hits: the part id of each."""
        return self.posed.geometry.face_part[self.triangles]

    @cached_property
    def directions(self) -> Array:
        """hits: (N, 3) world ray directions, one unit long along the view axis."""
        return self.camera.rays(self.camera.pixel_centres()[self.hit.ravel()]).astype(self.dtype)

    @cached_property
    def _seen(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, Array]:
        """The triangles seen (S,), which of them each hit is (N,), and their solvers (S, 3, 3) and determinants (S,).

        With the corners, from the camera, as the columns of A, a ray meets its triangle where A b = t d, sum(b) = 1: so b is
        adj(A) d over its own sum, and t is det(A) over that sum. The adjugate exists for every triangle, edge-on ones too.
        """
        flag = np.zeros(len(self.posed.geometry.faces), bool)
        flag[self.triangles] = True
        seen = np.flatnonzero(flag)
        a, b, c = np.moveaxis(self.posed.vertices[self.posed.geometry.faces[seen]] - self.camera.position, 1, 0)
        adjugate = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=1)
        adjugate /= np.maximum(np.abs(adjugate.sum(axis=1)).max(axis=1), 1e-300)[:, None, None]
        return seen, (np.cumsum(flag) - 1)[self.triangles], adjugate, np.einsum("ij,ij->i", a, adjugate[:, 0])

    def interpolate(self, corners: Array, chosen: NDArray[np.bool_] | slice = slice(None)) -> Array:
        """hits: (n, 3) of a value (S, 3, 3) given at the corners of each seen triangle: its weighted mean at each hit."""
        _, index, adjugate, _ = self._seen
        maps = np.einsum("scj,sck->sjk", corners, adjugate).astype(self.dtype)
        return np.einsum("njk,nk->nj", maps[index[chosen]], self.directions[chosen]) / self._total[chosen, None]

    @cached_property
    def _total(self) -> Array:
        return np.einsum("nk,nk->n", self._seen[2].sum(axis=1).astype(self.dtype)[self._seen[1]], self.directions)

    @cached_property
    def barycentrics(self) -> Array:
        """hits: (N, 3) weights of the triangle's corners."""
        return self.interpolate(np.broadcast_to(np.eye(3), (len(self._seen[0]), 3, 3)))

    @cached_property
    def depths(self) -> Array:
        """hits: (N,) m along the view axis."""
        return self._seen[3].astype(self.dtype)[self._seen[1]] / self._total

    @cached_property
    def places(self) -> Array:
        """hits: (N, 3) m, world."""
        return self.camera.position.astype(self.dtype) + self.directions * self.depths[:, None]

    @cached_property
    def normals(self) -> Array:
        """hits: (N, 3) unit shading normals, world, turned to the side that the camera sees."""
        seen = self._seen[0]
        corners = self.posed.vertices[self.posed.geometry.faces[seen, 0]]
        front = ((self.camera.position - corners) * self.posed.face_normals[seen]).sum(axis=1) >= 0
        smooth = self.interpolate(self.posed.normals(seen) * np.where(front, 1, -1)[:, None, None])
        return smooth / np.maximum(np.sqrt(np.einsum("ni,ni->n", smooth, smooth)), 1e-12)[:, None]

    def rest(self, chosen: NDArray[np.bool_] | slice) -> Array:
        """(n, 3) the chosen hits' surface points at rest, in their part's frame, m."""
        geometry = self.posed.geometry
        return self.interpolate(geometry.rest[geometry.faces[self._seen[0]]], chosen)

    @cached_property
    def depth(self) -> NDArray[np.float32]:
        """(H, W) m along the view axis, +inf for the background."""
        return self.spread(self.depths, np.inf).astype(np.float32)

    @cached_property
    def part(self) -> NDArray[np.int32]:
        """(H, W) part ids, 0 for the background."""
        return self.spread(self.parts, 0)

    @cached_property
    def normal(self) -> NDArray[np.float32]:
        """(H, W, 3) unit normals, world; 0 for the background."""
        return self.spread(self.normals, 0).astype(np.float32)

    @cached_property
    def pattern(self) -> NDArray[np.float32]:
        """(H, W) what the material draws, 0..1; 0.5 for none. The sky's own is its height: 0 at the horizon, 1 at the zenith."""
        out = np.full(len(self.parts), 0.5, np.float32)
        for part in np.unique(self.parts):
            if self.surfaces.materials[part] in PATTERNS:
                chosen = self.parts == part
                out[chosen] = pattern(self.surfaces.materials[part], self.rest(chosen), self.posed.geometry.extents[part])
        picture = self.spread(out, 0.5).astype(np.float32)
        picture[~self.hit] = self._height_of_sky()
        return picture

    def _height_of_sky(self) -> Array:
        """(M,) at the samples that hit nothing: the root of the sine of their elevation, since a sky changes fastest low down."""
        rays = self.camera.rays(self.camera.pixel_centres()[~self.hit.ravel()])
        return np.clip(rays[:, 2] / np.linalg.norm(rays, axis=1), 0, 1) ** 0.5

    @cached_property
    def albedo(self) -> NDArray[np.float32]:
        """(H, W, 3) linear reflectance; for the background the sky's own radiance."""
        contrast = np.array([CONTRAST.get(m, 0.0) for m in self.surfaces.materials], np.float32)[self.parts]
        drawn = 1 + contrast * (2 * self.pattern[self.hit] - 1)
        out = np.clip(self.surfaces.albedo.astype(np.float32)[self.parts] * drawn[:, None], 0, 1)
        picture = self.spread(out, 0).astype(np.float32)
        up = self.pattern[~self.hit][:, None]
        picture[~self.hit] = up * linear_from_srgb(self.view.sky.zenith) + (1 - up) * linear_from_srgb(self.view.sky.horizon)
        return picture

    @cached_property
    def place(self) -> NDArray[np.float32]:
        """(H, W, 3) m, world; nan for the background. See `places` for all digits."""
        return self.spread(self.places.astype(np.float32), np.nan)

    @cached_property
    def ambient_visibility(self) -> NDArray[np.float32]:
        """(H, W) how much of the hemisphere above each point is open, 0..1; 1 for the background."""
        return self.spread(light.ambient_visibility(self), 1)

    @cached_property
    def light(self) -> NDArray[np.float32]:
        """(H, W, 3) linear irradiance; 1 for the background."""
        return self.spread(light.irradiance(self, self.ambient_visibility[self.hit]).astype(np.float32), 1)

    def spread(self, values: NDArray, background: float) -> NDArray:
        """A list over the hits laid out on the grid, with this value elsewhere."""
        out = np.full((*self.triangle.shape, *values.shape[1:]), background, values.dtype)
        out[self.hit] = values
        return out
