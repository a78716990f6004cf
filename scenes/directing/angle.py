"""Angles: ready cameras with what they are for."""

from dataclasses import dataclass

import numpy as np

from render.view import Rig
from scenes import camera
from scenes.directing.framing import Picture, places
from sim.math.conventions import Array, Vec3

MASTER, OVER, CLOSE, INSERT = "master", "over the shoulder", "close-up", "insert"
"""The sizes that there are."""
WELL = 0.85
"""Halves of the picture within which a place is well in it."""
LEAST_AIM = 0.5
"""m before the camera of the place that it looks at, at least: places are said to the centimetre, and a place too near would turn it."""


@dataclass(frozen=True, kw_only=True)
class Angle:
    """name: 'master', 'anna over ben', 'close anna', 'insert cup'. start, end: s between which it is of use; shows: s, when what it
    is for is seen. camera: stands still. size: as above; subject: who or what it shows, and other: over whose shoulder, or to whom they
    speak, or "". why: in words."""

    name: str
    start: float
    end: float
    shows: float
    camera: Rig
    size: str
    subject: str = ""
    other: str = ""
    why: str

    @property
    def position(self) -> Array:
        """(3,) m, of the camera."""
        return np.array(self.camera.keys[0].position)

    @property
    def lens(self) -> float:
        """mm."""
        return self.camera.keys[0].focal

    def in_picture(self, place: Array, aspect: float) -> bool:
        """Whether a place (3,) is well in its picture."""
        key = self.camera.keys[0]
        ahead = np.array(key.look_at) - self.position
        found = places(place[None], self.position, ahead, Picture(lens=self.lens, aspect=aspect))
        return bool((np.abs(found) < WELL).all())


def standing(position: Array, ahead: Array, picture: Picture, far: float) -> Rig:
    """A camera that stands here (3,) and looks this way (3,), at a place so far off, m; all in centimetres, as it is written down."""
    ahead = ahead / np.linalg.norm(ahead)
    at = np.round(position, 2)
    return camera.static(_written(at), _written(at + max(far, LEAST_AIM) * ahead), lens=picture.lens)


def _written(place: Array) -> Vec3:
    x, y, z = (round(float(value), 2) + 0.0 for value in place)
    return x, y, z
