"""Anchors as they are kept: a painted frame with what each pixel shows, in which light, and how far it is to be trusted."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from render.camera import Camera
from render.frame import Frame
from render.surface import clearance, fineness_of, luminance

Array = NDArray[np.float32]
CELL = 5.0
"""px from an edge, or from the border of a shadow, over which a painter bleeds: about a latent cell."""
TRUSTED = 10.0
"""px from an edge at which a painted pixel is fully trusted: faint halos reach that far."""
SHADE = 0.05
"""Light that differs by more than this from one pixel to the next is the border of a shadow, which a painter misses by as much."""
BORDER = 24.0
"""px over which trust fades towards the border of the picture."""
ROUGH = np.float16
"""What layers that need no more digits are rounded to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """An anchor, (H, W) px. vertices: (V, 3) m, world, as posed then. part: int32, -1 where nothing is to be taken. triangle: int32, and
    barycentrics: (H, W, 3), what is at each pixel's centre. depth: m. painted: (H, W, 3) sRGB 0..1. inner: the same without outlines,
    once that is learnt. light: luminance of the irradiance. clear: px to the nearest edge. trust: 0..1. fineness: as in render.surface.
    Float32."""

    camera: Camera
    vertices: Array
    part: NDArray[np.int32]
    triangle: NDArray[np.int32]
    barycentrics: Array
    depth: Array
    painted: Array
    inner: Array
    light: Array
    clear: Array
    trust: Array
    fineness: Array


def source_of(frame: Frame, picture: NDArray[np.uint8]) -> Source:
    """The source of a painted frame, its inner colours not yet known: as painted."""
    painted: Array = picture.astype(np.float32) / np.float32(255)
    clear, light = clearance(frame.edges), luminance(frame.light)
    shades = np.hypot(*np.gradient(light)) > SHADE
    rows, columns = np.mgrid[:frame.part.shape[0], :frame.part.shape[1]]
    border = np.minimum.reduce([rows, columns, rows[::-1], columns[:, ::-1]]) + 0.5
    far = np.minimum.reduce([clear / TRUSTED, (clearance(shades) + 1) / CELL, border / BORDER])
    seen = frame.centres
    rough = {"barycentrics": seen.spread(seen.barycentrics, 0), "clear": np.minimum(clear, 1e4), "trust": np.clip(far, 0.02, 1),
             "fineness": seen.spread(fineness_of(seen), 0)}
    return Source(camera=frame.camera, vertices=frame.posed.vertices.astype(np.float32), part=frame.part, triangle=frame.triangle,
                  depth=frame.depth, painted=painted, inner=painted, light=light,
                  **{name: layer.astype(ROUGH).astype(np.float32) for name, layer in rough.items()})


def write_source(path: Path, source: Source) -> None:
    """Keep a source as it is, but for its inner colours."""
    layers = {name: getattr(source, name) for name in ("vertices", "part", "triangle", "depth", "light")}
    rough = {name: getattr(source, name).astype(ROUGH) for name in ("barycentrics", "clear", "trust", "fineness")}
    camera = source.camera
    np.savez_compressed(path, **layers, **rough, painted=np.rint(source.painted * 255).astype(np.uint8), pose=camera.world_from_camera,
                        lens=np.array([camera.focal, camera.width, camera.height]))


def read_source(path: Path) -> Source:
    """The same again."""
    with np.load(path) as file:
        layers = {name: layer.astype(np.float32) if layer.dtype == ROUGH else layer for name, layer in file.items()}
    focal, width, height = layers.pop("lens")
    camera = Camera(world_from_camera=layers.pop("pose"), focal=float(focal), width=int(width), height=int(height))
    painted = layers.pop("painted").astype(np.float32) / np.float32(255)
    return Source(camera=camera, painted=painted, inner=painted, **layers)


def parts_of(part: NDArray[np.int32]) -> Iterator[tuple[slice, slice, NDArray[np.bool_]]]:
    """For each part in the picture: slices round it, and within them where it is."""
    for each in np.unique(part[part >= 0]):
        rows, columns = (slice(axis.min(), axis.max() + 1) for axis in np.nonzero(part == each))
        yield rows, columns, part[rows, columns] == each


def blurred(layers: Array, part: NDArray[np.int32], wide: float) -> Array:
    """Layers (H, W, C) under a Gaussian of this standard deviation, px, each part for itself."""
    out = layers.copy()
    for rows, columns, own in parts_of(part):
        share = np.maximum(gaussian_filter(own.astype(np.float32), wide, mode="nearest"), 1e-6)[..., None]
        inside = np.where(own[..., None], layers[rows, columns], 0)
        out[rows, columns][own] = (gaussian_filter(inside, (wide, wide, 0), mode="nearest") / share)[own]
    return out
