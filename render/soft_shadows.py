"""Shadows of lights that are not points: how much of each is seen, traced on the lattice that ambient visibility is traced on, carried to
the rest of the picture where it hardly changes, and traced at each place where it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.ambient import carried_values, lattice_of
from render.kept_light import FINENESS, UNKNOWN, KeptLight
from render.occlusion import LIFT
from render.penumbra import PANEL, QUICK, SMOOTH, SUN, Form, shares
from render.planes import compiled

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

Single = NDArray[np.float32]
ALIKE = 0.01
"""What carries a share differs by no more than this, as a standard deviation."""
Aim = Callable[["GBuffer", NDArray], tuple[Single, Single]]
"""Of hits of samples, by their number: where their rays start, and the ways to the light's middle."""


def seen_shares(samples: GBuffer, lit: NDArray, aim: Aim, form: Form, number: int, kept: KeptLight) -> Single:
    """(n,) how much of a light is seen from these hits, each traced: for samples of which several make a pixel."""
    return _traced(samples, lit, aim, form, number, kept, QUICK)


def spread_shares(target: GBuffer, source: GBuffer, lit: tuple[NDArray, NDArray], aim: Aim, form: Form,
                  blocked: Callable[[NDArray], NDArray], number: int, kept: KeptLight) -> Single:
    """(n,) how much of a light is seen from those hits of the target that are lit if nothing is in the way, lit[0]; lit[1]: (M,) bool, the
    same of the source's. blocked: whether something is between such hits, by their number, and the light's middle."""
    chosen, step = lattice_of(target, source)
    chosen = chosen[lit[1][chosen]]
    moments = np.full((len(source.pixels), 2), UNKNOWN, np.float32)
    moments[chosen, 0] = _traced(source, chosen, aim, form, number, kept, SMOOTH)
    moments[chosen, 1] = moments[chosen, 0] ** 2
    mean, square = carried_values(target, source, moments, step)[lit[0]].T
    alone = (mean == UNKNOWN) | (square - mean * mean > ALIKE * ALIKE)
    even = np.flatnonzero(~alone & (np.abs(mean - 0.5) > 0.4999))
    alone[even[blocked(lit[0][even]) == (mean[even] > 0.5)]] = True
    out = np.array(mean)
    out[alone] = _traced(target, lit[0][alone], aim, form, number, kept, SMOOTH)
    return out


def _traced(samples: GBuffer, chosen: NDArray, aim: Aim, form: Form, number: int, kept: KeptLight,
            care: tuple[int, int, int, int]) -> Single:
    """(n,) the share seen from each of the chosen hits. Only where what moves may be in the way is it asked for anew each time."""
    posed, pixels, (starts, ways) = samples.posed, samples.numbers[chosen], aim(samples, chosen)
    normals = samples.normals[chosen]
    amid = _within_reach(starts, ways, normals, posed.moving_boxes, form)
    keeps = posed.still.face[samples.triangles[chosen]] & ~amid
    out = np.where(keeps, kept.share[number][pixels], np.int16(UNKNOWN))
    for which, trees in ((~amid, (posed.still.tree,)), (amid, (posed.still.tree, posed.moving))):
        asked = np.flatnonzero((out == UNKNOWN) & which)
        found = shares(starts[asked], ways[asked], normals[asked], form, trees, care)
        out[asked] = np.round(found * np.float32(FINENESS))
    kept.share[number][pixels[keeps]] = out[keeps]
    return out.astype(np.float32) / np.float32(FINENESS)


def _within_reach(starts: Single, ways: Single, normals: Single, boxes: NDArray, form: Form) -> NDArray[np.bool_]:
    """(N,) whether any of some boxes (B, 2, 3) may be between places and some of the light: none that is all below the surface."""
    if len(boxes) == 0:
        return np.zeros(len(starts), bool)
    whole = np.array([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)])
    radius = form[1] if form[0] != PANEL else float(np.linalg.norm(form[2]) + np.linalg.norm(form[3]))
    return _met(starts, ways, normals, boxes, whole, radius, form[0] == SUN)


@compiled
def _met(starts, ways, normals, boxes, whole, radius, sun):
    out = np.zeros(len(starts), np.bool_)
    for i in range(len(starts)):
        if _crosses(starts[i], ways[i], normals[i], whole, radius, sun):
            for box in boxes:
                if _crosses(starts[i], ways[i], normals[i], box, radius, sun):
                    out[i] = True
                    break
    return out


@compiled
def _crosses(start, way, normal, box, radius, sun):
    """Whether a cone that is `radius` wide at its end, or so many metres a metre towards the sun, may meet a box."""
    wide, high = radius, 0.0
    for k in range(3):
        high += max(normal[k] * (box[0, k] - start[k]), normal[k] * (box[1, k] - start[k]))
    if high < -LIFT / 2:
        return False
    if sun:
        far = 0.0
        for k in range(3):
            far += max(box[1, k] - start[k], start[k] - box[0, k]) ** 2
        wide = radius * np.sqrt(far)
    near, end = 0.0, 1e30 if sun else 1.0
    for k in range(3):
        low, high = box[0, k] - wide - 1e-3 - start[k], box[1, k] + wide + 1e-3 - start[k]
        if abs(way[k]) < 1e-12:
            if low > 0 or high < 0:
                return False
        else:
            a, b = low / way[k], high / way[k]
            near, end = max(near, min(a, b)), min(end, max(a, b))
    return near <= end
