"""Where anchors show a place, and whether they do: the surface of now, posed as it was then, seen by the camera of then."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from neural.sources import Source
from render.camera import Camera
from render.frame import Frame
from render.surface import Surface, fineness_of

NEAR = 0.02
"""Share of the depth by which a place may miss the surface seen in an anchor and still be that surface."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    """Places on surfaces, as in render.surface. part, triangle: (N,) int64. barycentrics, direction: (N, 3), fineness: (N,) float32."""

    part: torch.Tensor
    triangle: torch.Tensor
    barycentrics: torch.Tensor
    direction: torch.Tensor
    fineness: torch.Tensor

    def __len__(self) -> int:
        return len(self.part)

    def __getitem__(self, chosen: torch.Tensor) -> "Places":
        return Places(**{name: tensor[chosen] for name, tensor in vars(self).items()})


def places_of(seen: Surface) -> Places:
    """The places of a frame's surface."""
    return Places(part=torch.from_numpy(seen.part).long(), triangle=torch.from_numpy(seen.triangle).long(),
                  **{name: torch.from_numpy(getattr(seen, name)) for name in ("barycentrics", "direction", "fineness")})


def centres_of(frame: Frame) -> Places:
    """The places at the pixel centres of a frame, row by row."""
    seen = frame.centres
    rays = seen.camera.rays(seen.camera.pixel_centres()).astype(np.float32)
    barycentrics = seen.spread(seen.barycentrics, 0).reshape(-1, 3).astype(np.float32)
    return Places(part=torch.from_numpy(seen.part.ravel()).long(), triangle=torch.from_numpy(seen.triangle.ravel()).long(),
                  barycentrics=torch.from_numpy(barycentrics), direction=torch.from_numpy(rays),
                  fineness=torch.from_numpy(seen.spread(fineness_of(seen), 0).ravel()))


def pixels_of(source: Source) -> Places:
    """The places at the pixel centres of a source, row by row."""
    rays = source.camera.rays(source.camera.pixel_centres()).astype(np.float32)
    return Places(part=torch.from_numpy(source.part.ravel()).long(), triangle=torch.from_numpy(source.triangle.ravel()).long(),
                  barycentrics=torch.from_numpy(source.barycentrics.reshape(-1, 3)), direction=torch.from_numpy(rays),
                  fineness=torch.from_numpy(source.fineness.ravel()))


@dataclass(frozen=True, kw_only=True, eq=False)
class Sight:
    """What anchors (N,) show of places: x, y px in the anchor's picture and depth, m; the pixel's index on the sheet; whether the place
    is there and seen. (N,) each."""

    anchor: torch.Tensor
    x: torch.Tensor
    y: torch.Tensor
    depth: torch.Tensor
    inside: torch.Tensor
    index: torch.Tensor
    shown: torch.Tensor


class Views:
    """The cameras, poses, parts and depths of some anchors. faces: (F, 3) vertices of each triangle."""

    def __init__(self, sources: Sequence[Source], faces: NDArray[np.int32]) -> None:
        self._faces = len(faces)
        self._heights, self._widths = (torch.tensor([s.part.shape[axis] for s in sources]) for axis in (0, 1))
        self._starts = torch.tensor(np.cumsum([0, *(s.part.shape[0] for s in sources)]))
        self.width = int(self._widths.max())
        self.part, self.depth = (self.sheet([getattr(s, name) for s in sources]).ravel() for name in ("part", "depth"))
        self._corners = torch.cat([_single(_image(s.camera, s.vertices)[faces].reshape(-1, 9)) for s in sources])
        self._sky = torch.stack([_single(_image(s.camera, np.eye(3) + s.camera.position)) for s in sources])

    def __len__(self) -> int:
        return len(self._heights)

    def sheet(self, layers: Sequence[NDArray]) -> torch.Tensor:
        """(rows, columns, ...) the layers (H, W, ...) of all anchors, one under another."""
        return torch.from_numpy(np.concatenate([
            np.pad(layer, [(0, 0), (0, self.width - layer.shape[1]), *[(0, 0)] * (layer.ndim - 2)]) for layer in layers]))

    def see(self, places: Places, anchor: torch.Tensor) -> Sight:
        """Each place in the anchor (N,) int64 named for it; the sky's by direction."""
        image = self._corners[anchor * self._faces + places.triangle.clamp(min=0)]
        weight = places.barycentrics
        image = image[:, :3] * weight[:, :1] + image[:, 3:6] * weight[:, 1:2] + image[:, 6:] * weight[:, 2:]
        sky = torch.nonzero(places.triangle < 0)[:, 0]
        image[sky] = torch.bmm(places.direction[sky, None], self._sky[anchor[sky]])[:, 0]
        depth = image[:, 2]
        x, y = (image[:, :2] / depth.clamp(min=1e-6)[:, None]).unbind(dim=1)
        inside = (depth > 1e-6) & (x >= 0) & (x < self._widths[anchor]) & (y >= 0) & (y < self._heights[anchor])
        index = self.index(anchor, y, x)
        return Sight(anchor=anchor, x=x, y=y, depth=depth, inside=inside, index=index, shown=inside & self.same(index, places.part, depth))

    def index(self, anchor: torch.Tensor, y: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """(N,) the pixels on the sheet at y, x px of the anchors, or the nearest within their pictures."""
        row, column = y.long().clamp(min=0).minimum(self._heights[anchor] - 1), x.long().clamp(min=0).minimum(self._widths[anchor] - 1)
        return (self._starts[anchor] + row) * self.width + column

    def same(self, index: torch.Tensor, part: torch.Tensor, depth: torch.Tensor) -> torch.Tensor:
        """Whether the pixels show the same part, no nearer and no farther."""
        return (self.part[index] == part) & ((part == 0) | ((self.depth[index] - depth).abs() <= NEAR * depth))


def _image(camera: Camera, points: NDArray) -> NDArray[np.float64]:
    """(N, 3) homogeneous pixel places of world points: x and y times the depth, and the depth, m. Linear in the point."""
    x, y, back = ((points - camera.position) @ camera.world_from_camera[:3, :3]).T
    return np.stack([x * camera.focal - back * camera.width / 2, -y * camera.focal - back * camera.height / 2, -back], axis=1)


def _single(array: NDArray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(array, np.float32))
