"""What a body and its clothes are made of: rounded solids on bones, as signed distances (formulas: I. Quilez, "Distance functions").

Lengths are m, for a person of REFERENCE height, in the frames of the bones at rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.conventions import Array, Vec3

REFERENCE = 1.7


@dataclass(frozen=True, kw_only=True)
class Solid:
    """A cone with round ends, from `a`, of radius r, to `b`, of radius s, on a bone. squash: its width along x, y and z against that.
    floor: cut off below this height. behind: cut off in front of this plane, by its normal and distance."""

    bone: str
    a: Vec3
    b: Vec3
    r: float
    s: float
    squash: Vec3 = (1.0, 1.0, 1.0)
    floor: float | None = None
    behind: tuple[Vec3, float] | None = None

    def distance(self, points: NDArray[np.float64]) -> Array:
        """How far points (N, 3) of the bone's frame are outside, m; only near its surface is it exact."""
        squash = np.array(self.squash)
        p, a, b = points / squash, np.array(self.a) / squash, np.array(self.b) / squash
        way = b - a
        u = np.minimum(np.maximum((p - a) @ way / max(way @ way, 1e-12), 0), 1)
        out = (np.linalg.norm(p - a - u[:, None] * way, axis=1) - (1 - u) * self.r - u * self.s) * squash.min()
        if self.floor is not None:
            out = np.maximum(out, self.floor - points[:, 2])
        if self.behind is not None:
            out = np.maximum(out, points @ np.array(self.behind[0]) - self.behind[1])
        return out


def ball(bone: str, at: Vec3, radii: Vec3, **cuts) -> Solid:
    """An ellipsoid."""
    return Solid(bone=bone, a=at, b=at, r=1.0, s=1.0, squash=radii, **cuts)


def limb(bone: str, a: Vec3, b: Vec3, r: float, s: float, **more) -> Solid:
    """A tapering capsule."""
    return Solid(bone=bone, a=a, b=b, r=r, s=s, **more)


def head() -> list[Solid]:
    """Face, nose, ears and neck."""
    return [ball("head", (0.008, 0, 0.193), (0.096, 0.076, 0.106)), ball("head", (0.03, 0, 0.135), (0.066, 0.056, 0.066)),
            limb("head", (0.098, 0, 0.195), (0.114, 0, 0.165), 0.009, 0.014), limb("head", (0.0, 0, -0.03), (0.0, 0, 0.1), 0.052, 0.05),
            *(ball("head", (0.0, y, 0.172), (0.02, 0.01, 0.03)) for y in (-0.078, 0.078))]


def hair() -> list[Solid]:
    """A cap that leaves the face free."""
    return [ball("head", (-0.004, 0, 0.2), (0.108, 0.09, 0.113), behind=((0.8, 0.0, -0.6), -0.058))]


def hand(side: str) -> list[Solid]:
    """Palm, thumb and four fingers, half closed; the palm looks inwards, the thumb forwards."""
    bone, y = f"{side}_hand", 1.0 if side == "right" else -1.0
    fingers = [piece for x in (0.029, 0.010, -0.009, -0.027) for piece in (
        limb(bone, (x, 0.0, -0.08), (x * 1.05, y * 0.008, -0.118), 0.0105, 0.0095),
        limb(bone, (x * 1.05, y * 0.008, -0.118), (x, y * 0.034, -0.145), 0.0095, 0.008))]
    return [limb(bone, (0, 0, 0.03), (0, 0, -0.01), 0.026, 0.026), ball(bone, (0.001, 0, -0.045), (0.042, 0.017, 0.052)), *fingers,
            limb(bone, (0.026, y * 0.004, -0.02), (0.05, y * 0.018, -0.062), 0.014, 0.0115),
            limb(bone, (0.05, y * 0.018, -0.062), (0.05, y * 0.034, -0.09), 0.0115, 0.009)]


def torso() -> list[Solid]:
    """From the waist to the shoulders, without arms."""
    flat = {"squash": (0.8, 1.0, 1.0)}
    return [limb("pelvis", (0, -0.065, 0.07), (0, 0.065, 0.07), 0.103, 0.103, **flat),
            limb("pelvis", (0, -0.05, 0.16), (0, 0.05, 0.16), 0.1, 0.1, **flat),
            limb("chest", (0, -0.06, 0.02), (0, 0.06, 0.02), 0.105, 0.105, **flat),
            limb("chest", (0, -0.08, 0.12), (0, 0.08, 0.12), 0.118, 0.118, **flat),
            *(limb("chest", (-0.015, 0, 0.232), (-0.02, y, 0.205), 0.064, 0.06) for y in (-0.145, 0.145))]


def sleeve(side: str) -> list[Solid]:
    """Upper arm and forearm."""
    return [limb(f"{side}_upper_arm", (0, 0, -0.03), (0, 0, -0.28), 0.057, 0.046),
            limb(f"{side}_forearm", (0, 0, 0), (0, 0, -0.245), 0.047, 0.036)]


def legs() -> list[Solid]:
    """Hips, thighs and shins."""
    return [limb("pelvis", (-0.005, -0.065, 0.02), (-0.005, 0.065, 0.02), 0.11, 0.11, squash=(0.88, 1.0, 1.0)),
            *(solid for side in ("right", "left") for solid in (
                limb(f"{side}_thigh", (0, 0, -0.04), (0, 0, -0.43), 0.088, 0.062),
                limb(f"{side}_shin", (0, 0, 0), (-0.012, 0, -0.15), 0.06, 0.06),
                limb(f"{side}_shin", (-0.012, 0, -0.15), (0, 0, -0.4), 0.06, 0.046)))]


def shoe(side: str) -> list[Solid]:
    """A shoe with a flat sole."""
    bone, sole = f"{side}_foot", -0.0525
    return [limb(bone, (-0.03, 0, -0.02), (0.13, 0, -0.032), 0.04, 0.034, floor=sole, squash=(1.0, 1.15, 1.0)),
            limb(bone, (-0.008, 0, 0.03), (-0.008, 0, -0.02), 0.042, 0.042, floor=sole)]


def grown(solids: Sequence[Solid], by: float, thick: float = 1.0) -> list[Solid]:
    """Solids that many times as thick, and larger by a margin, m."""
    return [replace(each, r=each.r * thick + by, s=each.s * thick + by) for each in solids]
