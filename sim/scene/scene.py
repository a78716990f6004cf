"""The Scene: objects, what is done with them, and the clock. All that the simulation depends on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sim.errors import DeclarationError, check_number, check_unique, check_vector, unknown
from sim.math.conventions import Vec3, rate
from sim.scene.act import FIXED, FREE, LINKED, MECHANISM, PERSON, PIVOTED, Act, Declared
from sim.scene.action_checks import check_actions
from sim.scene.actions import Action, Drive, DriveTo, Move, title
from sim.scene.failures import CARRY_ON, STOP
from sim.scene.objects import Body, Mechanism, Pivot
from sim.scene.person import Person
from sim.scene.shapes import is_unbounded


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A shot that a scene goes on from. frames: how many it has. actions: how many of the scene's actions, from the first on, are declared
    by its end."""

    frames: int
    actions: int


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The world and what is done in it: all that the simulation depends on.

    frames: how many, at `fps` a second (an exact fraction). substeps: physics steps a frame, or None for the fewest that
    give at least 960 a second: bounces are then true to 1 % of the speed. gravity: m/s2, world axes. on_failure: what it means if
    an action fails, as in sim.scene.failures: 'carry on' or 'stop'. May be declared with fps as a number or '24000/1001'.
    earlier: the shots that it goes on from, in their order, which are acted out before its first frame; an action's times count from the
    first frame of the shot that it is of, and its triggers are watched from there on.
    """

    bodies: tuple[Body, ...]
    mechanisms: tuple[Mechanism, ...] = ()
    people: tuple[Person, ...] = ()
    pivots: tuple[Pivot, ...] = ()
    actions: tuple[Action, ...] = ()
    fps: Fraction = Fraction(24)
    frames: int = 120
    substeps: int | None = None
    gravity: Vec3 = (0.0, 0.0, -9.81)
    seed: int = 0
    on_failure: str = CARRY_ON
    earlier: tuple[Earlier, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "fps", rate(self.fps))
        except (ValueError, TypeError, ZeroDivisionError) as error:
            raise DeclarationError(f"scene: {error}.") from None
        check_number("scene", "frames", self.frames, least=1, most=100_000)
        check_number("scene", "frames, with those of the shots before,", self.begins + self.frames, most=100_000)
        check_vector("scene", "gravity", self.gravity)
        if self.on_failure not in (CARRY_ON, STOP):
            raise DeclarationError(f"scene: on_failure is {self.on_failure!r}; it must be {CARRY_ON!r} or {STOP!r}.")
        if self.substeps is not None and self.substeps * self.fps < 240:
            raise DeclarationError(f"scene: substeps is {self.substeps}, {float(self.substeps * self.fps):g} steps a second; "
                                   f"at least 240 are needed, so substeps of at least {-(-240 // self.fps)}.")
        object.__setattr__(self, "bodies", _with_accessories(self.bodies, self.people))
        object.__setattr__(self, "names", (*(body.name for body in self.bodies),
                           *(mechanism.name for mechanism in self.mechanisms), *(person.name for person in self.people)))
        check_unique("object", self.names)
        _check_pivots(self)
        object.__setattr__(self, "actions", tuple(_own(action, self.names) for action in self.actions))
        check_actions(self.actions, Declared(kinds={name: self.kind(name) for name in self.names}, bodies={b.name: b for b in self.bodies},
                                             mechanisms={m.name: m for m in self.mechanisms},
                                             heights={person.name: person.height for person in self.people}))
        _check_moves(self)

    @property
    def begins(self) -> int:
        """How many frames are acted out before its first."""
        return sum(shot.frames for shot in self.earlier)

    @property
    def before(self) -> "tuple[Scene, ...]":
        """The scenes of the shots that it goes on from, in their order."""
        return tuple(replace(self, actions=self.actions[:shot.actions], frames=shot.frames, earlier=self.earlier[:number])
                     for number, shot in enumerate(self.earlier))

    @property
    def steps_per_frame(self) -> int:
        """Physics steps a frame; the step is 1 / (fps x this)."""
        return self.substeps or int(-(-960 // self.fps))

    @property
    def moved(self) -> frozenset[str]:
        """The fixed bodies that a Move moves."""
        targets = {action.target for action in self.actions if isinstance(action, Move)}
        return frozenset(body.name for body in self.bodies if body.fixed and body.name in targets)

    def kind(self, name: str) -> str:
        """What an object is, of the kinds that sim.scene.actions tells apart."""
        if any(person.name == name for person in self.people):
            return PERSON
        body = next((body for body in self.bodies if body.name == name), None)
        pivot = next((pivot for pivot in self.pivots if pivot.body == name), None)
        if body is None:
            return MECHANISM
        if pivot is None:
            return FIXED if body.fixed else FREE
        return PIVOTED if not pivot.to or self.kind(pivot.to) == FIXED and pivot.to not in self.moved else LINKED


def _with_accessories(bodies: Sequence[Body], people: Sequence[Person]) -> tuple[Body, ...]:
    """The bodies, and of what people wear and can take off those that are not among them yet; without those of nobody."""
    worn = {body.name: body for person in people for body in person.accessories}
    kept = {body.name: body for body in bodies if body.name in worn and body.parts == worn[body.name].parts}
    return (*(body for body in bodies if "." not in body.name), *(kept.get(name, body) for name, body in worn.items()))


def _own(action: Action, names: Sequence[str]) -> Action:
    """An action with somebody's own 'hat' called by its whole name, 'anna.hat'."""
    thing = getattr(action, "thing", "")
    if isinstance(action, Act) and thing not in names and (own := f"{action.target}.{thing}") in names:
        return replace(action, thing=own)  # type: ignore[call-arg]
    return action


def _check_pivots(scene: Scene) -> None:
    bodies = {body.name: body for body in scene.bodies}
    onto = {pivot.body: pivot.to for pivot in scene.pivots}
    check_unique("pivot", [pivot.body for pivot in scene.pivots])
    for pivot in scene.pivots:
        for name in (pivot.body, pivot.to) if pivot.to else (pivot.body,):
            if name not in bodies:
                raise unknown("body", name, bodies, f"pivot of {pivot.body}")
        if bodies[pivot.body].fixed:
            raise DeclarationError(f"pivot of {pivot.body}: it is fixed and cannot swing; set fixed=False.")
        if any(bodies[pivot.body].velocity):
            raise DeclarationError(f"{pivot.body}: swings on a pivot, so it can have a spin at frame 0 but no velocity.")
        _check_chain(pivot.body, onto)


def _check_chain(start: str, onto: dict[str, str]) -> None:
    seen, now = [start], onto[start]
    while now in onto:
        if now in seen:
            raise DeclarationError(f"pivot of {start}: hangs on itself: {' on '.join([*seen, now])}. Anchor one of them in the world.")
        seen, now = [*seen, now], onto[now]


def _check_moves(scene: Scene) -> None:
    """What of the actions depends on what the objects are made of: joints to drive, vessels, and what a moved body collides as."""
    bodies = {body.name: body for body in scene.bodies}
    mechanisms = {mechanism.name: mechanism for mechanism in scene.mechanisms}
    for action in scene.actions:
        if isinstance(action, Drive):
            mechanisms[action.target].check_joint(title(action), action.joint, action.to)
        if isinstance(action, DriveTo):
            mechanisms[action.target].check_rolls(title(action))
        if isinstance(action, Move) and any(is_unbounded(part.shape) for part in bodies[action.target].parts):
            raise DeclarationError(f"{title(action)}: {action.target!r} has a part that is a Plane or HeightField, which cannot move.")
