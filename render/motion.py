"""Motion vectors: from each pixel to where its surface point is at a neighbouring frame. Nothing is estimated."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.rig import cut_number

if TYPE_CHECKING:
    from render.frame import Frame
    from render.passes import Passes


def motion_vectors(frame: "Frame", other: "Frame | None") -> NDArray[np.float32]:
    """(H, W, 2) float32 px, x to the right and y down: what to add to each pixel centre of `frame` to find its surface
    point in `other`, whether it is seen there or not, in the picture or out of it. The background is at infinity: its
    direction is its point. nan where that lies behind the camera of `other`, and everywhere without an `other`.

    The places are those of `render.correspondence.correspond`, which also casts rays to say what is seen there.
    """
    height, width = frame.camera.height, frame.camera.width
    if other is None:
        return np.full((height, width, 2), np.nan, np.float32)
    centres, hit = frame.camera.pixel_centres(), frame.centres.hit.ravel()
    at = np.empty_like(centres)
    at[hit], _ = other.camera.project(other.posed.points(frame.centres.triangles, frame.centres.barycentrics))
    at[~hit], _ = other.camera.project_directions(frame.camera.rays(centres[~hit]))
    return (at - centres).reshape(height, width, 2).astype(np.float32)


def neighbour(passes: "Passes", number: int, step: int) -> "Frame | None":
    """The frame `step` after this one; None if the shot has none, or if a cut lies between: blur over one is wrong."""
    other = number + step
    if not 0 <= other < len(passes):
        return None
    cuts = {cut_number(passes.view, passes.trajectory, n) for n in (number, other)}
    return passes[other] if len(cuts) == 1 else None
