"""Hydra as its users know it: groups, folders of their own, launchers and sweepers that really start and really shoot."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from neural.config import SD15
from studio.jobs import jobs
from tests.studio.test_shoot import SMALL, film  # noqa: F401  (a fixture)

RAY = ("+hydra.launcher.ray.init.num_cpus=2", "+hydra.launcher.ray.init.include_dashboard=false", "+hydra.launcher.ray.remote.num_cpus=1")


def table(folder: Path) -> list[dict[str, str]]:
    with open(folder / "table.csv", newline="") as file:
        return list(csv.DictReader(file))


def test_groups_choose_files_of_settings_and_single_settings_go_over_them() -> None:
    job, = jobs(["shot=pillar", "render=draft", "render.height=220", "look=toon", "neural=sd15", "neural.steps=9"])
    assert (job.config.render.width, job.config.render.height, job.shot.style.prompt.split(",")[0]) == (384, 220, "toon")
    assert (job.config.neural.steps, job.config.neural.guidance, [net.control for net in job.config.neural.controlnets]) == (
        9, 7.5, ["depth", "class"])
    assert jobs(["shot=pillar", "neural=sd15"])[0].config.neural == SD15  # the file says what Python has under that name
    board, = jobs(["+experiment=storyboard", "fps=8"])
    assert (board.config.render.width, board.config.fps) == (384, 8)


def test_a_folder_of_ones_own_has_experiments_shots_and_choices(film: Path, run: Callable) -> None:  # noqa: F811
    own = film / "own"
    for name, text in {"experiment/low": "# @package _global_\ndefaults:\n  - override /shot: low\n  - override /render: stamp\n",
                       "shot/low": "defaults:\n  - film.py:drop\nheight: 0.02\n", "render/stamp": "width: 64\nheight: 48\n"}.items():
        (own / f"{name}.yaml").parent.mkdir(parents=True, exist_ok=True)
        (own / f"{name}.yaml").write_text(text)
    ran = run("shoot", "--config-dir", "own", "+experiment=low", "seconds=0.125")
    assert ran.code == 0, ran.err
    config = OmegaConf.load(film / "takes" / "drop-0001" / "config.yaml")
    assert config.shot == {"name": "film.py:drop", "parameters": {"height": 0.02, "size": 0.1}} and config.render.width == 64
    ran = run("shoot", "--config-dir", "own", "--cfg", "job", "+experiment=low", "seconds=0.5")
    assert ran.code == 0 and OmegaConf.create(ran.out).shot.height == 0.02 and OmegaConf.create(ran.out).seconds == 0.5
    assert "shots://" in run("shoot", "--info", "searchpath").out
    assert run("shoot", "--config-dir", "nowhere").code == 2


def test_words_are_completed(run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    for line, wanted in {"steadycast shoot shot=pil": "shot=pillar", "steadycast shoot render.wi": "render.width=",
                         "steadycast sho": "shoot", "steadycast shoot render=72": "render=720p"}.items():
        monkeypatch.setenv("COMP_LINE", line)
        ran = run("-sc", "query=bash")
        assert ran.code == 0 and wanted in ran.out.split(), (line, ran.out, ran.err)
    assert "complete" in run("-sc", "install=bash").out


@pytest.mark.parametrize("launcher", ["joblib", "submitit_local", "ray"])
def test_a_launcher_of_many_processes_leaves_the_same_as_one(film: Path, run: Callable, launcher: str) -> None:  # noqa: F811
    words = ("shoot", "-m", *SMALL, "shot.height=0.02,0.3", "shot.size=0.1")
    assert run(*words, "out=one").code == 0
    ran = run(*words, "out=many", f"hydra/launcher={launcher}", *(RAY if launcher == "ray" else ()))
    assert ran.code == 0, ran.err
    one, many = (film / out / "sweep-0001" for out in ("one", "many"))
    assert [row["shot.height"] for row in table(many)] == ["0.02", "0.3"] and (many / "contact.png").is_file()
    for before, after in zip(table(one), table(many)):
        assert (one / before["take"] / "painted.mkv").read_bytes() == (many / after["take"] / "painted.mkv").read_bytes()


def test_a_sweeper_that_searches_is_given_a_measure(film: Path, run: Callable) -> None:  # noqa: F811
    ran = run("shoot", "-m", *SMALL, "shot.height=interval(0.02,0.3)", "objective=warp_error_1", "hydra/sweeper=optuna",
              "hydra.sweeper.n_trials=3", "hydra.sweeper.n_jobs=1", "hydra.sweeper.sampler.seed=1")
    assert ran.code == 0, ran.err
    folder = film / "takes" / "sweep-0001"
    best = OmegaConf.load(folder / "optimization_results.yaml")
    rows = table(folder)
    assert len(rows) == 3 and best.best_value == pytest.approx(min(float(row["objective"]) for row in rows))
    assert run("shoot", "-m", *SMALL, "shot.height=0.02", "objective=beauty").code == 2
    assert run("shoot", "-m", *SMALL, "shot.height=0.02", "hydra/launcher=nothing").code == 2
    assert not (film / "takes" / "sweep-0003").exists()


def test_a_sweep_that_is_started_again_shoots_only_what_is_missing(film: Path, run: Callable) -> None:  # noqa: F811
    words = ("shoot", "-m", *SMALL, "shot.height=0.02,0.1,0.3")
    assert run(*words).code == 0
    folder = film / "takes" / "sweep-0001"
    asked = json.loads((folder / "sweep.json").read_text())
    (folder / "sweep.json").write_text(json.dumps({**asked, "done": False}))  # as if it had been killed
    lost = next(file for file in (folder / "jobs").glob("*.json") if json.loads(file.read_text())["number"] == 1)
    def takes() -> dict[str, int]:
        return {take.name: take.stat().st_mtime_ns for take in folder.glob("drop-*")}

    before, took = takes(), json.loads(lost.read_text())["row"]["take"]
    lost.unlink()  # killed when its take was there, and it had not said so
    assert run(*words).code == 0 and takes() == before and json.loads(lost.read_text())["row"]["take"] == took
    (folder / "sweep.json").write_text(json.dumps({**asked, "done": False}))
    shutil.rmtree(folder / took)
    assert run(*words).code == 0
    assert takes() == {**before, took: takes()[took]} != before and [row["shot.height"] for row in table(folder)] == ["0.02", "0.1", "0.3"]
    assert run(*words).code == 0 and (film / "takes" / "sweep-0002").is_dir()  # that one was finished
