"""Light on what stands still, as a camera goes by: the same at the same place, but where a shadow's border is seen in whole pixels."""

import numpy as np
import pytest
from scipy.ndimage import maximum_filter, minimum_filter

from render.colour import LUMINANCE
from render.config import RenderConfig
from render.correspondence import correspond
from render.passes import render
from render.surfels import clearance
from scenes import box, camera, make_shot, room
from scenes.lights import lamp, sun
from sim.execution.engine import simulate
from studio.measures.shown import sampled

BORDER = 0.05
"""Light that differs by so much among neighbours is looked up between pixels only roughly."""


@pytest.fixture(scope="module")
def changes():
    """By how much light changes, of white, at all places clear of edges and of the borders of shadows, from frame to frame."""
    props = [*room((5, 4, 2.6)), box("crate", (0.6, 0.6, 0.6), on=(-0.8, 0.4, 0), fixed=True)]
    shot = make_shot("by", props, seconds=0.25, camera=camera.dolly((-0.4, -3.4, 1.5), (-0.3, -3.35, 1.5), (0, 0.4, 0.7), 0.25),
                     lights=[sun(azimuth=250, elevation=40, size=2), lamp((1.2, -0.5, 2.2), strength=2, size=0.1)])
    frames = list(render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=240, height=136)))
    return np.concatenate([_changes(a, b) for a, b in zip(frames, frames[1:])])


def _changes(a, b):
    at, chosen = correspond(a, b)
    light, other = a.light @ LUMINANCE, b.light @ LUMINANCE
    chosen &= (clearance(a.edges) >= 3) & (a.part > 0) & (maximum_filter(light, 3) - minimum_filter(light, 3) < BORDER)
    chosen[chosen] = sampled((clearance(b.edges) >= 3).astype(float), at[chosen]) == 1
    return np.abs(sampled(other, at[chosen]) - light[chosen])


def test_light_stays_as_it_is_where_nothing_moves(changes):
    print(f"median {np.median(changes):.5f}, 99th percentile {np.percentile(changes, 99):.5f} of white, {len(changes)} places")
    assert len(changes) > 20_000 and np.median(changes) < 0.003 and np.percentile(changes, 99) < 0.02
