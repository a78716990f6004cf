"""What stands still in a scene, as upright boxes and round pillars read from its declarations: measured here by plain geometry, without
the code that is to be measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from sim.errors import DeclarationError
from sim.math.conventions import Array
from sim.scene.objects import Body
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Compound, Cylinder, Plane, Shape

UPRIGHT = 1e-6
"""By which a solid's axis may lean from the vertical, as the sine of an angle."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solid:
    """A box, or a cylinder along z, turned about z only. middle: (3,) m, world. half: (3,) half its extents, m; of a cylinder x and y are
    its radius. turn: rad about z. name: of the object that it is a piece of."""

    name: str
    middle: NDArray[np.float64]
    half: NDArray[np.float64]
    turn: float = 0.0
    round: bool = False

    @property
    def low(self) -> float:
        """Height of its bottom, m."""
        return float(self.middle[2] - self.half[2])

    @property
    def top(self) -> float:
        """Height of its top, m."""
        return float(self.middle[2] + self.half[2])

    def inside(self, points: NDArray[np.float64]) -> Array:
        """Points (..., 2 or 3), world, in its own axes from its middle, m."""
        x, y = points[..., 0] - self.middle[0], points[..., 1] - self.middle[1]
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        up = [points[..., 2] - self.middle[2]] if points.shape[-1] == 3 else []
        return np.stack([cos * x + sin * y, cos * y - sin * x, *up], axis=-1)

    def aside(self, points: NDArray[np.float64]) -> Array:
        """m from points (..., 2 or 3) to its outline, seen from above; below 0 inside."""
        at = self.inside(points)[..., :2]
        if self.round:
            return np.hypot(at[..., 0], at[..., 1]) - self.half[0]
        over = np.abs(at) - self.half[:2]
        return np.linalg.norm(np.maximum(over, 0), axis=-1) + np.minimum(over.max(axis=-1), 0)

    def depth(self, points: NDArray[np.float64]) -> Array:
        """How deep points (..., 3) are inside it, m; 0 outside."""
        return np.maximum(np.minimum(-self.aside(points), self.half[2] - np.abs(self.inside(points)[..., 2])), 0.0)

    def crossed(self, start: NDArray[np.float64], end: NDArray[np.float64]) -> tuple[Array, Array]:
        """Where straight ways (..., 2), seen from above, enter its outline and leave it, as shares of their length; inf, -inf: never."""
        a, b = self.inside(start), self.inside(end)
        way = np.where(np.abs(b - a) < 1e-12, 1e-12, b - a)
        if self.round:
            p, q = (way * way).sum(axis=-1), (a * way).sum(axis=-1)
            under = q * q - p * ((a * a).sum(axis=-1) - self.half[0] ** 2)
            enter, leave = ((-q + sign * np.sqrt(np.maximum(under, 0))) / p for sign in (-1, 1))
            missed = under <= 0
        else:
            one, other = (-self.half[:2] - a) / way, (self.half[:2] - a) / way
            enter, leave = np.minimum(one, other).max(axis=-1), np.maximum(one, other).min(axis=-1)
            missed = enter >= leave
        missed |= (leave <= 0) | (enter >= 1)
        return np.where(missed, np.inf, np.clip(enter, 0, 1)), np.where(missed, -np.inf, np.clip(leave, 0, 1))


def solids(scene: Scene) -> tuple[Solid, ...]:
    """All that is fixed in a scene but its ground. Raises DeclarationError for what is neither a box, nor a cylinder, nor upright."""
    return tuple(solid for body in scene.bodies if body.fixed for solid in _of(body))


def _of(body: Body) -> Iterator[Solid]:
    for part in body.parts:
        if not isinstance(part.shape, Plane):
            yield from _pieces(body.name, part.shape, np.array(body.position, float), Rotation.from_quat(body.rotation),
                               part.position, part.rotation)


def _pieces(name: str, shape: Shape, origin: Array, turned: Rotation, position: Sequence[float],
            rotation: Sequence[float]) -> Iterator[Solid]:
    place, turn = origin + turned.apply(position), turned * Rotation.from_quat(rotation)
    if isinstance(shape, Compound):
        for piece in shape.pieces:
            yield from _pieces(name, piece.shape, place, turn, piece.position, piece.rotation)
        return
    x, y, up = turn.as_matrix()[:, 2]
    if not isinstance(shape, (Box, Cylinder)) or np.hypot(x, y) > UPRIGHT or up < 0:
        raise DeclarationError(f"{name}: {type(shape).__name__} turned to {turn.as_quat()}; only upright boxes and cylinders are measured.")
    half = np.array(shape.size) / 2 if isinstance(shape, Box) else np.array([shape.radius, shape.radius, shape.height / 2])
    across = turn.as_matrix()[:, 0]
    yield Solid(name=name, middle=place, half=half, turn=float(np.arctan2(across[1], across[0])), round=isinstance(shape, Cylinder))
