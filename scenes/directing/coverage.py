"""Coverage: the standard angles for what happens in a shot, as ready cameras, and a cut list made of them.

    found = coverage(shot)
    make_shot(..., camera=found.cuts)                   # all of it, cut by who speaks or acts
    make_shot(..., camera=found["close anna"].camera)   # or one angle
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from render.view import Cut
from scenes.camera import cut
from scenes.directing.angle import Angle
from scenes.directing.beats import HANDLES, Beat, beats
from scenes.directing.cut_list import Pick, cut_list
from scenes.directing.exchange import exchanges
from scenes.directing.inserts import insert
from scenes.directing.master import master
from scenes.directing.singles import singles
from scenes.directing.staging import Staging
from scenes.shot import Shot
from sim.errors import check_number, unknown
from sim.trajectory import Trajectory


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """angles: the master first; their names differ. picks: which is seen when, from 0 s on."""

    angles: tuple[Angle, ...]
    picks: tuple[Pick, ...]

    def __getitem__(self, name: str) -> Angle:
        """The angle of this name. Raises DeclarationError."""
        found = {angle.name: angle for angle in self.angles}
        if name not in found:
            raise unknown("angle", name, found, "coverage")
        return found[name]

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The cut list, as make_shot takes it for its camera."""
        return tuple(cut(pick.time, pick.angle.camera) for pick in self.picks)

    @property
    def script(self) -> str:
        """The cut list as it is written in a script: a name for each camera, and `cuts`."""
        used = list(dict.fromkeys(pick.angle.name for pick in self.picks))
        called = {name: re.sub(r"\W", "_", name) for name in used}
        return "\n".join([*(f"{called[name]} = {_written(self[name])}" for name in used),
                          "cuts = [", *(f"    cut({pick.time:g}, {called[pick.angle.name]}),  # {pick.why}" for pick in self.picks), "]"])


def coverage(shot: Shot, acted: Trajectory | None = None, aspect: float = 16 / 9) -> Coverage:
    """The angles of a shot and its cut list.

    A master of all of it; for each two who speak to or do something with each other where they stand, over-the-shoulders and close-ups, all
    on the master's side of the line between them; a close-up of who does something alone; an insert of what is taken or poured into. What
    something is in the way of is left out. acted: the shot's trajectory; without one it is acted out here. aspect: the picture's width in
    its heights. The same comes out every time. Raises DeclarationError, and as `simulate`.
    """
    check_number("coverage", "aspect", aspect, above=0, most=5)
    if acted is None:
        from sim.execution.engine import simulate  # here: declaring a shot acts nothing out
        acted = simulate(shot.scene)
    staging = Staging(shot=shot, trajectory=acted, aspect=aspect)
    story = beats(staging)
    angles = _named(_angles(staging, story))
    return Coverage(angles=angles, picks=cut_list(staging, story, angles))


def _angles(staging: Staging, story: Sequence[Beat]) -> Iterable[Angle]:
    whole = master(staging, story)
    yield whole
    for exchange in exchanges(staging, story):
        yield from singles(staging, exchange, whole)
    for beat in story:
        if beat.kind == HANDLES:
            yield from insert(staging, beat, whole)


def _named(angles: Iterable[Angle]) -> tuple[Angle, ...]:
    """The same, with a number behind names that were there before: 'close anna 2'."""
    out: list[Angle] = []
    for angle in angles:
        taken = {each.name for each in out}
        name = next(name for name in (angle.name, *(f"{angle.name} {i}" for i in range(2, len(out) + 3))) if name not in taken)
        out.append(replace(angle, name=name))
    return tuple(out)


def _written(angle: Angle) -> str:
    key = angle.camera.keys[0]
    return f"camera.static({_place(key.position)}, {_place(key.look_at)}, lens={key.focal:g})"


def _place(place: tuple[float, ...]) -> str:
    return f"({', '.join(f'{value:g}' for value in place)})"
