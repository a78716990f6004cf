"""Bevelled things are outlined as sharp ones are, from near and from afar, and lit as round ones are."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from render.config import RenderConfig
from render.passes import render
from render.view import Cut, Key, Rig, View
from sim.execution.engine import simulate
from sim.scene.forms import Lathe
from sim.scene.objects import Body, Part
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Cylinder, RoundedBox, Shape

SIZE = RenderConfig(width=320, height=240)


def edges_of(shape: Shape, away: float) -> NDArray[np.bool_]:
    scene = Scene(bodies=(Body(name="it", parts=(Part(name="it", shape=shape),), fixed=True),), frames=1)
    eye = (0.62 * away, -0.65 * away, 0.44 * away)
    view = View(cuts=(Cut(time=0.0, rig=Rig(keys=(Key(time=0.0, position=eye, look_at=(0.0, 0.0, 0.0)),))),))
    return render(scene, simulate(scene), view, SIZE)[0].edges > 0


def near(a: NDArray[np.bool_], b: NDArray[np.bool_], by: int) -> float:
    """The share of a that is within so many px of b."""
    return float((a & binary_dilation(b, iterations=by)).sum() / a.sum())


@pytest.mark.parametrize("away", [2.0, 4.0, 8.0, 20.0, 60.0])
def test_a_bevelled_box_has_the_edges_of_a_sharp_one(away: float) -> None:
    sharp, bevelled = edges_of(Box(size=(1.0, 0.8, 0.6)), away), edges_of(RoundedBox(size=(1.0, 0.8, 0.6), bevel=0.01), away)
    assert near(sharp, bevelled, 2) > 0.97 and near(bevelled, sharp, 2) > 0.97
    assert bevelled.sum() <= 1.15 * sharp.sum()


@pytest.mark.parametrize("away", [2.0, 8.0, 30.0])
def test_a_turned_thing_has_the_edges_of_a_cylinder(away: float) -> None:
    sharp = edges_of(Cylinder(radius=0.4, height=0.8), away)
    bevelled = edges_of(Lathe(profile=((0.4, -0.4), (0.4, 0.4)), bevel=0.008), away)
    assert near(sharp, bevelled, 2) > 0.97 and near(bevelled, sharp, 2) > 0.97
    assert bevelled.sum() <= 1.15 * sharp.sum()
