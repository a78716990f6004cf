"""The ledger's other half: how much of each object is seen, and who hides the rest. From id buffers and rays; nothing is shaded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.frame import Frame
from render.geometry import Posed
from render.passes import Passes
from render.rays import Rays
from sim.conventions import quat_inverse, quat_rotate
from sim.parts import part_shapes
from sim.pieces import HERE, Pose, pose
from sim.story.ledger import Ledger
from sim.story.runs import Pairs
from sim.tessellate import tessellate

SMALLER = 2
"""Pixels are counted in pictures this many times smaller, unless said."""
HIDDEN = 0.1
"""Share of what an object would show alone below which it is hidden."""
SHARE = 0.1
"""Of what is covered of a hidden object, the least by which another has hidden it."""
Mask = NDArray[np.bool_]


def sight(passes: Passes, smaller: int = SMALLER) -> Ledger:
    """What is seen of each object in each frame, counted in pictures `smaller` times smaller than the shot's.

    values: pixels (T, N) int64, seen; alone (T, N) int64, those it would have alone in the picture; visible (T, N) float64, the
    one as a share of the other, 0 if out of frame; out_of_frame (T, N) bool, whether it would have none. pairs: 'hidden', by whom:
    whoever covers a tenth or more of what is covered of an object of which less than a tenth is seen.
    """
    names = list(dict.fromkeys(part.object for part in passes.parts))
    trees = [Rays(mesh.vertices, mesh.faces, np.zeros(3)) for mesh in map(tessellate, part_shapes(passes.scene))]
    counts = np.zeros((2, passes.frames, len(names)), np.int64)
    hiders: dict[tuple[str, str], Mask] = defaultdict(lambda: np.zeros(passes.frames, bool))
    for number in range(passes.frames):
        frame = passes.sized(number, -(-passes.width // smaller), -(-passes.height // smaller))
        seen = _names(passes, names)[frame.part]
        for i, mask in enumerate(_alone(passes, frame, trees, names)):
            counts[:, number, i] = (seen == i).sum(), (mask | (seen == i)).sum()
            if counts[0, number, i] < HIDDEN * counts[1, number, i]:
                for other in _hiders(seen[mask & (seen != i)], len(names)):
                    hiders[names[i], names[other]][number] = True
    pixels, alone = counts
    return Ledger(names=tuple(names), fps=passes.fps, frames=passes.frames, pairs={"hidden": _plain(hiders)},
                  values={"pixels": pixels, "alone": alone, "visible": pixels / np.maximum(alone, 1), "out_of_frame": alone == 0})


def _names(passes: Passes, names: Sequence[str]) -> NDArray[np.int64]:
    """Which object each part id is of; -1 for the background."""
    return np.array([-1, *(names.index(part.object) for part in passes.parts)])


def _hiders(covers: NDArray[np.int64], count: int) -> list[int]:
    """The objects of which enough of the covered pixels are."""
    found = np.bincount(covers[covers >= 0], minlength=count)
    return [int(i) for i in np.flatnonzero((found > 0) & (found >= SHARE * found.sum()))]


def _alone(passes: Passes, frame: Frame, trees: Sequence[Rays], names: Sequence[str]) -> list[Mask]:
    """(H, W) for each object, the pixels that it would have if there were nothing else."""
    camera, posed = frame.camera, frame.posed
    masks = [np.zeros((camera.height, camera.width), bool) for _ in names]
    for i, part in enumerate(passes.parts):
        rows, columns = _window(camera, posed.vertices[posed.geometry.vertex_part == part.id])
        if rows.start < rows.stop and columns.start < columns.stop:
            at = pose(passes.trajectory.positions[frame.number, i], passes.trajectory.rotations[frame.number, i])
            tree, at = (trees[i], at) if i < len(trees) else (_skin(posed, part.id), HERE)
            masks[names.index(part.object)][rows, columns] |= _met(camera, at, tree, rows, columns)
    return masks


def _window(camera: Camera, vertices: NDArray[np.float64]) -> tuple[slice, slice]:
    """The rows and columns of the picture that a part can be in: all of them if some of it is behind the camera."""
    pixels, depth = camera.project(vertices)
    if (depth <= 0).all():
        return slice(0, 0), slice(0, 0)
    if (depth <= 1e-3).any():
        return slice(0, camera.height), slice(0, camera.width)
    (left, top), (right, bottom) = np.floor(pixels.min(axis=0)), np.ceil(pixels.max(axis=0))
    return slice(max(int(top), 0), min(int(bottom), camera.height)), slice(max(int(left), 0), min(int(right), camera.width))


def _skin(posed: Posed, part: int) -> Rays:
    """The ray tree of a part that bends, as it is in the world."""
    return Rays(posed.vertices, posed.geometry.faces[posed.geometry.face_part == part], posed.vertices.mean(axis=0))


def _met(camera: Camera, at: Pose, tree: Rays, rows: slice, columns: slice) -> Mask:
    """Which of the pixel centres of a window are on a part, whose ray tree is in a frame at this pose."""
    y, x = np.mgrid[rows, columns]
    back = quat_inverse(at.rotation)
    origin = quat_rotate(back, camera.position - at.position)
    directions = quat_rotate(back, camera.rays(np.stack([x.ravel(), y.ravel()], axis=1) + 0.5))
    return tree.blocked(np.broadcast_to(origin, directions.shape), directions).reshape(x.shape)


def _plain(hiders: Mapping[tuple[str, str], Mask]) -> Pairs:
    return dict(hiders)
