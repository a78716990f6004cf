"""What a mesh file says that its surfaces are made of, whatever the format: one MeshMaterial each."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError
from sim.geometry.bumps import COLOURLESS, from_heights, of_wavefront
from sim.geometry.paint import WHITE
from sim.math.conventions import frozen
from sim.math.srgb import linear_from_srgb

LARGEST = 4096
"""px: larger pictures are made smaller as they are read."""
log = logging.getLogger("steadycast")
DARK = 0.02
"""Linear; a colour below this is black."""
HALF = 0.5
"""How solid a place of a blended surface must be to be seen: nothing is seen through here, only past what is cut out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MeshMaterial:
    """name: the file's own, or "". colour: linear RGB, a factor of the picture's. picture: (H, W, 4) uint8, sRGB and how solid.
    cutoff: how solid a place must be to be there, 0 for all. opacity: of the whole, 0..1, or 1. roughness, metal: 0..1, None if not said.
    glow: how much light it gives off, linear. bump: (H, W, 4) uint8, its normal map, as sim.geometry.bumps says."""

    name: str = ""
    colour: tuple[float, ...] = WHITE
    picture: NDArray[np.uint8] | None = None
    cutoff: float = 0.0
    opacity: float = 1.0
    roughness: float | None = None
    metal: float | None = None
    glow: float = 0.0
    bump: NDArray[np.uint8] | None = None


def material_of(given: Any, folder: Path) -> MeshMaterial:
    """That of a material of trimesh's, which are glTF's (PBRMaterial) and OBJ's (SimpleMaterial). folder: that the file is in."""
    if given is None:
        return MeshMaterial()
    return _gltf(given) if hasattr(given, "baseColorFactor") else _wavefront(given, folder)


def picture_of(image: Any, alpha: Any = None) -> NDArray[np.uint8] | None:
    """(H, W, 4) uint8 of a picture of PIL's, with how solid it is from another one, where given; None without one."""
    if image is None:
        return None
    image = image.convert("RGBA")
    if alpha is not None:
        image.putalpha(alpha.convert("L").resize(image.size))
    if max(image.size) > LARGEST:
        image.thumbnail((LARGEST, LARGEST))
    return frozen(np.asarray(image), np.uint8)


def read_picture(path: str) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB of a picture file. Raises DeclarationError if it is none."""
    from PIL import Image
    try:
        with Image.open(path) as image:
            picture = picture_of(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DeclarationError(f"texture {path!r} cannot be read as a picture: {error}.") from None
    assert picture is not None
    return picture


def cutoff_of(mode: str, picture: NDArray[np.uint8] | None, given: float | None = None) -> float:
    """The cutoff of a material whose glTF alphaMode is this: 0 where nothing of its picture is cut out."""
    if picture is None or mode == "OPAQUE" or picture[..., 3].min() == 255:
        return 0.0
    return HALF if given is None or mode == "BLEND" else max(float(given), 1 / 255)


def glowing(own: MeshMaterial, emission: Sequence[float], picture: NDArray[np.uint8] | None = None) -> MeshMaterial:
    """A material that gives off light, linear RGB, a factor of the picture's if there is one. Here a thing glows in its own colour: one
    that is black unless it glows, or glows by a picture, has that of its light; another is as bright as it would be."""
    brightest = float(max(emission))
    if brightest <= 0:
        return own
    if picture is not None or own.picture is None and max(own.colour) < DARK:
        return replace(own, colour=tuple(float(c) / brightest for c in emission), picture=picture, cutoff=0.0, glow=brightest)
    return replace(own, glow=float(np.mean(emission)) / max(float(np.mean(own.colour)), DARK))


def _gltf(given: Any) -> MeshMaterial:
    factor = given.baseColorFactor
    rgba = [1.0] * 4 if factor is None else [float(v) / (255 if np.asarray(factor).dtype.kind in "ui" else 1) for v in factor]
    mode, picture = str(given.alphaMode or "OPAQUE"), picture_of(given.baseColorTexture)
    if picture is not None and mode != "OPAQUE" and len(rgba) > 3 and rgba[3] < 1:
        picture = _thinner(picture, rgba[3])
    own = MeshMaterial(name=str(given.name or ""), colour=tuple(rgba[:3]), picture=picture,
                       cutoff=cutoff_of(mode, picture, given.alphaCutoff),
                       opacity=rgba[3] if mode == "BLEND" and picture is None and len(rgba) > 3 else 1.0,
                       roughness=1.0 if given.roughnessFactor is None else float(given.roughnessFactor),
                       metal=_metal(given), bump=picture_of(given.normalTexture))
    return glowing(own, (0.0,) * 3 if given.emissiveFactor is None else given.emissiveFactor, picture_of(given.emissiveTexture))


def _metal(given: Any) -> float:
    """glTF's own default is 1, which a file with nothing but a colour does not mean."""
    if given.metallicFactor is not None:
        return float(given.metallicFactor)
    return 0.0


