"""Things that glow: bright themselves, and lights, wherever they are."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.digests import lit_digests
from render.passes import render
from render.view import Shading, Sky
from sim.errors import DeclarationError
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane, Sphere
from tests.render.conftest import body, looking, still, trajectory_of

BLACK = Shading(colour=(0.0, 0.0, 0.0))
FLOOR = body("floor", Plane(size=(12.0, 12.0)))


def passes_of(thing, glow, moving=False, colour=(1.0, 1.0, 1.0)):
    scene = Scene(bodies=(FLOOR, thing), frames=2)
    base = still(scene, 2)
    positions = np.array(base.positions)
    positions[1, 1, 0] += 0.3 * moving
    view = looking((0.0, -3.0, 2.0), (0.0, 0.0, 0.3), lights=(), sky=Sky(strength=0.0),
                   surfaces={"floor": BLACK, thing.name: Shading(colour=colour, glow=glow)})
    return render(scene, trajectory_of(scene, positions, base.rotations), view, RenderConfig(width=128, height=72))


def under(frame):
    """The pixel that shows the floor nearest to the middle."""
    return np.unravel_index(np.nanargmin(np.where(frame.part == 1, (frame.points[..., :2] ** 2).sum(axis=-1), np.nan)), frame.part.shape)


def test_a_ball_that_glows_lights_as_a_sphere_does():
    # Lambert: of a sphere of radiance L seen whole, a surface at a distance d straight before it gets L (r / d) squared.
    frame = passes_of(body("bulb", Sphere(radius=0.1), (0.0, 0.0, 1.0)), 40.0)[0]
    y, x = under(frame)
    away = np.linalg.norm(frame.points[y, x] - [0, 0, 1.0])
    assert np.isclose(frame.centre_light[y, x, 0], 40.0 * 0.01 / away ** 3, rtol=0.05)


def test_a_flat_thing_shines_from_its_faces():
    frame = passes_of(body("screen", Box(size=(1.0, 1.0, 0.02)), (0.0, 0.0, 1.0)), 2.0)[0]
    y, x = under(frame)
    quarter = (1 / np.sqrt(5) * np.arctan(1 / np.sqrt(5))) / (2 * np.pi) * 2
    far = frame.points[y, x]
    assert np.hypot(far[0], far[1]) < 0.15 and np.isclose(frame.centre_light[y, x, 0], 2.0 * 4 * quarter, rtol=0.08)


def test_what_glows_is_bright_of_its_colour():
    frame = passes_of(body("bulb", Sphere(radius=0.2), (0.0, 0.0, 1.0)), 1.0, colour=(1.0, 0.5, 0.0))[0]
    own = frame.part == 2
    assert frame.light[own].mean() > 0.95
    assert frame.radiance[own].mean(axis=0) == pytest.approx((1.0, 0.214, 0.0), abs=0.06)  # its colour, in linear light


def test_what_glows_faintly_is_no_light_of_its_own_but_is_seen_to_glow():
    dim, bright = (passes_of(body("bulb", Sphere(radius=0.04), (0.0, 0.0, 1.0)), glow) for glow in (3.0, 300.0))
    assert (len(dim[0].world.lamps), len(bright[0].world.lamps)) == (0, 1) and dim[0].centre_light[dim[0].part == 2].min() >= 3


def test_what_moves_lights_in_each_frame_what_it_would_light_if_it_stood_there():
    moving = passes_of(body("bulb", Sphere(radius=0.1), (0.0, 0.0, 1.0)), 40.0, moving=True)
    for number, x in ((1, 0.3), (0, 0.0)):  # also after the other, of which nothing must be left
        there = passes_of(body("bulb", Sphere(radius=0.1), (x, 0.0, 1.0)), 40.0)[0]
        floor = there.part == 1
        assert np.abs(moving[number].centre_light - there.centre_light)[floor].max() < 0.02 and there.centre_light[floor].max() > 0.3
        assert np.abs(moving[number].light - there.light)[floor].mean() < 2e-3


def test_a_screen_that_is_carried_shines_from_its_faces_and_not_its_edges():
    screen = body("screen", Box(size=(1.0, 1.0, 0.02)), (0.0, 0.0, 1.0))
    moving, there = passes_of(screen, 2.0, moving=True), passes_of(screen, 2.0)
    assert len(moving[1].world.lit_view(1).lights) == 2
    floor = there[0].part == 1
    assert np.abs(moving[0].centre_light - there[0].centre_light)[floor].max() < 0.02


def test_glow_and_what_gives_light_on_are_in_the_digests():
    bulb, small = (body("bulb", Sphere(radius=radius), (0.0, 0.0, 1.0)) for radius in (0.6, 0.1))
    plain, bright = passes_of(bulb, 0.0), passes_of(bulb, 1.0)
    red, moving = passes_of(bulb, 0.0, colour=(1.0, 0.0, 0.0)), passes_of(bulb, 0.0, True)
    assert len({lit_digests(each)[0] for each in (plain, bright, red)}) == 3
    assert lit_digests(moving)[0] == lit_digests(passes_of(bulb, 0.0, True, (1.0, 0.0, 0.0)))[0]
    assert lit_digests(passes_of(small, 0.0))[0] == lit_digests(passes_of(small, 0.0, colour=(1.0, 0.0, 0.0)))[0]


def test_the_colour_of_a_lamp_is_in_the_digests_however_small_it_is():
    bulb = body("bulb", Sphere(radius=0.1), (0.0, 0.0, 1.0))
    for moving in (False, True):
        white, red = (passes_of(bulb, 40.0, moving, colour) for colour in ((1.0, 1.0, 1.0), (1.0, 0.0, 0.0)))
        assert np.abs(white[0].light - red[0].light).max() > 0.1 and lit_digests(white)[0] != lit_digests(red)[0]


@pytest.mark.parametrize("glow", [-1.0, np.nan, np.inf])
def test_a_glow_that_makes_no_sense_is_refused(glow):
    with pytest.raises(DeclarationError, match="bulb: glow is"):
        passes_of(body("bulb", Sphere(radius=0.1), (0.0, 0.0, 1.0)), glow)
