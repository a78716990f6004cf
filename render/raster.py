"""Which triangle is seen at each pixel: by OpenGL, or by rays where there is none. Both give the same buffer."""

import logging
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.geometry import Posed
from render.raster_gl import GlRasteriser
from sim.errors import ResourceError

log = logging.getLogger(__name__)


class Rasteriser(Protocol):
    """name: 'gl' or 'rays'. description: the driver or library behind it. triangles: see the classes."""

    name: str
    description: str

    def triangles(self, posed: Posed, camera: Camera) -> NDArray[np.int32]: ...


class RayRasteriser:
    """The visibility buffer by Embree, with no system library at all."""

    name = "rays"
    description = "Embree"

    def triangles(self, posed: Posed, camera: Camera) -> NDArray[np.int32]:
        """(H, W) int32: the triangle seen at each pixel centre, -1 for none."""
        directions = camera.rays(camera.pixel_centres())
        origins = np.broadcast_to(camera.position, directions.shape)
        return posed.rays.first(origins, directions).reshape(camera.height, camera.width)


def make_rasteriser(kind: str) -> Rasteriser:
    """The rasteriser of this kind; 'auto' is gl where it runs, else rays. Raises ResourceError if gl is asked for and absent."""
    if kind == "rays":
        return RayRasteriser()
    try:
        return _gl()
    except ResourceError as error:
        if kind == "gl":
            raise
        log.warning("%s Using rays instead.", error)
        return RayRasteriser()


@cache
def _gl() -> GlRasteriser:
    return GlRasteriser()
