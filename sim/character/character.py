"""A person at work: what legs, back, head and arms are about, what is in the hands, and where every bone is."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from sim.character.body.anatomy import Anatomy, anatomy
from sim.character.body.bones import BONES, number
from sim.character.body.hands import hand_pose
from sim.character.body.spheres import Spheres
from sim.character.effectors import Effectors
from sim.character.held import Held, Worn
from sim.character.motion.arms import ELBOW, Arm, Hand
from sim.character.motion.extremities import Eyes, HandShape
from sim.character.motion.face import Face
from sim.character.motion.gait import Station, Track, Walk, standing
from sim.character.motion.posture import STANDING, UPRIGHT, Stoop
from sim.character.motion.resting import CROUCHED, on_knee
from sim.character.planning.prism_obstacles import PrismObstacles
from sim.character.planning.terrain import Terrain
from sim.math.conventions import Array
from sim.scene.person import Person


@dataclass(kw_only=True, eq=False)
class Character:
    """One person at work: what the body is doing, and the pose of the frame before.

    walls: what stands still. frame: the number of the frame that is being made.
    track: what legs and trunk are doing, from the frame `begun` on; `walk` says which walk, if it is one.
    station: x, y and heading where they stand, or will when the track ends. ground: height of their soles there, m.
    terrain: what they can stand on besides the floor.
    posture: one of motion.posture, such as 'sitting'. seat: the name of what they sit on, "" if they do not sit.
    bound: the seat that they sit on or are going to, and where on it (2,), m.
    nook: the sideways steps that led to the seat, from where walking ended. If there is no other way out, they leave by these.
    through: the seat that their body passes through until they are clear of it.
    look: gives what they look at. gaze: yaw and pitch of the head so far, rad.
    gesture: gives what the head does on top of looking, as in motion.nodding. nodded: the same (3,) in the frame before.
    stooping: the stoop that they had, the one they will have, the frame when it began and the seconds it takes.
    root, turns, places: pelvis (3,), rotations (B, 3, 3) and places (B, 3) of all bones in the frame before; quaternions (B, 4) too.
    """

    person: Person
    fps: float
    walls: PrismObstacles
    effectors: Effectors = field(default_factory=Effectors)
    frame: int = 0
    track: Track = field(init=False)
    begun: int = 0
    walk: Walk | None = None
    station: Station = field(init=False)
    ground: float = field(init=False)
    terrain: Terrain | None = None
    arms: dict[str, Arm] = field(init=False)
    held: dict[str, Held] = field(default_factory=dict)
    worn: dict[str, Worn] = field(default_factory=dict)
    posture: str = STANDING
    seat: str = ""
    bound: tuple[str, Array] | None = None
    nook: list[Station] = field(default_factory=list)
    through: str = ""
    look: Callable[[], Array] | None = None
    gaze: Array = field(default_factory=lambda: np.zeros(2))
    gesture: Callable[[], Array] | None = None
    nodded: Array = field(default_factory=lambda: np.zeros(3))
    stoop: Stoop = UPRIGHT
    stooping: tuple[Stoop, Stoop, int, float] = UPRIGHT, UPRIGHT, 0, 0.0
    root: NDArray[np.float64] = field(init=False)
    turns: NDArray[np.float64] = field(init=False)
    places: NDArray[np.float64] = field(init=False)
    hands: dict[str, HandShape] = field(init=False)
    eyes: Eyes = field(init=False)
    seed: int = 0
    face: Face = field(init=False)
    strengths: NDArray[np.float64] = field(init=False)
    quaternions: NDArray[np.float64] = field(init=False)
    _on_knees: dict[str, Callable[[], Hand]] = field(init=False)

    def __post_init__(self) -> None:
        x, y, self.ground = self.person.position
        self.station = x, y, self.person.heading
        self.track = standing(self.station, self.ground, self.body)
        self.arms = {side: Arm(side=side, body=self.body) for side in ("right", "left")}
        self.hands = {side: HandShape(figure=self.person.figure, side=side) for side in self.arms}
        self.eyes = Eyes(figure=self.person.figure)
        self.face = Face(who=self.person.name, seed=self.seed)
        self._on_knees = {side: partial(on_knee, self, side) for side in self.arms}

    @property
    def size(self) -> float:
        """Against a person of the height that lengths are given for."""
        return self.body.size

    @cached_property
    def body(self) -> Anatomy:
        """Their bones and flesh."""
        return anatomy(self.person.figure, self.person.clothes)

    @cached_property
    def trunk(self) -> Spheres:
        """Trunk and legs, without feet."""
        return self.body.spheres.of("pelvis", "chest", *(f"{side}_{bone}" for side in self.arms for bone in ("thigh", "shin")))

    @cached_property
    def head_and_trunk(self) -> Spheres:
        """Head, trunk and legs, without feet: what stoops."""
        return self.body.spheres.of("head", *(BONES[bone] for bone in np.unique(self.trunk.bones)))

    def moves(self, track: Track, walk: Walk | None = None) -> None:
        """Give legs and trunk something to do, from this frame's pose on; the track's first frame is where they are. walk: if it is one."""
        self.track, self.begun, self.walk = track, self.frame, walk
        self.effectors.take("legs", self.person.name)

    @property
    def moving(self) -> bool:
        """Whether legs and trunk are still about something."""
        return self.frame - self.begun < len(self.track.root) - 1

    @property
    def seconds_left(self) -> float:
        """s until legs and trunk have done what they are about."""
        return max(0, len(self.track.root) - 1 - (self.frame - self.begun)) / self.fps

    def stops(self) -> None:
        """Take the place where they are, if they are on their way, for the one to go on from."""
        if self.moving:
            x, y = self.turns[0][:2, 0]
            self.station = float(self.root[0]), float(self.root[1]), float(np.arctan2(y, x))

    @property
    def down(self) -> bool:
        """Whether they sit, crouch, kneel or lie, or are on their way down."""
        return self.posture != STANDING

    def rises(self) -> None:
        """Have them stand from now on: their legs are to bring them up."""
        self.posture, self.seat, self.bound = STANDING, "", None

    def waits(self, seconds: float | None) -> Iterator[None]:
        """Frames until so many seconds have passed, at least one; None: without end."""
        for _ in itertools.count() if seconds is None else range(max(1, round(seconds * self.fps))):
            yield

    def sends(self, side: str, goal: Callable[[], Hand] | None, seconds: float, elbow: Array = ELBOW,
              aim: Callable[[], Hand] | None = None) -> None:
        """Send a hand to a goal, or back to where the gait has it, in so many seconds, its elbow as in
        sim.character.motion.arms. aim: the goal at last, if it is elsewhere at first."""
        arm = self.arms[side]
        (self.effectors.take if goal else self.effectors.free)("arm", self.person.name, side)
        arm.aim = aim or goal
        arm.origin, arm.goal, arm.since, arm.seconds, arm.elbow = arm.joints(self.turns), goal, self.frame, seconds, elbow

    def shapes(self, side: str, pose: str | Array) -> None:
        """Let fingers take a pose of HAND_POSES, or these angles (5, 3), degrees."""
        self.hands[side].goal = hand_pose(pose) if isinstance(pose, str) else pose

    @contextmanager
    def watching(self, aim: Callable[[], Array]) -> Iterator[None]:
        """Look at something for the time being."""
        self.look = aim
        try:
            yield
        finally:
            if self.look is aim:
                self.look = None

    @contextmanager
    def gesturing(self, gesture: Callable[[], Array]) -> Iterator[None]:
        """Let the head do something on top of looking for the time being: yaw, pitch and roll (3,), rad, as in motion.nodding."""
        self.gesture = gesture
        try:
            yield
        finally:
            if self.gesture is gesture:
                self.gesture = None

    def bends(self, seconds: float, stoop: Stoop = UPRIGHT) -> None:
        """Lean forward and crouch, or get upright, in so many seconds."""
        start, end = self.stoop, stoop
        if not start.sink or not end.sink:  # knees that are not bent are as far apart as they are going to be, or have been
            start, end = (start._replace(apart=end.apart), end) if not start.sink else (start, end._replace(apart=start.apart))
        self.stooping = start, end, self.frame, seconds
        self.effectors.take("back", self.person.name)
        self._rest(seconds, stoop.sink > CROUCHED * self.size)

    def _rest(self, seconds: float, crouched: bool) -> None:
        """Put idle hands on the knees, or take them from there."""
        for side, arm in self.arms.items():
            if crouched and arm.origin is None and side not in self.held:
                self.sends(side, self._on_knees[side], seconds)
            elif not crouched and arm.goal is self._on_knees[side]:
                self.sends(side, None, seconds)

    def at(self, bone: str, offset: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Array:
        """The world place of a point of a bone's frame, m, in the pose of the frame before."""
        return self.places[number(bone)] + self.turns[number(bone)] @ (np.array(offset) * self.size)

    def forward(self) -> Array:
        """The direction that the pelvis faces, level, unit."""
        x, y = self.turns[0][:2, 0]
        return np.array([x, y, 0.0]) / max(float(np.hypot(x, y)), 1e-9)

    def hand(self, side: str) -> Hand:
        """Where a hand is."""
        return self.places[number(f"{side}_hand")], self.turns[number(f"{side}_hand")]

    @property
    def time(self) -> float:
        """s, of the frame that is being made."""
        return self.frame / self.fps

    def rig(self) -> tuple[Array, Array]:
        """world_from_bone of all bones: (R, 3) and (R, 4)."""
        hands = [(shape, number(f"{side}_hand")) for side, shape in self.hands.items()]
        rows = [(self.places, self.quaternions), *(shape.world(self.places[bone], self.quaternions[bone]) for shape, bone in hands),
                self.eyes.world(self.places[number("head")], self.turns[number("head")])]
        return np.concatenate([places for places, _ in rows]), np.concatenate([turns for _, turns in rows])
