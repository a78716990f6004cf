"""What people need to know of things: their middles, widths and outlines, as they are now."""

import numpy as np

from sim.cast import Cast
from sim.conventions import Array, quat_rotate
from sim.errors import DeclarationError
from sim.pieces import corners_of, pieces, pose
from sim.shapes import Compound, MeshFile, is_unbounded

SPAN = np.radians(np.arange(0, 180, 15))
"""Directions in which a width is measured."""
INSIDE = 0.1
"""m from its rim to where something is put on a thing."""


def outlines(cast: Cast, name: str) -> list[Array]:
    """(N, 3) the corners of each convex piece of a body, m, world; of ground without end, none."""
    actor = cast.actors[name]
    if actor.found is not None:
        at = cast.world.pose(cast.handle(name))
        return [at.position + quat_rotate(at.rotation, corners_of(piece)) for part in actor.found.parts for piece in part]
    at = cast.world_from_body(name)
    return [at.position + quat_rotate(at.rotation, corners_of(piece)) for part in actor.body.parts if not is_unbounded(part.shape)
            for piece in pieces(part.shape, pose(part.position, part.rotation))]


def middle(cast: Cast, name: str) -> Array:
    """(3,) a body's middle, m: its frame if it is one simple shape, else that of its box."""
    parts = cast.actors[name].body.parts
    if len(parts) == 1 and not isinstance(parts[0].shape, (Compound, MeshFile)):
        return cast.world_from_body(name).position
    corners = np.concatenate(outlines(cast, name))
    return (corners.min(axis=0) + corners.max(axis=0)) / 2


def half_width(cast: Cast, name: str) -> float:
    """m from a body's middle to its sides, where it is narrowest."""
    corners = np.concatenate(outlines(cast, name))[:, :2]
    across = corners @ np.stack([np.cos(SPAN), np.sin(SPAN)])
    return float(np.ptp(across, axis=0).min()) / 2


def depth_below(cast: Cast, name: str) -> float:
    """m from a body's frame down to its lowest point."""
    return float(cast.world_from_body(name).position[2] - np.concatenate(outlines(cast, name))[:, 2].min())


def spot_on(cast: Cast, name: str, near: Array) -> Array:
    """(3,) a place on top of a body, as near to `near` (3,) as keeps from its rim, m, world."""
    found = outlines(cast, name)
    if not found:
        raise DeclarationError(f"{name} has no end, so nothing is in its middle; give a place instead.")
    top = max(found, key=lambda corners: corners[:, 2].max())
    low, high = top.min(axis=0)[:2], top.max(axis=0)[:2]
    inside = np.minimum(INSIDE, (high - low) / 2)
    return np.array([*np.clip(near[:2], low + inside, high - inside), top[:, 2].max()])
