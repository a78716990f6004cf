"""The people of a scene in the world: what they do frame by frame, and what that does to things."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from sim.character.behaviours import SPECS
from sim.character.body.face import UNITS
from sim.character.character import Character, Held, Unable
from sim.character.coming_to_rest import performed
from sim.character.effectors import Effectors
from sim.character.limbs import CharacterBodies
from sim.character.motion.grasping import fingers_round
from sim.character.planning.affordances import grip, hull, link_outlines, middle, outlines
from sim.character.planning.nav_grid import STEP_OVER, NavGrid, nav_grid
from sim.character.planning.prism_obstacles import PrismObstacles, prism_obstacles
from sim.character.planning.terrain import Terrain, is_ground, reachable, terrain
from sim.character.verb_spec import VerbSpec
from sim.geometry.convex import Pose
from sim.math.conventions import Array, matrix_from_quat, quat_from_matrix
from sim.physics.kinematic import KinematicBodies
from sim.physics.liquids import Liquids
from sim.physics.physics_scene import PhysicsScene
from sim.scene.act import Act
from sim.scene.action_state import ActionState
from sim.scene.actions import Drive, title
from sim.scene.parts import part_table
from sim.scene.scene import Scene
from sim.trajectory import Grip

ROUND = 0.2 * np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)])
"""Someone's outline from above, m."""

THIN = 0.05
"""m by which something must be higher than a thing to be in the way of a hand."""
HANDS = 0.65
"""m above the soles, of someone of TALL: what is lower does not come near their arms."""
HEAVY = 10.0
"""kg; what is lighter is pushed by arms rather than kept out of."""
AWAY = 0.5
"""m from a seat at which someone who sat on it touches it again."""


class JointDriver(Protocol):
    """What drives the joints of mechanisms."""

    def start(self, state: ActionState, step: int) -> None:
        """Begin a Drive."""

    def stop(self, state: ActionState, step: int) -> None:
        """Leave its joint where it is."""


