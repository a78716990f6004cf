"""A take measured again, in full: from what it declares, the trajectory and the pictures that it kept. Nothing that it names is run."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.shot import Shot
from sim.errors import DeclarationError
from sim.trajectory import Trajectory
from studio.config import ShootConfig
from studio.declarations import decoded
from studio.manifest import renew
from studio.page import page
from studio.progress import Stages
from studio.shoot import DECLARED
from studio.take import Take, open_take, verified
from studio.video import read_video

if TYPE_CHECKING:
    from render.passes import Passes


def remeasure(folder: Path) -> Take:
    """Measure, and put report.json and report.html anew; nothing else changes, and those not before all is measured.

    Raises DeclarationError and ResourceError that name the take, if it is none, is damaged, or was made by another version.
    """
    take, stages = open_take(folder), Stages()
    pictures, contact = (verified(take, name) for name in ("painted.mkv", "contact.png"))
    with stages.stage("load"):
        shot, config, passes = reopened(take)
        from neural.conditioning.region_map import region_map
        from neural.stylise import painter
        from studio.faultless import faultless
        from studio.measuring import Meter
        paints = painter(passes, shot.style, config.neural)
        regions = region_map(passes, shot.style)
        meter = Meter(passes, regions, paints, faultless(shot.style, config.neural, regions))
    with stages.stage("measure"):
        for number, picture in enumerate(read_video(pictures)):
            meter.add(number, picture)
        measures = meter.measure()
    report = {**take.report, "measures": dict(measures.values), "measured_whole": True}
    texts = {"report.json": json.dumps(report, indent=2) + "\n", "report.html": page(report, measures.series, contact.read_bytes())}
    renew(folder, {name: text.encode() for name, text in texts.items()})
    return Take(folder=folder, report=report)


def reopened(take: Take) -> tuple[Shot, ShootConfig, "Passes"]:
    """What a take was shot from, as data, and its passes. Raises DeclarationError, naming the take."""
    from render.passes import render
    shot, config = declared_in(take)
    try:
        trajectory = Trajectory.load(verified(take, "trajectory.npz"))
    except (ValueError, KeyError, TypeError) as error:
        raise DeclarationError(f"take {str(take.folder)!r}: {_words(error)} Shoot it again.") from None
    return shot, config, render(shot.scene, trajectory, shot.view, config.render)


def declared_in(take: Take) -> tuple[Shot, ShootConfig]:
    """What a take was shot from, as data. Raises DeclarationError, naming the take."""
    try:
        declared = json.loads(verified(take, DECLARED).read_bytes())
        shot, config = decoded(declared["shot"]), decoded(declared["config"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DeclarationError(f"take {str(take.folder)!r}: {_words(error)} Shoot it again.") from None
    if not isinstance(shot, Shot) or not isinstance(config, ShootConfig):
        raise DeclarationError(f"take {str(take.folder)!r}: {DECLARED} declares no shot. Shoot it again.")
    return shot, replace(config, neural=replace(config.neural, download=False))  # a take may come from anybody, and is not to fetch


def _words(error: Any) -> str:
    return f"what it was made from cannot be read ({' '.join(str(error).split())[:200]})."
