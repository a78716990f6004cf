"""Acts out a scene's actions, step by step, and tells what became of each."""

from sim.actions import Hold, Move, title
from sim.cast import Cast
from sim.doing import Doing, Watch
from sim.drivers import Drivers
from sim.liquids import Liquids
from sim.paths import SOON
from sim.people.troupe import Troupe
from sim.pins import Pins
from sim.rest import Rest
from sim.scene import Scene
from sim.trajectory import ActionRecord
from sim.triggers import Touched, Triggers
from sim.verbs import Verb
from sim.when import CUT


class Acting:
    """Goes through a scene's actions. Call `begin`, `before`, World.advance and `after` for each step; steps count from 0."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.world, self.step = cast.world, cast.world.step
        self.doings = [Doing(action=action) for action in scene.actions]
        self.pins = Pins(cast)
        for name in sorted(scene.moved):
            self.pins.pin(name, 0, None, self.pins.stand(name))
        self.liquids = Liquids(scene.bodies, cast)
        self.troupe, self._frame = Troupe(scene, cast, self.pins, self.liquids), scene.steps_per_frame
        self.triggers, self.drivers = Triggers(cast, self.doings), Drivers(cast, self.pins)
        self.troupe.drivers = self.drivers
        self.rest = Rest(scene, cast, self.pins, self.troupe.bodies)
        self._news = True
        self._sort()

    def begin(self, step: int) -> None:
        """Start and end the actions whose time has come, in the order in which they are declared."""
        news = self._news or any(doing.over for doing in self._busy)
        if news or any(self._due(watch, step) for watch in self._watches):
            self._begin(step, news)

    def _begin(self, step: int, news: bool) -> None:
        """The same. news: whether something has ended or begun, which others may wait for."""
        self._news = started = False
        for doing in self._open:
            if doing.waiting and (news or started or self._news):
                self.triggers.wait(doing, step)
                self._news |= doing.over
            if doing.waiting and self._due(doing.starts, step):
                started = True
                if isinstance(doing.action, Verb):
                    doing.status, doing.start = "running", step
                    self.troupe.start(doing, step)
                else:
                    self.drivers.start(doing, step)
            if doing.running and not doing.cut and doing.ends is not None:
                self.triggers.follow(doing.ends)
                if self._due(doing.ends, step):
                    self._cut(doing, step)
        if started:
            self._sort()
            self._news = True

    def _sort(self) -> None:
        """Find those that may start or be ended early, and what that waits for; and those that act on every step."""
        self._open = [doing for doing in self.doings if doing.waiting or doing.running and doing.ends is not None]
        self._watches = [watch for doing in self._open if (watch := doing.starts if doing.waiting else doing.ends)]
        self._busy = [doing for doing in (*self.doings, *self.troupe.drives) if doing.running and not isinstance(doing.action, Verb)]

    def _due(self, watch: Watch, step: int) -> bool:
        return step * self.step >= watch.due - SOON

    def _cut(self, doing: Doing, step: int) -> None:
        """End an action early. People come to rest first, which the troupe sees to."""
        doing.reason = CUT
        if not isinstance(doing.action, Verb):
            doing.end = step
            self.drivers.after(doing, step)

    def before(self, step: int) -> None:
        """Act on the coming step."""
        if step % self._frame == 0:
            self.troupe.frame(step)
            self._sort()
            self._news = True
            self.rest.look(step, self.triggers.watched())
        self.rest.rouse()
        self.pins.before(step)
        for doing in self._busy:
            self.drivers.before(doing, step)

    def after(self, step: int, touched: Touched) -> None:
        """Take note of where things are once `step` steps are done, and of which objects touched in the last."""
        self.pins.after(step, step % self._frame == 0)
        for doing in self._busy:
            self.drivers.after(doing, step)
        self.triggers.sense(step, touched)

    def quiet(self, step: int, last: int, touched: Touched) -> bool:
        """Whether the steps from one on would show nothing: nothing is stepped, and until the last no action starts, ends or acts."""
        if not self.rest.quiet:
            return False
        for doing in self._open:
            if doing.waiting:
                self.triggers.wait(doing, step)
            watch = doing.starts if doing.waiting else doing.ends
            if doing.over or watch is None or self.triggers.near(watch, last, touched):
                return False
        return all(isinstance(doing.action, (Hold, Move)) and (doing.end is None or doing.end >= last) for doing in self._busy)

    @property
    def immovable(self) -> frozenset[str]:
        """The bodies that nothing can push now, for an action decides where they are; and people."""
        return frozenset((*self.pins.by_name, *self.troupe.performers))

    def records(self) -> tuple[ActionRecord, ...]:
        """What became of each action, in the order in which they are declared."""
        return tuple(ActionRecord(title=title(doing.action), status=doing.status, start=self._time(doing.start),
                                  end=self._time(doing.end) if doing.over else None, reason=doing.reason)
                     for doing in self.doings)

    def _time(self, step: int | None) -> float | None:
        return None if step is None else round(step * self.step, 9)
