"""The people of a scene in the world: what they do frame by frame, and what that does to things."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sim.actions import Drive, title
from sim.cast import Cast
from sim.conventions import Array, matrix_from_quat, quat_from_matrix
from sim.doing import Doing
from sim.drivers import Drivers
from sim.liquids import Liquids
from sim.parts import part_table
from sim.people.bodies import Bodies
from sim.people.columns import Columns, columns
from sim.people.deeds import LEGS, PERFORM
from sim.people.deeds.ending import performed
from sim.people.holding import fingers_round
from sim.people.performer import Held, Performer, Unable
from sim.people.things import grip, hull, link_outlines, middle, outlines
from sim.people.ways import STEP_OVER, Floor, floor_of
from sim.pieces import Pose
from sim.pins import Pins
from sim.scene import Scene
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


class Troupe:
    """Goes frame by frame: what starts in a frame begins with its end. `frame` is called before each frame's first step.

    drivers: to be set before the first; they drive the joints that hands move, which are in `drives`.
    """

    def __init__(self, scene: Scene, cast: Cast, pins: Pins, liquids: Liquids) -> None:
        self.scene, self.cast, self.pins, self.steps, self.liquids = scene, cast, pins, scene.steps_per_frame, liquids
        self._still = [(name, corners) for name, actor in cast.actors.items() if actor.body.fixed for corners in outlines(cast, name)]
        self._walls = columns(self._still)
        self._heavy = [name for name, actor in cast.actors.items() if actor.found is not None and self.mass(name) > HEAVY]
        self.performers = {person.name: Performer(person=person, fps=float(scene.fps), walls=self._walls) for person in scene.people}
        firsts = {ref.object: ref.id for ref in reversed(part_table(scene))}
        self.bodies = Bodies(cast, self.performers, firsts)
        self.grips: list[Grip] = []
        self.drives: list[Doing] = []
        self.drivers: Drivers
        self._step, self._shares = 0, np.linspace(0.0, 1.0, self.steps + 1)[:, None]
        self._acts: list[tuple[Doing, Performer, Iterator[None]]] = []

    def start(self, doing: Doing, step: int) -> None:
        """Begin what someone does; what they did with the same limbs gives way."""
        me = self.performers[doing.action.target]
        me.walls = self._in_the_way(getattr(doing.action, "thing", ""))
        for other, performer, _ in self._acts:
            if performer is me and other.running and type(doing.action) in LEGS and type(other.action) in LEGS:
                if other.cut:
                    other.done(step)
                else:
                    other.fail(step, f"{title(doing.action)} took over")
        self._acts.append((doing, me, performed(self, doing, PERFORM[type(doing.action)](self, me, doing.action))))

    def frame(self, step: int) -> None:
        """Go on with what everyone does, and send their bodies and what they hold to where they are a frame later."""
        self._step = step
        for doing, _, act in self._acts:
            if doing.running:
                self._go_on(doing, act, step)
        self._acts = [act for act in self._acts if act[0].running]
        for me in self.performers.values():
            me.frame += 1
            me.pose()
            if me.through and not me.seat and np.linalg.norm((me.root - self.where(me.through))[:2]) > AWAY:
                self.bodies.pass_through(me, me.through, False)
                me.through = ""
            self.bodies.send(me, self.steps)
            for side, held in me.held.items():
                self._carry(me, side, held, step)

    def _go_on(self, doing: Doing, act: Iterator[None], step: int) -> None:
        try:
            next(act)
        except StopIteration:
            doing.done(step)
        except Unable as reason:
            doing.fail(step, str(reason))

    # What things are to people

    def where(self, aim: str | tuple[float, ...], ground: float = 0.0) -> Array:
        """The world place of an object's middle, of a mechanism's handle, of someone's chest, or of a place, m."""
        if not isinstance(aim, str):
            return np.array([*aim, ground][:3], float)
        if aim in self.performers:
            return self.performers[aim].at("chest", (0.0, 0.0, 0.1))
        if aim in self.cast.machines:
            return np.asarray(np.concatenate(link_outlines(self.cast, aim, grip(self.cast, aim))).mean(axis=0))
        return middle(self.cast, aim)

    def floor(self, me: Performer, places: Sequence[Sequence[float] | Array]) -> Floor:
        """The floor round some places, with what is in someone's way."""
        low, high, mine = me.ground + STEP_OVER, me.ground + me.person.height, {held.thing for held in me.held.values()}
        found = [piece for name in (*self.cast.actors, *self.cast.machines) if name not in mine for piece in outlines(self.cast, name)]
        found = [piece for piece in found if piece[:, 2].max() > low and piece[:, 2].min() < high]
        tall = [piece[:, 2].max() > me.ground + HANDS * me.size for piece in found]
        others = [outline for name in self.performers if name != me.person.name for outline in self.outlines_of(name)]
        return floor_of([*(piece[:, :2] for piece, arms in zip(found, tall) if not arms), *others],
                        [piece[:, :2] for piece, arms in zip(found, tall) if arms], places)

    def _in_the_way(self, thing: str) -> Columns:
        """What arms keep out of: all that stands still or is heavy, where it is now, but what is to be handled."""
        heavy = [name for name in self._heavy if name != thing and name not in self.pins.by_name]
        return columns([*self._still, *((name, corners) for name in heavy for corners in outlines(self.cast, name))]) \
            if heavy else self._walls

    def outlines_at(self, height: float, but: str) -> list[Array]:
        """(N, 2) outlines from above of what stands still at a height, m, other than one object: what a hand does not get through."""
        still = [name for name, actor in self.cast.actors.items() if actor.body.fixed and name != but]
        return [piece[:, :2] for name in still for piece in outlines(self.cast, name)
                if piece[:, 2].max() > height + THIN and piece[:, 2].min() < height]

    def outlines_of(self, name: str) -> list[Array]:
        """(N, 2) outlines from above of an object, of a mechanism's handle, or of someone, m."""
        if name in self.performers:
            return [self.performers[name].at("pelvis")[:2] + ROUND]
        if name in self.cast.machines:
            return [piece[:, :2] for piece in link_outlines(self.cast, name, grip(self.cast, name))]
        return [piece[:, :2] for piece in outlines(self.cast, name)]

    def poses(self) -> tuple[Array, Array]:
        """world_from_bone of all people's bones, those of RIG each, (N, 3) and (N, 4)."""
        each = [me.rig() for me in self.performers.values()]
        return np.concatenate([np.zeros((0, 3)), *(p for p, _ in each)]), np.concatenate([np.zeros((0, 4)), *(q for _, q in each)])

    def holder(self, thing: str) -> Performer | None:
        """Who holds it."""
        return next((me for me in self.performers.values() if any(held.thing == thing for held in me.held.values())), None)

    def take(self, me: Performer, side: str, thing: str) -> None:
        """Fix a thing to a hand as it is now, and let fingers close round it."""
        (place, turn), at = me.hand(side), self.cast.world_from_body(thing)
        me.held[side] = Held(thing=thing, place=turn.T @ (at.position - place), turn=turn.T @ matrix_from_quat(at.rotation),
                             grasp=turn, corners=(hull(outlines(self.cast, thing)) - place) @ turn)
        self.grips.append(Grip(thing=thing, holder=me.person.name, hand=side, start=me.frame))
        me.shapes(side, fingers_round(self.cast, me, side, thing))

    def drive(self, joint: Drive) -> Doing:
        """Begin to drive a mechanism's joint, as a hand does."""
        doing = Doing(action=joint, status="running", start=self._step)
        self.drivers.start(doing, self._step)
        self.drives.append(doing)
        return doing

    def stop_drive(self, drive: Doing) -> None:
        """Leave a joint that a hand has begun to drive where it is."""
        if drive.running:
            self.drivers.stop(drive, self._step)

    def mass(self, thing: str) -> float:
        """Of a body that moves, kg."""
        return self.cast.world.inertia(self.cast.handle(thing))[0]

    def velocity(self, thing: str) -> Array:
        """(3,) of a body's centre of mass, m/s."""
        return self.cast.world.velocity(self.cast.handle(thing))[0]

    def let_go(self, me: Performer, side: str, through: bool = False) -> None:
        """Leave what a hand holds to itself, as fast as it moves. through: they still pass through it."""
        thing = me.held.pop(side).thing
        me.shapes(side, "open")
        self.grips = [replace(grip, end=me.frame) if grip.thing == thing and grip.end is None else grip for grip in self.grips]
        pin = self.pins.by_name[thing]
        self.pins.release(thing, *pin.at(pin.start)[1:])
        self.bodies.pass_through(me, thing, through)

    def _carry(self, me: Performer, side: str, held: Held, step: int) -> None:
        place, turn = me.hand(side)
        end = Pose(place + turn @ held.place, quat_from_matrix(turn @ held.turn))
        start, found = self.cast.world_from_body(held.thing), self.cast.actors[held.thing].found
        assert found is not None
        self.pins.pin(held.thing, step, None, _straight(start, end, self._shares).then(found.body_from_centre))


def _straight(a: Pose, b: Pose, u: Array) -> Pose:
    """Poses from one to another at shares (N, 1) of the way."""
    end = b.rotation * (1.0 if a.rotation @ b.rotation >= 0 else -1.0)
    turned = a.rotation + u * (end - a.rotation)
    return Pose(a.position + u * (b.position - a.position), turned / np.linalg.norm(turned, axis=1, keepdims=True))
