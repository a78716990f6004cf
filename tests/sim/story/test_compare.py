"""Two stories side by side."""

from dataclasses import replace

import numpy as np
import pytest

from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.math.conventions import quat_from_euler
from sim.scene.actions import Launch
from sim.scene.fork import fork
from sim.scene.when import At
from sim.story.compare import compare
from sim.story.story import Story
from tests.sim.build import ball, cube, floor, scene

WORLD = scene(floor(), ball(position=(0, 0, 0.1)), cube(position=(0.6, 0, 0.05), mass=0.2),
              actions=(Launch(target="ball", velocity=(1, 0, 0), when=At(time=0.2)),), frames=24)


def story(world=WORLD):
    return Story(scene=world, trajectory=simulate(world))


def test_the_same_scene_is_the_same_story():
    found = compare(story(), story())
    assert (found.frame, found.parted, found.only_a, found.only_b, found.ends) == (None, {}, (), (), {}) and str(found) == "the same"


@pytest.mark.parametrize("millimetres, degrees, parts", [(0.9, 0, False), (1.1, 0, True), (0, 0.09, False), (0, 0.11, True)])
def test_parting_begins_at_a_millimetre_or_a_tenth_of_a_degree(millimetres, degrees, parts):
    one = story()
    positions, rotations = np.array(one.trajectory.positions), np.array(one.trajectory.rotations)
    rotations[:, 2] = (0, 0, 0, 1)
    still = replace(one.trajectory, rotations=rotations)
    positions[10:, 2, 0] += millimetres / 1000
    turned = rotations.copy()
    turned[10:, 2] = quat_from_euler((0, 0, degrees))
    other = replace(still, positions=positions, rotations=turned)
    found = compare(Story(scene=WORLD, trajectory=still), Story(scene=WORLD, trajectory=other))
    assert found.parted == ({"cube": 10} if parts else {})


def test_a_slower_ball_never_reaches_the_cube():
    found = compare(story(), story(fork(WORLD, {"Launch(ball)": {"velocity": (0.1, 0, 0)}})))
    assert list(found.parted) == ["ball", "cube"] and found.frame == found.parted["ball"] == 5
    assert {(e.object, e.kind, e.by) for e in found.only_a} >= {("cube", "was struck by", "ball"), ("cube", "started to move", "")}
    assert found.only_b == () and set(found.ends) == {"ball", "cube"}
    assert found.ends["cube"][0][0] > 0.62 and found.ends["cube"][1][0] == pytest.approx(0.6, abs=1e-3)
    assert "only a: cup" not in str(found) and "only a: cube was struck by ball at" in str(found)


def test_what_only_one_has_is_named_and_another_rate_is_refused():
    more = replace(WORLD, bodies=(*WORLD.bodies, cube("extra", position=(3, 0, 0.05))))
    found = compare(story(), story(more))
    assert (found.lone, found.parted) == (("extra",), {}) and str(found).startswith("extra is in one only")
    with pytest.raises(DeclarationError, match="24 frames a second, the other 25"):
        compare(story(), story(replace(WORLD, fps=25)))
