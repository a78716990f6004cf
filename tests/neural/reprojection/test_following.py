"""The embedded model paints what its controls show: objects are found again by colour alone."""

import numpy as np
import pytest

from neural.conditioning.vocabulary import COLOURS
from neural.config import NeuralConfig
from neural.looks.programs import painted as programmed
from neural.stylise import stylise
from neural.training.held_out import SEED, style_of
from neural.training.make_data import drawn_set
from tests.neural.following import overlaps, seen_from_elsewhere

SETS, SIZE = 4, (384, 216)
PER_FRAME = NeuralConfig(consistency="fixed")


@pytest.fixture(scope="module")
def sets():
    """(random set, its passes), drawn once for both looks."""
    drawn = [drawn_set(np.random.default_rng([SEED + 1, number])) for number in range(SETS)]
    return [(one, passes.resized(*SIZE)) for one, passes in drawn]


@pytest.fixture(scope="module", params=["photo", "clay"])
def scores(request, sets):
    """IoUs of (the shading program's pictures, the model's, the model's when shown another frame)."""
    look, rows = request.param, ([], [], [])
    for drawn, passes in sets:
        style, elsewhere = style_of(drawn, passes, f"{look}, day"), seen_from_elsewhere(drawn, passes)
        program = programmed(passes[0], look, "day", COLOURS.get(drawn.sky.colour))
        painted, misled = (stylise(shown, style, PER_FRAME)[0] for shown in (passes, elsewhere))
        for row, picture in zip(rows, (program, painted, misled)):
            row.extend(overlaps(picture, program, passes, style))
    print(f"{look}: {len(rows[0])} objects, median IoU: program {np.median(rows[0]):.3f}, painted {np.median(rows[1]):.3f}, "
          f"painted from another frame's controls {np.median(rows[2]):.3f}")
    return rows


def test_objects_are_found_again_by_colour_alone(scores):
    assert len(scores[1]) >= 8 and np.median(scores[1]) >= 0.8


def test_another_frames_controls_are_followed_too(scores):
    assert np.median(scores[2]) < 0.5


def test_the_measure_itself_finds_them_in_the_programs_pictures(scores):
    assert np.median(scores[0]) >= 0.85
