"""What is looked up and where: places on surfaces, and anchors as they are looked up in, the surface posed and seen as it was then."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.anchor import Anchor
from neural.reprojection.tables import Places, Views
from render.camera import Camera
from render.frame import Frame
from render.surfels import Surfels


def surface_places(seen: Surfels) -> Places:
    """The places of a frame's surface."""
    return Places(seen.part, seen.triangle, seen.barycentrics, seen.direction, seen.fineness)


def centres_of(frame: Frame) -> Places:
    """The places at the pixel centres of a frame, row by row."""
    seen = frame.centres
    return _grid(seen.camera, seen.part, seen.triangle, seen.spread(seen.barycentrics, 0), seen.spread(seen.fineness, 0))


def pixels_of(source: Anchor) -> Places:
    """The places at the pixel centres of a source, row by row."""
    return _grid(source.camera, source.part, source.triangle, source.barycentrics, source.fineness)


def _grid(camera: Camera, part: NDArray, triangle: NDArray, barycentrics: NDArray, fineness: NDArray) -> Places:
    rays = camera.rays(camera.pixel_centres())
    whole, single = ((lambda layer, kind=kind: np.ascontiguousarray(layer, kind)) for kind in (np.int32, np.float32))
    return Places(whole(part.ravel()), whole(triangle.ravel()), single(barycentrics.reshape(-1, 3)), single(rays), single(fineness.ravel()))


def views_of(sources: Sequence[Anchor], faces: NDArray[np.int32]) -> Views:
    """The cameras, poses, parts and depths of some anchors. faces: (F, 3) vertices of each triangle."""
    corners = [_image(s.camera, s.vertices)[faces] for s in sources]
    sky = [_image(s.camera, np.eye(3) + s.camera.position) for s in sources]
    return Views(corners=np.stack(corners).astype(np.float32), sky=np.stack(sky).astype(np.float32),
                 size=np.array([s.part.shape for s in sources]), part=stacked([s.part for s in sources]),
                 depth=stacked([s.depth for s in sources]))


def stacked(layers: Sequence[NDArray]) -> NDArray:
    """(A, H, W, ...) layers (h, w, ...), smaller ones continued at their borders."""
    size = np.max([layer.shape[:2] for layer in layers], axis=0)
    return np.stack([np.pad(layer, [*((0, most - own) for most, own in zip(size, layer.shape)), *[(0, 0)] * (layer.ndim - 2)], mode="edge")
                     for layer in layers])


def _image(camera: Camera, points: NDArray) -> NDArray[np.float64]:
    """(N, 3) homogeneous pixel places of world points: x and y times the depth, and the depth, m. Linear in the point; and each point's
    own to the last bit whatever others there are, as a product of matrices need not be."""
    away, turn = (points - camera.position).T, camera.world_from_camera[:3, :3]
    x, y, back = (away[0] * turn[0, k] + away[1] * turn[1, k] + away[2] * turn[2, k] for k in range(3))
    return np.stack([x * camera.focal - back * camera.width / 2, -y * camera.focal - back * camera.height / 2, -back], axis=1)
