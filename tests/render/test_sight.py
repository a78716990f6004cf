"""The visibility half of the ledger: boxes that cover each other by known shares."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from render.sight import sight
from sim.scene.scene import Scene
from sim.scene.shapes import Box
from tests.render.conftest import body, looking, trajectory_of

CUBE = Box(size=(0.2, 0.2, 0.2))


def seen(places, smaller=1):
    """The ledger of a cube at these places (x, y, z), frame by frame, behind a screen at x < 0, looked at along +y."""
    scene = Scene(bodies=(body("cube", CUBE), body("screen", Box(size=(1.0, 0.01, 2.0)))), frames=len(places))
    positions = np.array([[place, (-0.5, -1.0, 0.0)] for place in places])
    rotations = np.tile([0.0, 0.0, 0.0, 1.0], (len(places), 2, 1))
    passes = render(scene, trajectory_of(scene, positions, rotations), looking((0, -20, 0), (0, 0, 0), focal=360.0),
                    RenderConfig(width=320, height=180, rasteriser="rays"))
    return sight(passes, smaller)


@pytest.mark.parametrize("smaller", [1, 2])
def test_share_hider_and_edge_of_the_picture_are_known(smaller):
    ledger = seen([(0.5, 0, 0), (0, 0, 0), (-0.5, 0, 0), (0, -5, 0), (5, 0, 0), (0, -30, 0)], smaller)
    assert [ledger.at(f / 24).cube.visible for f in range(6)] == pytest.approx([1, 0.5, 0, 1, 0, 0], abs=0.06)
    assert ledger.holds("cube", "out of frame").tolist() == [False] * 4 + [True] * 2
    assert ledger.holds("cube", "hidden", "screen").tolist() == [False, False, True, False, False, False]
    assert ledger.at(2 / 24).cube.hidden_by == ("screen",) and ledger.at(1 / 24).cube.hidden_by == ()
    # 0.2 m at 19.9 m through a 360 mm lens on 36 mm is 0.1005 of the picture's width.
    assert ledger.at(0).cube.pixels == ledger.at(0).cube.alone == pytest.approx((0.1005 * 320 / smaller) ** 2, rel=0.13)


def test_what_comes_back_returns():
    ledger = seen([(x, 0, 0) for x in (0.5, -0.5, -0.5, 0.5)])
    assert [(i.start * 24, i.end * 24, i.by, i.ends) for i in ledger.intervals("cube", "hidden")] == [(1, 3, ("screen",), True)]
    assert ledger.returns("cube") == (3 / 24,)
