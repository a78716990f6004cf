"""The gallery's page shows each piece of its one picture under its title."""

import re

import numpy as np
from PIL import Image

from scenes.sets import SETS
from scenes.shots import SHOTS
from studio.gallery import FILM, FRAME, Section, together
from studio.sheet import laid_out


def _section(title: str, count: int, colour: tuple[int, int, int]) -> Section:
    sheet = laid_out([np.full((30, 40, 3), colour, np.uint8)] * count, [f"{title} {i}" for i in range(count)], 2)
    return Section(title=title, text=f"<{title}>", sheet=sheet)


def test_each_piece_is_where_the_page_looks_for_it() -> None:
    sections = [_section("red", 2, (255, 0, 0)), _section("green", 3, (0, 255, 0)), _section("blue", 1, (0, 0, 255))]
    picture, page = together(sections)
    shown = re.findall(r"<h2>(\w+)</h2>.*?width: (\d+)px; height: (\d+)px; background-position: 0 -(\d+)px", page, re.S)
    assert [title for title, *_ in shown] == ["red", "green", "blue"] and "&lt;red&gt;" in page
    for section, (_, *numbers) in zip(sections, shown):
        width, height, top = map(int, numbers)
        piece = picture.crop((0, top, width, top + height))
        np.testing.assert_array_equal(np.asarray(piece), np.asarray(section.sheet))
    assert isinstance(picture, Image.Image) and picture.height == sum(section.sheet.height for section in sections)


def test_what_it_shows_is_there() -> None:
    assert len(SETS) == 12 and SHOTS[FILM]().scene.frames > FRAME
