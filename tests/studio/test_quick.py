"""The measures that every take has: what is kept of them is what is made anew, and only what an edit changes is made anew."""

from dataclasses import replace

import numpy as np
import pytest

from neural.bank.arrays import packed, unpacked
from neural.bank.cache import Work
from render.config import RenderConfig
from render.passes import render
from render.view import Shading
from studio.quick import light_arrays, light_from, quick_measures
from studio.video import write_master
from tests.render.conftest import playground  # noqa: F401  (a fixture)


class Kept:
    """A store in memory that says what is put into it."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.kinds: list[str] = []

    def get(self, key: str) -> bytes | None:
        return self.contents.get(key)

    def put(self, key: str, content: bytes, kind: str) -> None:
        self.contents[key] = content
        self.kinds.append(kind)


@pytest.fixture
def passes(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=96, height=54))


def in_another_colour(passes):
    surfaces = {**passes.view.surfaces, "ball": Shading(colour=(0.0, 0.6, 0.1))}
    return render(passes.scene, passes.trajectory, replace(passes.view, surfaces=surfaces), passes.config)


@pytest.fixture
def video(passes, tmp_path):
    with write_master(tmp_path / "v.mkv", width=96, height=54, fps=passes.fps) as add:
        for frame in passes:
            add(frame.beauty)
    return tmp_path / "v.mkv"


def test_light_that_was_kept_is_the_same_to_the_bit(passes) -> None:
    frame = passes[0]
    again = light_from(unpacked(packed(light_arrays(frame))))
    assert np.array_equal(again, frame.fine_light) and again.dtype == frame.fine_light.dtype
    assert np.array_equal(passes[0].holding({"fine_light": again}).beauty, frame.beauty)


def test_another_colour_asks_for_no_light_and_measures_what_a_fresh_take_does(passes, video) -> None:
    kept, edited = Kept(), in_another_colour(passes)
    first = quick_measures(passes, video, Work(cache=kept))
    assert {"light", "compared", "floor"} == set(kept.kinds) and first.values["warp_error_1"] == first.values["warp_error_floor_beauty_1"]
    kept.kinds.clear()
    again = quick_measures(edited, video, Work(cache=kept))
    assert set(kept.kinds) == {"floor"}
    assert again.values == quick_measures(edited, video, Work()).values != first.values


def test_other_light_is_looked_at_anew(passes, video) -> None:
    kept = Kept()
    quick_measures(passes, video, Work(cache=kept))
    kept.kinds.clear()
    dimmed = replace(passes.view, sky=replace(passes.view.sky, strength=0.3))
    quick_measures(render(passes.scene, passes.trajectory, dimmed, passes.config), video, Work(cache=kept))
    assert {"light", "compared", "floor"} == set(kept.kinds)
