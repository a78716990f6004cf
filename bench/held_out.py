"""How the embedded model paints sets that it never saw: `python -m bench.held_out [FOLDER]` writes bench/held_out.json. FOLDER: of
training sets, for who sorts pictures into looks; `steadycast train`'s unless given, and some are made where there are none.

Twenty held-out sets, their things made in just the colours that are named, are painted at 640 x 360 in three looks each, through all
looks and times in turn, and compared with what the shading programs make of them:

* distance: mean square difference, colours in -1..1.
* deviation: of 255, the local deviation (WINDOW px) of the painting where the program's picture has next to none, in FLAT looks.
* colours: share of things whose mean colour, clear of outlines, is within NEAR CIEDE2000 of the colour that is named as the look shows it
  in that light, which is the program's; in LIKE looks.
* masks: IoU of a thing's mask, and where its colours are found: the median of things of more than 1 % of the frame and unlike all others
  (studio.measures.control.mask_ious). The colours are learnt from the program's picture, clear of outlines; each pixel goes to the
  thing that most of the five nearest learnt colours belong to. In COLOURED looks.
* sorted: share of the pictures whose look is told by bench.sorter, which has seen programs' pictures of training sets only.
"""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter
from skimage.color import deltaE_ciede2000, rgb2lab

from bench.results import write_whole
from bench.sorter import Sorter, taught
from neural.conditioning.region_map import region_map
from neural.conditioning.vocabulary import COLOURS, parse
from neural.config import NeuralConfig
from neural.training.format import HEIGHT, WIDTH
from neural.training.held_out import Pair, held_out_sets, pair_of, style_of
from neural.training.views import Dressed
from render.config import RenderConfig
from render.passes import Passes, render
from sim.geometry.mesh_files import cache_folder
from studio.measures.control import LARGE, mask_ious
from studio.measures.shown import FrameAsSeen

SETS, EACH = 20, 3
BARS = {"distance": 0.0015, "deviation": 1.5, "colours": 0.9, "masks": 0.9, "sorted": 0.95}
"""The first two are to be this or less, the others this or more."""
FLAT, LIKE, COLOURED = ("toon", "neon"), ("photo", "clay"), ("photo", "clay", "watercolour", "oil", "toon", "papercut")
WINDOW, STILL = 7, 0.5
"""px; of 255, the deviation in it below which the program's picture is flat."""
NEAR, LEAST = 10.0, 50
"""CIEDE2000; pixels, of which fewer say nothing."""
Picture = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Of one picture: what is in the text above, by thing where it is of things; None, or empty, where its look is not looked at for
    that. told: the look that the sorter tells; told_of_program: of the program's picture."""

    look: str
    time: str
    distance: float
    deviation: float | None
    colours: tuple[float, ...]
    masks: tuple[float, ...]
    told: str
    told_of_program: str


def in_named_colours(drawn: Dressed, passes: Passes) -> tuple[Dressed, Passes]:
    """The same set, its things in just the colours that are said of them."""
    surfaces = {path: replace(one, colour=COLOURS.get(drawn.words[path].colour, one.colour)) for path, one in drawn.view.surfaces.items()}
    view = replace(drawn.view, surfaces=surfaces)
    exact = render(drawn.set.scene, passes.trajectory, view, RenderConfig(width=WIDTH, height=HEIGHT, rasteriser="rays"))
    return replace(drawn, view=view), exact


def row_of(drawn: Dressed, passes: Passes, number: int, sorter: Sorter) -> Row:
    """A set in the look and at the time of this number."""
    pair, regions = pair_of(drawn, passes, number, NeuralConfig(consistency="fixed")), region_map(passes, style_of(drawn, passes, "photo"))
    seen = [FrameAsSeen(picture, passes[0], picture) for picture in (pair.painted, pair.program)]
    named = [region for region, own in enumerate(regions.styles) if region and parse(own.prompt).colour]
    return Row(
        look=pair.look, time=pair.time, distance=float(pair.squares.mean()),
        deviation=deviation(pair, seen[0].clear) if pair.look in FLAT else None,
        colours=tuple(differences(pair, regions.region_ids(passes[0]), seen[0].clear, named)) if pair.look in LIKE else (),
        masks=tuple(mask_ious(seen, regions.region_of_part)[0]) if pair.look in COLOURED else (),
        told=sorter.look(pair.painted), told_of_program=sorter.look(pair.program))


def deviation(pair: Pair, clear: NDArray[np.bool_]) -> float | None:
    """Of 255, the mean of the painting's local deviation where the program's picture is flat; None if it is so hardly anywhere."""
    flat = clear & (_spread(pair.program) < STILL)
    return float(_spread(pair.painted)[flat].mean()) if flat.sum() >= LEAST else None


def _spread(picture: Picture) -> NDArray[np.float64]:
    """(H, W) standard deviation in a window of WINDOW px, the channels' mean."""
    values, size = picture.astype(float), (WINDOW, WINDOW, 1)
    square = uniform_filter(values ** 2, size) - uniform_filter(values, size) ** 2
    return np.asarray(np.sqrt(square.clip(0)).mean(axis=2))


def differences(pair: Pair, region_ids: NDArray[np.uint8], clear: NDArray[np.bool_], named: Sequence[int]) -> list[float]:
    """CIEDE2000 between the mean colours, painted and the program's, of each of these regions that fills LARGE of the frame."""
    masks = [region_ids == region for region in named]
    inside = [mask & clear for mask in masks if mask.mean() > LARGE and (mask & clear).sum() >= LEAST]
    return [float(deltaE_ciede2000(*(rgb2lab(picture[mask].mean(axis=0) / 255) for picture in (pair.painted, pair.program))))
            for mask in inside]


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """What is promised, beside its bars, and each picture."""
    colours, masks = ([value for row in rows for value in getattr(row, name)] for name in ("colours", "masks"))
    flat = [row.deviation for row in rows if row.deviation is not None]
    found = {"distance": _mean([row.distance for row in rows]), "deviation": _mean(flat),
             "colours": _mean([value <= NEAR for value in colours]), "masks": float(np.median(masks)) if masks else None,
             "sorted": _mean([row.told == row.look for row in rows])}
    return {**found, "bars": BARS, "met": {name: _met(name, value) for name, value in found.items()}, "pictures": len(rows),
            "things_coloured": len(colours), "things_found": len(masks),
            "programs_sorted": _mean([row.told_of_program == row.look for row in rows]),
            "distance_by_look": {look: _mean([row.distance for row in rows if row.look == look])
                                 for look in dict.fromkeys(row.look for row in rows)},
            "rows": [asdict(row) for row in rows]}


def _met(name: str, value: float | None) -> bool:
    if value is None:
        return False
    return value <= BARS[name] if name in ("distance", "deviation") else value >= BARS[name]


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def main(folder: Path, count: int = SETS) -> None:
    """Paint and compare, keeping what is measured as it comes."""
    sorter, rows = taught(folder), list[Row]()
    for drawn, passes in islice(held_out_sets(), count):
        drawn, passes = in_named_colours(drawn, passes)
        rows += [row_of(drawn, passes, len(rows) + place, sorter) for place in range(EACH)]
        write_whole(Path(__file__).parent / "held_out.json", summary(rows))
    found = summary(rows)
    for name, bar in BARS.items():
        print(f"{name}: {'none' if found[name] is None else round(found[name], 4)} (bar {bar})")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else cache_folder() / "training" / "sets-0")
