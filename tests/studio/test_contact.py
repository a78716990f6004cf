"""Contact sheets: which frames, how depth and ids look, where the cells stand."""

import numpy as np

from studio.contact import LABEL, MARGIN, Row, contact_sheet, depth_picture, id_picture, sample


def test_samples_are_spread_from_first_to_last() -> None:
    assert sample(121) == (0, 24, 48, 72, 96, 120)
    assert sample(3) == (0, 1, 2)
    assert sample(1) == (0,)


def test_depth_is_disparity_near_white_background_black() -> None:
    depth = np.array([[1.0, 4.0, np.inf, 1.6]], np.float32)
    near, far, sky, middle = depth_picture(depth, near=1, far=4)[0, :, 0]
    assert (near, far, sky) == (255, 38, 0)
    assert abs(middle - (38 + 255) / 2) <= 1  # 1/1.6 lies half-way between 1/1 and 1/4


def test_ids_have_colours_of_their_own_and_background_is_black() -> None:
    colours = id_picture(np.arange(41, dtype=np.int32)[None])[0]
    assert tuple(colours[0]) == (0, 0, 0)
    assert len({tuple(c) for c in colours}) == 41
    assert min(np.abs(a.astype(int) - b).sum() for a, b in zip(colours[1:], colours[2:])) > 100


def test_cells_stand_side_by_side_under_their_captions() -> None:
    rows = [Row(caption=f"row {r}", pictures=tuple(np.full((20, 30, 3), 60 * r + 20 * c + 20, np.uint8) for c in range(3)))
            for r in range(2)]
    image = np.asarray(contact_sheet(rows, headings=("a", "b", "c"), cell_width=30))
    for r in range(2):
        for c in range(3):
            y, x = LABEL + r * (20 + LABEL) + LABEL, MARGIN + c * (30 + MARGIN)
            assert (image[y:y + 20, x:x + 30] == 60 * r + 20 * c + 20).all()
    assert image.shape == (LABEL + 2 * (20 + LABEL) + MARGIN, MARGIN + 3 * (30 + MARGIN), 3)


def test_large_pictures_are_scaled_down() -> None:
    rows = [Row(caption="", pictures=(np.zeros((400, 800, 3), np.uint8),))]
    assert contact_sheet(rows, cell_width=200).size == (200 + 2 * MARGIN, 100 + LABEL + MARGIN)
