"""A take measured again: its shot declared again, rendered from the trajectory that it kept, beside the pictures that it kept."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omegaconf import OmegaConf
from yaml import YAMLError

from sim.errors import DeclarationError, ResourceError
from sim.parts import part_table
from sim.trajectory import Trajectory
from studio.contact import Row, frame_row, sample
from studio.jobs import Job, rebuilt
from studio.page import page
from studio.progress import Stages
from studio.take import Take
from studio.video import read_video, video_shape

if TYPE_CHECKING:
    from render.passes import Passes
    from studio.measuring import Meter

NEEDED = ("config.yaml", "trajectory.npz", "painted.mkv", "report.json")


def remeasure(folder: Path) -> Take:
    """Measure, and put report.json and report.html anew; nothing else changes, and those not before all is measured.

    Raises DeclarationError and ResourceError that name the take: if it is none, was shot from Python, or no longer fits its script.
    """
    stages = Stages()
    with _naming(folder):
        report, job, trajectory = _opened(folder)
        take = Take(folder=folder, report=report)
        _check_fit(take, job, trajectory)
        with stages.stage("load"):
            from neural.stylise import stylise
            from render.passes import render
            from studio.measuring import Meter
            passes = render(job.shot.scene, trajectory, job.shot.view, job.config.render)
            meter = Meter(passes, stylise(passes, job.shot.style, job.config.neural))
        with stages.stage("measure"):
            rows = _show(take, passes, meter)
            measures = meter.measure()
    report = {**report, "measures": dict(measures.values)}
    _put(folder, {"report.json": json.dumps(report, indent=2) + "\n", "report.html": page(report, measures.series, rows)})
    return Take(folder=folder, report=report)


def _opened(folder: Path) -> tuple[Mapping[str, Any], Job, Trajectory]:
    if missing := [name for name in NEEDED if not (folder / name).is_file()]:
        raise DeclarationError(f"has no {', '.join(missing)}. Name the folder of a whole take, such as takes/pillar-0001.")
    report = _read(folder / "report.json", lambda path: json.loads(path.read_text()))
    resolved = _read(folder / "config.yaml", lambda path: OmegaConf.to_container(OmegaConf.load(path)))
    if "parameters" not in resolved.get("shot", {}):
        raise DeclarationError("was shot from Python, so that its config.yaml does not say how to declare its shot again. "
                               "Shoot it from the command line: steadycast shoot shot=my_film.py:my_shot.")
    return report, rebuilt(resolved), _read(folder / "trajectory.npz", Trajectory.load)


def _read(path: Path, function: Callable[[Path], Any]) -> Any:
    try:
        return function(path)
    except (ValueError, KeyError, TypeError, EOFError, YAMLError, zipfile.BadZipFile) as error:
        raise DeclarationError(f"{path.name} cannot be read ({' '.join(str(error).split())[:200]}).") from None


def _check_fit(take: Take, job: Job, trajectory: Trajectory) -> None:
    scene, render = job.shot.scene, job.config.render
    old, new = {part.path for part in trajectory.parts}, {part.path for part in part_table(scene)}
    if trajectory.parts != part_table(scene):
        differ = ", ".join([*(f"{name} is gone" for name in sorted(old - new)), *(f"{name} is new" for name in sorted(new - old))])
        raise DeclarationError(f"its shot has changed since: {differ or 'its parts have another order'}. Undo that, or shoot it again.")
    if (trajectory.frames, trajectory.fps) != (scene.frames, scene.fps):
        raise DeclarationError(f"its shot has changed since: it had {trajectory.frames} frames at {trajectory.fps} a second, "
                               f"now {scene.frames} at {scene.fps}. Undo that, or shoot it again.")
    expected, found = (trajectory.frames, render.height, render.width), video_shape(take.master)
    if found != expected:
        raise DeclarationError("painted.mkv has {} frames, {} px high and {} wide; ".format(*found)
                               + "the take has {}, {} and {}. Shoot it again.".format(*expected))


def _show(take: Take, passes: "Passes", meter: "Meter") -> list[Row]:
    """All pictures to the meter, in order; the rows of the contact sheet."""
    wanted, rows = sample(len(passes)), []
    for number, picture in enumerate(read_video(take.master)):
        meter.add(number, picture)
        if number in wanted:
            rows.append(frame_row(passes, number, picture))
    return rows


def _put(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files whole or not at all: under hidden names first."""
    hidden = {folder / f".{name}": folder / name for name in texts}
    try:
        for path, final in hidden.items():
            path.write_text(texts[final.name], encoding="utf-8")
        for path, final in hidden.items():
            path.replace(final)
    finally:
        for path in hidden:
            path.unlink(missing_ok=True)


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    try:
        yield
    except (DeclarationError, ResourceError) as error:
        raise type(error)(f"take {str(folder)!r}: {error}") from error
