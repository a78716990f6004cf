"""Painting again: one thing, in some frames, with another seed; all other pixels and frames are the same bits, also in later edits."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from neural.stylise import stylise
from render.passes import render
from scenes.shots import SHOTS
from sim.errors import DeclarationError
from sim.trajectory import Trajectory
from studio.remeasure import declared_in
from studio.take import open_take
from studio.video import read_video
from tests.acted import acted
from tests.studio.test_shoot import SMALL, film  # noqa: F401  (a fixture)

LONGER = tuple("seconds=0.25" if word.startswith("seconds=") else word for word in SMALL)


@pytest.fixture
def takes(film: Path, run: Callable) -> Path:  # noqa: F811
    assert run("shoot", *LONGER, "shot.height=0.02").code == 0
    again = run("edit", "takes/drop-0001", "ball.again=[2,3]")
    assert again.code == 0, again.err
    return film / "takes"


def pictures(take: Path) -> np.ndarray:
    """(T, H, W, 3) uint8."""
    return np.array(list(read_video(take / "painted.mkv")))


def showing(take: Path, name: str) -> np.ndarray:
    """(T, H, W) where a thing is seen, with the pixels round it, whose corners may show it."""
    shot, config = declared_in(open_take(take))
    trajectory = Trajectory.load(take / "trajectory.npz")
    passes = render(shot.scene, trajectory, shot.view, config.render)
    return np.array([binary_dilation(np.isin(frame.part, trajectory.part_ids(name)), np.ones((3, 3))) for frame in passes])


def test_one_thing_is_painted_again_in_its_frames_alone_and_a_later_edit_keeps_that(takes: Path, run: Callable) -> None:
    first, second, ball = pictures(takes / "drop-0001"), pictures(takes / "drop-0002"), showing(takes / "drop-0001", "ball")
    differs = (first != second).any(axis=3)
    assert differs.any(axis=(1, 2)).tolist() == [False, False, True, True, False, False]
    assert not (differs & ~ball).any() and differs[2:4][ball[2:4]].mean() > 0.3

    assert run("edit", "takes/drop-0002", "floor.look.colour=navy").code == 0
    assert run("edit", "takes/drop-0001", "floor.look.colour=navy").code == 0
    third, without = pictures(takes / "drop-0003"), pictures(takes / "drop-0004")
    assert (third != second).any(axis=3)[~ball].mean() > 0.5
    kept = (third != without).any(axis=3)
    assert kept.any(axis=(1, 2)).tolist() == [False, False, True, True, False, False] and not (kept & ~ball).any()

    once_more = run("edit", "takes/drop-0002", "ball.again=[3,3]")
    evaluations, said = open_take(takes / "drop-0005").report["denoiser_evaluations"], re.search(r"to paint: (\d+) pictures", once_more.err)
    assert once_more.code == 0 and said and int(said[1]) == evaluations > 0  # the embedded model paints in one step
    assert (second != pictures(takes / "drop-0005")).any(axis=(1, 2, 3)).tolist() == [False, False, False, True, False, False]
    assert run("lock", "takes/drop-0002", "ball").code == 0
    refused = run("edit", "takes/drop-0002", "ball.again=[1,1]")
    assert refused.code == 2 and "ball is locked" in refused.err


def test_frames_painted_one_by_one_cannot_be() -> None:
    from neural.config import NeuralConfig
    shot = SHOTS["look_away"]()
    again = shot.with_({f"{shot.scene.names[0]}.again": (0, 1)})
    passes = render(shot.scene, acted("look_away"), shot.view)
    with pytest.raises(DeclarationError, match="neural.consistency=cast, not fixed"):
        stylise(passes, again.style, NeuralConfig(consistency="fixed"))
