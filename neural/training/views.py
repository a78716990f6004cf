"""Random views of a set that was acted out: a camera, lights, a sky, and words and surfaces for every part."""

from dataclasses import dataclass

import numpy as np

from neural.conditioning.vocabulary import COLOURS
from neural.training.maker import RegionWords, dressed, triple
from neural.training.sets import RandomSet
from render.view import Cut, Key, Lamp, Rig, Sky, Sun, View
from sim.math.conventions import Vec3

CLOSE = 0.2
"""How often somebody's face is what is looked at, where there are people."""


@dataclass(frozen=True, kw_only=True)
class Dressed:
    """A view of a set. words: by part path. sky: what is said of the sky; its colour may be ''. marks: seed of the marks of the hand, and
    the width of a brush stroke, px, in a picture 360 px high."""

    set: RandomSet
    view: View
    words: dict[str, RegionWords]
    sky: RegionWords
    marks: tuple[int, float]


def random_view(drawn: RandomSet, heads: tuple[Vec3, ...], rng: np.random.Generator) -> Dressed:
    """One view. heads: where people's heads are at the moment, m."""
    words, surfaces = dressed(drawn.choices, rng)
    colour = "" if rng.random() < 0.6 else str(rng.choice(list(COLOURS)))
    sky = RegionWords(label="sky", colour=colour, material="", noun="" if rng.random() < 0.3 else "sky")
    key = _close_up(heads, rng) if heads and rng.random() < CLOSE else _from_afar(drawn, bool(heads), rng)
    target = np.array(key.look_at)
    view = View(cuts=(Cut(time=0.0, rig=Rig(keys=(key,))),), surfaces=surfaces, lights=_lights(drawn, target, rng), sky=_sky(rng))
    width = 5.0 if rng.random() < 0.6 else float(rng.uniform(4, 11))
    return Dressed(set=drawn, view=view, words=words, sky=sky, marks=(int(rng.integers(2 ** 31)), width))


def _from_afar(drawn: RandomSet, people: bool, rng: np.random.Generator) -> Key:
    scale, subject = drawn.scale, np.array(drawn.subjects[0 if people and rng.random() < 0.6 else int(rng.integers(len(drawn.subjects)))])
    target = subject + rng.uniform(-0.4, 0.4, 3) * scale * [1, 1, 0.3]
    distance = rng.uniform(1.5, 5.0) if people else scale * rng.uniform(1.2, 4.2)
    height = scale * rng.uniform(0.12, 1.0) + distance * rng.uniform(0.05, 0.45)
    return _key(target, distance, height, float(rng.uniform(20, 60)), rng)


def _close_up(heads: tuple[Vec3, ...], rng: np.random.Generator) -> Key:
    target = np.array(heads[int(rng.integers(len(heads)))]) + rng.uniform(-0.15, 0.15, 3)
    return _key(target, rng.uniform(0.8, 2.0), target[2] + rng.uniform(-0.3, 0.5), float(rng.uniform(35, 90)), rng)


def _key(target: np.ndarray, distance: float, height: float, focal: float, rng: np.random.Generator) -> Key:
    azimuth = rng.uniform(-2.6, -0.55)
    place = (target[0] + distance * np.cos(azimuth), target[1] + distance * np.sin(azimuth), max(height, 0.08))
    return Key(time=0.0, position=triple(place), look_at=triple(target), focal=focal)


def _lights(drawn: RandomSet, target: np.ndarray, rng: np.random.Generator) -> tuple[Sun | Lamp, ...]:
    sun = Sun(azimuth=float(rng.uniform(0, 360)), elevation=float(rng.uniform(12, 80)), strength=float(rng.uniform(0.15, 1.15)))
    if rng.random() > 0.35:
        return (sun,)
    place = target + drawn.scale * np.array([*rng.uniform(-2, 2, 2), rng.uniform(0.9, 2.2)])
    lamp = Lamp(position=triple(place), strength=float(drawn.scale ** 2 * rng.uniform(1, 4)))
    return (lamp,) if rng.random() < 0.4 else (sun, lamp)


def _sky(rng: np.random.Generator) -> Sky:
    """As bright as any; of colours of its own, which are seen where no time of day is said."""
    zenith, horizon = rng.uniform(0, 1, 3) ** 1.3, rng.uniform(0.2, 1, 3)
    return Sky(zenith=triple(zenith), horizon=triple(0.5 * zenith + 0.5 * horizon), strength=float(rng.uniform(0.2, 0.85)))
