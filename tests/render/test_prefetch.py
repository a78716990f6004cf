"""Rendering in other processes."""

import numpy as np

from render.config import RenderConfig
from render.passes import render
from render.prefetch import prefetch
from render.strokes import marks_name

NAMES = ("depth", "part", "edges", "light", "pattern", "beauty")


def test_frames_made_ahead_are_the_same_to_the_byte_and_in_order(playground):
    scene, trajectory, view = playground
    passes = render(scene, trajectory, view, RenderConfig(width=64, height=36))
    marks = 3, np.arange(len(passes.parts) + 1)
    ahead = list(prefetch(passes, NAMES, workers=2, marks=marks))
    assert [frame.number for frame in ahead] == list(range(passes.frames))
    for frame in (ahead[0], ahead[7], ahead[-1]):
        for name in NAMES:
            assert vars(frame)[name].tobytes() == getattr(passes[frame.number], name).tobytes()
        assert vars(frame)[marks_name(*marks)].tobytes() == passes[frame.number].marks(*marks).tobytes()
        assert frame.marks(*marks) is vars(frame)[marks_name(*marks)]
        assert (frame.marks(*marks) != frame.marks(4, marks[1])).any() and (frame.marks(*marks) != frame.marks(3, 0 * marks[1])).any()


def test_stopping_early_leaves_no_worker_waiting(playground):
    scene, trajectory, view = playground
    frames = prefetch(render(scene, trajectory, view, RenderConfig(width=64, height=36)), NAMES, workers=2)
    assert np.isfinite(next(frames).depth).any()
    frames.close()


def test_workers_import_nothing_from_the_folder_one_works_in(playground, tmp_path, monkeypatch):
    for name in ("trimesh", "scipy", "copyreg"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a file of the working folder was run')")
    monkeypatch.chdir(tmp_path)
    scene, trajectory, view = playground
    frames = prefetch(render(scene, trajectory, view, RenderConfig(width=64, height=36)), NAMES, workers=1)
    assert np.isfinite(next(frames).depth).any()
    frames.close()


def test_a_frame_that_holds_its_layers_is_posed_only_if_asked(playground):
    passes = render(*playground, RenderConfig(width=64, height=36))
    frame = passes[3].holding({"depth": np.ones((36, 64), np.float32)})
    assert (frame.depth == 1).all() and "posed" not in vars(frame)
    assert (passes[3].depth != 1).any() and frame.part.any() and "posed" in vars(frame)


def test_passes_of_two_sizes_share_the_world_and_are_the_same_as_apart(playground) -> None:
    apart = render(*playground, RenderConfig(width=64, height=36))
    whole = render(*playground, RenderConfig(width=128, height=72))
    whole[0].light  # noqa: B018  (what is kept of one size must not be taken for the other's)
    small = whole.resized(64, 36)
    assert small[1].world is whole[1].world and np.array_equal(small[1].light, apart[1].light)
