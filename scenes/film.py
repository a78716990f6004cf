"""Films: shots that are cut together, and that go on in one world.

    one = make_shot("one", props, camera=wide, actions=[walk_to("anna", "cup", name="walk")], seconds=6)
    two = continue_from(one, "two", camera=close, actions=[pick_up("anna", "cup", when=after("walk"))], seconds=4)
    film("tea", [one, two])

A shot that goes on from another is acted out as one simulation with it, and its picture begins a frame after the other's last: so
everything is where the other left it, in motion if it was, with what is in hands, on heads and in vessels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from render.view import Cut, Rig
from scenes.composing import Step, flat
from scenes.shot import Shot, clock
from sim.errors import DeclarationError, check_name, check_unique, unknown
from sim.scene.scene import Earlier
from sim.story.claims import Claim
from sim.story.outcomes import Outcome


@dataclass(frozen=True, kw_only=True)
class Film:
    """Shots in their order. breaks: the names of those before which time passes or the place changes, so that nothing need go on over
    the cut."""

    name: str
    shots: tuple[Shot, ...]
    breaks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name("film", self.name)
        if not self.shots:
            raise DeclarationError(f"{self.name}: has no shots; give at least one, such as film({self.name!r}, [shot_1, shot_2]).")
        for number, shot in enumerate(self.shots):
            if not isinstance(shot, Shot):
                raise DeclarationError(f"{self.name}: shots[{number}] is {shot!r}; it must be a shot, from make_shot or continue_from.")
            if shot.scene.fps != self.shots[0].scene.fps:
                raise DeclarationError(f"{self.name}: {shot.name} has {shot.scene.fps} fps and {self.shots[0].name} has "
                                       f"{self.shots[0].scene.fps}; give all shots of a film the same.")
        names = [shot.name for shot in self.shots]
        check_unique("shot", names)
        for name in self.breaks:
            if name not in names[1:]:
                raise unknown("shot after the first", name, names[1:], f"{self.name}: breaks")

    @property
    def seconds(self) -> float:
        """How long it is."""
        return sum(shot.seconds for shot in self.shots)


def film(name: str, shots: Sequence[Shot], *, breaks: Sequence[str] = ()) -> Film:
    """Shots cut together. breaks: the names of the shots before which time passes or the place changes: continuity is not checked over
    that cut. Raises DeclarationError."""
    return Film(name=name, shots=tuple(shots), breaks=tuple(breaks))


def continue_from(shot: Shot, name: str, *, camera: Rig | Sequence[Cut], actions: Sequence[Step] = (), seconds: float = 5.0,
                  claims: Sequence[Claim | Outcome] = ()) -> Shot:
    """The next shot: it starts where the last left everything, in the same light and look. What was still going on goes on.

    Times of camera, actions and claims count from its own first frame; `after` may name actions of the shots before, touches and
    crossings count from its first frame on. Names of actions must be new. Raises DeclarationError.
    """
    scene = shot.scene
    earlier = (*scene.earlier, Earlier(frames=scene.frames, actions=len(scene.actions)))
    own = flat(*actions, taken=[action.name for action in scene.actions])
    after = replace(scene, earlier=earlier, actions=(*scene.actions, *own), frames=clock(name, seconds, scene.fps)["frames"])
    cuts = (Cut(time=0.0, rig=camera),) if isinstance(camera, Rig) else tuple(camera)
    return replace(shot, name=name, scene=after, view=replace(shot.view, cuts=cuts), claims=tuple(claims))


def continues(shot: Shot, other: Shot) -> bool:
    """Whether a shot goes on from the other as that is declared, so that both are one simulation."""
    return other.scene in shot.scene.before[-1:]
