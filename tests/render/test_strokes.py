"""Marks of the hand: fixed to surfaces, of one size in the picture, moved by seeds."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import Passes, render
from render.strokes import CROSS, GRAIN, HATCH, STROKE, strokes
from scenes import box, camera, make_shot, plane
from sim.execution.engine import simulate


@pytest.fixture(scope="module")
def passes() -> Passes:
    shot = make_shot("marks", [plane("floor"), box("crate", (0.8, 0.8, 0.8), on=(0, 0, 0), fixed=True)], seconds=1.0,
                     camera=camera.dolly((1.6, -2.2, 1.2), (1.9, -2.2, 1.2), (0, 0, 0.4), 1.0))
    return render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=160, height=90, rasteriser="rays"))


def _marks(passes: Passes, number: int, seed: int = 0, **own: int) -> np.ndarray:
    seeds = np.array([0, *(own.get(part.object, 0) for part in passes.parts)])
    return strokes(passes[number], seed, seeds)


def test_marks_are_between_nought_and_one_and_noise_is_even_round_a_half(passes) -> None:
    marks = _marks(passes, 0)
    assert marks.min() >= 0 and marks.max() <= 1
    for kind in (STROKE, HATCH, CROSS, GRAIN):
        assert marks[..., kind].mean() == pytest.approx(0.5, abs=0.08) and marks[..., kind].std() > 0.12


def test_a_place_keeps_its_marks_while_the_camera_moves(passes) -> None:
    first, last = passes[0], passes[len(passes) - 1]
    before, after = _marks(passes, 0), _marks(passes, len(passes) - 1)
    flow = first.camera.project(last.points[last.part > 0])[0]
    column, row = np.round(flow - 0.5).astype(int).T
    inside = (column >= 0) & (column < 160) & (row >= 0) & (row < 90)
    seen_there = before[row[inside], column[inside]]
    now = after[last.part > 0][inside]
    assert np.corrcoef(seen_there[:, STROKE], now[:, STROKE])[0, 1] > 0.8


def test_a_seed_moves_all_marks_and_a_parts_own_seed_its_marks_alone(passes) -> None:
    plain, other, own = _marks(passes, 0), _marks(passes, 0, seed=1), _marks(passes, 0, crate=1)
    crate = passes[0].part == next(part.id for part in passes.parts if part.object == "crate")
    assert abs(np.corrcoef(plain[..., GRAIN].ravel(), other[..., GRAIN].ravel())[0, 1]) < 0.2
    assert np.array_equal(plain[~crate], own[~crate]) and not np.array_equal(plain[crate], own[crate])


def test_strokes_are_longer_than_wide_on_a_wall() -> None:
    shot = make_shot("wall", [box("wall", (4, 0.2, 4), at=(0, 1, 2), fixed=True)], seconds=0.1,
                     camera=camera.static((0, -2, 2), (0, 1, 2)))
    passes = render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=160, height=90, rasteriser="rays"))
    stroke = strokes(passes[0], 0, np.zeros(2, np.int64))[..., STROKE]
    across, along = (np.abs(np.diff(stroke, axis=axis)).mean() for axis in (1, 0))
    assert across > 2.5 * along
