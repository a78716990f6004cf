"""The people of a scene in the world: what they do frame by frame, and what that does to things."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from sim.character.behaviours import SPECS
from sim.character.body.face import MORPHS
from sim.character.character import Character
from sim.character.coming_to_rest import performed
from sim.character.effectors import Effectors
from sim.character.held import Held
from sim.character.limbs import CharacterBodies
from sim.character.motion.grasping import fingers_round
from sim.character.planning.affordances import convex_corners, hull
from sim.character.posing import pose_character
from sim.character.surroundings import Surroundings
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.character.wearing import hair_pressed, on_head, shape_of, worn_at
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
from sim.trajectory import HEAD, Grip

AWAY = 0.5
"""m from a seat at which someone who sat on it touches it again."""


class JointDriver(Protocol):
    """What drives the joints of mechanisms."""

    def start(self, state: ActionState, step: int) -> None:
        """Begin a Drive."""

    def stop(self, state: ActionState, step: int) -> None:
        """Leave its joint where it is."""


class CharacterController(Surroundings):
    """Makes the people of a scene do what they are to do, one frame at a time.

    `start` begins a verb, which then moves the body from the next frame on. `frame` is to be called before the first step of each frame.
    executors: drive the joints that hands move; to be set before the first frame. drives: the joints that hands have moved.
    """

    def __init__(self, scene: Scene, physics: PhysicsScene, kinematic: KinematicBodies, liquids: Liquids) -> None:
        effectors = Effectors()
        super().__init__(scene, physics, kinematic, effectors)
        self.kinematic, self.steps, self.liquids, self.effectors = kinematic, scene.steps_per_frame, liquids, effectors
        firsts = {ref.object: ref.id for ref in reversed(part_table(scene))}
        self.bodies = CharacterBodies(physics, self.characters, firsts)
        self.grips: list[Grip] = []
        self.drives: list[ActionState] = []
        self.executors: JointDriver
        self._step, self._shares = 0, np.linspace(0.0, 1.0, self.steps + 1)[:, None]
        self._acts: list[tuple[ActionState, Character, Iterator[None]]] = []
        for me in self.characters.values():
            for body in me.person.accessories:
                self.wear(me, body.name)

    def start(self, state: ActionState, step: int) -> None:
        """Begin what someone does; what they did with the same limbs gives way."""
        me = self.characters[state.action.target]
        spec = _spec(state)
        me.walls = self.in_the_way(getattr(state.action, "thing", ""))
        for other, character, _ in self._acts:
            if character is me and other.running and spec.takes and _spec(other).takes == spec.takes:
                if other.cut:
                    other.done(step)
                else:
                    other.fail(step, f"{title(state.action)} took over")
        self._acts.append((state, me, performed(self, state, spec)))

    def frame(self, step: int) -> None:
        """Go on with what everyone does, and send their bodies and what they hold to where they are a frame later."""
        self._step = step
        for state, _, act in self._acts:
            if state.running:
                self._go_on(state, act, step)
        self._acts = [act for act in self._acts if act[0].running]
        for me in self.characters.values():
            me.frame += 1
            pose_character(me)
            if me.through and not me.seat and np.linalg.norm((me.root - self.where(me.through))[:2]) > AWAY:
                self.bodies.pass_through(me, me.through, False)
                me.through = ""
            self.bodies.send(me, self.steps)
            for side, held in me.held.items():
                place, turn = me.hand(side)
                if not held.together:
                    self.send(held.thing, Pose(place + turn @ held.place, quat_from_matrix(turn @ held.turn)))
            for thing, worn in me.worn.items():
                self.send(thing, worn_at(me, worn))

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

    def poses(self) -> tuple[Array, Array]:
        """world_from_bone of all people's bones, those of RIG each, (N, 3) and (N, 4)."""
        each = [me.rig() for me in self.characters.values()]
        return np.concatenate([np.zeros((0, 3)), *(p for p, _ in each)]), np.concatenate([np.zeros((0, 4)), *(q for _, q in each)])

    def faces(self) -> Array:
        """(N, M) how strong each of MORPHS is on all people."""
        return np.reshape([[*me.strengths, hair_pressed(self.physics, me)] for me in self.characters.values()], (-1, len(MORPHS)))

    def take(self, me: Character, side: str, thing: str, together: tuple[str, ...] = ()) -> None:
        """Fix a thing to a hand as it is now, and let fingers close round it. together: who hold it, if more than one does; then fingers
        stay as they are, and it is not the hand that moves it, but `send`."""
        (place, turn), at = me.hand(side), self.physics.world_from_body(thing)
        if me.worn.pop(thing, None):
            self._end_grip(me, thing)
        corners = np.zeros((0, 3)) if together else hull(convex_corners(self.physics, thing))
        me.held[side] = Held(thing=thing, place=turn.T @ (at.position - place), turn=turn.T @ matrix_from_quat(at.rotation),
                             grasp=turn, corners=(corners - place) @ turn, together=together)
        self.grips.append(Grip(thing=thing, holder=me.person.name, hand=side, start=me.frame))
        if not together:
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

    def let_go(self, me: Character, side: str, through: bool = False) -> None:
        """Leave what a hand holds to itself, as fast as it moves. through: they still pass through it."""
        thing = me.held.pop(side).thing
        me.shapes(side, "relaxed")
        self._end_grip(me, thing)
        if not self.holders(thing):
            pin = self.kinematic.by_name[thing]
            self.kinematic.release(thing, *pin.at(pin.start)[1:])
        self.bodies.pass_through(me, thing, through)

    def wear(self, me: Character, thing: str) -> None:
        """Put a thing on someone's head."""
        found = self.physics.actors[thing].found
        assert found is not None
        me.worn[thing] = on_head(me, shape_of(self.physics, thing))
        self.bodies.pass_through(me, thing, True)
        self.grips.append(Grip(thing=thing, holder=me.person.name, hand=HEAD, start=me.frame))
        at = worn_at(me, me.worn[thing]).then(found.body_from_centre)
        self.kinematic.pin(thing, self._step, None, Pose(at.position[None], at.rotation[None]))

    def due(self, thing: str) -> Pose:
        """Where a thing is to be at the end of the frame if it is being sent there, else where it is now."""
        found, pin = self.physics.actors[thing].found, self.kinematic.by_name.get(thing)
        assert found is not None
        if pin is None:
            return self.physics.world_from_body(thing)
        return Pose(pin.path.position[-1], pin.path.rotation[-1]).then(found.centre_from_body)

    def _end_grip(self, me: Character, thing: str) -> None:
        self.grips = [replace(grip, end=me.frame) if grip.thing == thing and grip.end is None else grip for grip in self.grips]

    def send(self, thing: str, end: Pose) -> None:
        """Send a thing to where it is to be a frame later; there it stays."""
        start, found = self.physics.world_from_body(thing), self.physics.actors[thing].found
        assert found is not None
        self.kinematic.pin(thing, self._step, None, _straight(start, end, self._shares).then(found.body_from_centre))


def _spec(state: ActionState) -> VerbSpec:
    assert isinstance(state.action, Act)
    return SPECS[type(state.action)]


def _straight(a: Pose, b: Pose, u: Array) -> Pose:
    """Poses from one to another at shares (N, 1) of the way."""
    end = b.rotation * (1.0 if a.rotation @ b.rotation >= 0 else -1.0)
    turned = a.rotation + u * (end - a.rotation)
    return Pose(a.position + u * (b.position - a.position), turned / np.linalg.norm(turned, axis=1, keepdims=True))
