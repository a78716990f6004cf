"""One frame of Passes: point samples at the pixel centres, and layers filtered from two by two samples a pixel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render import cells, light
from render.camera import Camera
from render.colour import srgb_from_linear
from render.edges import edges
from render.gbuffer import GBuffer
from render.geometry import Posed
from render.material_table import MaterialTable
from render.raster import Rasteriser
from render.surfels import Surfels, surfels_of
from render.view import View

SUPERSAMPLE = 2
SHADOW_BORDER = 0.04
"""Irradiance that differs by more than this from one pixel to the next is looked at more finely."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """number: from 0. Arrays are (H, W) or (H, W, 3), made when first asked for and kept as long as the Frame.

    At pixel centres: triangle, depth, part, object, normal, points. Box-filtered over the pixel: albedo, pattern, light, edges,
    beauty.
    """

    number: int
    camera: Camera
    posed: Posed
    view: View
    surfaces: MaterialTable
    rasteriser: Rasteriser
    object_ids: NDArray[np.int32]

    def _samples(self, factor: int) -> GBuffer:
        camera = replace(self.camera, focal=self.camera.focal * factor, width=self.camera.width * factor,
                         height=self.camera.height * factor)
        return GBuffer(posed=self.posed, camera=camera, triangle=self.rasteriser.triangles(self.posed, camera), view=self.view,
                       surfaces=self.surfaces, dtype=np.float64 if factor == 1 else np.float32)

    def through(self, camera: Camera) -> "Frame":
        """The same moment seen by another camera."""
        return replace(self, camera=camera)

    def with_layers(self, layers: Mapping[str, Any]) -> "Frame":
        """The same frame with these of its arrays, by name, as they were made elsewhere."""
        out = replace(self)
        vars(out).update(layers)
        return out

    @cached_property
    def centres(self) -> GBuffer:
        """What is seen at the pixel centres."""
        return self._samples(1)

    @cached_property
    def fine(self) -> GBuffer:
        """What is seen at two by two places in each pixel."""
        return self._samples(SUPERSAMPLE)

    @cached_property
    def triangle(self) -> NDArray[np.int32]:
        """int32, the triangle of the whole scene seen at the pixel centre; -1 for the background."""
        return self.centres.triangle

    @cached_property
    def depth(self) -> NDArray[np.float32]:
        """float32, m along the view axis; +inf for the background."""
        return self.centres.depth

    @cached_property
    def part(self) -> NDArray[np.int32]:
        """int32 part ids; 0 for the background."""
        return self.centres.part

    @cached_property
    def object(self) -> NDArray[np.int32]:
        """int32 object ids; 0 for the background."""
        return self.object_ids[self.part]

    @cached_property
    def normal(self) -> NDArray[np.float32]:
        """float32 unit, world; 0 for the background."""
        return self.centres.normal

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """float64, m, world; nan for the background."""
        return self.centres.spread(self.centres.places, np.nan)

    @cached_property
    def albedo(self) -> NDArray[np.float32]:
        """float32 linear reflectance; the sky's radiance for the background."""
        return filtered(self.fine.albedo)

    @cached_property
    def pattern(self) -> NDArray[np.float32]:
        """float32, what the material draws on its surface, 0..1; 0.5 where it draws nothing; the sky's height for the background."""
        return filtered(self.fine.pattern)

    @cached_property
    def cells(self) -> NDArray[np.int32]:
        """int32 (2H, 2W, 4), the surface cell at two by two places a pixel: see render.cells."""
        return cells.cells(self.fine, SUPERSAMPLE)

    @cached_property
    def fine_light(self) -> NDArray[np.float32]:
        """float32 (2H, 2W, 3) linear irradiance at two by two places a pixel: the pixel centre's, but where an outline or the
        border of a shadow crosses the pixel, each place's own. 1 for the background."""
        out = _spread_out(self.centres.light)
        mixed = _spread_out(self._mixed)
        out[mixed] = 1
        some = replace(self.fine, triangle=np.where(mixed, self.fine.triangle, -1))
        rows, columns = ((index + 0.5) / SUPERSAMPLE - 0.5 for index in np.nonzero(some.hit))
        out[some.hit] = light.irradiance(some, light.carried(some, rows, columns, self.centres, self.centres.ambient_visibility))
        return out

    @cached_property
    def surfels(self) -> Surfels:
        """The places that are seen, as a list: see render.surfels."""
        mixed = self._mixed
        some = replace(self.fine, triangle=np.where(_spread_out(mixed), self.fine.triangle, -1))
        return surfels_of(self.centres, some, mixed, (self.centres.light, self.fine_light), self.fine_edges)

    def showing(self, parts):
        """STUB."""
        fine = np.isin(self.fine.part, list(parts))
        return np.isin(self.part, list(parts)) | fine.reshape(self.camera.height, 2, self.camera.width, 2).any(axis=(1, 3))

    def surfels_of(self, chosen):
        """STUB."""
        from dataclasses import fields
        some = chosen.ravel()[self.surfels.pixel]
        return Surfels(**{field.name: getattr(self.surfels, field.name)[some] for field in fields(Surfels)})

    @cached_property
    def _mixed(self) -> NDArray[np.bool_]:
        """Pixels that an outline or the border of a shadow crosses."""
        bright = self.centres.light.max(axis=2)
        mixed = filtered(self.fine_edges) > 0
        for axis in (0, 1):
            step = np.abs(np.diff(bright, axis=axis)) > SHADOW_BORDER
            mixed |= np.insert(step, 0, False, axis=axis) | np.insert(step, step.shape[axis], False, axis=axis)
        return mixed

    @cached_property
    def fine_edges(self) -> NDArray[np.float32]:
        """float32 (2H, 2W), 1 at the places on both sides of an outline."""
        return edges(self.fine)

    @cached_property
    def light(self) -> NDArray[np.float32]:
        """float32 linear irradiance, all light with occlusion and shadows; 1 for the background."""
        return filtered(self.fine_light)

    @cached_property
    def edges(self) -> NDArray[np.float32]:
        """float32, share of the pixel that lies on an outline one pixel wide, 0..1."""
        return filtered(self.fine_edges)

    @cached_property
    def beauty(self) -> NDArray[np.uint8]:
        """uint8 sRGB: albedo x light, filtered in linear light."""
        return to_bytes(srgb_from_linear(filtered(np.minimum(self.fine.albedo * self.fine_light, 1))))


def _spread_out(grid: NDArray) -> NDArray:
    """Each pixel's value at all its places."""
    return grid.repeat(SUPERSAMPLE, axis=0).repeat(SUPERSAMPLE, axis=1)


def filtered(layer: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean over the samples of each pixel."""
    height, width = layer.shape[0] // SUPERSAMPLE, layer.shape[1] // SUPERSAMPLE
    grouped = layer.reshape(height, SUPERSAMPLE, width, SUPERSAMPLE, -1)
    return grouped.mean(axis=(1, 3), dtype=np.float32).reshape(height, width, *layer.shape[2:])


def to_bytes(picture: NDArray) -> NDArray[np.uint8]:
    """0..1 to 0..255, rounded."""
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
