"""The Story of an acted scene: its motion, meetings, ledger and events, each worked out when first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.scene.scene import Scene
from sim.story.event import Event
from sim.story.events import events
from sim.story.flows import fullness
from sim.story.ledger import SAYS, Ledger
from sim.story.meetings import Meeting, meetings
from sim.story.motion import Motion, object_motion
from sim.story.relations import holding_pairs, inside_pairs, resting_pairs, touching_pairs, wearing_pairs
from sim.story.runs import Pair, Pairs
from sim.story.words import says, words_of
from sim.trajectory import Trajectory


@dataclass(frozen=True, kw_only=True, eq=False)
class Story:
    """What a scene's trajectory tells. scene: the one that it was acted from."""

    scene: Scene
    trajectory: Trajectory

    @cached_property
    def motion(self) -> Motion:
        """How each object moves."""
        return object_motion(self.scene, self.trajectory)

    @cached_property
    def meetings(self) -> Mapping[Pair, Meeting]:
        """Which objects touch, and when."""
        return meetings(self.trajectory, self.motion)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happens, by frame."""
        return events(self.scene, self.trajectory, self.motion, self.meetings, holding_pairs(self.scene, self.trajectory),
                      wearing_pairs(self.trajectory))

    @cached_property
    def ledger(self) -> Ledger:
        """Who is where, how fast, on, in, against and held by what, and says what. values: position (the centre of the volume), rotation,
        velocity, spin, low and high, as in sim.story.motion, and full: the share of its hollow, nan for what holds no liquid."""
        found, held, worn = self.motion, holding_pairs(self.scene, self.trajectory), wearing_pairs(self.trajectory)
        return Ledger(
            names=found.names, fps=self.trajectory.fps, frames=self.trajectory.frames,
            values={"position": found.centre, "rotation": found.rotation, "velocity": found.velocity, "spin": found.spin,
                    "low": found.low, "high": found.high, "full": fullness(self.trajectory, found.names)},
            pairs={"rests on": resting_pairs(self.meetings, found), "touches": touching_pairs(self.meetings),
                   "inside": inside_pairs(self.scene, self.trajectory, found), "held by": held,
                   "holds": {(holder, thing): on for (thing, holder), on in held.items() if holder},
                   "worn by": worn, "wears": {(who, thing): on for (thing, who), on in worn.items()}, **self._said()})

    def _said(self) -> dict[str, Pairs]:
        """Who says what, if the scene has anybody say anything."""
        return {SAYS: says(self.scene, self.trajectory)} if any(map(words_of, self.scene.actions)) else {}