def _thinner(picture: NDArray[np.uint8], opacity: float) -> NDArray[np.uint8]:
    out = picture.copy()
    out[..., 3] = np.round(picture[..., 3] * opacity)
    return frozen(out, np.uint8)


def _wavefront(given: Any, folder: Path) -> MeshMaterial:
    """OBJ's colours are those that viewers show, so sRGB. A picture on black is one that was not meant to be darkened."""
    kept: Mapping[str, Any] = getattr(given, "kwargs", {}) or {}
    colour = linear_from_srgb(numbers(kept.get("kd"), 3, WHITE if given.image is not None else (0.8, 0.8, 0.8)))
    picture = picture_of(given.image)
    if picture is not None and colour.max() < 0.01:
        colour = np.ones(3)
    solid = numbers(kept.get("d"), 1, (1.0,))[0] if "d" in kept else 1 - numbers(kept.get("tr"), 1, (0.0,))[0]
    shine = numbers(kept.get("ns"), 1, (-1.0,))[0]
    rough = numbers(kept.get("pr"), 1, (-1.0,))[0]
    if rough < 0 and shine >= 0:
        rough = float(np.sqrt(2 / (shine + 2)))  # Blinn's exponent as a width (Walter et al., 2007)
    own = MeshMaterial(name=str(getattr(given, "name", "") or ""), colour=tuple(colour.tolist()), picture=picture,
                       cutoff=cutoff_of("MASK", picture), opacity=solid if solid > 0 else 1.0, roughness=None if rough < 0 else rough,
                       metal=numbers(kept.get("pm"), 1, (0.0,))[0], bump=_wavefront_bump(kept, folder))
    return glowing(own, numbers(kept.get("ke"), 3, (0.0,) * 3))


def _wavefront_bump(kept: Mapping[str, Any], folder: Path) -> NDArray[np.uint8] | None:
    """Of what MTL files say in several ways; it is said if its picture is not there."""
    words = next((list(kept[key]) for key in ("norm", "map_bump", "bump") if isinstance(kept.get(key), (list, tuple))), None)
    if not words:
        return None
    path, factor = of_wavefront(words, folder)
    if not path.is_file():
        log.warning("its normal map %r is not there", " ".join(words))
        return None
    picture = read_picture(str(path))
    flat = np.ptp(picture[..., :3].astype(int), axis=-1).max() <= COLOURLESS
    return from_heights(picture, factor) if flat else picture


def numbers(given: Any, count: int, default: Sequence[float]) -> tuple[float, ...]:
    """So many finite numbers of what a file gives, or the default."""
    try:
        found = tuple(float(value) for value in (given if isinstance(given, (list, tuple, np.ndarray)) else [given]))
    except (TypeError, ValueError):
        return tuple(default)
    return found[:count] if len(found) >= count and np.isfinite(found).all() else tuple(default)
