"""The whole way, small: what a take folder holds, that it comes again the same, and what is left when it goes wrong."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from omegaconf import OmegaConf
from PIL import Image

from sim.trajectory import Trajectory
from studio.check import check
from studio.manifest import Parent, load_manifest
from studio.remeasure import reopened
from studio.store import Store
from studio.take import Take
from studio.unfinished import remove_left
from studio.video import read_video

FILM = """
from scenes import ball, box, camera, launch, make_shot, impulse, touch, Look


def drop(height: float = 0.5, size: float = 0.1):
    props = [box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True, look=Look("grey")),
             ball("ball", size, at=(0, 0, size + height), look=Look("red")), ball("far", size, at=(1, 1, size))]
    return make_shot("drop", props, camera=camera.static((0, -3, 1.5), (0, 0, 0.3)),
                     actions=[launch("ball", (0.5, 0, 0), name="throw"),
                              impulse("far", (1, 0, 0), when=touch("ball", "far"), name="nudge")])
"""
SMALL = ("shot=film.py:drop", "fps=24", "seconds=0.125", "render.width=64", "render.height=48")
COMMAND = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
FILES = {"shot.mp4", "painted.mkv", "contact.png", "trajectory.npz", "ledger.npz", "report.json", "report.html", "config.yaml",
         "declared.json", "manifest.json"}


@pytest.fixture
def film(here: Path) -> Path:
    (here / "film.py").write_text(FILM)
    return here


@pytest.fixture
def take(run: Callable, film: Path) -> Path:
    ran = run("shoot", *SMALL, "shot.height=0.02", "neural.consistency=fixed")
    assert ran.code == 0, ran.err
    assert str(film / "takes" / "drop-0001") in ran.out and "nudge" in ran.out and "simulate" in ran.out
    return film / "takes" / "drop-0001"


def test_a_take_is_whole_and_comes_again_the_same(take: Path, run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {path.name for path in take.iterdir()} == FILES and check(take) == []
    assert [p.shape for p in read_video(take / "shot.mp4")] == [(48, 64, 3)] * 3
    assert Image.open(take / "contact.png").size[0] > 4 * 64
    config = OmegaConf.load(take / "config.yaml")
    assert (config.shot, config.render.width) == ({"name": "film.py:drop", "parameters": {"height": 0.02, "size": 0.1}}, 64)
    assert Take(folder=take, report={}).ledger.at(0.05).ball.visible > 0.9
    trajectory = Trajectory.load(take / "trajectory.npz")
    places = trajectory.positions[:, trajectory.part_ids("ball")[0] - 1]
    assert trajectory.frames == 3

    report = json.loads((take / "report.json").read_text())
    assert (report["shot"], report["frames"], report["fps"], report["width"], report["height"]) == ("drop", 3, "24", 64, 48)
    assert report["denoiser_evaluations"] == 3 and report["peak_memory_mb"]["studio"] > 50 and report["model"] == "embedded model, small"
    assert report["seconds"]["total"] == pytest.approx(sum(v for k, v in report["seconds"].items() if k != "total"), abs=0.01)
    assert {"load", "simulate", "prepare", "story", "paint", "assemble", "deliver", "measure"} <= report["seconds"].keys()
    assert report["cpu_seconds"] > 0 and report["parent"] == "none"
    assert report["reused"] == {"trajectory": False, "ledger": False, "pictures": 0, "videos": False} and not report["measured_whole"]
    assert report["measures"]["warp_error_1"] >= 0 and report["measures"]["warp_error_floor_beauty_1"] < 1e-3
    assert report["measures"]["warp_error_24"] is None and report["consistency"] == "fixed"
    assert {a["title"]: a["status"] for a in report["actions"]} == {"throw": "done", "nudge": "waiting"}
    assert report["rasteriser"]["name"] == "cpu" and report["versions"]["torch"]
    assert report["moved_m"] == {"ball": pytest.approx(np.linalg.norm(places[-1] - places[0]), abs=1e-3)}

    # From the store; made anew here, by workers, without one; and in a process of its own.
    again = ("shoot", *SMALL, "shot.height=0.02", "neural.consistency=fixed")
    monkeypatch.setattr("render.workers.LITTLE", 0)
    assert run(*again).code == run(*again, "store=").code == 0
    subprocess.run([*COMMAND, *again, "store="], cwd=take.parents[1], env=ENVIRONMENT, check=True, capture_output=True)
    names = ("shot.mp4", "painted.mkv", "contact.png", "trajectory.npz", "ledger.npz")
    for other, same in (("drop-0002", (*names, "config.yaml", "declared.json")), ("drop-0003", names), ("drop-0004", names)):
        for name in same:
            assert (take.with_name(other) / name).read_bytes() == (take / name).read_bytes(), (other, name)
    kept, anew = (json.loads((take.with_name(name) / "report.json").read_text()) for name in ("drop-0002", "drop-0003"))
    assert kept["reused"] == {"trajectory": True, "ledger": True, "pictures": 3, "videos": True} and kept["denoiser_evaluations"] == 0
    assert anew["peak_memory_mb"]["worker"] > 50
    assert anew["reused"] == report["reused"] and kept["measures"] == anew["measures"] == report["measures"]


def test_a_cast_take_paints_its_anchors_only_and_the_next_take_nothing(film: Path, run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in ((), (), ("parent=none", "store="), ("parent=none",), ("parent=drop-0003", "store=")):
        monkeypatch.setattr("render.workers.LITTLE", 0 if "store=" in words else 500_000)  # by workers, or here: the same to the byte
        ran = run("shoot", *SMALL, "shot.height=0.02", *words)
        assert ran.code == 0, ran.err
    takes = [film / "takes" / f"drop-000{n}" for n in (1, 2, 3, 4, 5)]
    first, again, alone, kept, named = (json.loads((take / "report.json").read_text()) for take in takes)
    assert first["consistency"] == "cast" and 1 <= len(first["anchors"]) < 3
    assert len(first["anchors"]) + len(first["close_ups"]) == first["denoiser_evaluations"]
    assert first["denoiser_evaluations"] == alone["denoiser_evaluations"]
    for report in (again, named):
        assert report["denoiser_evaluations"] == 0 and report["anchors"] == report["close_ups"] == []
    assert kept["denoiser_evaluations"] == 0 and kept["anchors"] == first["anchors"] and kept["close_ups"] == first["close_ups"]
    assert [report["parent"] for report in (first, again, alone, kept, named)] == ["none", "drop-0001", "none", "none", "drop-0003"]
    assert load_manifest(takes[1]).parent == Parent("drop-0001", load_manifest(takes[0]).identity)
    assert load_manifest(takes[2]).parent is None
    # Served by a take, kept or painted anew, to the byte.
    for name in ("shot.mp4", "painted.mkv", "contact.png"):
        assert len({(take / name).read_bytes() for take in takes}) == 1
    assert len({tuple(sorted((path.name, path.read_bytes()) for path in (take / "surfaces").iterdir())) for take in takes}) == 1
    assert all(check(take) == [] for take in takes)

    # Whatever was made, and can be lost, is put back.
    lost = [*(path for path in takes[0].iterdir() if path.suffix in (".mp4", ".mkv", ".png", ".npz")), *(takes[0] / "surfaces").iterdir()]
    for path in lost:
        path.unlink()
    assert len(lost) > 5 and run("takes", "verify", "drop-0001").code == 0 and check(takes[0]) == []


def test_a_take_of_frames_painted_one_by_one_builds_on_none(film: Path, run: Callable) -> None:
    for words in ((), ("neural.consistency=fixed",)):
        assert run("shoot", *SMALL, "shot.height=0.02", *words).code == 0
    last = film / "takes" / "drop-0002"
    assert json.loads((last / "report.json").read_text())["parent"] == "none" and load_manifest(last).parent is None


def test_an_edit_takes_all_pixels_that_it_does_not_change_from_its_parent(film: Path, run: Callable) -> None:
    assert run("shoot", *SMALL, "shot.height=0.02").code == 0
    (film / "film.py").write_text(FILM.replace('Look("red")', 'Look("blue")'))
    for words in ((), ("store=", "parent=drop-0001")):
        assert run("shoot", *SMALL, "shot.height=0.02", *words).code == 0
    first, edited, again = (film / "takes" / f"drop-000{n}" for n in (1, 2, 3))
    assert (edited / "painted.mkv").read_bytes() == (again / "painted.mkv").read_bytes()
    ball = reopened(Take(folder=first, report={}))[2]
    for frame, before, after in zip(ball, read_video(first / "painted.mkv"), read_video(edited / "painted.mkv")):
        changed, shown = (before != after).any(axis=2), frame.showing([part.id for part in ball.parts if part.object == "ball"])
        assert changed[shown].mean() > 0.5 and not changed[~shown].any()
    report = json.loads((edited / "report.json").read_text())
    assert report["reused"]["trajectory"] and report["reused"]["pictures"] == 0
    assert 0 < report["denoiser_evaluations"] <= json.loads((first / "report.json").read_text())["denoiser_evaluations"]


def test_another_lens_shutter_fog_and_exposure_paint_nothing_and_change_only_what_is_looked_at(film: Path, run: Callable) -> None:
    assert run("shoot", *SMALL, "shot.height=0.02").code == 0
    finished = FILM.replace("(0, 0, 0.3))", '(0, 0, 0.3), f_stop=1.4, focus="ball", shutter=180, exposure=0.5)').replace(
        'make_shot("drop", props,', 'make_shot("drop", props, fog=fog(5),').replace("import ball", "import fog, ball")
    (film / "film.py").write_text(finished)
    for words in ((), ("parent=drop-0001", "store=")):
        assert run("shoot", *SMALL, "shot.height=0.02", *words).code == 0
    first, second, served = (film / "takes" / f"drop-000{n}" for n in (1, 2, 3))
    reports = [json.loads((take / "report.json").read_text()) for take in (first, second, served)]
    assert [report["denoiser_evaluations"] > 0 for report in reports] == [True, False, False]
    assert reports[1]["reused"] == {"trajectory": True, "ledger": True, "pictures": 3, "videos": False}
    for name, kinds in (("painted.mkv", 1), ("shot.mp4", 2), ("contact.png", 2)):
        content = [(take / name).read_bytes() for take in (first, second, served)]
        assert len(set(content)) == kinds and content[1] == content[2], name
    assert reopened(Take(folder=second, report={}))[2].view.cuts[0].rig.f_stop == 1.4 and check(second) == []


def test_a_sweep_ends_in_one_table_and_one_sheet(film: Path, run: Callable) -> None:
    ran = run("shoot", "-m", *SMALL, "shot.height=0.02,0.3", "shot.size=0.1,0.15", "out=shots")
    assert ran.code == 0, ran.err
    folder = film / "shots" / "sweep-0001"
    assert {p.name for p in folder.iterdir()} == {"table.md", "table.csv", "contact.png", "sweep.json", "multirun.yaml", "jobs",
                                               *(f"drop-000{n}" for n in (1, 2, 3, 4))}
    with open(folder / "table.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["take"], r["shot.height"], r["shot.size"]) for r in rows] == [
        ("drop-0001", "0.02", "0.1"), ("drop-0002", "0.02", "0.15"), ("drop-0003", "0.3", "0.1"), ("drop-0004", "0.3", "0.15")]
    assert (folder / "table.md").read_text() in ran.out and ran.out.count("drop-0004") == 1
    assert Image.open(folder / "contact.png").size[1] > 4 * 48


def test_a_sweep_goes_on_after_a_job_that_fails(film: Path, run: Callable) -> None:
    ran = run("shoot", "-m", *SMALL, "shot.height=-0.15,0.02", "shot.size=0.1")
    folder = film / "takes" / "sweep-0001"
    assert ran.code == 2 and (folder / "drop-0001" / "shot.mp4").is_file()
    with open(folder / "table.csv", newline="") as file:
        bad, good = csv.DictReader(file)
    assert "ball" in bad["error"] and "floor" in bad["error"] and good["take"] == "drop-0001"


def test_ctrl_c_leaves_nothing_but_whole_work_in_the_store(film: Path) -> None:
    command = [*COMMAND, "shoot", *(word for word in SMALL if not word.startswith("seconds=")), "seconds=60"]
    with subprocess.Popen(command, cwd=film, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT,
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:  # ignored in a background job
        assert process.stderr
        while "simulate:" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "") and "Traceback" not in err and "stopped" in err
    assert {p.name for p in film.iterdir()} == {"film.py", "takes"} and [p.name for p in (film / "takes").iterdir()] == [".store"]
    store = Store(film / "takes" / ".store")
    assert store.verify() == [] and set(store.usage()) >= {"trajectory"} and remove_left(film / "takes" / ".store") == 0
