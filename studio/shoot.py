"""Shot -> Take: simulate, render, paint, and keep what came out with what it cost. What was made before is not made again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from omegaconf import OmegaConf
from PIL import Image

from neural.conditioning.vocabulary import parse_scene
from scenes.shot import Shot
from sim.story.outcomes import check_outcomes
from studio.acting import acted, ledger_key, told_story, trajectory_key
from studio.config import ShootConfig, changed, store_of, work_of
from studio.declarations import digest, encoded
from studio.fits import check_resources
from studio.keys import code
from studio.manifest import seal
from studio.measures.measured import Measures
from studio.pace import pace
from studio.page import page
from studio.progress import Report, Stages, log
from studio.report import report, unfinished
from studio.store import Store
from studio.take import Take, new_folder

if TYPE_CHECKING:
    from neural.painting.frames import Frames
    from render.passes import Passes
    from studio.delivering import Delivered
    from studio.parents import Builds

DECLARED = "declared.json"
"""The shot and the config as they were declared, as data: what a take is measured by, and rendered again from."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Setup:
    """A shot on its way: where things are kept, what it builds on, what is rendered and painted, and what was there already."""

    shot: Shot
    config: ShootConfig
    store: Store
    builds: "Builds"
    passes: "Passes"
    frames: "Frames"
    files: Mapping[str, bytes]
    reused: Mapping[str, bool]


def shoot(shot: Shot, config: ShootConfig = ShootConfig(), resolved: Mapping[str, Any] | None = None) -> Take:
    """Shoot and keep. resolved: the config as the command line gave it, for config.yaml.

    Raises DeclarationError, also for a claim that fails and a failure that stops the scene, and that before anything is painted;
    SimulationError and ResourceError; then, and on Ctrl-C, no take is left behind; what was made is in the store.
    """
    shot, stages = changed(shot, config), Stages()
    check_resources(config.render.width, config.render.height, shot.scene.frames, float(shot.scene.fps), Path(config.out))
    with new_folder(config.out, shot.name) as (folder, give_name):
        setup = prepared(shot, config, stages)
        delivered = _painted(setup, folder, stages)
        with stages.stage("measure"):
            measures = _measured(setup, folder, delivered)
        surfaces = _surfaces(setup, folder)
        for name, content in setup.files.items():
            (folder / name).write_bytes(content)
        facts = report(setup, delivered, measures.values, stages)
        (folder / "report.json").write_text(json.dumps(facts, indent=2) + "\n")
        (folder / "report.html").write_text(page(facts, measures.series, (folder / "contact.png").read_bytes()), encoding="utf-8")
        said = dict(resolved or {"shot": {"name": shot.name}})
        said.pop("farm", None)  # whoever did the work, it is the same take
        OmegaConf.save(OmegaConf.create(said), folder / "config.yaml")
        seal(folder, _facts(setup, delivered, surfaces), setup.builds.parent)
        take = Take(folder=give_name(), report=facts)
    setup.store.collect()
    if config.passes:
        from studio.export.write import write_passes
        from studio.video import read_video
        with stages.stage("passes") as progress:
            write_passes(take.folder / "passes", setup.passes, read_video(take.master), config.passes, progress=progress)
    return take


def prepared(shot: Shot, config: ShootConfig, stages: Stages) -> Setup:
    """A shot acted out, told, and ready to be painted. Raises as `shoot`."""
    store = store_of(config)
    if config.neural.model == "tiny":
        parse_scene(shot.style.prompt)  # an unknown look is told before anything is acted out
    with stages.stage("simulate") as progress:
        trajectory, moves, had_moves = acted(shot, store, progress)
        for line in unfinished([vars(record) for record in trajectory.actions if not record.over_before]):
            log.warning("story: %s", line)
        check_outcomes(shot.name, shot.scene, shot.claims, trajectory.actions)
    with stages.timed("load"):
        from neural.stylise import stylise
        from render.digests import shape_digests
        from render.passes import render
        from studio.parents import NONE, builds_on
    with stages.timed("prepare"):
        passes = render(shot.scene, trajectory, shot.view, config.render)
    with stages.timed("story"):
        _, ledger, had_ledger = told_story(shot, passes, store)
    with stages.timed("prepare"):
        parent = config.parent if config.neural.consistency == "cast" else NONE
        builds = builds_on(parent, Path(config.out), shape_digests(passes), store)
        frames = stylise(passes, shot.style, config.neural, tuple(builds.entries.values()), work_of(config, store), base=builds.base)
    if builds.entries:
        log.info("builds on %s", builds.name)
    return Setup(shot=shot, config=config, store=store, builds=builds, passes=passes, frames=frames,
                 files={"trajectory.npz": moves, "ledger.npz": ledger, DECLARED: declared(shot, config)},
                 reused={"trajectory": had_moves, "ledger": had_ledger})


