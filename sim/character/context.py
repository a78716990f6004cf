"""What a verb may know of the world, and do to it, beside the body of who does it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sim.character.character import Character
from sim.character.limbs import CharacterBodies
from sim.character.planning.nav_grid import NavGrid
from sim.character.planning.prism_obstacles import PrismObstacles
from sim.character.planning.terrain import Terrain
from sim.geometry.convex import Pose
from sim.math.conventions import Array
from sim.physics.liquids import Liquids
from sim.physics.physics_scene import PhysicsScene
from sim.scene.action_state import ActionState
from sim.scene.actions import Drive


class Context(Protocol):
    """What a verb can ask of the world, and do to it. CharacterController is the only one."""

    physics: PhysicsScene
    liquids: Liquids
    bodies: CharacterBodies
    characters: Mapping[str, Character]

    def where(self, aim: str | tuple[float, ...], ground: float = 0.0) -> Array:
        """(3,) the place of an object's middle, of a mechanism's handle, of someone's chest, or of a place, m."""

    def obstacles(self, me: Character) -> list[tuple[str, Array]]:
        """The convex pieces of all that may be in someone's way, by whose they are: corners (N, 3), m, world."""

    def terrain(self, me: Character) -> Terrain:
        """What someone can stand on: the floor, and what there is a way up to from where they are, step by step."""

    def floor(self, me: Character, places: Sequence[Sequence[float] | Array]) -> NavGrid:
        """The floor round some places, with what is in someone's way."""

    def outlines_at(self, height: float, but: str) -> list[Array]:
        """(N, 2) outlines from above of what stands still at a height, m, other than one object."""

    def outlines_of(self, name: str) -> list[Array]:
        """(N, 2) outlines from above of an object, of a mechanism's handle, or of someone, m."""

    def in_the_way(self, thing: str) -> PrismObstacles:
        """What arms keep out of: all that stands still or is heavy, where it is now, but what is to be handled."""

    def holders(self, thing: str) -> list[Character]:
        """Who hold it."""

    def wearer(self, thing: str) -> Character | None:
        """Who has it on their head."""

    def wear(self, me: Character, thing: str) -> None:
        """Put a thing on someone's head."""

    def take(self, me: Character, side: str, thing: str, together: tuple[str, ...] = ()) -> None:
        """Fix a thing to a hand as it is now, and let fingers close round it. together: who hold it, if more than one does; then fingers
        stay as they are, and it is not the hand that moves it, but `send`."""

    def let_go(self, me: Character, side: str, through: bool = False) -> None:
        """Leave what a hand holds to itself. through: they still pass through it."""

    def send(self, thing: str, end: Pose) -> None:
        """Send a thing to where it is to be a frame later; there it stays."""

    def due(self, thing: str) -> Pose:
        """Where a thing is to be at the end of the frame if it is being sent there, else where it is now."""

    def drive(self, joint: Drive) -> ActionState:
        """Begin to drive a mechanism's joint, as a hand does."""

    def mass(self, thing: str) -> float:
        """Of a body that moves, kg."""

    def velocity(self, thing: str) -> Array:
        """(3,) of a body's centre of mass, m/s."""
