"""Shot -> Take: simulate, render, paint, and keep what came out with what it cost."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from omegaconf import OmegaConf

from scenes.shot import Shot
from sim.story.claims import check_story
from sim.story.ledger import joined
from sim.story.ledger_file import save
from sim.story.outcomes import check_outcomes
from sim.story.story import Story
from studio.config import ShootConfig, bank_of, changed
from studio.contact import HEADINGS, Row, frame_row, sample, sheet
from studio.fits import check_fits
from studio.metered import Metered
from studio.page import page
from studio.progress import Report, Stages
from studio.report import report
from studio.take import Take, new_folder
from studio.video import write_master, write_video

if TYPE_CHECKING:
    from render.passes import Passes
    from studio.measuring import Meter


def shoot(shot: Shot, config: ShootConfig = ShootConfig(), resolved: Mapping[str, Any] | None = None) -> Take:
    """Shoot and keep. resolved: the config as the command line gave it, for config.yaml.

    Raises DeclarationError, also for a claim that fails and a failure that stops the scene, and that before anything is painted;
    SimulationError and ResourceError; then, and on Ctrl-C, no take is left behind.
    """
    shot, stages = changed(shot, config), Stages()
    check_fits(config.render.width, config.render.height, shot.scene.frames, float(shot.scene.fps), Path(config.out))
    with stages.stage("load"):
        # Here, because torch takes seconds, and a bad shot is to be told at once.
        from neural.stylise import stylise
        from render.passes import render
        from render.sight import sight
        from sim.engine import simulate
        from studio.measuring import Meter
    with new_folder(config.out, shot.name) as (folder, give_name):
        with stages.stage("simulate") as progress:
            trajectory = simulate(shot.scene, progress)
        trajectory.save(folder / "trajectory.npz")
        with stages.stage("story"):
            check_outcomes(shot.name, shot.scene, shot.claims, trajectory.actions)
            story = Story(scene=shot.scene, trajectory=trajectory).ledger
            check_story(shot.name, shot.claims, story)
        with stages.stage("prepare"):
            passes = render(shot.scene, trajectory, shot.view, config.render)
        with stages.stage("story"):
            ledger = joined(story, sight(passes))
            check_story(shot.name, shot.claims, ledger)
            save(ledger, folder / "ledger.npz")
        with stages.stage("prepare"):
            frames = stylise(cast("Passes", Metered(passes, stages)), shot.style, config.neural, bank=bank_of(config))
        with stages.stage("measure"):
            meter = Meter(passes, frames)
        with stages.stage("paint") as progress:
            rows = _deliver(folder, passes, frames.painted(), meter, stages, progress)
        evaluations = frames.evaluations  # measuring paints a few frames more, which are not the take's
        with stages.stage("measure"):
            measures = meter.measure()
        facts = report(shot, config, passes, frames, evaluations, measures.values, stages.seconds)
        (folder / "report.json").write_text(json.dumps(facts, indent=2) + "\n")
        (folder / "report.html").write_text(page(facts, measures.series, rows), encoding="utf-8")
        OmegaConf.save(OmegaConf.create(dict(resolved or {"shot": {"name": shot.name}})), folder / "config.yaml")
        return Take(folder=give_name(), report=facts)


def _deliver(folder: Path, passes: "Passes", painted: Iterable[NDArray[np.uint8]], meter: "Meter", stages: Stages,
             progress: Report) -> list[Row]:
    """Write shot.mp4 and painted.mkv as the pictures come, then contact.png, whose rows are given back; no other pictures are kept."""
    wanted, rows = sample(len(passes)), []
    size = {"width": passes.width, "height": passes.height, "fps": passes.fps}
    with write_video(folder / "shot.mp4", **size) as add, write_master(folder / "painted.mkv", **size) as add_to_master:
        for number, picture in enumerate(painted):
            with stages.timed("deliver"):
                add(picture)
                add_to_master(picture)
                meter.add(number, picture)
                if number in wanted:
                    rows.append(frame_row(passes, number, picture))
            progress(number + 1, len(passes))
    with stages.timed("deliver"):
        sheet(rows, HEADINGS).save(folder / "contact.png")
    return rows
