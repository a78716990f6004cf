"""Printed marks on somebody who talks while walking, seen so near that the mouth moves by pixels."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from scenes import camera, make_shot, person, plane, say, walk_to
from sim.execution.engine import simulate
from tests.render.test_correspondence import errors, renderer  # noqa: F401  (a fixture)

marks = pytest.importorskip("tests.render.marks")
SIZE = RenderConfig(width=960, height=540)
"""So that marks, which are of a size in px, have room beside one another on a face."""


def test_marks_are_found_on_somebody_who_talks_while_walking(renderer):  # noqa: F811
    shot = make_shot("talking", [plane("floor", (20, 20)), person("anna", on=(-0.6, 0, 0))], seconds=2.5,
                     camera=camera.static((2.1, -0.5, 1.5), (0.2, 0.0, 1.5), lens=50),
                     actions=[walk_to("anna", (0.6, 0.0)), say("anna", "Where on earth have you put my yellow cup?", when=0.2)])
    trajectory = simulate(shot.scene)
    passes, world = render(shot.scene, trajectory, shot.view, SIZE), marks.MarkedWorld(shot.scene, trajectory)
    root, mouth = trajectory.bone_positions[:, 0], trajectory.faces[:, 0]
    for a, others in ((12, (14, 20)), (20, (32,))):
        for b, wrong in zip(others, errors(renderer, passes, world, a, others, count=200)):
            assert np.linalg.norm(root[b] - root[a]) > 0.02 and np.abs(mouth[b] - mouth[a]).max() > 0.1, "walks and talks"
            print(f"{a} -> {b}: {len(wrong)} marks, median {np.median(wrong):.4f} px, 99th percentile {np.percentile(wrong, 99):.4f} px")
            assert len(wrong) > 40 and np.median(wrong) <= 0.05 and np.percentile(wrong, 99) <= 0.5
