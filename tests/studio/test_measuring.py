"""The Meter on a small rendered set, with pictures whose faults are known, painted by a tiny pipeline where one is needed."""

from types import SimpleNamespace

import numpy as np
import pytest

from neural.config import NeuralConfig
from neural.style import ObjectStyle, Style
from neural.stylise import stylise
from render.config import RenderConfig
from render.frame import to_bytes
from render.passes import render
from studio.measures.sampling import sampling
from studio.measuring import Meter
from tests.render.conftest import playground  # noqa: F401  (a fixture)

STYLE = Style(prompt="toon, day", objects={name: ObjectStyle(label=label, prompt=f"{colour} {label}") for name, label, colour in (
    ("floor", "floor", "beige"), ("wall", "wall", "white"), ("pillar", "column", "blue"), ("ball", "ball", "red"),
    ("box", "box", "green"))})


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=160, height=96, rasteriser="rays"))


@pytest.fixture(scope="module")
def frames(passes):
    return stylise(passes, STYLE, NeuralConfig(device="cpu"))


@pytest.fixture(scope="module")
def measured(passes, frames):
    """Of the beauty pass, and of the beauty pass of which each frame has a shade of its own."""
    good = Meter(passes, frames.regions, frames.painter, lambda frame: frame.beauty)
    flickering = Meter(passes, frames.regions, frames.painter)
    for number in range(len(passes)):
        picture = passes[number].beauty
        good.add(number, picture)
        flickering.add(number, to_bytes(picture / 255 * np.random.default_rng(number).uniform(0.7, 1, 3)))
    return SimpleNamespace(good=good.measure(), flickering=flickering.measure())


def test_a_painting_that_is_the_beauty_pass_measures_as_its_floor(measured) -> None:
    values = measured.good.values
    for gap in ("1", "8", "24", "first_last", "first_seen"):
        assert values[f"warp_error_{gap}"] == values[f"warp_error_floor_beauty_{gap}"] < 0.01
        assert values[f"warp_error_floor_vae_{gap}"] >= 0 and values[f"warp_error_floor_texture_{gap}"] < 0.01
        assert 0 < values[f"warp_error_floor_resampled_{gap}"] < values[f"warp_error_{gap}"]
    assert values["light_fidelity"] == values["light_fidelity_beauty"] > 0.75
    assert values["drift_de2000"] < 1.5 and values["control_edge_f1"] > 0.4
    assert 0.1 < values["true_motion_px"] < 5


def test_flicker_is_seen_by_what_should_see_it(measured) -> None:
    good, bad = measured.good.values, measured.flickering.values
    for name in ("warp_error_1", "warp_error_24", "warp_error_first_seen", "drift_de2000"):
        assert bad[name] > 5 * good[name], name
    assert bad["light_fidelity"] < good["light_fidelity"] - 0.1
    assert bad["true_motion_px"] == good["true_motion_px"] and bad["warp_error_floor_vae_1"] == good["warp_error_floor_vae_1"]


def test_series_are_what_values_are_the_means_of(measured) -> None:
    values, series = measured.good.values, measured.good.series
    row = series["warp_error_1"]
    assert values["warp_error_1"] == pytest.approx(np.mean([value for _, value in row])) and [n for n, _ in row] == [0, 1, 3, 5]
    assert {name for name in series if " " in name} <= {f"drift_de2000 {name}" for name in STYLE.objects}
    assert series["drift_de2000 floor"]


def test_ghosts_and_stains_are_told_by_the_faultless_picture_where_there_is_one(passes, measured) -> None:
    values = measured.good.values
    assert values["ghost"] == values["ghost_worst"] == values["stain"] == values["stain_worst"] == 0
    assert values["ghost_added"] < 0 and values["stain_added"] < 0  # of what the model paints, which is another look
    assert [n for n, _ in measured.good.series["ghost"]] == list(sampling(passes).samples)
    assert "ghost_added" not in measured.good.series and "ghost" not in measured.flickering.values


def test_what_a_shot_lacks_is_none(measured) -> None:
    assert measured.good.values["reappearance_de2000"] is None and measured.good.values["reappearances"] == 0


def test_only_pictures_that_are_measured_are_kept(passes, frames) -> None:
    meter = Meter(passes, frames.regions, frames.painter)
    for number in range(len(passes)):
        meter.add(number, np.zeros((96, 160, 3), np.uint8))
    assert set(meter._pictures) == sampling(passes).numbers and len(meter._pictures) < len(passes)


def test_the_way_through_the_autoencoder_loses_nothing(passes, frames) -> None:
    picture = passes[0].beauty[:90, :150]  # not multiples of what the model needs
    back = frames.painter.round_trip(picture)
    assert back.shape == picture.shape and back.dtype == np.uint8 and np.abs(back.astype(int) - picture).max() <= 1
