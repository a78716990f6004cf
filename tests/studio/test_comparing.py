"""Two takes compared: declarations by path, pixels by object, and pictures laid beside and over each other."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from studio.comparing import differences, wipe
from studio.video import read_video, video_shape
from tests.studio.test_shoot import SMALL, film  # noqa: F401  (a fixture)


def test_an_edit_is_told_by_its_path_and_by_the_pixels_of_what_it_changed(taken: Path, run: Callable) -> None:
    assert run("edit", "takes/drop-0001", "ball.look.colour=green").code == 0
    ran = run("compare", "takes/drop-0001", "takes/drop-0002")
    assert ran.code == 0, ran.err
    told, folder = ran.out.splitlines(), taken / "takes" / "compare-drop-0001-drop-0002"
    assert any(line.startswith("view.surfaces.ball.colour: ") for line in told)
    assert any("style.objects.ball.prompt" in line and "red" in line and "green" in line for line in told)
    assert told[told.index("story:") + 1] == "the same" and any(line.startswith("  ball: ") for line in told)
    assert not any(line.startswith(("  far:", "  sky:")) for line in told) and str(folder) in told[-1]
    assert (folder / "compare.md").read_text().strip() in ran.out.strip()
    assert video_shape(folder / "side.mp4") == (3, 48, 128) and video_shape(folder / "wipe.mp4") == (3, 48, 64)
    assert Image.open(folder / "changed.png").size[0] > 3 * 64
    assert [len(list(read_video(folder / name))) for name in ("side.mp4", "wipe.mp4")] == [3, 3]


def test_another_story_is_told_and_two_lengths_have_no_pixels_to_compare(taken: Path, run: Callable) -> None:
    assert run("shoot", *(word for word in SMALL if "seconds" not in word), "shot.height=0.3", "seconds=0.2").code == 0
    takes = sorted(path.name for path in (taken / "takes").glob("drop-*"))[-2:]
    ran = run("compare", *(f"takes/{name}" for name in takes))
    assert ran.code == 0, ran.err
    assert "ball parts at 0.00 s" in ran.out and "differ in size or length" in ran.out and "scene.frames: 3 -> 5" in ran.out


def test_takes_that_cannot_be_compared(film: Path, run: Callable) -> None:  # noqa: F811
    assert run("compare", "takes/drop-0001").code == 2 and run("compare", "takes/a", "takes/b").code == 2


def test_differences_go_by_name_and_a_new_thing_is_one() -> None:
    a = {"scene": {"bodies": [{"name": "cup", "mass": 1}, {"name": "ball", "mass": 2}]}, "map": 1, "same": [1, 2]}
    crate = {"name": "crate", "mass": 1}
    b = {"scene": {"bodies": [{"name": "ball", "mass": 3}, {"name": "cup", "mass": 1}, crate]}, "map": 2, "same": [1, 2]}
    assert list(differences(a, b)) == [("scene.bodies.ball.mass", 2, 3), ("scene.bodies.crate", None, crate), ("map", 1, 2)]


def test_a_wipe_shows_the_second_to_the_left_of_its_line() -> None:
    a, b = np.zeros((4, 10, 3), np.uint8), np.full((4, 10, 3), 100, np.uint8)
    out = wipe(a, b, 0.5)
    assert (out[:, :4] == 100).all() and (out[:, 4:6] == 255).all() and (out[:, 6:] == 0).all()
