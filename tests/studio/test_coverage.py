"""What `steadycast coverage` says and draws, and that its cut lists go on over their cuts."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from scenes import box, camera, coverage, make_shot, plane, with_overrides
from scenes.directing.coverage import Coverage
from scenes.film import Film
from scenes.shot import Shot
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from sim.trajectory import Trajectory
from studio.continuity.check import check_film
from studio.coverage_command import covered, text


@cache
def acted(name: str) -> tuple[Shot, Trajectory, Coverage]:
    """At 8 frames a second, and its coverage."""
    shot = with_overrides(SHOTS[name](), fps=8)
    trajectory = simulate(shot.scene)
    return shot, trajectory, coverage(shot, trajectory)


@pytest.mark.parametrize("name", ["argument", "handover"])
def test_the_cut_list_goes_on_over_its_cuts(name: str) -> None:
    shot, trajectory, found = acted(name)
    assert len(found.picks) >= 5
    cut = replace(shot, view=replace(shot.view, cuts=found.cuts))
    assert [str(each) for each in check_film(Film(name="film", shots=(cut,)), [trajectory])] == []


def test_the_check_would_see_a_camera_that_crosses_the_line() -> None:
    shot, trajectory, found = acted("argument")
    rig = found["close ben"].camera
    x, y, z = rig.keys[0].position
    other = replace(found["close ben"], camera=camera.static((x, -y, z), rig.keys[0].look_at, lens=rig.keys[0].focal))
    wrong = replace(found, picks=tuple(replace(pick, angle=other) if pick.angle.name == "close ben" else pick for pick in found.picks))
    cut = replace(shot, view=replace(shot.view, cuts=wrong.cuts))
    assert "line" in {each.kind for each in check_film(Film(name="film", shots=(cut,)), [trajectory])}


def test_the_text_has_each_angle_and_the_cuts() -> None:
    shot, trajectory, found = acted("argument")
    said = text(found, shot, trajectory, 16, 9)
    assert all(f"| {angle.name} " in said for angle in found.angles) and found.script in said
    assert said.endswith("continuity: nothing found")


SCRIPT = """
from scenes import box, camera, make_shot, plane


def still():
    return make_shot("still", [plane("floor"), box("box", (0.3, 0.3, 0.3), on=(0, 0, 0))], seconds=0.5, fps=8,
                     camera=camera.static((0, -3, 1), (0, 0, 0.2)))
"""


def test_a_shot_without_people_has_a_master_and_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "still.py").write_text(SCRIPT)
    made = covered([f"shot={tmp_path}/still.py:still", f"out={tmp_path}", "render.width=128", "render.height=72"])
    assert [angle.name for angle in made.coverage.angles] == ["master"] and "cut(0, master)" in made.text
    with Image.open(made.sheet) as picture:
        assert picture.width > 2 * 128 and picture.getextrema() != ((24, 24),) * 3


def test_a_shot_that_was_not_acted_out_is() -> None:
    shot = make_shot("still", [plane("floor"), box("box", (0.3, 0.3, 0.3), on=(0, 0, 0))], seconds=0.3, fps=8,
                     camera=camera.static((0, -3, 1), (0, 0, 0.2)))
    assert coverage(shot) == coverage(shot, simulate(shot.scene))
