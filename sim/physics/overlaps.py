"""Telling that two objects overlap at frame 0: roughly before mesh files are split into convex pieces, which takes long, then exactly."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError
from sim.geometry.convex import ConvexPiece, distance, pieces, pose
from sim.geometry.mesh_files import load_mesh
from sim.math.conventions import apply, matrix_from_quat, transform
from sim.physics.bullet.contact_points import contact_points
from sim.physics.physics_scene import PhysicsScene
from sim.scene.objects import Body
from sim.scene.scene import Scene
from sim.scene.shapes import MeshFile, Plane, is_unbounded

OVERLAP = 0.002
"""m that two objects may overlap at frame 0."""


def check_apart(physics: PhysicsScene) -> None:
    """Raise a DeclarationError if two objects overlap by more than 2 mm, unless both are fixed."""
    things, (_, _, normals), (gaps, _) = contact_points(physics.world.look_for_contacts(), physics.world.step)
    for i in np.argsort(gaps, kind="stable"):
        body_a, link_a, body_b, link_b = things[:, i].tolist()
        a, b, depth = physics.owners[body_a, link_a][0], physics.owners[body_b, link_b][0], -gaps[i]
        if depth > OVERLAP and a != b and not {a, b} <= physics.still:
            raise _overlap(a, b, depth, normals[i])


def check_roughly(scene: Scene) -> None:
    """Raise the same if a corner of a mesh file that moves is inside another body of simple shapes: before it is split."""
    hung = {(pivot.body, pivot.to) for pivot in scene.pivots}
    for body in scene.bodies:
        corners = None if body.fixed else _corners(body)
        if corners is None:
            continue
        others = [other for other in scene.bodies if other is not body and not {(body.name, other.name), (other.name, body.name)} & hung]
        found = [(depth, other.name, away) for other in others for depth, away in _depths(corners, other)]
        depth, name, away = max(found, key=lambda each: each[0], default=(0.0, "", np.zeros(3)))
        if depth > OVERLAP:
            raise _overlap(body.name, name, depth, away)


def _overlap(a: str, b: str, depth: float, away: NDArray) -> DeclarationError:
    by = ", ".join(f"{x * depth:.4f}" for x in away)
    return DeclarationError(f"{a} and {b} overlap by {depth * 1000:.1f} mm at frame 0; at most {OVERLAP * 1000:.0f} mm is "
                            f"allowed. Move {a} by ({by}) m, or {b} the other way.")


def _corners(body: Body) -> NDArray | None:
    """(N, 3) those of a body's mesh files, m, world; None if there are none."""
    meshes = [(part, part.shape) for part in body.parts if isinstance(part.shape, MeshFile)]
    if not meshes:
        return None
    world = transform(body.position, body.rotation)
    return np.concatenate([apply(world @ transform(part.position, part.rotation), load_mesh(shape.path, shape.scale, shape.material)[0])
                           for part, shape in meshes])


def _depths(corners: NDArray, other: Body) -> Iterator[tuple[float, NDArray]]:
    """How deep the deepest corner is in each piece of a body, m, and the unit way out of it (3,), world."""
    at = pose(other.position, other.rotation)
    for part in other.parts:
        frame = at.then(pose(part.position, part.rotation))
        if isinstance(part.shape, Plane):
            up = matrix_from_quat(frame.rotation)[:, 2]
            yield float(-((corners - frame.position) @ up).min()), up
        elif not is_unbounded(part.shape) and not isinstance(part.shape, MeshFile):
            for piece in pieces(part.shape, frame):
                away = distance(piece, corners)
                deepest = int(away.argmin())
                yield -float(away[deepest]), _way_out(piece, corners[deepest])


def _way_out(piece: ConvexPiece, point: NDArray) -> NDArray:
    step = 1e-5
    slope = np.array([distance(piece, (point + axis)[None])[0] - distance(piece, (point - axis)[None])[0] for axis in np.eye(3) * step])
    return slope / max(float(np.linalg.norm(slope)), 1e-12)
