"""Which triangle is seen at each pixel: by compiled loops, by OpenGL, or by rays. All give the same buffer."""

from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.geometry import Posed
from render.raster_cpu import CpuRasteriser
from render.raster_gl import GlRasteriser
from render.window import Window


class Rasteriser(Protocol):
    """name: 'cpu', 'gl' or 'rays'. description: the driver or library behind it. triangles: (H, W) int32, the triangle
    seen at each pixel centre, -1 for none; with a window of the picture, the same numbers for its pixels alone."""

    name: str
    description: str

    def triangles(self, posed: Posed, camera: Camera, window: Window | None = None) -> NDArray[np.int32]: ...


class RayRasteriser:
    """The visibility buffer by Embree."""

    name = "rays"
    description = "Embree"

    def triangles(self, posed: Posed, camera: Camera, window: Window | None = None) -> NDArray[np.int32]:
        """(H, W) int32: the triangle seen at each pixel centre of the window (else of the whole picture), -1 for
        none."""
        left, top, right, bottom = window or Window.whole(camera)
        y, x = np.mgrid[top:bottom, left:right] + 0.5
        directions = camera.rays(np.stack([x.ravel(), y.ravel()], axis=-1))
        origins = np.broadcast_to(camera.position, directions.shape)
        return posed.rays.first(origins, directions).reshape(x.shape)


def make_rasteriser(kind: str) -> Rasteriser:
    """The rasteriser of this kind; 'auto' is cpu. Raises ResourceError if gl is asked for and absent."""
    if kind == "gl":
        return _gl()
    return RayRasteriser() if kind == "rays" else CpuRasteriser()


@cache
def _gl() -> GlRasteriser:
    return GlRasteriser()
