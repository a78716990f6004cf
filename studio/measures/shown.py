"""A painted picture beside the frame that it shows, and what of it measures ask for again and again."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from render.colour import linear_from_srgb, srgb_from_linear
from render.correspondence import correspond
from render.frame import Frame, to_bytes
from render.surfels import clearance, luminance

FROM_EDGES = 3.0
"""px; the inside of a picture is at least this far from exact edges, at both ends: outlines belong to the view, not the surface."""
LAYERS = ("centres", "part", "object", "edges", "light", "albedo", "beauty")
"""What measures look at; of the rest, a kept frame is relieved."""


class FrameAsSeen:
    """picture: (H, W, 3) uint8 sRGB. frame: what it should show. coded: its beauty through the painter's autoencoder and back."""

    def __init__(self, picture: NDArray[np.uint8], frame: Frame, coded: NDArray[np.uint8]) -> None:
        self.picture, self.frame, self.coded = picture, frame, coded

    @cached_property
    def light(self) -> NDArray[np.float32]:
        """(H, W) luminance of the light pass, cut where the painter is shown it cut."""
        return luminance(self.frame.light)

    @cached_property
    def linear(self) -> NDArray[np.float64]:
        """(H, W, 3) the picture in linear light."""
        return linear_from_srgb(self.picture / 255)

    @cached_property
    def texture(self) -> NDArray[np.uint8]:
        """(H, W, 3) sRGB, the albedo pass: one texture for all frames, so that between two of them only resampling is left."""
        return to_bytes(srgb_from_linear(self.frame.albedo))

    @cached_property
    def clear(self) -> NDArray[np.bool_]:
        """(H, W) at least FROM_EDGES px from exact edges."""
        return clearance(self.frame.edges) >= FROM_EDGES


def kept(frame: Frame) -> Frame:
    """The frame with LAYERS made and all others let go, since samples finer than pixels are most of a frame's memory."""
    for name in LAYERS:
        getattr(frame, name)
    for name in ("fine", "fine_light", "fine_edges", "_mixed"):
        vars(frame).pop(name, None)
    return frame


def clear_at_both(a: FrameAsSeen, b: FrameAsSeen) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(places, chosen): as render.correspondence.correspond, chosen (H, W) where visible in both and clear of edges in both."""
    at, chosen = correspond(a.frame, b.frame)
    chosen &= a.clear
    chosen[chosen] = sampled(b.clear, at[chosen]) == 1
    return at, chosen


def sampled(picture: NDArray, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) or (N, C) bilinear samples of (H, W) or (H, W, C) at (N, 2) x, y px, pixel centres at +0.5."""
    where = (places[:, ::-1] - 0.5).T
    if picture.ndim == 3:
        return np.stack([sampled(picture[..., channel], places) for channel in range(picture.shape[2])], axis=-1)
    return map_coordinates(picture.astype(np.float64), where, order=1, mode="nearest")