def declared(shot: Shot, config: ShootConfig) -> bytes:
    """A take's DECLARED. Whoever does the work, it is the same take."""
    return json.dumps({"shot": encoded(shot), "config": encoded(replace(config, farm=""))}, indent=1).encode()


def _painted(setup: Setup, folder: Path, stages: Stages) -> "Delivered":
    from render.developing import development_of
    from studio.delivering import Delivery
    from studio.subtitles import subtitles
    said = subtitles(setup.shot.scene, setup.passes.trajectory)
    stages.later = pace(Path(setup.config.out), setup.passes, setup.config.neural.consistency, bool(setup.builds.entries))
    if setup.config.farm:
        with stages.stage("farm") as progress:
            _farmed(setup, progress)
    with stages.timed("cover"):
        paintings = setup.frames.paintings
    if setup.config.neural.consistency == "cast":
        log.info("%s; to paint: %d pictures", "acted out before" if setup.reused["trajectory"] else "acted out anew", paintings)
    with stages.stage("paint") as progress:
        setup.frames.paint_anchors(partial(_shown, progress, folder / "live.png"))
    (folder / "live.png").unlink(missing_ok=True)
    with stages.stage("assemble") as progress:
        return Delivery(setup.passes, setup.frames, setup.store, work_of(setup.config, setup.store),
                        setup.config.neural.batch, said, development_of(setup.passes)).deliver(folder, stages, progress)


def _farmed(setup: Setup, progress: Report) -> None:
    """Have a farm paint and assemble the shot, so that all of it is there."""
    from studio.farm import open_farm
    from studio.farming import paint_ahead
    with open_farm(setup.config) as farm:
        if farm:
            ahead = paint_ahead(farm, [setup.shot], replace(setup.config, parent=str(setup.builds.folder or setup.builds.name)))
            farm.wait(ahead[setup.shot.name], progress)


def _shown(progress: Report, file: Path, done: int, total: int, picture: NDArray[np.uint8] | None) -> None:
    """Let the latest painting be looked at."""
    progress(done, total)
    if picture is not None:
        if not file.exists():
            log.info("the latest painting can be looked at: %s", file)
        Image.fromarray(picture).save(file)


def _measured(setup: Setup, folder: Path, delivered: "Delivered") -> Measures:
    """What can be measured for little; steadycast measure has the rest."""
    key = digest("measures", sorted(delivered.keys.items()), code("studio"))
    content = setup.store.get(key)
    if content is None:
        from studio.quick import quick_measures
        content = quick_measures(setup.passes, folder / "painted.mkv", work_of(setup.config, setup.store)).written()
        setup.store.put(key, content, "measures")
    return Measures.read(content)


def _surfaces(setup: Setup, folder: Path) -> dict[str, str | None]:
    """Keep the painted surfaces in the take: by file, the key in the store under which each is there, too."""
    known = {entry.digest: setup.builds.remake(name) for name, entry in setup.builds.entries.items()}
    out = {}
    for number, entry in enumerate(setup.frames.surfaces, 1):
        name = f"surfaces/{number:04d}-{entry.digest[:8]}.npz"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(entry.content)
        out[name] = known.get(entry.digest) or setup.frames.painting_keys.get(entry.digest)
    return out


def _facts(setup: Setup, delivered: "Delivered", surfaces: Mapping[str, str | None]) -> dict[str, Any]:
    """What the next take needs to know of this one."""
    from render.digests import shape_digests
    remake = {"trajectory.npz": trajectory_key(setup.shot.scene), "ledger.npz": ledger_key(setup.shot, setup.passes), **delivered.keys,
              **{name: key for name, key in surfaces.items() if key}}
    return {"code": code("render", "neural"), "world": shape_digests(setup.passes), "surfaces": list(surfaces), "remake": remake,
            "frames": setup.frames.frame_digests, "parts": setup.frames.part_digests}
