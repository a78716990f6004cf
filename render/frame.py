"""One frame of Passes: point samples at the pixel centres, and layers filtered from two by two samples a pixel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from render.ambient import ambient_light, ambient_visibility, carried, lattice_step
from render.camera import Camera
from render.cells import cells
from render.colour import srgb_from_linear
from render.edges import edges
from render.gbuffer import GBuffer
from render.geometry import Posed
from render.light import irradiance
from render.mixed import SUPERSAMPLE, crossed, fine_rows_of, spread_out, where_mixed, widened
from render.strokes import marks_name, strokes
from render.surfels import FARTHEST, Surfels, surfels_of
from render.tone import toned
from render.window import Window
from render.world import World


class Region(NamedTuple):
    """Some pixels of a picture: mask (H, W) of a window, with room round them for all that they depend on."""

    window: Window
    mask: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """number: from 0. Arrays are (H, W) or (H, W, 3), made when first asked for and kept as long as the Frame. region:
    the part of the picture that they are of, and where in it light is known; None for all.

    At pixel centres: triangle, depth, part, object, normal, points. Box-filtered over the pixel: albedo, plain,
    pattern, sky, light, edges, radiance, beauty."""

    number: int
    camera: Camera
    world: World
    region: Region | None = None

    def through(self, camera: Camera) -> "Frame":
        """The same moment seen by another camera."""
        return replace(self, camera=camera)

    def holding(self, layers: Mapping[str, Any]) -> "Frame":
        """The same frame with these of its arrays, by name, made already."""
        frame = replace(self)
        vars(frame).update(layers)
        return frame

    @cached_property
    def posed(self) -> Posed:
        """The triangles in the world."""
        return self.world.posed(self.number)

    @property
    def object_ids(self) -> NDArray[np.int32]:
        """(P+1,) object ids by part id; 0 for the background."""
        return self.world.object_ids

    def _samples(self, factor: int) -> GBuffer:
        camera = self.camera if factor == 1 else self.camera.finer(factor)
        window = Window.whole(camera) if self.region is None else Window(*(factor * side for side in self.region.window))
        triangle = self.world.rasteriser.triangles(self.posed, camera, window)
        return GBuffer(posed=self.posed, camera=camera, triangle=triangle, view=self.world.lit_view(self.number),
                       surfaces=self.world.surfaces, window=window)

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
        """float32, what the material draws on its surface, 0..1; 0.5 where it draws nothing; the sky's height for the
        background."""
        return filtered(self.fine.pattern)

    @cached_property
    def plain(self) -> NDArray[np.float32]:
        """float32 linear reflectance without what the material draws; 0 for the background."""
        return filtered(self.fine.plain)

    @cached_property
    def sky(self) -> NDArray[np.float32]:
        """float32, share of the pixel that the background fills, 0..1."""
        return filtered((~self.fine.hit).astype(np.float32))

    def marks(self, seed: int, seeds: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32 (H, W, 4), marks of the hand at the pixel centres, 0..1; seed and seeds as of render.strokes."""
        name = marks_name(seed, seeds)
        if name not in vars(self):
            vars(self)[name] = strokes(self, seed, seeds)
        return vars(self)[name]

    @cached_property
    def cells(self) -> NDArray[np.int32]:
        """int32 (2H, 2W, 4), the surface cell at two by two places a pixel: see render.cells."""
        return cells(self.fine, SUPERSAMPLE)

    @cached_property
    def _lit(self) -> GBuffer:
        """The pixel centres that light is known at: all, or those of the region and next to it."""
        if self.region is None:
            return self.centres
        return replace(self.centres, triangle=np.where(widened(self.region.mask), self.centres.triangle, -1))

    @cached_property
    def _ambient(self) -> NDArray[np.float32]:
        """(N, 3) ambient light at the hits of _lit."""
        return ambient_light(self._lit, self.centres, self.world.kept_light(self.camera, self.number), self.world.probes)

    @cached_property
    def _light(self) -> NDArray[np.float32]:
        """(N, 3) irradiance at the hits of _lit."""
        return irradiance(self._lit, self._ambient, self.world.kept_light(self.camera, self.number), self.centres)

    @cached_property
    def ambient_visibility(self) -> NDArray[np.float32]:
        """float32, how much of the hemisphere above the pixel centre's surface is open, 0..1; 1 for the background."""
        return self._lit.spread(ambient_visibility(self._lit, self.centres, self.world.kept_light(self.camera, self.number)), 1)

    @cached_property
    def centre_light(self) -> NDArray[np.float32]:
        """float32 (H, W, 3) linear irradiance at the pixel centres; 1 for the background."""
        return self._lit.spread(self._light, 1)

    @cached_property
    def _mixed(self) -> NDArray[np.bool_]:
        """Pixels that an outline or the border of a shadow crosses."""
        mixed = crossed(self.fine_edges, self.centre_light)
        return mixed if self.region is None else mixed & self.region.mask

    @cached_property
    def _finely(self) -> GBuffer:
        """The finer samples of mixed pixels."""
        return replace(self.fine, triangle=where_mixed(self._mixed, self.fine.triangle))

    @cached_property
    def _fine_light(self) -> NDArray[np.float32]:
        """(N, 3) irradiance at the hits of _finely."""
        kept = self.world.kept_light(self.fine.camera, self.number)
        return irradiance(self._finely, carried(self._finely, self._lit, self._ambient, kept, self.world.probes), kept)

    @cached_property
    def fine_light(self) -> NDArray[np.float32]:
        """float32 (2H, 2W, 3) linear irradiance at two by two places a pixel: the pixel centre's, but where an outline
        or the border of a shadow crosses the pixel, each place's own. 1 for the background."""
        out = spread_out(self.centre_light)
        out[spread_out(self._mixed)] = 1
        out.reshape(-1, 3)[self._finely.pixels] = self._fine_light
        return out

    @cached_property
    def surfels(self) -> Surfels:
        """The places that are seen, as a list: see render.surfels."""
        plain = ~self._mixed if self.region is None else self.region.mask & ~self._mixed
        chosen = np.flatnonzero(plain), fine_rows_of(self._mixed)
        return surfels_of((self._lit, self._finely), chosen, (self._light, self._fine_light), self.fine_edges)

    def around(self, parts: Collection[int], room: int) -> "Frame":
        """The same frame, of that part of the picture that these part ids can be in, and with room to ask it for the
        surfels of pixels up to so many px from theirs."""
        return self._within(self._reach(parts), room)

    def showing(self, parts: Collection[int]) -> NDArray[np.bool_]:
        """(H, W) of the whole picture, the pixels whose centre, or a place in them that is looked at, shows one of
        these part ids; of a frame that is of a part of it, those in it."""
        ids, window = list(parts), self.centres.window
        fine = np.isin(self.fine.part, ids).reshape(self.part.shape[0], SUPERSAMPLE, self.part.shape[1], SUPERSAMPLE).any(axis=(1, 3))
        out = np.zeros((self.camera.height, self.camera.width), bool)
        out[window.top:window.bottom, window.left:window.right] = np.isin(self.part, ids) | fine
        return out

    def surfels_of(self, mask: NDArray[np.bool_]) -> Surfels:
        """The surfels of some pixels (H, W) of the whole picture alone: what `surfels` has of them, to the bit and in
        its order, at the cost of their part of the picture."""
        near = self._within(_bounds(mask), 0) if self.region is None else self
        (left, top, right, bottom), seen = near.centres.window, {"centres": near.centres, "fine": near.fine}
        return replace(near, region=Region(near.centres.window, mask[top:bottom, left:right])).holding(seen).surfels

    def _within(self, window: Window, room: int) -> "Frame":
        """The same frame, of a part of the picture, and of so many px more and all that surfels there depend on."""
        room += max(FARTHEST + 3, 2 * lattice_step(self.camera.width) + 2)
        window = Window(max(window.left - room, 0), max(window.top - room, 0), min(window.right + room, self.camera.width),
                        min(window.bottom + room, self.camera.height))
        return replace(self, region=Region(window, np.ones((window.bottom - window.top, window.right - window.left), bool)))

    def _reach(self, parts: Collection[int]) -> Window:
        """What of the picture these parts can be in: all of it, for the background, and for what reaches behind the
        camera."""
        places, depth = self.camera.project(self.posed.vertices[np.isin(self.posed.geometry.vertex_part, list(parts))])
        if 0 in parts or not (depth > 1e-3).all():
            return Window.whole(self.camera)
        if len(places) == 0:
            return Window(0, 0, 1, 1)
        low, high = np.floor(places.min(axis=0)).astype(int) - 1, np.ceil(places.max(axis=0)).astype(int) + 1
        left, right = (int(np.clip(x, 0, self.camera.width)) for x in (low[0], high[0]))
        top, bottom = (int(np.clip(y, 0, self.camera.height)) for y in (low[1], high[1]))
        return Window(left, top, right, bottom) if left < right and top < bottom else Window(0, 0, 1, 1)

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
    def radiance(self) -> NDArray[np.float32]:
        """float32 (H, W, 3) linear light that comes to the camera, as much as it is: albedo x light, and the sky's own."""
        shaded = self.fine.albedo * self.fine_light
        shaded[~self.fine.hit] = self.fine.sky
        return filtered(shaded)

    @cached_property
    def beauty(self) -> NDArray[np.uint8]:
        """uint8 sRGB: the radiance, with its brightest light rolled off (see render.tone). Exposure and fog are not in it: see
        render.developing."""
        return to_bytes(srgb_from_linear(toned(self.radiance)))


def _bounds(mask: NDArray[np.bool_]) -> Window:
    """The part of the picture that has all pixels of a mask; of an empty one, its first pixel."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Window(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1) if len(rows) else Window(0, 0, 1, 1)


def filtered(layer: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean over the samples of each pixel."""
    samples = [layer[row::SUPERSAMPLE, column::SUPERSAMPLE] for row in range(SUPERSAMPLE) for column in range(SUPERSAMPLE)]
    return sum(samples[1:], samples[0]) / np.float32(len(samples))


def to_bytes(picture: NDArray) -> NDArray[np.uint8]:
    """0..1 to 0..255, rounded."""
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
