"""Shapes that furniture, vessels and plants are modelled of. Values in metres.

Edges are bevelled where they are drawn, and sharp where they collide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import DeclarationError, check_number, check_seed, check_vector
from sim.math.conventions import Vec3

MOST_LEAVES = 200


@dataclass(frozen=True, kw_only=True)
class Prism:
    """An upright prism, centred in z. outline: at least three corners (x, y) of a convex polygon, counter-clockwise from above."""

    outline: tuple[tuple[float, float], ...]
    height: float
    bevel: float = 0.002


@dataclass(frozen=True, kw_only=True)
class Lathe:
    """What a lathe turns about z. profile: (radius, z) of its outside, from the lowest up; wall: if above 0 it is hollow and open at the
    top, with a wall and bottom so thick."""

    profile: tuple[tuple[float, float], ...]
    wall: float = 0.0
    bevel: float = 0.002


@dataclass(frozen=True, kw_only=True)
class Tube:
    """A round rod along a smooth curve through at least two points (x, y, z); it collides as straight rods between them."""

    path: tuple[Vec3, ...]
    radius: float


@dataclass(frozen=True, kw_only=True)
class Lump:
    """An uneven ball, such as a rock, a bush or a crown of leaves. size: of the even ellipsoid. rough: by what share of it the surface goes
    in and out, in dents that grain makes smaller. detail: how often its 20 triangles are cut in four, at most 4."""

    size: Vec3
    rough: float = 0.1
    seed: int = 0
    detail: int = 2
    grain: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Tuft:
    """Leaves that grow from the origin all round z. rise: degrees above level at which they leave it, droop: degrees by which they bend
    down to their tips; spread: by what share of them, and of the length, leaves differ."""

    leaves: int
    length: float
    width: float
    rise: float = 60.0
    droop: float = 60.0
    spread: float = 0.3
    seed: int = 0


Form = Prism | Lathe | Tube | Lump | Tuft


def _pairs(owner: str, field: str, points: Sequence, least: int) -> np.ndarray:
    if len(points) < least:
        raise DeclarationError(f"{owner}: {field} has {len(points)} points; give at least {least}.")
    return np.array([check_vector(owner, f"{field}[{i}]", point, 2) for i, point in enumerate(points)])


def _check_prism(owner: str, prism: Prism) -> None:
    corners = _pairs(owner, "Prism.outline", prism.outline, 3)
    check_number(owner, "Prism.height", prism.height, above=0, unit="m")
    check_number(owner, "Prism.bevel", prism.bevel, above=0, most=prism.height / 2, unit="m")
    ways = np.roll(corners, -1, axis=0) - corners
    if (ways[:, 0] * np.roll(ways[:, 1], -1) - ways[:, 1] * np.roll(ways[:, 0], -1) <= 1e-12).any():
        raise DeclarationError(f"{owner}: Prism.outline is not a convex polygon, counter-clockwise from above. Split it, or turn it round.")
    if (left_after(corners, prism.bevel) <= 0).any():
        raise DeclarationError(f"{owner}: Prism.bevel is {prism.bevel:g} m; a side of the outline is shorter than that takes. Give less.")


def left_after(corners: np.ndarray, bevel: float) -> np.ndarray:
    """m that are left of each side (N,) of a convex polygon (N, 2) that is made smaller by a bevel."""
    ways = np.roll(corners, -1, axis=0) - corners
    heading = np.arctan2(ways[:, 1], ways[:, 0])
    takes = bevel * np.tan(((np.roll(heading, -1) - heading) % (2 * np.pi)) / 2)
    return np.linalg.norm(ways, axis=1) - takes - np.roll(takes, 1)


def _check_lathe(owner: str, lathe: Lathe) -> None:
    profile = _pairs(owner, "Lathe.profile", lathe.profile, 2)
    check_number(owner, "Lathe.wall", lathe.wall, least=0, unit="m")
    check_number(owner, "Lathe.bevel", lathe.bevel, least=0, unit="m")
    rises = (np.diff(profile[:, 1]) >= 0).all() and np.ptp(profile[:, 1]) > 0
    if not rises or (profile[:, 0] < 0).any() or not profile[:, 0].any():
        raise DeclarationError(f"{owner}: Lathe.profile must have radii of at least 0, and z that never goes down from point to point.")
    if lathe.wall and lathe.wall >= min(profile[:, 0].min(), np.ptp(profile[:, 1])):
        raise DeclarationError(f"{owner}: Lathe.wall is {lathe.wall:g} m; it must be less than every radius and the height.")


def _check_tube(owner: str, tube: Tube) -> None:
    check_number(owner, "Tube.radius", tube.radius, above=0, unit="m")
    points = np.array([check_vector(owner, f"Tube.path[{i}]", point) for i, point in enumerate(tube.path)])
    if len(points) < 2 or (np.linalg.norm(np.diff(points, axis=0), axis=1) < 1e-6).any():
        raise DeclarationError(f"{owner}: Tube.path must be at least two points, each apart from the next.")


def _check_lump(owner: str, lump: Lump) -> None:
    for edge in check_vector(owner, "Lump.size", lump.size):
        check_number(owner, "Lump.size", edge, above=0, unit="m")
    check_number(owner, "Lump.rough", lump.rough, least=0, most=0.5)
    check_number(owner, "Lump.grain", lump.grain, least=0.1, most=10)
    check_number(owner, "Lump.detail", lump.detail, least=0, most=4)
    check_seed(owner, lump.seed)


def _check_tuft(owner: str, tuft: Tuft) -> None:
    check_number(owner, "Tuft.leaves", tuft.leaves, least=1, most=MOST_LEAVES)
    for field in ("length", "width"):
        check_number(owner, f"Tuft.{field}", getattr(tuft, field), above=0, unit="m")
    check_number(owner, "Tuft.rise", tuft.rise, least=-90, most=90, unit="degrees")
    check_number(owner, "Tuft.droop", tuft.droop, least=-180, most=180, unit="degrees")
    check_number(owner, "Tuft.spread", tuft.spread, least=0, most=1)
    check_seed(owner, tuft.seed)


FORM_CHECKS: dict[type, Callable] = {
    Prism: _check_prism, Lathe: _check_lathe, Tube: _check_tube, Lump: _check_lump, Tuft: _check_tuft,
}
