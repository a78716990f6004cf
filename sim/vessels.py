"""The vessels of a scene that have a liquid, and the part that is seen of it: a disc that lies where its surface is."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.conventions import Array, quat_inverse, quat_rotate
from sim.hollows import Hollow, hollow_of, tilt_of
from sim.objects import LIQUID, Body
from sim.pieces import HERE, Pose, pose
from sim.shapes import Cup, Cylinder

BURIED = 0.8
"""Share of the wall that the disc's edge is in when it lies level, so that it still reaches the wall when it is tilted."""
THICK = 0.002
"""m, of the disc, or half the wall if that is less."""
SEEN = 0.001
"""m: what stands less high over the floor is not seen."""


@dataclass(frozen=True, kw_only=True)
class Vessel:
    """A body's hollow. body_from_hollow: as in sim.hollows. full: share of it at frame 0."""

    name: str
    hollow: Hollow
    body_from_hollow: Pose
    full: float

    @property
    def path(self) -> str:
        """Of the part that is its liquid."""
        return f"{self.name}.{LIQUID}"

    @property
    def shape(self) -> Cylinder:
        """Of that part."""
        return Cylinder(radius=self.hollow.radius + BURIED * self.hollow.wall, height=self._thick)

    @property
    def _thick(self) -> float:
        return min(THICK, self.hollow.wall / 2)

    @property
    def body_from_mouth(self) -> Pose:
        """The middle of its mouth, z along its axis, in the body's frame."""
        return self.body_from_hollow.then(pose((0.0, 0.0, self.hollow.height)))

    def mouth(self, world_from_body: Pose) -> Pose:
        """The same in the world."""
        return world_from_body.then(self.body_from_mouth)

    def surface(self, world_from_body: Pose, level: float) -> Pose:
        """Where the disc is when this share is filled: at that height along the axis, as level as it can lie with its edge in the wall,
        above the bottom and below the rim; in the floor if there is nothing to be seen."""
        return world_from_body.then(self.body_from_hollow).then(self._lying(world_from_body, level))

    def _lying(self, world_from_body: Pose, level: float) -> Pose:
        """The disc's pose in the hollow's frame."""
        height, edge, thick = level * self.hollow.height, self.shape.radius, self._thick
        if height < SEEN:
            return Pose(np.array([0.0, 0.0, -self.hollow.wall / 2]), HERE.rotation)
        up = quat_rotate(quat_inverse(world_from_body.then(self.body_from_hollow).rotation), (0.0, 0.0, 1.0))
        room = min(height + self.hollow.wall - thick, self.hollow.height - height) / edge
        tilt = min(tilt_of(up), float(np.arccos(self.hollow.radius / edge)), float(np.arcsin(np.clip(room, 0.0, 1.0))))
        axis = np.array([-up[1], up[0]]) / max(float(np.hypot(up[0], up[1])), 1e-12)
        lying = pose((0.0, 0.0, height), (*(axis * np.sin(tilt / 2)), 0.0, np.cos(tilt / 2)))
        return lying.then(pose((0.0, 0.0, -thick / 2)))


def vessels(bodies: Iterable[Body]) -> tuple[Vessel, ...]:
    """Those of the bodies that have a liquid, in their order."""
    return tuple(_vessel(body, body.full) for body in bodies if body.full is not None)


def _vessel(body: Body, full: float) -> Vessel:
    part = next(part for part in body.parts if isinstance(part.shape, Cup))
    assert isinstance(part.shape, Cup)
    hollow, cup_from_hollow = hollow_of(part.shape)
    return Vessel(name=body.name, hollow=hollow, body_from_hollow=pose(part.position, part.rotation).then(cup_from_hollow), full=full)


def lip(mouth: Pose, radius: float) -> Array:
    """The lowest point (3,) of a circle round a mouth, m, world; of a level one, some point of it."""
    up = quat_rotate(mouth.rotation, (0.0, 0.0, 1.0))
    down = up * up[2] - np.array([0.0, 0.0, 1.0])
    return mouth.position + radius * down / max(float(np.linalg.norm(down)), 1e-12)
