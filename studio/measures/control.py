"""Control fidelity: whether the painted picture keeps to the exact edges and masks that it was painted from."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from scipy.spatial import KDTree
from skimage.color import deltaE_ciede2000, rgb2lab

from render.colour import srgb_from_linear
from studio.measures.shown import FrameAsSeen

ON_EDGE = 0.25
"""Share of a pixel that an outline must cover to be looked for there."""
TOLERANCE = 2.0
"""px between an edge and the painted one."""
MULTIPLE = 64
"""px; sizes that the detector leaves as they are."""
COLOURS, NEIGHBOURS = 200, 5
"""Pixels that stand for a region's colours, and how many of the nearest decide."""
LARGE = 0.01
"""Share of the frame that a mask must cover to be looked for."""
APART = 15.0
"""CIEDE2000; see distinct."""


def edge_f1(picture: NDArray[np.uint8], edges: NDArray[np.float32]) -> float | None:
    """F1 of precision (painted edges, by controlnet_aux's Canny, within TOLERANCE of exact ones) and recall (the reverse).
    edges: (H, W) as Frame's. None if there are no exact edges."""
    wanted, found = edges > ON_EDGE, canny(picture)
    if not wanted.any():
        return None
    if not found.any():
        return 0.0
    precision, recall = _near(found, wanted), _near(wanted, found)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def canny(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """(H, W) where controlnet_aux's CannyDetector, as it comes, finds an edge; padded, so that it does not resize the picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of detectors beside the one that is wanted
        from controlnet_aux.canny import CannyDetector
    height, width = picture.shape[:2]
    whole = np.pad(picture, ((0, -height % MULTIPLE), (0, -width % MULTIPLE), (0, 0)), mode="edge")
    size = min(whole.shape[:2])
    return CannyDetector()(whole, detect_resolution=size, image_resolution=size)[:height, :width, 0] > 127


def mask_ious(shown: Sequence[FrameAsSeen], region_of_part: NDArray[np.uint8]) -> list[list[float]]:
    """For each frame, the IoU of each region that is large and distinct: where its colours are found, and where it is. A region's colours
    are learnt from the other frames of the same painting, clear of edges; each pixel goes to the region that most of its NEIGHBOURS
    nearest learnt colours (Lab) belong to. Regions that no other frame shows are not looked for."""
    region_ids = [region_of_part[one.frame.part] for one in shown]
    lab = [rgb2lab(one.picture) for one in shown]
    apart = distinct(shown, region_ids, len(np.unique(region_of_part)))
    return [_ious(lab, region_ids, shown, number, apart) for number in range(len(shown))]


def distinct(shown: Sequence[FrameAsSeen], region_ids: Sequence[NDArray[np.uint8]], count: int) -> NDArray[np.bool_]:
    """(count,) region_ids whose mean albedo is at least APART CIEDE2000 from any other's that is seen. Told from the albedo pass, not from
    the painting: which region_ids are looked for does not depend on who painted, and bad painting does not take them off the list."""
    albedo = np.concatenate([one.frame.albedo.reshape(-1, 3) for one in shown])
    every = np.concatenate([region.ravel() for region in region_ids])
    seen = np.unique(every)
    means = rgb2lab(srgb_from_linear(np.array([albedo[every == region].mean(axis=0) for region in seen])).astype(np.float64))
    differences = deltaE_ciede2000(means[:, None], means[None]) + np.diag(np.full(len(seen), np.inf))
    out = np.zeros(count, bool)
    out[seen] = differences.min(axis=1) >= APART
    return out


def _ious(lab: Sequence[NDArray], region_ids: Sequence[NDArray[np.uint8]], shown: Sequence[FrameAsSeen], number: int,
          apart: NDArray[np.bool_]) -> list[float]:
    others = [i for i in range(len(shown)) if i != number]
    colours = [_spread(np.concatenate([lab[i][(region_ids[i] == region) & shown[i].clear] for i in others]))
               for region in range(len(apart))] if others else []
    if not any(len(some) for some in colours):
        return []
    owner = np.repeat(np.arange(len(colours)), [len(some) for some in colours])
    nearest = KDTree(np.concatenate(colours)).query(lab[number].reshape(-1, 3), k=min(NEIGHBOURS, len(owner)))[1]
    votes = owner[nearest].reshape(lab[number].shape[0] * lab[number].shape[1], -1)
    found = (votes[:, :, None] == votes[:, None]).sum(axis=2).argmax(axis=1)
    found = votes[np.arange(len(votes)), found].reshape(region_ids[number].shape)
    masks = {region: region_ids[number] == region for region in range(len(apart)) if apart[region] and len(colours[region])}
    return [float((mask & (found == region)).sum() / (mask | (found == region)).sum())
            for region, mask in masks.items() if mask.mean() > LARGE]


def _spread(colours: NDArray) -> NDArray:
    """(n, 3) COLOURS of them at most, evenly spread."""
    return colours[np.unique(np.linspace(0, len(colours) - 1, COLOURS).astype(int))] if len(colours) else colours


def _near(some: NDArray[np.bool_], others: NDArray[np.bool_]) -> float:
    """The share of some that lies within TOLERANCE of others."""
    return float((distance_transform_edt(~others)[some] <= TOLERANCE).mean())
