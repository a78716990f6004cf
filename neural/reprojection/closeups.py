"""Close-ups: what is too small in a shot's own frames for a painter is painted larger, and the frames are assembled from that.

To a painter that works in cells of 8 px, a cup of 15 px is all edge: what is behind it runs into its colour. So more is painted than
the shot's frames: parts of them, from the same place through a longer lens.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from neural.reprojection.coverage import LEAST, Survey, offered_by, seen_cells, small, with_room
from render.cells import ancestors, cell_hashes
from render.frame import Frame
from render.passes import Passes

ZOOMS = (2, 4, 8)
BACKGROUND = 0.2
"""What a pixel of the sky, or of what is fixed, counts for: sharp colours matter most on whom and what a shot is about."""
PATIENCE = 8
"""Frames that are looked into in vain, one after another, before the search is given up."""


class CloseUp(NamedTuple):
    """number: of the frame. zoom: how many times as long the lens is. x, y: shares of the frame's width and height at which its middle
    lies. parts: the part ids that it is for. added: the share of all frames' pixels, weighted, that nothing before had room for."""

    number: int
    zoom: int
    x: float
    y: float
    parts: frozenset[int] = frozenset()
    added: float = 0.0

    def of(self, frame: Frame) -> Frame:
        """The close-up of its frame, of any size; with a zoom of 1 that is the frame."""
        camera = frame.camera
        return frame if self.zoom == 1 else frame.through(camera.closer(self.x * camera.width, self.y * camera.height, self.zoom))


def close_ups(passes: Passes, seen: Survey, roomy: NDArray[np.bool_], opened: frozenset[int]) -> tuple[CloseUp, ...]:
    """Those that give room to what has none, found greedily. roomy: (C,) the cells that are painted with room without them. opened: the
    part ids that they may be for: what has been painted before stays as it is."""
    wanted, counts = ~roomy & np.isin(seen.part, list(opened)), seen.counts * _weights(passes)[seen.part]
    left, found, spent, vain = np.where(wanted, counts / seen.counts.sum(), 0), [], np.zeros(len(seen.numbers), bool), 0
    while vain < PATIENCE:
        most = np.where(spent, 0, seen.shown @ left)
        row = int(most.argmax())
        if most[row] < LEAST:
            break
        one, gained = _closest(passes, seen, int(seen.numbers[row]), left)
        added = float(left[gained].sum())
        if added < LEAST:
            spent[row], vain = True, vain + 1
            continue
        parts = frozenset(map(int, np.unique(seen.part[gained & (left > 0)])))
        found.append(one._replace(parts=parts, added=added))
        left[gained], vain = 0, 0
    return tuple(found)


def _weights(passes: Passes) -> NDArray[np.float64]:
    """(parts + 1,) by part id, what a pixel of it counts for."""
    fixed = {body.name for body in passes.scene.bodies if body.fixed}
    return np.array([BACKGROUND, *(BACKGROUND if part.object in fixed else 1.0 for part in passes.parts)])


def _closest(passes: Passes, seen: Survey, number: int, left: NDArray[np.float64]) -> tuple[CloseUp, NDArray[np.bool_]]:
    """The close-up of a frame that gives room to most of what is left, and the cells (C,) that it gives room to."""
    whole = small(passes, number)
    own = np.searchsorted(seen.cells, cell_hashes(ancestors(seen_cells(whole), 1)))
    worth = left[own].reshape(whole.part.shape)
    tried = [_framed(number, zoom, worth) for zoom in ZOOMS]
    gained = [np.isin(seen.cells, offered_by(with_room(seen_cells(one.of(whole))))) for one in tried]
    best = int(np.argmax([left[cells].sum() for cells in gained]))
    return tried[best], gained[best]


def _framed(number: int, zoom: int, worth: NDArray[np.float64]) -> CloseUp:
    """The close-up of where most lies that is worth it (H, W)."""
    rows, columns = worth.shape
    density = gaussian_filter(worth, (rows / zoom / 4, columns / zoom / 4), mode="constant")
    row, column = np.unravel_index(int(density.argmax()), worth.shape)
    return CloseUp(number, zoom, (float(column) + 0.5) / columns, (float(row) + 0.5) / rows)
