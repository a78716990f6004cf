"""Surface cells: the same piece of surface has the same name wherever it is seen."""

import numpy as np

from render.cells import part_of
from render.config import RenderConfig
from render.passes import render
from sim.scene.scene import Scene
from sim.scene.shapes import Box
from tests.render.conftest import body, looking, still


def test_a_cell_is_a_pixel_wide_or_a_little_less():
    scene = Scene(bodies=(body("wall", Box(size=(4.0, 0.2, 4.0))),))
    for distance in (1.0, 1.7, 3.1):
        frame = render(scene, still(scene), looking((0.0, -0.1 - distance, 0.0), (0.0, 0.0, 0.0), focal=36.0),
                       RenderConfig(width=200, height=100, rasteriser="rays"))[0]
        chart, level, column, row = np.moveaxis(frame.cells, 2, 0)
        assert len(np.unique(chart)) == 1 and (part_of(chart) == 1).all()
        pixels = 200 / distance * 0.5 ** level[0, 0]
        assert 0.5 < pixels <= 1
        x = (np.arange(400) + 0.5 - 200) / 400 * distance
        at = x * 2.0 ** level[7]
        apart = np.abs(at - np.rint(at)) > 1e-3  # charts are a little shifted
        assert apart.mean() > 0.9 and np.array_equal(column[7][apart], np.floor(at[apart]).astype(int))


def test_parts_and_the_background_are_told_apart(playground):
    frame = render(*playground, RenderConfig(rasteriser="rays"))[4]
    assert np.array_equal(part_of(frame.cells[..., 0]), frame.fine.part)


def test_the_same_surface_has_the_same_cells_in_another_frame(playground):
    passes = render(*playground, RenderConfig(width=384, height=216, rasteriser="rays"))
    a, b = passes[2], passes[25]
    at, visible = passes.correspond(2, 25)
    middle = a.cells[::2, ::2][visible]
    x, y = np.floor(at[visible] * 2).astype(int).T
    near = np.stack([b.cells[np.clip(y + dy, 0, 2 * b.camera.height - 1), np.clip(x + dx, 0, 2 * b.camera.width - 1)]
                     for dy in (-2, -1, 0, 1, 2) for dx in (-2, -1, 0, 1, 2)])
    level = np.minimum(middle[:, 1], near[..., 1].min(axis=0)) - 2  # four times a pixel: what lies this near is in it or beside it
    wide = middle[:, 2:] >> (middle[:, 1] - level)[:, None]
    other = near[..., 2:] >> (near[..., 1] - level)[..., None]
    found = ((near[..., 0] == middle[:, 0]) & (other == wide).all(axis=-1)).any(axis=0)
    assert visible.mean() > 0.5 and found.mean() > 0.99
