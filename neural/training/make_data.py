"""Makes the training data: random sets, acted out by the simulator, and rendered in random views as layers of what the model is told.

The pictures that it is to paint are not kept: they follow from the layers, in any look and at any time of day (neural.looks.programs).
"""

import json
import os
import pickle
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import zoom

from neural.conditioning.control_images import form_picture
from neural.conditioning.vocabulary import token_id
from neural.training.format import HEIGHT, SLOTS, WIDTH, Shard, write_shard
from neural.training.maker import MOST, Furnishing, RegionWords, triple
from neural.training.sets import FRAMES, SURROUNDINGS, RandomSet, random_set
from neural.training.views import Dressed, random_view
from render.config import RenderConfig
from render.frame import Frame
from render.passes import Passes, render
from render.strokes import strokes
from sim.character.body.bones import RIG, number
from sim.errors import DeclarationError
from sim.math.conventions import Vec3
from sim.trajectory import ARRAYS, Trajectory

SETS_A_SHARD = 8
VIEWS_A_SET = 4
LEAST_SHOWN = 0.05
"""Share of a picture that something else than floor, walls and sky must fill."""
TEXTURED = 0.15
"""How often a region is of many colours, as a texture of the user's may be."""
RECIPE = {"version": 6, "size": [WIDTH, HEIGHT], "sets_a_shard": SETS_A_SHARD, "views_a_set": VIEWS_A_SET, "frames": FRAMES}
"""What the data depend on beside the seed and the code; written into the weights' record."""
Row = dict[str, NDArray]


def make_data(folder: Path, shards: int, seed: int = 0, workers: int | None = None, progress=None, kit: Sequence[Furnishing] = ()) -> None:
    """Write `shards` shards of SETS_A_SHARD x VIEWS_A_SET views; those already there are kept, so a stopped run goes on, and so are sets
    that were acted out. kit: what sets are furnished with, too.

    Shard i of a seed has the same sets whenever and wherever it is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.json").write_text(json.dumps({**RECIPE, "seed": seed, "shards": shards}) + "\n")
    missing = [i for i in range(shards) if not (folder / f"{seed}-{i:04d}.shard").exists()]
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core each: the workers are the parallelism
    with ProcessPoolExecutor(workers or os.cpu_count()) as pool:
        for done, _ in enumerate(pool.map(partial(_make_shard, folder, seed, kit), missing), 1):
            if progress:
                progress(shards - len(missing) + done, shards)


def _make_shard(folder: Path, seed: int, kit: Sequence[Furnishing], shard: int) -> None:
    rng = np.random.default_rng([seed, shard, 1])
    acted = act_shard(folder, seed, kit, shard)
    rows = [row for drawn, trajectory in acted for row in rows_of(drawn, trajectory, rng)]
    write_shard(folder, f"{seed}-{shard:04d}", Shard(**{name: np.stack([row[name] for row in rows]) for name in rows[0]}))


def act_shard(folder: Path, seed: int, kit: Sequence[Furnishing], shard: int) -> list[tuple[RandomSet, Trajectory]]:
    """The acted sets of a shard, which are kept in the folder."""
    kept = folder / f"{seed}-{shard:04d}.acted"
    if not kept.exists():
        rng = np.random.default_rng([seed, shard])
        fresh = kept.with_suffix(".new")
        fresh.write_bytes(pickle.dumps([acted_set(rng, kit) for _ in range(SETS_A_SHARD)]))
        os.replace(fresh, kept)
    return pickle.loads(kept.read_bytes())


def acted_set(rng: np.random.Generator, kit: Sequence[Furnishing] = ()) -> tuple[RandomSet, Trajectory]:
    """A random set and the last frame of its acting. Sets that cannot be acted are drawn anew."""
    from sim.execution.engine import simulate  # only here: sets that were acted out are rendered without PyBullet

    while True:
        drawn = random_set(rng, kit)
        try:
            return drawn, _last(simulate(drawn.scene))
        except DeclarationError:  # two things were drawn inside each other
            continue


def _last(trajectory: Trajectory) -> Trajectory:
    """Its last frame alone."""
    last = {name: getattr(trajectory, name)[-1:] for name in ARRAYS if name != "contacts"}
    held = tuple(replace(grip, start=0) for grip in trajectory.grips if grip.end is None)
    return replace(trajectory, contacts=trajectory.contacts[:0], grips=held, **last)


def rows_of(drawn: RandomSet, trajectory: Trajectory, rng: np.random.Generator, views: int = VIEWS_A_SET) -> list[Row]:
    """What the model is told of a set in so many views."""
    return [_row(*dressed_passes(drawn, trajectory, rng), rng) for _ in range(views)]


def dressed_passes(drawn: RandomSet, trajectory: Trajectory, rng: np.random.Generator) -> tuple[Dressed, Passes]:
    """A random view of a set, and its passes of one frame; a view that shows little is drawn anew, some times."""
    heads = heads_of(trajectory)
    for _ in range(6):
        dressed = random_view(drawn, heads, rng)
        passes = render(drawn.scene, trajectory, dressed.view, RenderConfig(width=WIDTH, height=HEIGHT, rasteriser="rays"))
        around = [part.id for part in passes.parts if part.object in SURROUNDINGS]
        if (~np.isin(passes[0].part, [0, *around])).mean() > LEAST_SHOWN:
            break
    return dressed, passes


def drawn_set(rng: np.random.Generator) -> tuple[Dressed, Passes]:
    """A random set in a random view, acted out, and its last frame as passes of one frame."""
    return dressed_passes(*acted_set(rng), rng)


def heads_of(trajectory: Trajectory) -> tuple[Vec3, ...]:
    """Where people's heads are, m."""
    heads = trajectory.bone_positions[-1, number("head")::len(RIG)]
    return tuple(triple(head) for head in heads)


