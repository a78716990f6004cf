"""The vessels of a scene that have a liquid, and the part that is seen of it: a disc where its surface is."""

from collections.abc import Iterable
from dataclasses import dataclass

from sim.scene.hollows import Hollow, hollow_of
from sim.scene.objects import LIQUID, Body, Part
from sim.scene.shapes import Cup, Cylinder

BURIED = 0.8
"""Share of the wall that the disc's edge is in when it lies level, so that it still reaches the wall when it is tilted."""
THICK = 0.002
"""m, of the disc, or half the wall if that is less."""


@dataclass(frozen=True, kw_only=True)
class Vessel:
    """A body with a liquid. cup: the part that holds it. full: share of its hollow at frame 0."""

    name: str
    cup: Part
    hollow: Hollow
    full: float

    @property
    def path(self) -> str:
        """Of the part that is its liquid."""
        return f"{self.name}.{LIQUID}"

    @property
    def disc(self) -> Cylinder:
        """The shape of that part."""
        return Cylinder(radius=self.hollow.radius + BURIED * self.hollow.wall, height=min(THICK, self.hollow.wall / 2))


def vessels(bodies: Iterable[Body]) -> tuple[Vessel, ...]:
    """Those of the bodies that have a liquid, in their order."""
    return tuple(Vessel(name=body.name, cup=part, hollow=hollow_of(part.shape), full=body.full)
                 for body in bodies if body.full is not None for part in body.parts if isinstance(part.shape, Cup))
