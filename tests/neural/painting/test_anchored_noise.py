"""Noise that sticks to surfaces: its statistics, its tree, and that it moves with what it is on."""

import numpy as np
import pytest
from scipy.stats import kstest

from neural.painting.anchored_noise import anchored_noise
from render.config import RenderConfig
from render.passes import render
from scenes.shots import SHOTS
from sim.scene.scene import Scene
from sim.scene.shapes import Box
from tests.acted import acted
from tests.render.conftest import body, looking, playground, still  # noqa: F401  (a fixture)

CHANNELS = 16


def noise_of(frame, factor=8, seed=0, seeds=None):
    height, width = (length // factor * factor for length in frame.cells.shape[:2])
    own = np.zeros(int(frame.part.max()) + 1, int) if seeds is None else seeds
    return anchored_noise(frame.cells[:height, :width], factor, CHANNELS, seed, own)


def wall(x=0.0, distance=2.0):
    """A wall seen head-on; 1 px on it is distance / 208 m."""
    scene = Scene(bodies=(body("wall", Box(size=(12.0, 0.2, 12.0))),))
    view = looking((x, -0.1 - distance, 0.0), (x, 0.0, 0.0), focal=36.0)
    return render(scene, still(scene), view, RenderConfig(width=208, height=128, rasteriser="rays"))[0]


@pytest.mark.parametrize("name, what", [("hills", "curved ground, far ground"), ("cradle", "threads and balls"), ("door", "floor and sky")])
@pytest.mark.parametrize("factor", [8, 16])
def test_it_is_standard_normal_and_white(name, what, factor):
    shot = SHOTS[name]()
    noise = noise_of(render(shot.scene, acted(name), shot.view, RenderConfig(rasteriser="rays"))[40], factor).astype(np.float64)
    allowed = 4 / np.sqrt(noise.size)
    assert abs(noise.mean()) < allowed and abs(noise.std() - 1) < allowed and kstest(noise.ravel(), "norm").pvalue > 1e-3
    for shift in ((0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, -1), (1, 0, 0)):
        moved = np.roll(noise, shift, (0, 1, 2))
        assert abs((noise * moved).mean()) < allowed, shift


def test_each_part_alone_is_standard_normal(playground):  # noqa: F811
    scene, trajectory, view = playground
    frame = render(scene, trajectory, view, RenderConfig(rasteriser="rays"))[7]
    noise = noise_of(frame)
    parts = frame.part[2::4, 2::4][:noise.shape[1], :noise.shape[2]]
    for part in np.unique(parts):
        here = noise[:, parts == part]
        assert abs(here.mean()) < 4 / np.sqrt(here.size) and abs(here.std() - 1) < 4 / np.sqrt(here.size), part


def test_four_children_make_their_parent():
    columns, rows = np.meshgrid(np.arange(-8, 8), np.arange(-8, 8))
    chart, fine = np.full_like(rows, 97), np.full_like(rows, 6)
    children = np.stack([chart, fine, columns, rows], axis=-1).astype(np.int32)
    parents = np.stack([chart, fine - 1, columns >> 1, rows >> 1], axis=-1).astype(np.int32)
    seeds = np.zeros(2, int)
    np.testing.assert_allclose(anchored_noise(children, 2, CHANNELS, 3, seeds), anchored_noise(parents, 2, CHANNELS, 3, seeds), atol=1e-6)


def test_it_moves_with_the_surface():
    here = noise_of(wall())
    np.testing.assert_array_equal(here, noise_of(wall()))
    # Four pixels are one latent pixel: the wall's noise moves by one column. A quarter of one leaves three quarters of each in place.
    whole, quarter = noise_of(wall(4 * 2 / 208)), noise_of(wall(2 / 208))
    assert np.corrcoef(here[..., 1:].ravel(), whole[..., :-1].ravel())[0, 1] > 0.999
    assert np.corrcoef(here.ravel(), quarter.ravel())[0, 1] == pytest.approx(0.75, abs=0.03)
    assert abs(np.corrcoef(here.ravel(), whole.ravel())[0, 1]) < 0.03


def test_from_twice_as_far_four_latent_pixels_are_one():
    near, far = noise_of(wall()), noise_of(wall(distance=4.0))
    sums = near.reshape(CHANNELS, 16, 2, 26, 2).sum((2, 4)) / 2
    # Not quite one: the cells on the borders of latent pixels go to one or the other whole.
    assert np.corrcoef(sums.ravel(), far[:, 8:24, 13:39].ravel())[0, 1] > 0.85


def test_an_objects_seed_rerolls_its_surface_only(playground):  # noqa: F811
    scene, trajectory, view = playground
    frame = render(scene, trajectory, view, RenderConfig(rasteriser="rays"))[0]
    seeds = np.zeros(6, int)
    seeds[3] = 9
    before, after = noise_of(frame), noise_of(frame, seeds=seeds)
    rows, columns = before.shape[1:]
    shown = (frame.fine.part == 3)[:rows * 8, :columns * 8].reshape(rows, 8, columns, 8).mean((1, 3))
    assert (before[:, shown == 1] != after[:, shown == 1]).mean() > 0.99
    np.testing.assert_array_equal(before[:, shown == 0], after[:, shown == 0])
    assert (noise_of(frame, seed=1) != before).mean() > 0.99


def test_a_latent_pixel_that_owns_nothing_has_noise_of_its_own():
    cells = np.broadcast_to(np.int32([97, 3, 1, 1]), (8, 8, 4))
    noise = anchored_noise(cells, 2, 4096, 0, np.zeros(2, int))
    assert abs(np.corrcoef(noise.reshape(4096, -1).T) - np.eye(16)).max() < 0.1 and abs(noise.std() - 1) < 0.02
