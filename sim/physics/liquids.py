"""How full the vessels of a scene are while it is acted out. What no longer fits into a tilted one leaves it over the lowest point of
its rim, and falls into the vessel below that point, or is spilt."""

from collections.abc import Sequence

import numpy as np

from sim.geometry.convex import Pose
from sim.geometry.surfaces import body_from_mouth, lip, surface
from sim.math.conventions import Array, quat_rotate
from sim.physics.physics_scene import PhysicsScene
from sim.scene.hollows import tilt_of
from sim.scene.objects import Body
from sim.scene.vessels import vessels
from sim.trajectory import Flow

BEAD = 1e-4
"""Litres that stay at a rim: less does not run over."""
FALL = 0.5
"""m that liquid falls at most into another vessel: what is between is not looked at."""
OPEN = np.radians(30.0)
"""A vessel that is tilted more catches nothing."""


class Liquids:
    """The litres in each vessel. A liquid has no mass and no swing: its surface is level at once, and nothing floats in it. What falls
    is in the vessel below in the same frame. Names are those of bodies with a `full`; others are a KeyError."""

    def __init__(self, bodies: Sequence[Body], physics: PhysicsScene) -> None:
        self._physics, self._frame = physics, -1
        self.vessels = {vessel.name: vessel for vessel in vessels(bodies)}
        self._litres = {name: vessel.full * vessel.hollow.litres for name, vessel in self.vessels.items()}
        self.flows: list[Flow] = []

    def __contains__(self, name: str) -> bool:
        return name in self.vessels

    def level(self, name: str) -> float:
        """The share of its hollow that is filled, 0..1."""
        return self._litres[name] / self.capacity(name)

    def capacity(self, name: str) -> float:
        """Litres in its hollow when it is full."""
        return self.vessels[name].hollow.litres

    def mouth(self, name: str) -> Pose:
        """Where the middle of its mouth is, z along its axis."""
        return self._physics.world_from_body(name).then(body_from_mouth(self.vessels[name]))

    def tilt(self, name: str) -> float:
        """How far it is off upright, rad."""
        return tilt_of(quat_rotate(self.mouth(name).rotation, (0.0, 0.0, 1.0)))

    def empty(self, name: str) -> bool:
        """Whether no more is left than sticks to it."""
        return self._litres[name] <= BEAD

    def brim(self, name: str, less: float = 0.0) -> float:
        """The tilt at which all but so many litres of what is in it stay in, rad."""
        return self.vessels[name].hollow.brim((self._litres[name] - less) / self.capacity(name))

    def room(self, name: str) -> float:
        """Litres that go into it yet, as it is tilted now."""
        return max(self.vessels[name].hollow.fits(self.tilt(name)) * self.capacity(name) - self._litres[name], 0.0)

    def beside(self, name: str, other: str) -> float:
        """m by which the lowest point of its rim is not over the mouth of another; negative: it is."""
        edge, mouth = self._lip(name), self.mouth(other)
        return float(np.hypot(*(edge - mouth.position)[:2])) - self.vessels[other].hollow.radius

    def drain(self, name: str, litres: float, into: str = "") -> float:
        """Take this much out, or what there is, for someone or something; how much it was."""
        gone = min(litres, self._litres[name])
        self._litres[name] -= gone
        if gone > 0:
            self.flows.append(Flow(frame=self._frame + 1, source=name, into=into, litres=gone))
        return gone

    def fill(self, name: str, litres: float) -> float:
        """Put this much in, or as much as it holds as it is tilted now; how much went in."""
        got = min(litres, self.room(name))
        self._litres[name] += got
        return got

    def settle(self, frame: int) -> None:
        """Let what no longer fits run over, things being where they are in this frame. Once a frame, in their order."""
        self._frame = frame - 1
        for name, vessel in self.vessels.items():
            fits = vessel.hollow.fits(self.tilt(name)) * self.capacity(name)
            over = self._litres[name] - fits
            if over > BEAD or over > 0 and fits == 0:
                self._run(name, over)
        self._frame = frame

    def _run(self, name: str, litres: float) -> None:
        into = self._below(name)
        caught = self.fill(into, litres) if into else 0.0
        for where, share in ((into, caught), ("", litres - caught)):
            if share > 0:
                self.drain(name, share, where)

    def _below(self, name: str) -> str:
        """The vessel whose open mouth is under the lip of another: the nearest; "" if there is none."""
        edge = self._lip(name)
        drops = {other: float(edge[2] - self.mouth(other).position[2]) for other in self.vessels
                 if other != name and self.beside(name, other) < 0 and self.tilt(other) < OPEN}
        return min((other for other, drop in drops.items() if 0 < drop < FALL), key=lambda other: drops[other], default="")

    def _lip(self, name: str) -> Array:
        """The lowest point of its rim."""
        hollow = self.vessels[name].hollow
        return lip(self.mouth(name), hollow.radius + hollow.wall)

    def poses(self) -> tuple[Array, Array]:
        """world_from_part of the parts that are liquids: (V, 3) and (V, 4)."""
        each = [surface(vessel, self._physics.world_from_body(name), self.level(name)) for name, vessel in self.vessels.items()]
        return np.reshape([at.position for at in each], (-1, 3)), np.reshape([at.rotation for at in each], (-1, 4))

    def levels(self) -> list[float]:
        """How full each is."""
        return [self.level(name) for name in self.vessels]
