"""Anchors as they are kept: a painted frame with what each pixel shows, in which light, and how far it is to be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_opening, distance_transform_edt, maximum_filter

from neural.looks.coloured_light import COLOURLESS, LightAnswer
from neural.reprojection.part_filters import parts_of
from neural.reprojection.tables import Array
from render.camera import Camera
from render.colour import srgb_from_linear
from render.frame import SUPERSAMPLE, Frame, filtered, to_bytes
from render.mixed import spread_out
from render.surfels import clearance

CELL = 5.0
"""px from an edge, or from the border of a shadow, over which a painter bleeds: about a latent cell."""
TRUSTED = 10.0
"""px from an edge at which a painted pixel is fully trusted: faint halos reach that far."""
SHADE = 0.05
"""Light that differs by so much more from one pixel to the next than two pixels off, on either side, has the border of a shadow there: a
painter misses it by as much. On what is small and round all light is steep."""
BORDER = 24.0
"""px over which trust fades towards the border of the picture."""
FAR = 1e4
"""px, for what has no edge near."""
ROUGH = np.float16
"""What layers that need no more digits are rounded to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Anchor:
    """An anchor, (H, W) px. vertices: (V, 3) m, world, as posed then. part: int32, -1 where nothing is to be taken. triangle: int32, and
    barycentrics: (H, W, 3), what is at each pixel's centre. depth: m. painted: (H, W, 3) sRGB 0..1. Once that is learnt, inner: the same
    without outlines, and lit: what its light and pattern make of the part. surface: (H, W, 3) albedo, pattern and all, sRGB 0..1 in 256
    steps. light: the strength of the irradiance; gain: (H, W, 3) what its tint multiplies paint by: see neural.looks.coloured_light. clear:
    px to the nearest edge; near: (H, W, 4) the same from two by two places in the pixel, very far where they show another part. inside:
    bool, where a painter does not bleed; thick: where the same part has such a place near by. trust: 0..1. fineness: as in
    render.surfels. Float32. zoom: how many times larger than the shot shows it."""

    camera: Camera
    vertices: Array
    part: NDArray[np.int32]
    triangle: NDArray[np.int32]
    barycentrics: Array
    depth: Array
    painted: Array
    inner: Array
    lit: Array
    surface: Array
    light: Array
    gain: Array
    clear: Array
    near: Array
    inside: NDArray[np.bool_]
    thick: NDArray[np.bool_]
    trust: Array
    fineness: Array
    zoom: int = 1


def anchor_of(frame: Frame, picture: NDArray[np.uint8], zoom: int = 1, answer: LightAnswer = COLOURLESS) -> Anchor:
    """The source of a painted frame, or close-up, its inner colours not yet known: as painted. answer: its painter's."""
    painted: Array = colours_of(picture)
    light, tint = answer.split(frame.light)
    clear, gain = clearance(frame.edges), answer.gain(tint)
    inside = binary_opening(clear >= CELL, np.ones((3, 3)))  # a pixel or two so far from all edges are still not painted by themselves
    rows, columns = np.mgrid[:frame.part.shape[0], :frame.part.shape[1]]
    border = np.minimum.reduce([rows, columns, rows[::-1], columns[:, ::-1]]) + 0.5
    far = np.minimum.reduce([clear / TRUSTED, (clearance(shaded(light, gain)) + 1) / CELL, border / BORDER])
    seen = frame.centres
    rough = {"barycentrics": seen.spread(seen.barycentrics, 0), "gain": gain, "clear": np.minimum(clear, FAR),
             "near": _near(frame), "trust": np.clip(far, 0.02, 1), "fineness": seen.spread(seen.fineness, 0)}
    return Anchor(camera=frame.camera, vertices=frame.posed.vertices.astype(np.float32), part=frame.part, triangle=frame.triangle,
                  depth=frame.depth, painted=painted, inner=painted, lit=painted, light=light,
                  surface=colours_of(to_bytes(_surface(frame))), zoom=zoom, inside=inside,
                  thick=_thick(frame.part, inside), **{name: layer.astype(ROUGH).astype(np.float32) for name, layer in rough.items()})


def shaded(light: Array, gain: Array) -> NDArray[np.bool_]:
    """(H, W) the pixels on both sides of the borders of shadows: also of one lamp's in another's light. As in Anchor."""
    out = np.zeros(light.shape, bool)
    for across, along in ((each, layer) for channel in np.moveaxis(gain, 2, 0) for each, layer in _both_ways(out, light * channel)):
        step = np.abs(np.diff(along, axis=0))
        border = step > SHADE + maximum_filter(step, footprint=np.array([[1], [0], [0], [0], [1]]), mode="constant")
        across[:-1] |= border
        across[1:] |= border
    return out


def _both_ways(out: NDArray[np.bool_], layer: Array) -> tuple[tuple[NDArray[np.bool_], Array], ...]:
    return (out, layer), (out.T, layer.T)


def colours_of(picture: NDArray[np.uint8]) -> Array:
    """0..255 to 0..1."""
    return picture.astype(np.float32) / np.float32(255)


def _surface(frame: Frame) -> Array:
    """(H, W, 3) sRGB: the mean over the places in each pixel that show what its centre does; where none does, over all of them."""
    albedo, own = frame.fine.albedo, (frame.fine.part == spread_out(frame.part))[..., None]
    share = filtered(own.astype(np.float32))
    return srgb_from_linear(np.where(share > 0, filtered(albedo * own) / np.maximum(share, 0.1), filtered(albedo)))


def _thick(part: NDArray[np.int32], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(H, W) within two CELLs of the inside of the same part."""
    out = np.zeros(part.shape, bool)
    for rows, columns, own in parts_of(part):
        sure = own & inside[rows, columns]
        if sure.any():
            out[rows, columns] |= own & (distance_transform_edt(~sure) <= 2 * CELL)
    return out


def _near(frame: Frame) -> Array:
    """(H, W, 4) px, as in Anchor."""
    own = frame.fine.part == spread_out(frame.part)
    clear = np.where(own, np.minimum(clearance(frame.fine_edges) / SUPERSAMPLE, FAR), FAR)
    rows, columns = frame.part.shape
    return clear.reshape(rows, SUPERSAMPLE, columns, SUPERSAMPLE).swapaxes(1, 2).reshape(rows, columns, SUPERSAMPLE**2)


def anchor_arrays(anchor: Anchor) -> dict[str, NDArray]:
    """An anchor as arrays to be kept, but for its inner colours."""
    layers = {name: getattr(anchor, name) for name in ("vertices", "part", "triangle", "depth", "light", "inside", "thick")}
    rough = {name: getattr(anchor, name).astype(ROUGH) for name in ("barycentrics", "gain", "clear", "near", "trust", "fineness")}
    camera = anchor.camera
    lens = np.array([camera.focal, camera.width, camera.height, anchor.zoom])
    return {**layers, **rough, "painted": to_bytes(anchor.painted), "surface": to_bytes(anchor.surface),
            "pose": camera.world_from_camera, "lens": lens}


def anchor_from(arrays: Mapping[str, NDArray]) -> Anchor:
    """The same again."""
    layers: dict[str, Any] = {name: layer.astype(np.float32) if layer.dtype == ROUGH else layer for name, layer in arrays.items()}
    focal, width, height, zoom = layers.pop("lens")
    camera = Camera(world_from_camera=layers.pop("pose"), focal=float(focal), width=int(width), height=int(height))
    painted, surface = (colours_of(layers.pop(name)) for name in ("painted", "surface"))
    return Anchor(camera=camera, painted=painted, inner=painted, lit=painted, surface=surface, zoom=int(zoom), **layers)
