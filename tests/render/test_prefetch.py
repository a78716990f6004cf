"""Rendering in other processes."""

import numpy as np

from render.config import RenderConfig
from render.passes import render

NAMES = ("depth", "part", "edges", "light", "pattern", "beauty")


def test_frames_made_ahead_are_the_same_to_the_byte_and_in_order(playground):
    scene, trajectory, view = playground
    passes = render(scene, trajectory, view, RenderConfig(width=64, height=36))
    ahead = list(passes.ahead(NAMES, workers=2))
    assert [frame.number for frame in ahead] == list(range(passes.frames))
    for frame in (ahead[0], ahead[7], ahead[-1]):
        for name in NAMES:
            assert vars(frame)[name].tobytes() == getattr(passes[frame.number], name).tobytes()


def test_stopping_early_leaves_no_worker_waiting(playground):
    scene, trajectory, view = playground
    frames = render(scene, trajectory, view, RenderConfig(width=64, height=36)).ahead(NAMES, workers=2)
    assert np.isfinite(next(frames).depth).any()
    frames.close()
