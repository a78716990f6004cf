"""steadycast props: every prop of the kit and every set, as they are rendered, on a page of pictures each."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes import Look, Prop, Shot, camera, make_shot, plane, sun
from scenes.kit import KIT
from scenes.sets import SETS
from sim.errors import DeclarationError
from sim.geometry.tessellate import tessellate
from sim.math.conventions import apply, transform
from sim.scene.objects import Body
from studio.progress import Stages
from studio.sheet import laid_out

OUT = "out="
PROP, SET, FINER = (224, 180), (640, 360), 2
"""px of a prop's and a set's picture, and how much larger they are rendered."""
COLUMNS, WIDE = 10, 3
Picture = NDArray[np.uint8]


def props(words: Sequence[str]) -> tuple[Path, Path]:
    """Write props.png and sets.png into the folder that out= names. Raises DeclarationError for any other word."""
    for word in words:
        if not word.startswith(OUT):
            raise DeclarationError(f"steadycast props: takes out=FOLDER only; {word!r} was given.")
    folder = Path(next((word.removeprefix(OUT) for word in words), "takes")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    page(pictures("props", {name: portrait(make(name)) for name, make in KIT.items()}, PROP), KIT, COLUMNS, folder / "props.png")
    page(pictures("sets", {name: view(name) for name in SETS}, SET), SETS, WIDE, folder / "sets.png")
    return folder / "props.png", folder / "sets.png"


def page(found: Iterator[Picture], titles: Mapping[str, object], columns: int, file: Path) -> None:
    """Pictures in rows, each under its name."""
    laid_out(found, list(titles), columns).save(file)


def pictures(title: str, shots: Mapping[str, Shot], size: tuple[int, int]) -> Iterator[Picture]:
    """The first frame of each shot (H, W, 3)."""
    from render.config import RenderConfig
    from render.passes import render
    from sim.execution.engine import simulate

    width, height = size
    with Stages().stage(title) as progress:
        for number, shot in enumerate(shots.values(), 1):
            config = RenderConfig(width=FINER * width, height=FINER * height)
            frame = render(shot.scene, simulate(shot.scene), shot.view, config)[0].beauty
            progress(number, len(shots))
            yield np.asarray(Image.fromarray(frame).reduce(FINER))


def view(name: str) -> Shot:
    """A set as its own camera sees it."""
    setting = SETS[name]()
    return make_shot(name, setting.props, camera=setting.camera, seconds=0.04, **setting.light)


def portrait(prop: Prop) -> Shot:
    """A prop by itself on level ground, seen from before and the right of it, all of it in the picture."""
    low, high = extent(prop)
    middle, size = (low + high) / 2, float(np.linalg.norm(high - low))
    eye = middle + 1.75 * size * np.array([0.73, -0.55, 0.4])
    ground = plane("ground_below", (20 * size, 20 * size), at=(0.0, 0.0, float(low[2])), look=Look("beige"))
    return make_shot(prop.name, [ground, prop], camera=camera.static(_triple(eye), _triple(middle), lens=45),
                     lights=[sun(azimuth=-75, elevation=50)], seconds=0.04)


def extent(prop: Prop) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and greatest corner (3,), m, world, of a prop with all that comes with it."""
    points = np.concatenate([_corners(each.thing) for each in (prop, *prop.carried) if isinstance(each.thing, Body)])
    return points.min(axis=0), points.max(axis=0)


def _corners(body: Body) -> NDArray[np.float64]:
    parts = [apply(transform(part.position, part.rotation), tessellate(part.shape).vertices) for part in body.parts]
    return apply(transform(body.position, body.rotation), np.concatenate(parts))


def _triple(values: NDArray) -> tuple[float, float, float]:
    x, y, z = values.tolist()
    return x, y, z
