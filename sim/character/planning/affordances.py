"""What people need to know of things: their middles, widths and outlines, as they are now."""

from collections.abc import Sequence

import numpy as np
import scipy

from sim.errors import DeclarationError
from sim.geometry.convex import pieces, pose
from sim.math.conventions import Array, quat_rotate
from sim.physics.physics_scene import PhysicsScene
from sim.scene.shapes import Accessory, Compound, MeshFile, is_unbounded

SPAN = np.radians(np.arange(0, 180, 15))
"""Directions in which a width is measured."""
GRAZED = 0.03
"""m of a way through a thing that do not count."""
INSIDE = 0.1
"""m from its rim to where something is put on a thing."""


def convex_corners(physics: PhysicsScene, name: str) -> list[Array]:
    """For each convex piece of a body or mechanism, the world places (N, 3) of its corners, m. An empty list for
    ground without end."""
    if name in physics.machines:
        return [corners for link, _ in physics.machines[name].shapes for corners in link_outlines(physics, name, link)]
    actor = physics.actors[name]
    if actor.found is not None:
        at = physics.world.pose(physics.handle(name))
        return [at.position + quat_rotate(at.rotation, piece.corners) for part in actor.found.parts for piece in part]
    at = physics.world_from_body(name)
    return [at.position + quat_rotate(at.rotation, piece.corners) for part in actor.body.parts if not is_unbounded(part.shape)
            for piece in pieces(part.shape, pose(part.position, part.rotation))]


def link_outlines(physics: PhysicsScene, name: str, link: str) -> list[Array]:
    """For each convex piece of a link of a mechanism, the world places (N, 3) of its corners, m."""
    machine = physics.machines[name]
    which = [other for other, _ in machine.shapes].index(link)
    at = physics.world.link_frame(machine.links[which])
    return [at.position + quat_rotate(at.rotation, piece.corners) for piece in pieces(machine.shapes[which][1])]


def grip(physics: PhysicsScene, name: str) -> str:
    """The link by which a mechanism is handled: the one that is called so, else the last that is seen."""
    links = [link for link, _ in physics.machines[name].shapes]
    return next((link for link in links if any(word in link.lower() for word in ("handle", "knob", "grip"))), links[-1])


def between(physics: PhysicsScene, start: Array, end: Array, but: str) -> str:
    """The name of what stands still between two places (3,), m, and is higher than the second; "" if nothing is.
    `but` is not looked at."""
    for name in (*(n for n in physics.actors if physics.actors[n].body.fixed), *physics.machines):
        if name != but and any(corners[:, 2].max() > end[2] and _through(corners, start, end) > GRAZED
                               for corners in convex_corners(physics, name)):
            return name
    return ""


def _through(corners: Array, start: Array, end: Array) -> float:
    """How long the part, m, is of the straight line between two places (3,), m, that lies inside the convex hull of
    corners (N, 3)."""
    planes = scipy.spatial.ConvexHull(corners).equations
    at, along = planes[:, :3] @ start + planes[:, 3], planes[:, :3] @ (end - start)
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = -at / along
    into = max(meets[along < 0].max(initial=0.0), 1.0 if (at[along == 0] > 0).any() else 0.0)
    return float(max(min(meets[along > 0].min(initial=1.0), 1.0) - into, 0.0) * np.linalg.norm(end - start))


def hull(outlines: Sequence[Array]) -> Array:
    """(N, 3) the corners of all pieces together that are on their common convex hull."""
    corners = np.concatenate(outlines)
    return np.asarray(corners[scipy.spatial.ConvexHull(corners).vertices])


def middle(physics: PhysicsScene, name: str) -> Array:
    """(3,) where a body's middle is, m: the origin of its frame if it is one simple shape, else the middle of its
    bounding box."""
    parts = physics.actors[name].body.parts
    if len(parts) == 1 and not isinstance(parts[0].shape, (Compound, MeshFile)):
        return physics.world_from_body(name).position
    corners = np.concatenate(convex_corners(physics, name))
    return (corners.min(axis=0) + corners.max(axis=0)) / 2


def half_width(physics: PhysicsScene, name: str) -> float:
    """How far it is from a body's middle to its sides, m, in the direction in which it is narrowest; a hat's brim
    does not count."""
    pieces_of, (part, *_) = convex_corners(physics, name), physics.actors[name].body.parts
    corners = np.concatenate(pieces_of[:1] if isinstance(part.shape, Accessory) else pieces_of)[:, :2]
    across = corners @ np.stack([np.cos(SPAN), np.sin(SPAN)])
    return float(np.ptp(across, axis=0).min()) / 2


def body_depth_below(physics: PhysicsScene, name: str) -> float:
    """How far a body reaches down from the origin of its frame, m."""
    return float(physics.world_from_body(name).position[2] - np.concatenate(convex_corners(physics, name))[:, 2].min())


def spot_on(physics: PhysicsScene, name: str, near: Array) -> Array:
    """(3,) the place on top of a body, world, m, that is nearest to `near` (3,) and keeps a little from the rim."""
    found = convex_corners(physics, name)
    if not found:
        raise DeclarationError(f"{name} has no end, so nothing is in its middle; give a place instead.")
    top = max(found, key=lambda corners: corners[:, 2].max())
    low, high = top.min(axis=0)[:2], top.max(axis=0)[:2]
    inside = np.minimum(INSIDE, (high - low) / 2)
    return np.array([*np.clip(near[:2], low + inside, high - inside), top[:, 2].max()])
