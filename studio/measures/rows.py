"""The measures over a shot's sampled frames: by name, rows of (frame number, value or None). shown: by frame number."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from render.correspondence import correspond
from studio.measures.control import edge_f1, mask_ious
from studio.measures.ghosts import ghosts, middle, stains, worst
from studio.measures.identity import mean_difference, pixels, point_difference, well_seen
from studio.measures.light import log_ratios
from studio.measures.sampling import Sampling
from studio.measures.shown import FrameAsSeen, clear_at_both
from studio.measures.warp import comparable, mean_flow, warp_error, warped

Row = list[tuple[int, float | None]]
Errors = dict[str, tuple[float | None, int]]
"""By name: a warp error and how many pixels it is the mean of."""
NAMES = ("warp_error", "warp_error_all", "warp_error_floor_beauty", "warp_error_floor_vae", "warp_error_floor_texture",
         "warp_error_floor_resampled")
SMALLEST = 40
"""Pixels; objects that never show more have no drift."""


def warp_rows(shown: Mapping[int, FrameAsSeen], sampling: Sampling) -> dict[str, Row]:
    """Warp errors of NAMES by gap, at the first frame of each pair, and first seen, at the later frame: each pixel of a late frame
    against the earliest of the sampled frames, and of the first frames of cuts, that shows its surface. And true_motion_px, at gap 1
    within a cut."""
    out: dict[str, Row] = {}
    for gap, chosen in sampling.pairs.items():
        rows = [(a, _errors(shown[a], shown[b], *correspond(shown[a].frame, shown[b].frame))) for a, b in chosen]
        out |= {f"{name}_{gap}": [(a, row[name][0]) for a, row in rows] for name in NAMES}
    late = [(b, _first_seen(shown, b, sampling)) for b in sorted({b for _, b in sampling.pairs[sampling.longest]})]
    out |= {f"{name}_first_seen": [(b, row[name]) for b, row in late] for name in NAMES}
    near = [pair for pair in sampling.pairs["1"] if sampling.within_a_cut(pair)]
    return out | {"true_motion_px": [(a, mean_flow(*correspond(shown[a].frame, shown[b].frame))) for a, b in near]}


def control_rows(shown: Mapping[int, FrameAsSeen], sampling: Sampling, region_of_part: NDArray[np.uint8]) -> dict[str, Row]:
    """control_edge_f1, and the median control_mask_iou of the objects of each frame."""
    some = [shown[number] for number in sampling.samples]
    ious = [float(np.median(found)) if found else None for found in mask_ious(some, region_of_part)]
    return {"control_edge_f1": [(n, edge_f1(one.picture, one.frame.edges)) for n, one in zip(sampling.samples, some)],
            "control_mask_iou": list(zip(sampling.samples, ious))}


def fault_rows(shown: Mapping[int, FrameAsSeen], right: Mapping[int, NDArray[np.uint8]], alone: Mapping[int, NDArray[np.uint8]],
               plain: NDArray[np.bool_]) -> dict[str, Row]:
    """ghost and stain of the frames whose faultless pictures are given: the median over parts; with _worst, the worst part; with _added,
    by how much the median is more than that of the same frame painted alone, of those that were. plain: as in ghosts.stains."""
    out: dict[str, Row] = {name + end: [] for name in ("ghost", "stain") for end in ("", "_worst", "_added")}
    for number, faultless in right.items():
        frame, pictures = shown[number].frame, [shown[number].picture, *([alone[number]] if number in alone else [])]
        for name, found in (("ghost", [ghosts(one, faultless, frame) for one in pictures]),
                            ("stain", [stains(one, faultless, frame, plain) for one in pictures])):
            out[name].append((number, middle(found[0])))
            out[f"{name}_worst"].append((number, worst(found[0])))
            out[f"{name}_added"] += [(number, (middle(found[0]) or 0.0) - (middle(by_itself) or 0.0)) for by_itself in found[1:]]
    return out


def reappearance_row(shown: Mapping[int, FrameAsSeen], sampling: Sampling) -> Row:
    """CIEDE2000 of each hiding and cut, at the frame after it. None where what is shared is too little or in other light."""
    row: Row = []
    for event in sampling.events:
        before, after = shown[event.before], shown[event.after]
        at, deep = _inside(before, after)
        same = before.frame.object == event.object if event.object else before.frame.object > 0
        row.append((event.after, point_difference(before, after, at, deep & same)))
    return row


def drift_rows(shown: Mapping[int, FrameAsSeen], numbers: Sequence[int], names: Mapping[int, str], of: str = "object") -> dict[str, Row]:
    """By object, CIEDE2000 of its mean colour on the surface shared with the first of these frames that shows it well.

    names: by id. of: the pass that has the ids, 'object' or 'part'."""
    counts = pixels([getattr(shown[number].frame, of) for number in numbers], max(names))
    firsts = well_seen(counts)
    out: dict[str, Row] = {name: [] for name in names.values()}
    tracked = [i for i in names if counts[:, i].max() >= SMALLEST]
    for first in sorted({int(firsts[i]) for i in tracked}):
        for later in numbers[first + 1:]:
            a, b = shown[numbers[first]], shown[later]
            at, deep = _inside(a, b)
            for i in (i for i in tracked if firsts[i] == first):
                out[names[i]].append((later, mean_difference(a, b, at, deep & (getattr(a.frame, of) == i))))
    return out


def light_ratios(shown: Mapping[int, FrameAsSeen], sampling: Sampling) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(N,) log ratios of light, and of paint, over the pairs of gap 24 and first-last."""
    rows = [log_ratios(shown[a], shown[b], *clear_at_both(shown[a], shown[b]))
            for a, b in (*sampling.pairs["24"], *sampling.pairs["first_last"])]
    return (np.concatenate([light for light, _ in rows]), np.concatenate([paint for _, paint in rows])) if rows else (np.zeros(0),) * 2


def _inside(a: FrameAsSeen, b: FrameAsSeen) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    at, visible = correspond(a.frame, b.frame)
    return at, comparable(a.frame, b.frame, at, visible)


def _errors(a: FrameAsSeen, b: FrameAsSeen, at: NDArray[np.float64], visible: NDArray[np.bool_]) -> Errors:
    deep = comparable(a.frame, b.frame, at, visible)
    chosen = {"warp_error_all": visible}
    pictures = {"warp_error": (a.picture, b.picture), "warp_error_all": (a.picture, b.picture),
                "warp_error_floor_beauty": (a.frame.beauty, b.frame.beauty), "warp_error_floor_vae": (a.coded, b.coded),
                "warp_error_floor_texture": (a.texture, b.texture),
                "warp_error_floor_resampled": (warped(b.picture, at, deep), b.picture)}
    return {name: (warp_error(*two, at, chosen.get(name, deep)), int(chosen.get(name, deep).sum())) for name, two in pictures.items()}


def _first_seen(shown: Mapping[int, FrameAsSeen], late: int, sampling: Sampling) -> dict[str, float | None]:
    left, rows = np.ones(shown[late].picture.shape[:2], bool), []
    for number in sorted(n for n in {*sampling.samples, *sampling.cuts} if n < late):
        at, visible = correspond(shown[late].frame, shown[number].frame)
        rows.append(_errors(shown[late], shown[number], at, visible & left))
        left &= ~visible
    return {name: _pooled([row[name] for row in rows]) for name in NAMES}


def _pooled(values: list[tuple[float | None, int]]) -> float | None:
    count = sum(n for _, n in values)
    return sum((value or 0.0) * n for value, n in values) / count if count else None
