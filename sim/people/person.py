"""The Person: who is in a scene, and where they stand at frame 0."""

from dataclasses import dataclass

from sim.conventions import Vec3
from sim.errors import DeclarationError, check_name, check_number, check_vector

GARMENTS = ("skin", "hair", "top", "trousers", "shoes")
BUILDS = {"slim": 0.9, "medium": 1.0, "broad": 1.15}
"""How thick the trunk and the limbs are."""

@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who stands upright at `position`, the place between the soles, m, world, and faces `heading`, rad about z from +x.

    height: m, hair left out. build: 'slim', 'medium' or 'broad'. Their parts are their skin and clothes: 'anna.skin', 'anna.hair',
    'anna.top', 'anna.trousers', 'anna.shoes'.
    """

    name: str
    position: Vec3 = (0.0, 0.0, 0.0)
    heading: float = 0.0
    height: float = 1.7
    build: str = "medium"

    def __post_init__(self) -> None:
        check_name("object", self.name)
        check_vector(self.name, "position", self.position)
        check_number(self.name, "heading", self.heading, unit="rad")
        check_number(self.name, "height", self.height, least=1.0, most=2.2, unit="m")
        if self.build not in BUILDS:
            raise DeclarationError(f"{self.name}: build is {self.build!r}; it must be one of {', '.join(BUILDS)}.")

    @property
    def parts(self) -> tuple[str, ...]:
        """The paths of their parts, in the order of their ids."""
        return tuple(f"{self.name}.{garment}" for garment in GARMENTS)
