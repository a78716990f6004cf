"""Makes the training pictures: random sets, acted out by the simulator, rendered, and painted by the shading programs."""

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from neural.conditioning.control_images import form_picture
from neural.conditioning.vocabulary import COLOURS, class_id, token_id
from neural.training.format import SIZE, SLOTS, Shard, write_shard
from neural.training.looks import PROGRAMS, TIMES, layers, paint_look
from neural.training.maker import MOST, RegionWords
from neural.training.sets import FRAMES, SURROUNDINGS, RandomSet, random_set
from render.config import RenderConfig
from render.passes import Passes, render
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.trajectory import ARRAYS, Trajectory

SETS_A_SHARD = 25
LOOKS_A_SET = 3
RECIPE = {"version": 4, "size": SIZE, "sets_a_shard": SETS_A_SHARD, "looks_a_set": LOOKS_A_SET, "frames": FRAMES}
"""What the pictures depend on beside the seed and the code; written into the weights' record."""


def make_data(folder: Path, shards: int, seed: int = 0, workers: int | None = None, progress=None) -> None:
    """Write `shards` shards of SETS_A_SHARD x LOOKS_A_SET pictures; those already there are kept, so a stopped run goes on.

    Shard i of a seed has the same pictures whenever and wherever it is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.json").write_text(json.dumps({**RECIPE, "seed": seed, "shards": shards}) + "\n")
    missing = [i for i in range(shards) if not (folder / f"{seed}-{i:04d}.shard").exists()]
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core each: the workers are the parallelism
    with ProcessPoolExecutor(workers or os.cpu_count()) as pool:
        for done, _ in enumerate(pool.map(_make_shard, [(folder, seed, i) for i in missing]), 1):
            if progress:
                progress(shards - len(missing) + done, shards)


def _make_shard(job: tuple[Path, int, int]) -> None:
    folder, seed, number = job
    rng = np.random.default_rng([seed, number])
    rows = [row for _ in range(SETS_A_SHARD) for row in make_set(rng)]
    write_shard(folder, f"{seed}-{number:04d}", Shard(**{name: np.stack([row[name] for row in rows]) for name in rows[0]}))


def make_set(rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
    """One random set in LOOKS_A_SET looks: the same geometry in several looks teaches what a look is."""
    return _pictures(*drawn_set(rng), rng)


def drawn_set(rng: np.random.Generator) -> tuple[RandomSet, Passes]:
    """A random set, acted out, and its last frame as passes of one frame. Sets that cannot be acted or show little are drawn anew."""
    while True:
        drawn = random_set(rng)
        try:
            trajectory = _last(simulate(drawn.scene))
        except DeclarationError:  # two things were drawn inside each other
            continue
        passes = render(drawn.scene, trajectory, drawn.view, RenderConfig(width=SIZE, height=SIZE, rasteriser="rays"))
        around = [p.id for p in passes.parts if p.object in SURROUNDINGS]
        if (~np.isin(passes[0].part, [0, *around])).mean() > 0.05:
            return drawn, passes


def _last(trajectory: Trajectory) -> Trajectory:
    """Its last frame alone."""
    last = {name: getattr(trajectory, name)[-1:] for name in ARRAYS if name != "contacts"}
    held = tuple(replace(grip, start=0) for grip in trajectory.grips if grip.end is None)
    return replace(trajectory, contacts=trajectory.contacts[:0], grips=held, **last)


def _pictures(drawn: RandomSet, passes: Passes, rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
    frame = passes[0]
    seen = layers(frame)
    said = _slots(drawn, passes)
    region_of_part = np.array([0, *(list(said).index(drawn.words[p.path]) + 1 for p in passes.parts)], np.uint8)
    common: dict[str, np.ndarray] = {
              "form": np.round(form_picture(frame, passes.depth_range) * 255).astype(np.uint8), "region_ids": region_of_part[frame.part],
              "classes": np.array(_padded([class_id(w.label) for w in (drawn.sky, *said)]), np.uint8),
              "tokens": np.array(_padded([_tokens(w) for w in (drawn.sky, *said)], (0, 0, 0)), np.int16)}
    rows = []
    for look in rng.choice(list(PROGRAMS), LOOKS_A_SET, replace=False):
        time = str(rng.choice(list(TIMES)))
        rows.append({"picture": paint_look(seen, str(look), time, COLOURS.get(drawn.sky.colour)), **common,
                     "scene_tokens": np.array([token_id(str(look)), token_id(time)], np.int16)})
    return rows


def _slots(drawn: RandomSet, passes: Passes) -> dict[RegionWords, None]:
    """The different words of a set, in the order of the parts: parts that share words share a region."""
    said = dict.fromkeys(drawn.words[p.path] for p in passes.parts)
    assert len(said) <= MOST, "a set has more region_ids than a shard holds"
    return said


def _tokens(words: RegionWords) -> tuple[int, int, int]:
    return token_id(words.colour), token_id(words.material), token_id(words.noun)


def _padded(rows: list, empty=0) -> list:
    return rows + [empty] * (SLOTS - len(rows))
