"""steadycast sheet shot=NAME who=SOMEBODY: a turnaround of one person of a shot, painted as the shot is, to be approved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from scenes.shot import Shot
from sim.errors import DeclarationError, unknown
from sim.scene.person import Person
from studio.config import ShootConfig
from studio.contact import BACKGROUND, INK, LABEL, MARGIN
from studio.progress import Stages
from studio.turnaround import COLUMNS, TITLES, turnaround

WHO, OFF = "who=", "neural=off"
"""The words that are the sheet's own; all others are those of `shoot`. OFF: not painted, but as the renderer shows it."""


def turnaround_sheet(words: Sequence[str]) -> Path:
    """Shoot the sheet that the words after `steadycast sheet` ask for, and lay it out. The picture. Raises as `shoot`."""
    from studio.jobs import jobs

    job = jobs([word for word in words if not word.startswith(WHO) and word != OFF])[0]
    person = chosen_person(job.shot, [word.removeprefix(WHO) for word in words if word.startswith(WHO)])
    high = job.config.render.height
    config = replace(job.config, fps=None, seconds=None, passes=(), render=replace(job.config.render, width=high))
    return shot_sheet(turnaround(job.shot, person), config, painted=OFF not in words)


def chosen_person(shot: Shot, names: Sequence[str]) -> Person:
    """The person of a shot that is named, or its only one. Raises DeclarationError."""
    there = {person.name: person for person in shot.scene.people}
    if not there:
        raise DeclarationError(f"steadycast sheet: nobody is in {shot.name}; name a shot with people, such as shot=tea.")
    if len(names) > 1 or not names and len(there) > 1:
        raise DeclarationError(f"steadycast sheet: a sheet is of one person; say which of {shot.name}, such as who={next(iter(there))}. "
                               f"Allowed: {', '.join(sorted(there))}.")
    name = names[0] if names else next(iter(there))
    if name not in there:
        raise unknown("person", name, there, f"steadycast sheet shot={shot.name}")
    return there[name]


def shot_sheet(shot: Shot, config: ShootConfig, painted: bool = True) -> Path:
    """Paint a turnaround as any shot is, or only render it, and lay out its frames beside its take. The picture."""
    if not painted:
        file = Path(config.out, f"{shot.name}.png").absolute()
        file.parent.mkdir(parents=True, exist_ok=True)
        laid_out(_rendered(shot, config)).save(file)
        return file
    from studio.shoot import shoot
    from studio.video import read_video

    take = shoot(shot, config)
    file = take.folder.with_suffix(".png")
    laid_out(read_video(take.master)).save(file)
    return file


def _rendered(shot: Shot, config: ShootConfig) -> Iterable[NDArray[np.uint8]]:
    from render.passes import render
    from sim.execution.engine import simulate

    stages = Stages()
    with stages.stage("simulate") as progress:
        trajectory = simulate(shot.scene, progress)
    with stages.stage("render") as progress:
        for frame in render(shot.scene, trajectory, shot.view, config.render):
            progress(frame.number + 1, len(TITLES))
            yield frame.beauty


def laid_out(pictures: Iterable[NDArray[np.uint8]], titles: Sequence[str] = TITLES, columns: int = COLUMNS) -> Image.Image:
    """Pictures (H, W, 3) of one size in rows, each under its title."""
    cells = [Image.fromarray(picture) for picture in pictures]
    width, height = cells[0].width + MARGIN, cells[0].height + LABEL
    out = Image.new("RGB", (MARGIN + columns * width, MARGIN + -(-len(cells) // columns) * height), BACKGROUND)
    draw, font = ImageDraw.Draw(out), ImageFont.load_default(14)
    for number, (cell, title) in enumerate(zip(cells, titles, strict=True)):
        x, y = MARGIN + number % columns * width, number // columns * height
        draw.text((x, y + 3), title, INK, font)
        out.paste(cell, (x, y + LABEL))
    return out
