"""Anchors and assembly, with the shading programs as a painter that never errs: what is assembled is held against what they paint."""

import numpy as np
import pytest

from neural.looks.programs import painted as programmed
from neural.reprojection.anchor import anchor_of
from neural.reprojection.assemble import assembler_of
from neural.reprojection.coverage import cover, survey
from render.config import RenderConfig
from render.passes import render
from render.view import Cut, Key, Rig, Shading, Sun, View
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane
from tests.render.conftest import body, looking, playground, still, trajectory_of  # noqa: F401  (a fixture)

SMALL = RenderConfig(width=192, height=108, rasteriser="rays")


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, SMALL)


def assembled(passes, anchors, number, look="toon"):
    """Frame `number` from anchors painted by a look's program; (H, W, 3) 0..1, and the share that an anchor shows."""
    sources = [anchor_of(passes[n], programmed(passes[n], look, "day")) for n in anchors]
    made = assembler_of(sources, len(passes.parts) + 1, passes.geometry.faces)
    return made.frame(passes[number].surfels, passes.height, passes.width)


def cover_of(passes):
    return cover(survey(passes))


def cuts(*places):
    """Cameras that look at the middle: from when, s, and from where on the y axis, m."""
    rigs = [(time, Rig(keys=(Key(time=time, position=(0.0, y, 0.0), look_at=(0.0, 0.0, 0.0)),))) for time, y in places]
    return View(cuts=tuple(Cut(time=time, rig=rig) for time, rig in rigs))


def painted(frame, look="toon"):
    return programmed(frame, look, "day").astype(float) / 255


def test_a_scene_that_stands_still_needs_one_anchor():
    scene = Scene(bodies=(body("floor", Plane(size=(6.0, 6.0))), body("box", Box(size=(1.0, 1.0, 1.0)), (0.0, 0.0, 0.5))), frames=5)
    found = cover_of(render(scene, still(scene, 5), looking((0.0, -4.0, 2.0), (0.0, 0.0, 0.4)), SMALL))
    assert len(found.anchors) == 1 and found.covered == pytest.approx(1) and not found.thin


def test_a_cut_to_the_other_side_needs_another_anchor_and_a_cut_back_none():
    scene = Scene(bodies=(body("box", Box(size=(1.0, 1.0, 1.0))),), frames=6)
    found = cover_of(render(scene, still(scene, 6), cuts((0.0, -3.0), (1 / 12, 3.0), (1 / 6, -3.0)), SMALL))
    assert len(found.anchors) == 2 and {n // 2 == 1 for n in found.anchors} == {True, False}
    assert found.added == pytest.approx((2 / 3, 1 / 3), abs=0.01)


def test_a_view_from_afar_does_not_cover_a_close_one_but_a_close_one_covers_what_it_shows_of_the_far():
    scene = Scene(bodies=(body("wall", Box(size=(40.0, 0.2, 40.0))),), frames=4)
    found = cover_of(render(scene, still(scene, 4), cuts((0.0, -2.0), (1 / 12, -8.0)), SMALL))
    assert len(found.anchors) == 2 and sum(found.added) == pytest.approx(1, abs=0.01)
    assert found.added[1] == pytest.approx(0.5 * (1 - 1 / 16), abs=0.03)


def test_what_is_seen_in_one_frame_only_has_an_anchor_however_small():
    scene = Scene(bodies=(body("floor", Plane(size=(30.0, 30.0))), body("stone", Box(size=(0.3, 0.3, 0.3)))), frames=40)
    base = still(scene, 40)
    positions = np.array(base.positions)
    positions[:, 1, 2] = -5.0
    positions[7, 1, 2] = 0.15
    passes = render(scene, trajectory_of(scene, positions, np.array(base.rotations)), looking((0.0, -4.0, 2.0), (0.0, 0.0, 0.4)), SMALL)
    found = cover_of(passes)
    assert 0 < (passes[7].part == 2).mean() / 40 < 5e-4 and set(found.anchors) >= {7} and len(found.anchors) == 2
    # Without it, the frame comes out all the same, in the colours there are.
    assert assembled(passes, (0,), 7)[0].shape == (108, 192, 3)


def test_an_anchor_comes_back_as_it_was_painted(passes):
    picture, share = assembled(passes, (6,), 6)
    wrong = np.abs(picture - painted(passes[6])).mean(axis=2)
    assert share.mean() > 0.999 and np.median(wrong) < 1e-3 and wrong.mean() < 0.015


@pytest.mark.parametrize("look", ["toon", "photo", "pencil"])
def test_what_is_assembled_is_what_the_painter_would_have_painted(passes, look):
    anchors = cover_of(passes).anchors
    target = next(n for n in range(8, len(passes)) if n not in anchors)
    picture, share = assembled(passes, anchors, target, look)
    wrong = ((picture - painted(passes[target], look)) ** 2).mean()
    other = min(((painted(passes[n], look) - painted(passes[target], look)) ** 2).mean() for n in anchors)
    print(f"{look}: mean square {wrong:.5f}, of the nearest anchor as it is {other:.5f}")
    assert share.mean() > 0.99 and wrong < 0.003 and wrong < 0.4 * other


def test_a_shadow_moves_with_what_throws_it_and_leaves_none_behind():
    scene = Scene(bodies=(body("floor", Plane(size=(8.0, 8.0))), body("box", Box(size=(0.5, 0.5, 0.5)), (-0.8, 0.0, 0.25))), frames=3)
    base = still(scene, 3)
    positions = np.array(base.positions)
    positions[:, 1, 0] += [0.0, 0.8, 1.6]
    view = looking((0.0, -4.0, 2.5), (0.0, 0.0, 0.2), lights=(Sun(azimuth=200, elevation=45),),
                   surfaces={"floor": Shading(colour=(0.8, 0.7, 0.5)), "box": Shading(colour=(0.2, 0.3, 0.8))})
    passes = render(scene, trajectory_of(scene, positions, np.array(base.rotations)), view, SMALL)
    picture, _ = assembled(passes, (0, 2), 1, "photo")
    truth, frame = painted(passes[1], "photo"), passes[1]
    floor = (frame.part == 1) & (frame.edges == 0)
    # Half the floor was in shadow in one of the anchors; no pixel of it may keep that, and the new shadow must be there.
    assert np.abs(picture - truth).mean(axis=2)[floor].max() < 0.25
    assert np.percentile(np.abs(picture - truth).mean(axis=2)[floor], 99) < 0.04


def test_outlines_are_laid_along_each_frames_own_edges(passes):
    anchors = cover_of(passes).anchors
    target = next(n for n in range(8, len(passes)) if n not in anchors)
    picture, _ = assembled(passes, anchors, target, "blueprint")
    ink, meant = (p.mean(axis=2) > 0.6 for p in (picture, painted(passes[target], "blueprint")))
    assert ink[passes[target].edges == 1].mean() > 0.85 and (ink & meant).sum() > 0.8 * (ink | meant).sum()
