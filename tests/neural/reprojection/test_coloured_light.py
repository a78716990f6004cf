"""Paint that was laid on in a lamp's light, in other light: it is coloured as that is."""

from dataclasses import replace

import numpy as np
import pytest

from neural.conditioning.light_answers import answer_of
from neural.config import NeuralConfig
from neural.looks.coloured_light import COLOURLESS
from neural.looks.programs import painted
from neural.reprojection.anchor import anchor_of
from neural.reprojection.assemble import assembler_of
from neural.style import Style
from render.config import RenderConfig
from render.passes import render
from tests.render.conftest import playground  # noqa: F401  (a fixture)


@pytest.fixture(scope="module")
def lit(playground):  # noqa: F811
    """A frame in a warm red light, and the same in white."""
    scene, trajectory, view = playground
    views = (replace(view, lights=tuple(replace(light, colour=colour) for light in view.lights), sky=replace(
        view.sky, zenith=colour, horizon=colour)) for colour in ((1.0, 0.62, 0.45), (1.0, 1.0, 1.0)))
    return [render(scene, trajectory, each, RenderConfig(width=192, height=108))[8] for each in views]


def apart(lit, look, told):
    """Root mean square between what white light makes of paint from red light and the program's own, of what is no sky; and of both
    programs' pictures."""
    red, white = lit
    truth, before = (painted(frame, look, "") / 255 for frame in (white, red))
    answer = answer_of(Style(prompt=look), NeuralConfig()) if told else COLOURLESS
    made = assembler_of([anchor_of(red, painted(red, look, ""), 1, answer)], len(red.world.object_ids), red.posed.geometry.faces, answer)
    picture, share = made.frame(white.surfels, 108, 192)
    own = (white.part > 0) & (share > 0.5)
    return [float(np.sqrt(((each - truth)[own] ** 2).mean())) for each in (picture, before)]


@pytest.mark.parametrize("look", ["photo", "watercolour", "toon"])
def test_paint_from_a_red_lamp_loses_its_red_in_white_light(lit, look):
    (told, before), (untold, _) = apart(lit, look, True), apart(lit, look, False)
    print(f"{look}: {told:.4f}; without its answer {untold:.4f}; the picture in red light {before:.4f}")
    assert told < 0.65 * untold and before > 0.05
