"""Pictures of all that is around, as light: Radiance's .hdr, by OpenCV, and .exr, by OpenEXR."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError

Picture = NDArray[np.float32]
BRIGHTEST = 65504.0
"""That half-precision numbers can say; brighter light, and infinite, is as bright as that."""


def check_sky_file(path: str) -> None:
    """Raise a DeclarationError, naming it, unless a file is there and ends as such pictures do."""
    if Path(path).suffix.lower() not in READERS:
        raise DeclarationError(f"sky: picture {path!r} must be one of light, which ends in {' or '.join(READERS)}.")
    if not Path(path).is_file():
        raise DeclarationError(f"sky: picture {path!r} does not exist (looked in {Path.cwd()}).")


def read_sky(path: str) -> Picture:
    """(H, W, 3) float32 linear light of an equirectangular picture, the zenith in its first row. Raises DeclarationError, naming the file
    and the reason."""
    check_sky_file(path)
    try:
        picture = READERS[Path(path).suffix.lower()](path)
    except (RuntimeError, ValueError, OSError, KeyError) as error:
        raise DeclarationError(f"sky: picture {path!r} cannot be read: {error}.") from None
    height, width = picture.shape[:2]
    if width != 2 * height:
        raise DeclarationError(f"sky: picture {path!r} is {width} x {height} px; one of all that is around (equirectangular) is twice as "
                               "wide as high.")
    if np.isnan(picture).any() or picture.min() < 0:
        raise DeclarationError(f"sky: picture {path!r} has places that are no light (nan, or less than nothing). Export it again.")
    return np.minimum(picture, np.float32(BRIGHTEST))


def _radiance(path: str) -> Picture:
    import cv2  # here: few shots need it
    found = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if found is None or found.dtype != np.float32 or found.ndim != 3:
        raise ValueError("it is no Radiance picture")
    return np.ascontiguousarray(found[..., 2::-1])


def _openexr(path: str) -> Picture:
    import OpenEXR
    with OpenEXR.File(path) as file:
        channels = file.channels()
        found = next((channels[name].pixels for name in ("RGB", "RGBA") if name in channels), None)
        if found is None:
            found = np.stack([channels[name].pixels for name in "RGB"], axis=-1)
        return np.array(found[..., :3], np.float32)


READERS: Mapping[str, Callable[[str], Picture]] = {".hdr": _radiance, ".exr": _openexr}