class CharacterController:
    """Goes frame by frame: what starts in a frame begins with its end. `frame` is called before each frame's first step.

    drivers: to be set before the first; they drive the joints that hands move, which are in `drives`.
    """

    def __init__(self, scene: Scene, physics: PhysicsScene, kinematic: KinematicBodies, liquids: Liquids) -> None:
        self.scene, self.physics, self.kinematic, self.steps, self.liquids = scene, physics, kinematic, scene.steps_per_frame, liquids
        self._still = [(name, corners) for name, actor in physics.actors.items() if actor.body.fixed for corners in outlines(physics, name)]
        self._walls = prism_obstacles(self._still)
        self._heavy = [name for name, actor in physics.actors.items() if actor.found is not None and self.mass(name) > HEAVY]
        self.effectors = Effectors()
        self.characters = {person.name: Character(person=person, fps=float(scene.fps), walls=self._walls, effectors=self.effectors,
                                                 seed=scene.seed)
                           for person in scene.people}
        firsts = {ref.object: ref.id for ref in reversed(part_table(scene))}
        self.bodies = CharacterBodies(physics, self.characters, firsts)
        self._ground = max((actor.body.position[2] for actor in physics.actors.values() if is_ground(actor.body)), default=np.inf)
        self.grips: list[Grip] = []
        self.drives: list[ActionState] = []
        self.executors: JointDriver
        self._step, self._shares = 0, np.linspace(0.0, 1.0, self.steps + 1)[:, None]
        self._acts: list[tuple[ActionState, Character, Iterator[None]]] = []

    def start(self, state: ActionState, step: int) -> None:
        """Begin what someone does; what they did with the same limbs gives way."""
        me = self.characters[state.action.target]
        spec = _spec(state)
        me.walls = self._in_the_way(getattr(state.action, "thing", ""))
        for other, character, _ in self._acts:
            if character is me and other.running and spec.takes and _spec(other).takes == spec.takes:
                if other.cut:
                    other.done(step)
                else:
                    other.fail(step, f"{title(state.action)} took over")
        self._acts.append((state, me, performed(self, state, spec.steps(self, me, state.action))))

    def frame(self, step: int) -> None:
        """Go on with what everyone does, and send their bodies and what they hold to where they are a frame later."""
        self._step = step
        for state, _, act in self._acts:
            if state.running:
                self._go_on(state, act, step)
        self._acts = [act for act in self._acts if act[0].running]
        for me in self.characters.values():
            me.frame += 1
            me.pose()
            if me.through and not me.seat and np.linalg.norm((me.root - self.where(me.through))[:2]) > AWAY:
                self.bodies.pass_through(me, me.through, False)
                me.through = ""
            self.bodies.send(me, self.steps)
            for side, held in me.held.items():
                self._carry(me, side, held, step)

    def _go_on(self, state: ActionState, act: Iterator[None], step: int) -> None:
        self.effectors.now = state
        try:
            next(act)
        except StopIteration:
            state.done(step)
        except Unable as reason:
            state.fail(step, str(reason))
        finally:
            self.effectors.now = None

    # What things are to people

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
        mine = {held.thing for held in me.held.values()}
        found = [(name, piece) for name in (*self.physics.actors, *self.physics.machines) if name not in mine
                 for piece in outlines(self.physics, name)]
        return found + [(name, _upright(outline, other.ground, other.person.height)) for name, other in self.characters.items()
                        if other is not me for outline in self.outlines_of(name)]

    def terrain(self, me: Character) -> Terrain:
        """What someone can stand on: the floor, and what there is a way up to from where they are, step by step."""
        return reachable(terrain(min(self._ground, me.ground), self._still), me.ground)

    def floor(self, me: Character, places: Sequence[Sequence[float] | Array]) -> NavGrid:
        """The floor round some places, with what is in someone's way."""
        low, high = me.ground + STEP_OVER, me.ground + me.person.height
        found = [(name, piece) for name, piece in self.obstacles(me) if piece[:, 2].max() > low and piece[:, 2].min() < high]
        tall = [name not in self.characters and piece[:, 2].max() > me.ground + HANDS * me.size for name, piece in found]
        return nav_grid([piece[:, :2] for (_, piece), arms in zip(found, tall) if not arms],
                        [piece[:, :2] for (_, piece), arms in zip(found, tall) if arms], places)

    def _in_the_way(self, thing: str) -> PrismObstacles:
        """What arms keep out of: all that stands still or is heavy, where it is now, but what is to be handled."""
        heavy = [name for name in self._heavy if name != thing and name not in self.kinematic.by_name]
        return prism_obstacles([*self._still, *((name, corners) for name in heavy for corners in outlines(self.physics, name))]) \
            if heavy else self._walls

    def outlines_at(self, height: float, but: str) -> list[Array]:
        """(N, 2) outlines from above of what stands still at a height, m, other than one object: what a hand does not get through."""
        still = [name for name, actor in self.physics.actors.items() if actor.body.fixed and name != but]
        return [piece[:, :2] for name in still for piece in outlines(self.physics, name)
                if piece[:, 2].max() > height + THIN and piece[:, 2].min() < height]

    def outlines_of(self, name: str) -> list[Array]:
        """(N, 2) outlines from above of an object, of a mechanism's handle, or of someone, m."""
        if name in self.characters:
            return [self.characters[name].at("pelvis")[:2] + ROUND]
        if name in self.physics.machines:
            return [piece[:, :2] for piece in link_outlines(self.physics, name, grip(self.physics, name))]
        return [piece[:, :2] for piece in outlines(self.physics, name)]

    def poses(self) -> tuple[Array, Array]:
        """world_from_bone of all people's bones, those of RIG each, (N, 3) and (N, 4)."""
        each = [me.rig() for me in self.characters.values()]
        return np.concatenate([np.zeros((0, 3)), *(p for p, _ in each)]), np.concatenate([np.zeros((0, 4)), *(q for _, q in each)])

    def faces(self) -> Array:
        """(N, 52) how strong each unit of all people's faces is."""
        return np.reshape([me.strengths for me in self.characters.values()], (-1, len(UNITS)))

    def holder(self, thing: str) -> Character | None:
        """Who holds it."""
        return next((me for me in self.characters.values() if any(held.thing == thing for held in me.held.values())), None)

    def take(self, me: Character, side: str, thing: str) -> None:
        """Fix a thing to a hand as it is now, and let fingers close round it."""
        (place, turn), at = me.hand(side), self.physics.world_from_body(thing)
        me.held[side] = Held(thing=thing, place=turn.T @ (at.position - place), turn=turn.T @ matrix_from_quat(at.rotation),
                             grasp=turn, corners=(hull(outlines(self.physics, thing)) - place) @ turn)
        self.grips.append(Grip(thing=thing, holder=me.person.name, hand=side, start=me.frame))
        me.shapes(side, fingers_round(self.physics, me, side, thing))

    def drive(self, joint: Drive) -> ActionState:
        """Begin to drive a mechanism's joint, as a hand does."""
        state = ActionState(action=joint, status="running", start=self._step)
        self.executors.start(state, self._step)
        self.effectors.take("drive", str(len(self.drives)))
        self.drives.append(state)
        return state

    def stop_drive(self, drive: ActionState) -> None:
        """Leave a joint that a hand has begun to drive where it is."""
        if drive.running:
            self.executors.stop(drive, self._step)

    def mass(self, thing: str) -> float:
        """Of a body that moves, kg."""
        return self.physics.world.inertia(self.physics.handle(thing))[0]

    def velocity(self, thing: str) -> Array:
        """(3,) of a body's centre of mass, m/s."""
        return self.physics.world.velocity(self.physics.handle(thing))[0]

    def let_go(self, me: Character, side: str, through: bool = False) -> None:
        """Leave what a hand holds to itself, as fast as it moves. through: they still pass through it."""
        thing = me.held.pop(side).thing
        me.shapes(side, "relaxed")
        self.grips = [replace(grip, end=me.frame) if grip.thing == thing and grip.end is None else grip for grip in self.grips]
        pin = self.kinematic.by_name[thing]
        self.kinematic.release(thing, *pin.at(pin.start)[1:])
        self.bodies.pass_through(me, thing, through)

    def _carry(self, me: Character, side: str, held: Held, step: int) -> None:
        place, turn = me.hand(side)
        end = Pose(place + turn @ held.place, quat_from_matrix(turn @ held.turn))
        start, found = self.physics.world_from_body(held.thing), self.physics.actors[held.thing].found
        assert found is not None
        self.kinematic.pin(held.thing, step, None, _straight(start, end, self._shares).then(found.body_from_centre))


def _spec(state: ActionState) -> VerbSpec:
    assert isinstance(state.action, Act)
    return SPECS[type(state.action)]


def _straight(a: Pose, b: Pose, u: Array) -> Pose:
    """Poses from one to another at shares (N, 1) of the way."""
    end = b.rotation * (1.0 if a.rotation @ b.rotation >= 0 else -1.0)
    turned = a.rotation + u * (end - a.rotation)
    return Pose(a.position + u * (b.position - a.position), turned / np.linalg.norm(turned, axis=1, keepdims=True))


def _upright(outline: Array, low: float, tall: float) -> Array:
    """(2 N, 3) the corners of a prism over an outline (N, 2), m."""
    return np.concatenate([np.column_stack([outline, np.full(len(outline), z)]) for z in (low, low + tall)])
