"""What the world is to the people in it: where things are, what is in their way, and what they can stand on."""

from collections.abc import Sequence

import numpy as np

from sim.character.character import Character
from sim.character.effectors import Effectors
from sim.character.planning.affordances import convex_corners, grip, link_outlines, middle
from sim.character.planning.nav_grid import STEP_OVER, NavGrid, nav_grid
from sim.character.planning.prism_obstacles import PrismObstacles, prism_obstacles
from sim.character.planning.terrain import Terrain, is_ground, make_terrain, reachable
from sim.character.posing import new_character
from sim.math.conventions import Array
from sim.physics.kinematic import KinematicBodies
from sim.physics.physics_scene import PhysicsScene
from sim.scene.scene import Scene

ROUND = 0.2 * np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)])
"""Someone's outline from above, m."""

THIN = 0.05
"""m by which something must be higher than a thing to be in the way of a hand."""
HANDS = 0.65
"""m above the soles, of someone of TALL: what is lower does not come near their arms."""
HEAVY = 10.0
"""kg; what is lighter is pushed by arms rather than kept out of."""


class Surroundings:
    """A scene's people and what is round them, as it is in the frame that is being made."""

    def __init__(self, scene: Scene, physics: PhysicsScene, kinematic: KinematicBodies, effectors: Effectors) -> None:
        self.physics, self._kinematic = physics, kinematic
        fixed = [name for name, actor in physics.actors.items() if actor.body.fixed and scene.people]  # nobody: a mesh need not be split
        self._still = [(name, corners) for name in fixed for corners in convex_corners(physics, name)]
        self._walls = prism_obstacles(self._still)
        self._heavy = [name for name, actor in physics.actors.items() if actor.found is not None and self.mass(name) > HEAVY]
        self._ground = max((actor.body.position[2] for actor in physics.actors.values() if is_ground(actor.body)), default=np.inf)
        self.characters = {person.name: new_character(person, float(scene.fps), self._walls, effectors, scene.seed)
                           for person in scene.people}

    def where(self, aim: str | tuple[float, ...], ground: float = 0.0) -> Array:
        """The world place of an object's middle, of a mechanism's handle, of someone's chest, or of a place, m."""
        if not isinstance(aim, str):
            return np.array([*aim, ground][:3], float)
        if aim in self.characters:
            return self.characters[aim].at("chest", (0.0, 0.0, 0.1))
        if aim in self.physics.machines:
            return np.asarray(np.concatenate(link_outlines(self.physics, aim, grip(self.physics, aim))).mean(axis=0))
        return middle(self.physics, aim)

    def obstacles(self, me: Character) -> list[tuple[str, Array]]:
        """The convex pieces of all that may be in someone's way, by whose they are: corners (N, 3), m, world."""
        mine = {*(held.thing for held in me.held.values()), *(thing for other in self.characters.values() for thing in other.worn)}
        found = [(name, piece) for name in (*self.physics.actors, *self.physics.machines) if name not in mine
                 for piece in convex_corners(self.physics, name)]
        return found + [(name, _upright(outline, other.ground, other.person.height)) for name, other in self.characters.items()
                        if other is not me for outline in self.outlines_of(name)]

    def terrain(self, me: Character) -> Terrain:
        """What someone can stand on: the floor, and what there is a way up to from where they are, step by step."""
        return reachable(make_terrain(min(self._ground, me.ground), self._still), me.ground)

    def floor(self, me: Character, places: Sequence[Sequence[float] | Array]) -> NavGrid:
        """The floor round some places, with what is in someone's way."""
        low, high = me.ground + STEP_OVER, me.ground + me.person.height
        found = [(name, piece) for name, piece in self.obstacles(me) if piece[:, 2].max() > low and piece[:, 2].min() < high]
        tall = [name not in self.characters and piece[:, 2].max() > me.ground + HANDS * me.size for name, piece in found]
        return nav_grid([piece[:, :2] for (_, piece), arms in zip(found, tall) if not arms],
                        [piece[:, :2] for (_, piece), arms in zip(found, tall) if arms], places, me.body.broad)

    def in_the_way(self, thing: str) -> PrismObstacles:
        """What arms keep out of: all that stands still or is heavy, where it is now, but what is to be handled."""
        heavy = [name for name in self._heavy if name != thing and name not in self._kinematic.by_name]
        return prism_obstacles([*self._still, *((name, corners) for name in heavy for corners in convex_corners(self.physics, name))]) \
            if heavy else self._walls

    def outlines_at(self, height: float, but: str) -> list[Array]:
        """(N, 2) outlines from above of what stands still at a height, m, other than one object: what a hand does not get through."""
        still = [name for name, actor in self.physics.actors.items() if actor.body.fixed and name != but]
        return [piece[:, :2] for name in still for piece in convex_corners(self.physics, name)
                if piece[:, 2].max() > height + THIN and piece[:, 2].min() < height]

    def outlines_of(self, name: str) -> list[Array]:
        """(N, 2) outlines from above of an object, of a mechanism's handle, or of someone, m."""
        if name in self.characters:
            return [self.characters[name].at("pelvis")[:2] + ROUND]
        if name in self.physics.machines:
            return [piece[:, :2] for piece in link_outlines(self.physics, name, grip(self.physics, name))]
        return [piece[:, :2] for piece in convex_corners(self.physics, name)]

    def wearer(self, thing: str) -> Character | None:
        """Who has it on their head."""
        return next((me for me in self.characters.values() if thing in me.worn), None)

    def holders(self, thing: str) -> list[Character]:
        """Who hold it."""
        return [me for me in self.characters.values() if any(held.thing == thing for held in me.held.values())]

    def mass(self, thing: str) -> float:
        """Of a body that moves, kg."""
        return self.physics.world.inertia(self.physics.handle(thing))[0]

    def velocity(self, thing: str) -> Array:
        """(3,) of a body's centre of mass, m/s."""
        return self.physics.world.velocity(self.physics.handle(thing))[0]


def _upright(outline: Array, low: float, tall: float) -> Array:
    """(2 N, 3) the corners of a prism over an outline (N, 2), m."""
    return np.concatenate([np.column_stack([outline, np.full(len(outline), z)]) for z in (low, low + tall)])
