"""Frames put together at any size, whole or in parts; and what the colours of each part depend on."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import binary_opening, distance_transform_edt, gaussian_filter

from neural.looks.programs import painted
from neural.reprojection.anchor import anchor_of
from neural.reprojection.assemble import assembler_of, whole_blocks, within
from render.config import RenderConfig
from render.frame import filtered
from render.passes import render
from tests.render.conftest import playground  # noqa: F401  (a fixture)

PAINTED, PARTS = (192, 108), 6
COLOURS = np.array([[230, 230, 250], [120, 90, 60], [200, 60, 40], [250, 220, 90], [40, 120, 220], [60, 180, 90]], np.float32)


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=384, height=216, rasteriser="rays"))


@pytest.fixture(scope="module")
def small(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=PAINTED[0], height=PAINTED[1], rasteriser="rays"))


@pytest.fixture(scope="module")
def sources(small):
    return [anchor_of(small[n], painted(small[n], "toon", "day")) for n in (0, 12, 29)]


@pytest.fixture(scope="module")
def assembler(small, sources):
    return assembler_of(sources, PARTS, small.geometry.faces)


def bled(frame):
    """Each part in its own colour, as a painter would have it whose colours run into one another over a pixel and a half."""
    return np.rint(gaussian_filter(filtered(COLOURS[frame.fine.part]), (1.5, 1.5, 0))).astype(np.uint8)


def borders(part):
    """(H, W) the pixels beside which another part begins."""
    out = np.zeros(part.shape, bool)
    for axis in (0, 1):
        step = np.diff(part, axis=axis) != 0
        out |= np.insert(step, 0, False, axis=axis) | np.insert(step, step.shape[axis], False, axis=axis)
    return out


def wide(part, width):
    """(H, W) where a part is at least so many px wide."""
    return np.any([binary_opening(part == each, np.ones((width, width))) for each in np.unique(part)], axis=0)


@pytest.mark.parametrize("number", [0, 8, 20])
def test_silhouettes_at_twice_the_painted_size_lie_on_the_edges_of_the_masks(passes, small, number):
    made = assembler_of([anchor_of(small[n], bled(small[n])) for n in (0, 12, 29)], PARTS, small.geometry.faces)
    frame = passes[number]
    picture, share = made.frame(frame.surfels, 216, 384, scale=2.0)
    found = np.linalg.norm(picture[:, :, None] * 255 - COLOURS, axis=-1).argmin(axis=-1)
    compared = borders(frame.part) & wide(frame.part, 8)
    away = distance_transform_edt(~borders(found))[compared]
    stray = distance_transform_edt(~borders(frame.part))[borders(found) & wide(frame.part, 8)]
    print(f"frame {number}: of {compared.sum()} px of silhouettes {away.mean():.3f} px off; back {stray.mean():.3f}")
    assert share.mean() > 0.98 and compared.sum() > 500 and away.mean() <= 0.5 and stray.mean() <= 0.5


def test_outlines_keep_their_width_in_the_picture(passes, small, assembler):
    once, twice, thin = (assembler.frame(p[0].surfels, p.height, p.width, scale)[0] for p, scale in ((small, 1), (passes, 2), (passes, 1)))
    halved, halved_thin = (picture.reshape(108, 2, 192, 2, 3).mean(axis=(1, 3)) for picture in (twice, thin))
    near = small[0].edges > 0
    ink, ink_halved, ink_thin = (1 - picture[near].mean() for picture in (once, halved, halved_thin))
    print(f"ink along edges: {ink:.3f}, at twice the size {ink_halved:.3f}, with lines as wide in pixels {ink_thin:.3f}")
    assert ink_halved == pytest.approx(ink, rel=0.08) and ink_thin < 0.85 * ink
    assert np.abs(halved - once)[near].mean() < 0.5 * np.abs(halved_thin - once)[near].mean()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_some_pixels_alone_come_out_as_in_the_whole_frame_to_the_last_bit(passes, small, assembler, scale):
    shot, chance = passes if scale == 2 else small, np.random.default_rng(3)
    surfels, (height, width) = shot[8].surfels, (shot.height, shot.width)
    whole, shown = assembler.frame(surfels, height, width, scale)
    for _ in range(8):
        touched = gaussian_filter(chance.normal(size=(height, width)), 6) > chance.uniform(0.02, 0.08)
        chosen = whole_blocks(touched, scale)
        assert not (touched & ~chosen).any()
        some, share = assembler.frame(within(surfels, chosen), height, width, scale)
        assert (some[chosen] == whole[chosen]).all() and (share[chosen] == shown[chosen]).all() and not some[~chosen].any()


def test_whole_blocks_are_all_pixels_of_the_blocks_that_are_touched():
    touched = np.zeros((10, 18), bool)
    touched[9, 7] = touched[0, 17] = True
    expected = np.zeros((10, 18), bool)
    expected[8:, 4:8] = expected[:4, 16:] = True
    assert (whole_blocks(touched) == expected).all() and whole_blocks(touched, 2.0).sum() == 2 * 8 + 8 * 2


def test_a_part_comes_out_the_same_whatever_else_its_anchors_serve(passes, small, sources, assembler):
    """Of the second anchor the floor is taken no more, and the third has another ball: nothing else changes, to the bit."""
    other = anchor_of(small[29], painted(small[29], "noir", "day"))
    lent = replace(other, part=np.where(other.part == 4, 4, -1).astype(np.int32))
    kept = replace(sources[2], part=np.where(sources[2].part == 4, -1, sources[2].part).astype(np.int32))
    less = replace(sources[1], part=np.where(sources[1].part == 1, -1, sources[1].part).astype(np.int32))
    made = assembler_of([sources[0], less, kept, lent], PARTS, small.geometry.faces)
    surfels = passes[8].surfels
    for part in range(PARTS):
        own = replace(surfels, **{name: layer[surfels.part == part] for name, layer in vars(surfels).items()})
        one, two = (a.frame(own, 216, 384, scale=2.0)[0] for a in (assembler, made))
        assert (one == two).all() == (part not in (1, 4)), part


def test_sky_that_no_anchor_shows_goes_on_from_where_one_ends(small):
    frame = small[0]
    ramp = np.zeros((*frame.part.shape, 3), np.uint8)
    ramp[...] = np.linspace(20, 235, ramp.shape[1])[:, None]
    made = assembler_of([anchor_of(frame, ramp)], PARTS, small.geometry.faces)
    wide = frame.through(replace(frame.camera, focal=frame.camera.focal / 2))
    picture, shown = made.frame(wide.surfels, *frame.part.shape)
    sky = (wide.part == 0) & (wide.edges == 0) & (shown == 0)
    left, right = (picture[:40, side][sky[:40, side]][:, 0] * 255 for side in (slice(0, 20), slice(-20, None)))
    assert len(left) > 100 and len(right) > 100
    assert np.abs(left - 20).max() < 6 and np.abs(right - 235).max() < 6