def _row(dressed: Dressed, passes: Passes, rng: np.random.Generator) -> Row:
    frame, said = passes[0], _slots(dressed, passes)
    region_of_part = np.array([0, *(list(said).index(dressed.words[p.path]) + 1 for p in passes.parts)], np.uint8)
    form, region_ids = _form(frame, passes, dressed.marks), region_of_part[frame.part]
    for region in np.flatnonzero(rng.random(len(said)) < TEXTURED) + 1:
        _texture(form, region_ids == region, rng)
    return {"form": np.round(form * 255).astype(np.uint8), "region_ids": region_ids,
            "sky": np.round(frame.sky * 255).astype(np.uint8),
            "tokens": np.array([*map(_tokens, (dressed.sky, *said)), *[(0, 0, 0)] * (SLOTS - 1 - len(said))], np.int16)}


def _form(frame: Frame, passes: Passes, marks: tuple[int, float]) -> NDArray[np.float32]:
    seed, width = marks
    return form_picture(frame, passes.depth_range, strokes(frame, seed, np.zeros(len(passes.parts) + 1, np.int64), width))


def _texture(form: NDArray[np.float32], mask: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """Give part of a picture blots of another colour, soft or sharp. It is not fixed to the surface, which a single frame does not show."""
    cells = rng.integers(3, 40)
    field = zoom(rng.random((cells, 2 * cells)), (HEIGHT / cells, WIDTH / (2 * cells)), order=1, mode="nearest", grid_mode=True)
    share = np.clip((field - 0.5) * rng.uniform(1, 30) + 0.5, 0, 1)[mask][:, None]
    form[mask, 8:11] += share * (rng.random(3) - form[mask, 8:11])


def _slots(dressed: Dressed, passes: Passes) -> dict[RegionWords, None]:
    """The different words of a set, in the order of the parts: parts that share words share a region."""
    said = dict.fromkeys(dressed.words[p.path] for p in passes.parts)
    assert len(said) <= MOST, "a set has more regions than a shard holds"
    return said


def _tokens(words: RegionWords) -> tuple[int, int, int]:
    return token_id(words.colour), token_id(words.material), token_id(words.noun)
