"""steadycast coverage shot=NAME: the angles that a shot's action asks for, a cut list, and a sheet of both as they are rendered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL.Image import Image

from render.view import Cut
from scenes.directing.angle import Angle
from scenes.directing.coverage import Coverage, coverage
from scenes.film import Film
from scenes.shot import Shot
from sim.trajectory import Trajectory
from studio.acting import acted
from studio.config import store_of
from studio.continuity.check import check_film
from studio.progress import Stages
from studio.table import markdown

if TYPE_CHECKING:
    from render.passes import Passes

CELL, COLUMNS = 480, 4
"""px that an angle is wide on the sheet, at most, and how many stand side by side."""


@dataclass(frozen=True, kw_only=True)
class Covered:
    """sheet: the picture; text: the table and the cut list."""

    coverage: Coverage
    text: str
    sheet: Path


def covered(words: Sequence[str]) -> Covered:
    """What the words after `steadycast coverage` ask for; they are those of `shoot`, and nothing is painted. Raises as `shoot`."""
    from studio.jobs import jobs

    job = jobs(words)[0]
    config, stages = job.config, Stages()
    with stages.stage("simulate") as progress:
        trajectory = acted(job.shot, store_of(config), progress)[0]
    with stages.stage("cover"):
        found = coverage(job.shot, trajectory, config.render.width / config.render.height)
    file = Path(config.out, f"{job.shot.name}-coverage.png").absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    with stages.stage("render"):
        from render.passes import render
        small = min(1.0, CELL / config.render.width)
        size = replace(config.render, width=round(config.render.width * small), height=round(config.render.height * small))
        sheet(found, render(job.shot.scene, trajectory, job.shot.view, size)).save(file)
    return Covered(coverage=found, text=text(found, job.shot, trajectory, config.render.width, config.render.height), sheet=file)


def text(found: Coverage, shot: Shot, trajectory: Trajectory, width: int, height: int) -> str:
    """The angles as a table, the cut list as it is written in a script, and what does not go on over its cuts."""
    rows = [(angle.name, f"{angle.start:.1f}-{angle.end:.1f} s", f"{angle.lens:g} mm", _where(angle), angle.why) for angle in found.angles]
    cut = replace(shot, view=replace(shot.view, cuts=found.cuts))
    wrong = [str(finding) for finding in check_film(Film(name=shot.name, shots=(cut,)), [trajectory], width, height)]
    return "\n".join([markdown(("angle", "from-to", "lens", "where", "why"), rows), found.script, "",
                      "continuity: " + ("; ".join(wrong) or "nothing found")])


def _where(angle: Angle) -> str:
    return f"({', '.join(f'{value:g}' for value in angle.camera.keys[0].position)})"


def sheet(found: Coverage, passes: "Passes") -> Image:
    """Each angle when it shows what it is for, then each cut in its own middle."""
    from studio.sheet import laid_out

    ends = [*(pick.time for pick in found.picks[1:]), passes.frames / float(passes.fps)]
    cells = [(angle.name, angle, angle.shows) for angle in found.angles]
    cells += [(f"{pick.time:.2f} s: {pick.angle.name}", pick.angle, (pick.time + end) / 2) for pick, end in zip(found.picks, ends)]
    pictures = [passes.through((Cut(time=0.0, rig=angle.camera),))[min(int(time * passes.fps), passes.frames - 1)].beauty
                for _, angle, time in cells]
    return laid_out(pictures, [title for title, _, _ in cells], COLUMNS)
