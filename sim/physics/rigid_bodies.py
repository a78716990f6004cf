"""Bodies as the engine needs them: convex pieces and mass in the body's principal frame, part poses from body poses."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError
from sim.geometry.convex import ConvexPiece, Pose, distance, mass_of, pieces, pose
from sim.math.conventions import Array, frozen, quat_from_matrix
from sim.scene.objects import Body

HEAVY = 1e8
"""kg, and kg m2: the mass of a body that nothing may push, because an action decides where it is."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RigidBody:
    """A body that can move, seen from its principal frame: origin at the centre of mass, axes along those of its inertia.

    body_from_centre: that frame in the body's. parts: the pieces of each part, in that frame. inertia: (3,) kg m2.
    """

    body: Body
    body_from_centre: Pose
    parts: tuple[tuple[ConvexPiece, ...], ...]
    mass: float
    inertia: Array

    @cached_property
    def centre_from_body(self) -> Pose:
        """The other way round."""
        return self.body_from_centre.inverse()

    @property
    def world_from_centre(self) -> Pose:
        """Where the principal frame is at frame 0."""
        return pose(self.body.position, self.body.rotation).then(self.body_from_centre)

    @property
    def reach(self) -> float:
        """m, the largest radius of a ball round the centre of mass that is inside the body; 0 if the centre is outside."""
        return max(0.0, -min(float(distance(p, np.zeros((1, 3)))[0]) for part in self.parts for p in part))


def rigid_body(body: Body) -> RigidBody:
    """The pieces, mass and principal axes of a body. Raises DeclarationError for a mesh that encloses no volume."""
    parts = [pieces(part.shape, pose(part.position, part.rotation)) for part in body.parts]
    try:
        found = mass_of([piece for part in parts for piece in part], body.density)
    except Exception as error:  # qhull's, for a flat mesh
        raise DeclarationError(f"{body.name}: its mesh encloses no volume, so it has no mass. Give it thickness, or fixed=True.") from error
    mass = body.mass or found.mass
    inertia, axes = _principal(found.inertia * (mass / found.mass))
    frame = Pose(found.centre, axes)
    back = frame.inverse()
    moved = tuple(tuple(ConvexPiece(solid=p.solid, at=back.then(p.at)) for p in part) for part in parts)
    return RigidBody(body=body, body_from_centre=frame, parts=moved, mass=mass, inertia=frozen(inertia))


def part_poses(body: Body, world_from_body: Pose) -> tuple[Array, Array]:
    """world_from_part of all parts of a body: positions (P, 3) and quaternions (P, 4)."""
    inner = Pose(np.array([p.position for p in body.parts], float), np.array([p.rotation for p in body.parts], float))
    out = world_from_body.then(inner)
    return out.position, out.rotation / np.linalg.norm(out.rotation, axis=-1, keepdims=True)


def nearest_part(found: RigidBody, points: NDArray[np.float64]) -> NDArray[np.int64]:
    """The index of the part nearest to each point (N, 3) of the principal frame, (N,)."""
    nowhere = np.full(len(points), np.inf)  # a part may have no piece of its own: the paint on a mesh
    return np.argmin([np.min([distance(piece, points) for piece in part] or [nowhere], axis=0) for part in found.parts], axis=0)


def _principal(inertia: Array) -> tuple[Array, Array]:
    """Moments (3,) and the quaternion of their axes; no turn where the body's own axes are principal already."""
    off = inertia - np.diag(np.diag(inertia))
    if np.abs(off).max() <= 1e-9 * np.trace(inertia):
        return np.diag(inertia), np.array([0.0, 0.0, 0.0, 1.0])
    moments, axes = np.linalg.eigh(inertia)
    return moments, quat_from_matrix(axes * np.sign(np.linalg.det(axes)))
