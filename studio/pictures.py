"""The README's pictures: `python -m studio.pictures FOLDER`, or `make pictures`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neural.conditioning.vocabulary import LOOKS
from neural.config import NeuralConfig
from neural.painting.frames import Frames
from neural.reprojection.cast import CastFrames
from neural.stylise import stylise
from neural.training.held_out import comparison_sheet, distances, held_out
from render.config import RenderConfig
from render.passes import Passes, render
from scenes.crowd import crowd
from scenes.sets import SETS
from scenes.shot import Shot, make_shot, with_overrides
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from studio.contact import depth_picture, id_picture

STRIP = (14, 32, 40, 50)
"""Frames of pillar: before the pillar, behind it, at the cup, and after."""
FILMS = {"tea": (16, 56, 112, 136, 160, 200), "argument": (40, 92, 140, 200, 250, 366)}
"""Frames of tea, the default shot: two of the walk, two of reaching, holding, and drinking; and of argument: of each cut, one."""
KNOWN = (48, 112, 152, 200)
"""Those of which strip.png shows what is known."""
HELD_OUT = 10
SIZE, SET, FILM = (RenderConfig(width=width, height=width * 9 // 16) for width in (384, 768, 1280))
FINER = 2
"""Times as wide, and reduced again, are the pictures of people."""
WHOLE, PORTRAIT = (240, 480), (320, 480)
"""px, of somebody from head to foot, and of head and chest."""
Picture = NDArray[np.uint8]


def main(folder: Path) -> None:
    """Write strip.png (what is known of the default shot, and its painting), tea.png (someone takes a cup and drinks), argument.png (two
    people quarrel), looks.png (one frame in every look), library.png (a frame of every other shot), cast.png (frames each painted, and
    assembled from anchors), people.png (sixteen people, as they are rendered), sets.png (the twelve sets), edit.png (frames of a take,
    and of the next with a green cup, and in white what differs) and held_out.png (the embedded model on sets it never
    saw)."""
    folder.mkdir(parents=True, exist_ok=True)
    scene = _passes(SHOTS["tea"]())
    tea = _painted(SHOTS["tea"](), scene)
    _write(folder / "strip.png", _strip(scene, tea))
    passes = _passes(SHOTS["pillar"]())
    for name in FILMS:
        _write(folder / f"{name}.png", film(name))
    _write(folder / "looks.png", _grid([_painted(SHOTS["tea"](), scene, f"{look}, day")[KNOWN[3]] for look in LOOKS], 4))
    _write(folder / "library.png", _grid([_middle(make()) for name, make in SHOTS.items() if name != "tea"], 7))
    _write(folder / "cast.png", np.vstack([_rung(passes, NeuralConfig(consistency="fixed")), _rung(passes, NeuralConfig())]))
    _write(folder / "people.png", people_picture())
    _write(folder / "sets.png", sets_picture())
    _write(folder / "edit.png", _edit(passes))
    pairs = held_out(HELD_OUT)
    _write(folder / "held_out.png", _smaller(np.asarray(comparison_sheet(pairs))))
    print(f"held-out paintings: mean square distance to the shading programs' {distances(pairs)['whole']:.4f}")


def film(name: str, size: RenderConfig = FILM) -> Picture:
    """Frames of a shot of the library, painted at this size and shown at half of it."""
    shot = SHOTS[name]()
    frames = _painted(shot, _passes(shot, size))
    return _grid([_smaller(frames[number]) for number in FILMS[name]], 3)


def people_picture(shots: Sequence[Shot] | None = None, whole: tuple[int, int] = WHOLE, portrait: tuple[int, int] = PORTRAIT) -> Picture:
    """Four in a row, each from head to foot, and head and chest beside that: the crowd, or these shots of one."""
    out = []
    for shot in crowd() if shots is None else shots:
        passes = render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=FINER * whole[0], height=FINER * whole[1]))
        close = passes.resized(FINER * portrait[0], FINER * portrait[1])
        out.append(np.hstack([_smaller(passes[len(passes) // 2 - 1].beauty), _smaller(close[len(passes) - 1].beauty)]))
    return _grid(out, 4)


def sets_picture() -> Picture:
    """The twelve sets as their own cameras see them, painted, four in a row."""
    out = []
    for name, setting in ((name, make()) for name, make in SETS.items()):
        shot = make_shot(name, setting.props, camera=setting.camera, seconds=0.1, **setting.light)
        out.append(_smaller(_painted(shot, _passes(shot, SET), config=NeuralConfig(consistency="fixed"))[0]))
    return _grid(out, 4)


def _smaller(picture: Picture) -> Picture:
    return np.asarray(Image.fromarray(picture).reduce(FINER))


def _passes(shot: Shot, size: RenderConfig = SIZE) -> Passes:
    return render(shot.scene, simulate(shot.scene), shot.view, size)


def _painted(shot: Shot, passes: Passes, prompt: str | None = None, config: NeuralConfig = NeuralConfig()) -> Frames:
    return stylise(passes, with_overrides(shot, prompt=prompt).style, config)


def _strip(passes: Passes, painted: Frames) -> Picture:
    columns = [(depth_picture(frame.depth, *passes.depth_range), id_picture(frame.part), frame.beauty, painted[frame.number])
               for frame in map(passes.__getitem__, KNOWN)]
    return np.hstack([np.vstack(column) for column in columns])


def _rung(passes: Passes, config: NeuralConfig) -> Picture:
    painted = _painted(SHOTS["pillar"](), passes, "toon, day", config)
    return np.hstack([painted[number] for number in STRIP])


def _edit(passes: Passes) -> Picture:
    shot = with_overrides(SHOTS["pillar"](), prompt="toon, day")
    other = shot.with_({"cup.look.colour": "green"})
    first = cast(CastFrames, stylise(passes, shot.style))
    second = stylise(render(other.scene, passes.trajectory, other.view, SIZE), other.style, parent=first.served.entries)
    before, after = (np.hstack([frames[number] for number in STRIP]) for frames in (first, second))
    differs = (before != after).any(axis=2, keepdims=True)
    return np.vstack([before, after, np.repeat(np.where(differs, 255, 40).astype(np.uint8), 3, axis=2)])


def _middle(shot: Shot) -> Picture:
    passes = _passes(shot)
    return _painted(shot, passes)[len(passes) // 3]


def _grid(pictures: Sequence[Picture], columns: int) -> Picture:
    blank = np.full_like(pictures[0], 255)
    full = [*pictures, *[blank] * (-len(pictures) % columns)]
    return np.vstack([np.hstack(full[i:i + columns]) for i in range(0, len(full), columns)])


def _write(path: Path, picture: Picture) -> None:
    Image.fromarray(picture).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
