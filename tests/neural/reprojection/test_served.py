"""Assemblers of a few parts: what they give of these is what an assembler of all gives, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest

from neural.bank.look_bank import entry_of
from neural.looks.coloured_light import COLOURLESS
from neural.looks.programs import painted
from neural.reprojection.anchor import anchor_of
from neural.reprojection.assembling import _looked_at, assembled
from neural.reprojection.coverage import seen_cells
from neural.reprojection.served import PartAssembler, Served
from render.config import RenderConfig
from render.passes import render
from tests.render.conftest import playground  # noqa: F401  (a fixture)

SMALL = RenderConfig(width=192, height=108, rasteriser="rays")
PARTS = frozenset(range(6))
BALL = 4


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, SMALL)


@pytest.fixture(scope="module")
def served(passes):
    """Two frames as a program paints them, that serve all parts, and a third that serves the ball."""
    keys = tuple(f"key {part}" for part in sorted(PARTS))
    entries = tuple(entry_of(anchor_of(passes[number], painted(passes[number], "watercolour", "day")), dict(enumerate(keys)),
                             seen_cells(passes.small(number, 4)), passes.geometry) for number in (0, 9, 5))
    return Served(entries=entries, parts=(PARTS, PARTS, frozenset({BALL})), keys=keys, answer=COLOURLESS)


def test_pixels_of_a_part_are_the_same_to_the_bit_if_only_what_they_show_is_put_together(passes, served):
    some, whole = PartAssembler(served, passes.geometry, {}), served.assembler(passes.geometry)
    for number in (3, 7):
        pixels, surfels = _looked_at(passes[number], frozenset({BALL}), 1.0)
        assert len(pixels) > 50
        one, other = (each.frame(surfels, passes.height, passes.width)[0].reshape(-1, 3)[pixels]
                      for each in (some.of(pixels, surfels), whole))
        assert (one == other).all() and one.std() > 0


def test_it_has_what_its_pixels_show_and_is_made_anew_once_when_one_shows_more(passes, served):
    looked = {number: _looked_at(passes[number], frozenset({BALL}), 1.0) for number in (3, 7)}
    some = PartAssembler(served, passes.geometry, looked)
    first = some.of(*looked[3])
    assert BALL in some._parts and some._parts < PARTS and some.of(*looked[7]) is first
    again = some.of(*_looked_at(passes[3], None, 1.0))
    assert again is not first and some._parts is None and some.of(*looked[3]) is again


def test_what_nobody_has_painted_is_put_together_from_all_there_is(passes, served):
    without = replace(served, parts=(PARTS - {BALL}, PARTS - {BALL}, frozenset()))
    pixels, surfels = _looked_at(passes[3], frozenset({BALL}), 1.0)
    wanted = without.assembler(passes.geometry, frozenset({BALL}))
    assert np.isfinite(wanted.frame(surfels, passes.height, passes.width)[0]).all()


def test_of_a_frame_that_shows_nothing_new_no_pixel_is_given(passes, served):
    given = passes, served, 1.0, frozenset({3}), frozenset[int]()
    (pixels, colours), = assembled(given, [3], {})
    assert pixels.shape == (0,) and colours.shape == (0, 3)


class Counted(Served):
    """Says which parts its assemblers were made of."""

    def assembler(self, geometry, wanted=None):
        self.__dict__.setdefault("made", []).append(wanted)
        return super().assembler(geometry, wanted)


def test_one_assembler_does_for_all_frames_whatever_the_first_shows(passes, served):
    counted, parts = Counted(**vars(served)), frozenset({BALL})
    seen = [set(np.unique(_looked_at(passes[number], parts, 1.0)[1].part)) for number in range(0, 10, 3)]
    assert any(not more <= seen[0] for more in seen)
    assert len(list(assembled((passes, counted, 1.0, frozenset(range(10)), parts), range(0, 10, 3), {}))) == 4
    assert len(counted.made) == 1 and counted.made[0] >= parts
