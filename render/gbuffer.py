"""What is seen at a grid of sample points: all that follows exactly from the visibility buffer and the poses."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.colour import linear_from_srgb
from render.geometry import Posed
from render.interpolation import (
    barycentrics_of,
    depths_of,
    facing_of,
    fineness_of,
    hits_of,
    normals_of,
    numbers_of,
    pixel_positions,
    rest_of,
)
from render.material_table import MaterialTable
from render.materials import MATERIALS
from render.normal_maps import bent
from render.patterns import pattern
from render.planes import Planes
from render.textures import relief, textured
from render.view import View
from render.window import Window

Array = NDArray[np.float64]
BLOCK = 2**17
"""Places whose pattern is worked out at once: of a whole picture it would take up hundreds of megabytes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class GBuffer:
    """One sample a pixel of a window of `camera`'s picture. triangle: (H, W) int32, of the window, -1 for the
    background.

    Arrays over the grid have its shape; those marked 'hits' are lists over the samples that hit something, row by row.
    What a sample is told depends on its place in the picture and its triangle alone."""

    posed: Posed
    camera: Camera
    triangle: NDArray[np.int32]
    view: View
    surfaces: MaterialTable
    window: Window

    @cached_property
    def hit(self) -> NDArray[np.bool_]:
        """(H, W) where a surface is seen."""
        return self.triangle >= 0

    @cached_property
    def _hits(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        return hits_of(self.triangle)

    @property
    def pixels(self) -> NDArray[np.int64]:
        """hits: where each is in the grid, row x its width + column."""
        return self._hits[0]

    @property
    def triangles(self) -> NDArray[np.int32]:
        """hits: the triangle of each."""
        return self._hits[1]

    @property
    def order(self) -> NDArray[np.int32]:
        """(H, W) which of the hits each sample is; -1 for the background."""
        return self._hits[2]

    @cached_property
    def parts(self) -> NDArray[np.int32]:
        """hits: the part id of each."""
        return self.posed.geometry.face_part[self.triangles]

    @cached_property
    def planes(self) -> Planes:
        """The triangles as the camera sees them."""
        return self.posed.planes(self.camera)

    @property
    def grid(self) -> tuple[int, int, int]:
        """The window's first column and row, and its width: what compiled loops need to know of it."""
        return self.window.left, self.window.top, self.window.right - self.window.left

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """hits: the number of each sample's pixel in the whole picture, row x its width + column."""
        whole = self.window == Window.whole(self.camera)
        return self.pixels if whole else numbers_of(self.pixels, self.grid, self.camera.width)

    def _centres(self, pixels: NDArray[np.int64]) -> Array:
        row, column = np.divmod(pixels, self.grid[2])
        return np.stack([column + (self.window.left + 0.5), row + (self.window.top + 0.5)], axis=-1)

    @cached_property
    def barycentrics(self) -> Array:
        """hits: (N, 3) weights of the triangle's corners."""
        return barycentrics_of(self.planes.table, self.triangles, self.pixels, self.grid)

    @cached_property
    def depths(self) -> Array:
        """hits: (N,) m along the view axis."""
        return depths_of(self.planes.table, self.triangles, self.pixels, self.grid)

    @cached_property
    def places(self) -> Array:
        """hits: (N, 3) m, world."""
        return pixel_positions(self.camera.eye, self.depths, self.pixels, self.grid) + self.camera.position

    @cached_property
    def normals(self) -> NDArray[np.float32]:
        """hits: (N, 3) unit shading normals, world, turned to the side that the camera sees."""
        geometry = self.posed.geometry
        return normals_of(self.planes.table, self.posed.turn, geometry.faces, geometry.normals, self.triangles, self.pixels,
                          self.grid)

    @cached_property
    def bent(self) -> NDArray[np.float32]:
        """hits: (N, 3) the same as light sees them, bent by normal maps."""
        return bent(self, self.surfaces.normal_maps)

    @cached_property
    def facing(self) -> NDArray[np.float32]:
        """hits: (N,) how far the surface faces the camera: the cosine of the angle between them, at least 0.001."""
        return facing_of(self.camera.eye, self.normals, self.pixels, self.grid)

    @cached_property
    def fineness(self) -> NDArray[np.float32]:
        """hits: (N,) log2 of the samples that a metre of the surface takes up, angles counted in."""
        return fineness_of(self.camera.focal, self.depths, self.facing)

    def rest(self, chosen: NDArray | slice = slice(None)) -> Array:
        """(n, 3) the chosen hits' surface points at rest, in their part's frame, m."""
        geometry = self.posed.geometry
        return rest_of(self.planes.table, geometry.rest, geometry.faces, self.triangles[chosen], self.pixels[chosen],
                       self.grid)

    @cached_property
    def depth(self) -> NDArray[np.float32]:
        """(H, W) m along the view axis, +inf for the background."""
        return self.spread(self.depths.astype(np.float32), np.inf)

    @cached_property
    def part(self) -> NDArray[np.int32]:
        """(H, W) part ids, 0 for the background."""
        return self.spread(self.parts, 0)

    @cached_property
    def normal(self) -> NDArray[np.float32]:
        """(H, W, 3) unit normals, world; 0 for the background."""
        return self.spread(self.normals, 0)

    @cached_property
    def _textured(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Which of the hits have a texture, and their colours."""
        return textured(self, self.surfaces.textures)

    @cached_property
    def pattern(self) -> NDArray[np.float32]:
        """(H, W) what the material or texture draws, 0..1; 0.5 for none. The sky's own is its height: 0 at the horizon, 1 at
        the zenith."""
        out = np.full(len(self.parts), 0.5, np.float32)
        for part in map(int, np.flatnonzero(np.bincount(self.parts))):
            if MATERIALS[self.surfaces.materials[part]].draws is not None and part not in self.surfaces.textures:
                chosen = np.flatnonzero(self.parts == part)
                for some in np.split(chosen, range(BLOCK, len(chosen), BLOCK)):
                    out[some] = self._drawn(part, some)
        chosen, colours = self._textured
        out[chosen] = relief(colours, self.parts[chosen], self.surfaces.textures)
        picture = self.spread(out, 0.5)
        picture[~self.hit] = self._height_of_sky()
        return picture

    def _drawn(self, part: int, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
        """The pattern at these hits, all of one part."""
        geometry = self.posed.geometry
        triangles, samples = self.triangles[chosen], self.camera.focal / self.depths[chosen]
        return pattern(self.surfaces.materials[part], self.rest(chosen), geometry.sides[triangles] // 2, samples,
                       float(geometry.extents[part]), geometry.grain[triangles])

    @property
    def sky_rays(self) -> Array:
        """(M, 3) world directions of the samples that hit nothing, one unit long along the view axis."""
        return self.camera.rays(self._centres(np.flatnonzero(~self.hit)))

    def _height_of_sky(self) -> Array:
        """(M,) at the samples that hit nothing: the root of the sine of their elevation, since a sky changes fastest
        low down."""
        rays = self.sky_rays
        return np.clip(rays[:, 2] / np.linalg.norm(rays, axis=1), 0, 1) ** 0.5

    @cached_property
    def albedo(self) -> NDArray[np.float32]:
        """(H, W, 3) linear reflectance; for the background the sky's own radiance, at most 1."""
        contrast = np.array([MATERIALS[m].contrast for m in self.surfaces.materials], np.float32)[self.parts]
        drawn = 1 + contrast * (2 * self.pattern[self.hit] - 1)
        out = np.clip(self.surfaces.albedo.astype(np.float32)[self.parts] * drawn[:, None], 0, 1)
        chosen, colours = self._textured
        out[chosen] = np.clip(colours, 0, 1)
        picture = self.spread(out, 0)
        picture[~self.hit] = np.minimum(self.sky, 1)
        return picture

    @cached_property
    def sky(self) -> NDArray[np.float32]:
        """(M, 3) the sky's radiance at the samples that hit nothing."""
        if self.surfaces.environment:
            return self.surfaces.environment.seen(self.sky_rays, self.camera.focal)
        up, sky = self.pattern[~self.hit][:, None], self.view.sky
        return (up * linear_from_srgb(sky.zenith) + (1 - up) * linear_from_srgb(sky.horizon)).astype(np.float32)

    @cached_property
    def plain(self) -> NDArray[np.float32]:
        """(H, W, 3) linear reflectance without the pattern; 0 for the background."""
        return self.surfaces.albedo.astype(np.float32)[self.part]

    def spread(self, values: NDArray, background: float) -> NDArray:
        """A list over the hits laid out on the grid, with this value elsewhere."""
        out = np.full((*self.triangle.shape, *values.shape[1:]), background, values.dtype)
        out.reshape(-1, *values.shape[1:])[self.pixels] = values
        return out
