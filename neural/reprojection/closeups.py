"""Close-ups: what is too small in a shot's own frames for a painter is painted larger, and the frames are assembled from that.

To a painter that works in cells of 8 px, a cup of 15 px is all edge: what is behind it runs into its colour. So more is painted than
the shot's frames: parts of them, from the same place through a longer lens. What an anchor is there for may fit into such a part, too.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from neural.reprojection.coverage import LEAST, Cover, Survey, cells_of, offered_by, seen_cells, small, with_room
from render.cells import ancestors, cell_hashes
from render.frame import Frame
from render.passes import Passes

ZOOMS = (2, 4, 8)
BACKGROUND = 0.2
"""What a pixel of the sky, or of what is fixed, counts for: sharp colours matter most on whom and what a shot is about."""
SPILT = 0.05
"""Of what an anchor adds, so much may be lost to a close-up that stands for it."""
PATIENCE = 8
"""Frames that are looked into in vain, one after another, before the search is given up."""


class CloseUp(NamedTuple):
    """number: of the frame. zoom: how many times as long the lens is. x, y: shares of the frame's width and height at which its middle
    lies. parts: the part ids that it is for. added: the share of all frames' pixels, weighted, that nothing before had room for. covered:
    the share that it covers in an anchor's stead."""

    number: int
    zoom: int
    x: float
    y: float
    parts: frozenset[int] = frozenset()
    added: float = 0.0
    covered: float = 0.0

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


def narrowed(passes: Passes, seen: Survey, found: Cover, left: NDArray[np.bool_]) -> tuple[Cover, tuple[CloseUp, ...]]:
    """A cover with those anchors painted closer of which a close-up shows all that they add: there is more room in it, and it is finer,
    so that of the anchors after it some may add too little. left: (C,) the cells that were to be covered."""
    shares = np.where(left & np.isin(seen.part, list(found.opened)), seen.counts / seen.counts.sum(), 0)
    shown, roomy = np.zeros_like(left), np.zeros_like(left)
    kept: list[tuple[int, float]] = []
    near: list[CloseUp] = []
    for number in found.anchors:
        place = int(np.searchsorted(seen.numbers, number))
        own = np.where(cells_of(seen.shown, place) & ~shown, shares, 0)
        if near and own.sum() < LEAST and np.isin(seen.part[own > 0], seen.part[shown & (shares > 0)]).all():
            continue
        one, cells, room = _standing_for(passes, seen, number, own)
        if own[~cells].sum() < min(LEAST / 2, SPILT * own.sum()):
            near.append(one._replace(covered=float(shares[cells & ~shown].sum())))
        else:
            kept.append((number, float(own.sum())))
            cells, room = cells_of(seen.shown, place), cells_of(seen.roomy, place)
        shown, roomy = shown | cells, roomy | room
    return replace(found, anchors=tuple(n for n, _ in kept), added=tuple(share for _, share in kept), roomy=roomy), tuple(near)


def _standing_for(passes: Passes, seen: Survey, number: int, own: NDArray[np.float64],
                  ) -> tuple[CloseUp, NDArray[np.bool_], NDArray[np.bool_]]:
    """The close-up of a frame that shows most of the shares (C,) that the frame adds, and the cells (C,) that it serves, and has room
    for."""
    best = CloseUp(number, 1, 0.5, 0.5), np.zeros(len(own), bool), np.zeros(len(own), bool)
    for one in _tried(passes, seen, number, own):
        closer = seen_cells(one.of(small(passes, number)))
        cells = np.isin(seen.cells, offered_by(closer))
        if own[cells].sum() >= best[0].covered:
            parts = frozenset(map(int, np.unique(seen.part[cells & (own > 0)])))
            best = one._replace(parts=parts, covered=float(own[cells].sum())), cells, np.isin(seen.cells, offered_by(with_room(closer)))
        if best[0].covered < own.sum() / 2:  # it is all over the picture, and with a longer lens still more would be outside
            break
    return best


def _weights(passes: Passes) -> NDArray[np.float64]:
    """(parts + 1,) by part id, what a pixel of it counts for."""
    fixed = {body.name for body in passes.scene.bodies if body.fixed}
    return np.array([BACKGROUND, *(BACKGROUND if part.object in fixed else 1.0 for part in passes.parts)])


def _closest(passes: Passes, seen: Survey, number: int, left: NDArray[np.float64]) -> tuple[CloseUp, NDArray[np.bool_]]:
    """The close-up of a frame that gives room to most of what is left, and the cells (C,) that it gives room to."""
    whole, tried = small(passes, number), _tried(passes, seen, number, left)
    gained = [np.isin(seen.cells, offered_by(with_room(seen_cells(one.of(whole))))) for one in tried]
    best = int(np.argmax([left[cells].sum() for cells in gained]))
    return tried[best], gained[best]


def _tried(passes: Passes, seen: Survey, number: int, left: NDArray[np.float64]) -> list[CloseUp]:
    """Of a frame, for each of ZOOMS, the close-up of where most is left, (C,) by cell."""
    whole = small(passes, number)
    own = np.searchsorted(seen.cells, cell_hashes(ancestors(seen_cells(whole), 1)))
    worth = left[own].reshape(whole.part.shape)
    return [_framed(number, zoom, worth) for zoom in ZOOMS]


def _framed(number: int, zoom: int, worth: NDArray[np.float64]) -> CloseUp:
    """The close-up of where most lies that is worth it (H, W)."""
    rows, columns = worth.shape
    density = gaussian_filter(worth, (rows / zoom / 4, columns / zoom / 4), mode="constant")
    row, column = np.unravel_index(int(density.argmax()), worth.shape)
    return CloseUp(number, zoom, (float(column) + 0.5) / columns, (float(row) + 0.5) / rows)
