"""The gallery: `python -m studio.gallery FOLDER`, or `make gallery`. The sets, the looks and times of day, and the cast, painted by the
embedded model: gallery.png, and gallery.html, which shows it piece by piece."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neural.conditioning.vocabulary import LOOKS, TIMES
from neural.config import NeuralConfig
from neural.stylise import stylise
from render.config import RenderConfig
from render.passes import Passes, render
from scenes.crowd import crowd
from scenes.sets import SETS
from scenes.shot import Shot, with_overrides
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from studio.contact import BACKGROUND
from studio.props_page import view
from studio.sheet import laid_out

WIDE, TALL = RenderConfig(width=640, height=360), RenderConfig(width=240, height=480)
FILM, FRAME = "tea", 148
"""The shot, and its frame, that is shown in every look and at every time of day."""
AT_TIMES = "watercolour"
COLUMNS, PEOPLE = 3, 8
"""Pictures in a row: wide ones, and of people."""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Steadycast: gallery</title><style>
body { background: {{ colour }}; color: #ddd; font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; width: {{ width }}px; }
div { background: url(gallery.png) no-repeat; }
</style></head><body><h1>Steadycast: gallery</h1>
{% for one in sections %}
<h2>{{ one.title }}</h2><p>{{ one.text }}</p>
<div role="img" aria-label="{{ one.title }}"
 style="width: {{ one.width }}px; height: {{ one.height }}px; background-position: 0 -{{ one.top }}px"></div>
{% endfor %}
</body></html>
"""
Picture = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Section:
    """Some pictures under their names, and what is said of them."""

    title: str
    text: str
    sheet: Image.Image


def main(folder: Path) -> None:
    """Write gallery.png and gallery.html."""
    folder.mkdir(parents=True, exist_ok=True)
    film = SHOTS[FILM]()
    passes = render(film.scene, simulate(film.scene), film.view, WIDE)
    of_times = {time: f"{AT_TIMES}, {time}" for time in TIMES}
    picture, page = together([
        Section(title="Sets", text="The twelve sets of scenes.sets, as their own cameras see them.",
                sheet=laid_out(_sets(), list(SETS), COLUMNS)),
        Section(title="Looks", text=f"A frame of {FILM}, the default shot, in every look.",
                sheet=laid_out((painted(film, passes, FRAME, f"{look}, day") for look in LOOKS), LOOKS, COLUMNS)),
        Section(title="Times of day", text=f"The same frame in {AT_TIMES}, told of every time of day, under the same lights.",
                sheet=laid_out((painted(film, passes, FRAME, words) for words in of_times.values()), list(of_times), COLUMNS)),
        Section(title="Cast", text="Sixteen people of all ages and kinds.",
                sheet=laid_out(_cast(), [shot.name for shot in crowd()], PEOPLE))])
    picture.save(folder / "gallery.png", optimize=True)
    (folder / "gallery.html").write_text(page, encoding="utf-8")


def together(sections: list[Section]) -> tuple[Image.Image, str]:
    """All sheets below each other in one picture, and the page (HTML) that shows each under its title."""
    width, tops = max(one.sheet.width for one in sections), np.cumsum([0, *(one.sheet.height for one in sections)]).tolist()
    whole = Image.new("RGB", (width, tops[-1]), BACKGROUND)
    for one, top in zip(sections, tops):
        whole.paste(one.sheet, (0, top))
    shown = [{"title": one.title, "text": one.text, "top": top, "width": one.sheet.width, "height": one.sheet.height}
             for one, top in zip(sections, tops)]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return whole, environment.from_string(PAGE).render(sections=shown, width=width, colour="#" + bytes(BACKGROUND).hex())


def painted(shot: Shot, passes: Passes, number: int, prompt: str | None = None) -> Picture:
    """A frame of a shot, painted by itself, in its own words or these."""
    return stylise(passes, with_overrides(shot, prompt=prompt).style, NeuralConfig(consistency="fixed"))[number]


def _sets() -> Iterator[Picture]:
    for name in SETS:
        shot = view(name)
        yield painted(shot, render(shot.scene, simulate(shot.scene), shot.view, WIDE), 0)


def _cast() -> Iterator[Picture]:
    for shot in crowd():
        passes = render(shot.scene, simulate(shot.scene), shot.view, TALL)
        yield painted(shot, passes, len(passes) // 2 - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
