"""The continuity check: every rule over every cut."""

import math
from collections.abc import Iterable, Iterator

from scenes.film import Film
from scenes.shot import Shot
from sim.trajectory import Trajectory
from studio.continuity.finding import Finding, Place
from studio.continuity.looks import LOOKS
from studio.continuity.screen import SCREEN
from studio.continuity.side import Side
from studio.continuity.world import WORLD

RULES = {**WORLD, **LOOKS, **SCREEN}
"""By name; each says of the two sides of a cut what does not go on over it."""


def check_film(film: Film, trajectories: Iterable[Trajectory], width: int = 16, height: int = 9) -> Iterator[Finding]:
    """What does not go on over the cuts of a film, between its shots and within them. trajectories: of its shots, in their order; two are
    needed at a time. width, height: of the pictures, in any unit."""
    last: Side | None = None
    for shot, acted in zip(film.shots, trajectories):
        def side(frame: int, opens: bool, shot: Shot = shot, acted: Trajectory = acted) -> Side:
            return Side(shot=shot, trajectory=acted, frame=frame, opens=opens, width=width, height=height)

        if last is not None and shot.name not in film.breaks:
            yield from check_cut(last, side(0, True))
        for frame in (math.ceil(cut.time * acted.fps - 1e-9) for cut in shot.view.cuts[1:]):
            if 0 < frame < acted.frames:
                yield from check_cut(side(frame - 1, False), side(frame, True))
        last = side(acted.frames - 1, False)


def check_cut(before: Side, after: Side) -> Iterator[Finding]:
    """What does not go on over one cut."""
    places = [Place(shot=side.shot.name, frame=side.frame) for side in (before, after)]
    for kind, rule in RULES.items():
        yield from (Finding(kind=kind, text=text, before=places[0], after=places[1]) for text in rule(before, after))
