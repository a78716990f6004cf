"""What is measured of held-out paintings: pictures whose numbers are known, and one set from end to end."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from bench.held_out import BARS, Row, deviation, differences, in_named_colours, summary
from bench.sorter import Sorter, statistics
from neural.conditioning.vocabulary import COLOURS
from neural.looks.programs import PROGRAMS
from neural.training.held_out import SEED, Pair
from neural.training.make_data import drawn_set
from render.colour import linear_from_srgb

SHAPE = (40, 60)
CLEAR = np.ones(SHAPE, bool)
ROW = Row(look="toon", time="day", distance=0.001, deviation=1.0, colours=(3.0, 12.0), masks=(0.9, 1.0), told="toon",
          told_of_program="toon")


def _pair(program, painted):
    return Pair(look="toon", time="day", program=program, painted=painted, kinds=np.zeros(SHAPE, np.uint8))


def _grey(value=120):
    return np.full((*SHAPE, 3), value, np.uint8)


def test_deviation_is_of_the_painting_where_the_program_is_flat():
    noise = np.random.default_rng(0).normal(0, 4, (*SHAPE, 3))
    half = _grey()
    half[:, :30] = (np.indices(SHAPE).sum(axis=0) % 2 * 90)[:, :30, None]
    painted = np.clip(_grey() + noise, 0, 255).round().astype(np.uint8)
    painted[:, :26] = 0
    assert deviation(_pair(half, painted), CLEAR) == pytest.approx(4, rel=0.1)
    assert deviation(_pair(_grey(), _grey(200)), CLEAR) == 0
    assert deviation(_pair(half, painted), ~CLEAR) is None


def test_colours_are_compared_thing_by_thing_and_clear_of_outlines():
    region_ids = np.zeros(SHAPE, np.uint8)
    region_ids[:, 20:40], region_ids[:, 40:], region_ids[0, 0] = 1, 2, 3
    program, painted = _grey(), _grey()
    painted[:, 40:] = (200, 60, 60)
    clear = CLEAR.copy()
    painted[:, 20:22], clear[:, 20:22] = 0, False
    same, other = differences(_pair(program, painted), region_ids, clear, [1, 2, 3])
    assert same == 0 and other > 20


def test_a_summary_says_what_is_met():
    found = summary([ROW, replace(ROW, distance=0.004, deviation=None, colours=(), masks=(0.8,), told="neon")])
    assert found["distance"] == pytest.approx(0.0025) and found["deviation"] == 1 and found["colours"] == 0.5 and found["sorted"] == 0.5
    assert found["masks"] == pytest.approx(0.9) and found["programs_sorted"] == 1
    assert found["met"] == {"distance": False, "deviation": True, "colours": False, "masks": True, "sorted": False}
    assert set(found["bars"]) == set(found["met"]) == set(BARS)


def test_a_sorter_tells_pictures_by_how_they_are_painted_whatever_their_size():
    chance = torch.Generator().manual_seed(0)

    def some(look, count, size):
        noise = torch.randn(count, 1 if look == "noir" else 3, *size, generator=chance).expand(-1, 3, -1, -1)
        smooth = torch.rand(count, 3, 1, 1, generator=chance) - 0.5
        return (smooth * (look != "noir") + (0.02 if look == "toon" else 0.3) * noise).clamp(-1, 1)

    looks = ("noir", "toon", "oil")
    examples = torch.cat([statistics(some(look, 20, (48, 64))) for look in looks])
    sorter = Sorter(examples, torch.tensor([list(PROGRAMS).index(look) for look in looks]).repeat_interleave(20))
    assert [sorter.looks(some(look, 5, (60, 90))) for look in looks] == [[look] * 5 for look in looks]
    assert sorter.look(_grey()) == "toon"


def test_things_are_put_in_just_the_colours_that_are_said():
    drawn, passes = in_named_colours(*drawn_set(np.random.default_rng([SEED, 0])))
    for part in passes.parts:
        if said := drawn.words[part.path].colour:
            np.testing.assert_allclose(passes.surfaces.albedo[part.id], linear_from_srgb(COLOURS[said]), atol=1e-5)
