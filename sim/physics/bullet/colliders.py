"""Shapes as Bullet's collision shapes, each made once and given by its number."""

from collections.abc import Sequence
from typing import Any

from sim.geometry.convex import ConvexPiece, Hull, Pose, pieces, pose
from sim.geometry.hulls import obj_of
from sim.geometry.tessellate import tessellate
from sim.physics.bullet.client import Client
from sim.scene.shapes import Box, Capsule, Compound, Cylinder, Plane, Shape, Sphere

MARGIN = 0.001
"""m that Bullet adds round a hull; hulls are made that much smaller first."""
MOST_PIECES = 16
"""Pieces in one Bullet compound; it drops any more without a word."""


def exact_collider(client: Client, shape: Shape) -> int:
    """A shape exactly as drawn, hollows and all, for what never moves; a Plane is the half-space below it."""
    if isinstance(shape, Plane):
        return client.createCollisionShape(client.GEOM_PLANE)
    if isinstance(shape, (Box, Sphere, Cylinder, Capsule)):
        return client.createCollisionShape(**_primitive(client, shape))
    if isinstance(shape, Compound) and len(shape.pieces) < MOST_PIECES and not any(isinstance(p.solid, Hull) for p in pieces(shape)):
        return convex_collider(client, [pieces(shape)])
    mesh = tessellate(shape)
    return client.createCollisionShape(client.GEOM_MESH, vertices=mesh.vertices.tolist(), indices=mesh.faces.ravel().tolist(),
                                       flags=client.GEOM_FORCE_CONCAVE_TRIMESH | client.GEOM_CONCAVE_INTERNAL_EDGE)


def convex_collider(client: Client, parts: Sequence[Sequence[ConvexPiece]]) -> int:
    """All convex pieces of some parts in one shape, for what moves."""
    solids = [piece for part in parts for piece in part]
    native = [piece for piece in solids if not isinstance(piece.solid, Hull)][:MOST_PIECES - 1]
    hulls = [piece.corners for piece in solids if piece not in native]
    shapes = [_primitive(client, piece.solid) | {"at": lists(piece.at)} for piece in native if not isinstance(piece.solid, Hull)]
    if hulls:
        shapes.append({"shapeType": client.GEOM_MESH, "fileName": client.write(obj_of(hulls, MARGIN)), "at": lists(pose())})
    return client.createCollisionShapeArray(
        shapeTypes=[s["shapeType"] for s in shapes], radii=[s.get("radius", 0.0) for s in shapes],
        lengths=[s.get("height", 0.0) for s in shapes], halfExtents=[s.get("halfExtents", [0.0] * 3) for s in shapes],
        fileNames=[s.get("fileName", "") for s in shapes], meshScales=[[1, 1, 1]] * len(shapes),
        collisionFramePositions=[s["at"][0] for s in shapes], collisionFrameOrientations=[s["at"][1] for s in shapes])


def lists(at: Pose) -> tuple[list[float], list[float]]:
    """A pose as PyBullet takes it: position and quaternion as lists."""
    return at.position.tolist(), at.rotation.tolist()


def _primitive(client: Client, solid: Box | Sphere | Cylinder | Capsule) -> dict[str, Any]:
    if isinstance(solid, Box):
        return {"shapeType": client.GEOM_BOX, "halfExtents": [edge / 2 for edge in solid.size]}
    if isinstance(solid, Sphere):
        return {"shapeType": client.GEOM_SPHERE, "radius": solid.radius}
    kind = client.GEOM_CYLINDER if isinstance(solid, Cylinder) else client.GEOM_CAPSULE
    return {"shapeType": kind, "radius": solid.radius, "height": solid.height}
