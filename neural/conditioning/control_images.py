"""What the painter is told of a frame as pictures: its form, its depth and its classes. numpy only."""

import numpy as np
from numpy.typing import NDArray

from neural.conditioning.ade20k import PALETTE
from neural.conditioning.region_map import RegionMap
from neural.conditioning.vocabulary import class_id
from render.colour import srgb_from_linear
from render.frame import Frame
from render.surfels import BRIGHTEST, luminance

Picture = NDArray[np.float32]


def form_picture(frame: Frame, depth_range: tuple[float, float], marks: Picture) -> Picture:
    """(H, W, 14) float32 in 0..1: disparity, exact edges, grey light (1 is BRIGHTEST), pattern, the four marks (as render.strokes), and
    albedo with the pattern and without it, both as sRGB."""
    seen = np.stack([disparity(frame, depth_range), frame.edges, luminance(frame.light) / BRIGHTEST, frame.pattern], axis=-1)
    whole = np.concatenate([seen, marks, srgb_from_linear(frame.albedo), srgb_from_linear(frame.plain)], axis=-1)
    return whole.clip(0, 1).astype(np.float32)


def disparity(frame: Frame, depth_range: tuple[float, float]) -> Picture:
    """(H, W) float32 in 0..1, linear in 1/depth: 1 at the shot's near distance, 0 at its far one and for the background."""
    near, far = (1 / bound for bound in depth_range)
    shown = (1 / frame.depth - far) / max(near - far, 1e-9)
    return shown.clip(0, 1).astype(np.float32)


def depth_control(frame: Frame, depth_range: tuple[float, float]) -> Picture:
    """(H, W, 3) float32 in 0..1: disparity as published depth ControlNets take it, near white."""
    return np.repeat(disparity(frame, depth_range)[..., None], 3, axis=2)


def class_picture(frame: Frame, regions: RegionMap) -> Picture:
    """(H, W, 3) float32 in 0..1: the ADE20K colour of each pixel's class."""
    colours = np.array([PALETTE[class_id(style.label)] for style in regions.styles], np.float32)
    return colours[regions.region_ids(frame)] / np.float32(255)
