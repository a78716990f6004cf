"""A body of somebody's own: the model's vertices and joints for their age, sex, height and build."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.character.body.data import STEP, BodyData, body_data
from sim.character.body.phenotype import HERITAGES, age_dial, dial_shares
from sim.math.conventions import Array, frozen

LEAST, MOST = -0.2, 1.2
"""How far the dial of height is turned; whoever is smaller or taller still is that as a whole."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """age: years. gender: 0 male to 1 female. height: m, without hair and shoes. weight, muscle: 0 little to 1 much, for their age.
    proportions: 0 to 1, MakeHuman's ideal. heritage: how much of each of HERITAGES is in their face."""

    age: float = 30.0
    gender: float = 0.5
    height: float = 1.7
    weight: float = 0.5
    muscle: float = 0.5
    proportions: float = 0.5
    heritage: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Physique:
    """vertices: (V, 3) and joints: (J, 3), m, standing with the soles at height 0, x forward, y left, z up; arms hang out."""

    vertices: Array
    joints: Array


@lru_cache(maxsize=64)
def physique(figure: Figure) -> Physique:
    """The body of this figure, bare."""
    data = body_data()
    low, high = (_model(data, figure, dial) for dial in (LEAST, MOST))
    tall = [_height(data, vertices) for vertices, _ in (low, high)]
    share = np.clip((figure.height - tall[0]) / (tall[1] - tall[0]), 0.0, 1.0)
    vertices, joints = ((1 - share) * a + share * b for a, b in zip(low, high))
    scale = figure.height / _height(data, vertices)
    body = vertices[:data.ends[0]]
    ground = np.array([0.0, 0.0, body[:, 2].min()])
    return Physique(vertices=frozen((vertices - ground) * scale), joints=frozen((joints - ground) * scale))


def _model(data: BodyData, figure: Figure, height: float) -> tuple[Array, Array]:
    dials = {"gender": figure.gender, "age": age_dial(figure.age), "muscle": figure.muscle, "weight": figure.weight, "height": height,
             "proportions": figure.proportions, "cupsize": 0.5, "firmness": 0.5}
    assert len(figure.heritage) == len(HERITAGES)
    shares = dial_shares({name: np.array([value]) for name, value in dials.items()}, np.array([figure.heritage]))[0]
    amounts = np.where(data.mask, shares, 1.0).prod(axis=1) @ data.projection - data.mean
    vertices = data.template + np.tensordot(amounts * STEP, data.components, 1)
    return np.asarray(vertices, np.float64), np.asarray(data.heads + np.tensordot(amounts, data.head_components, 1), np.float64)


def _height(data: BodyData, vertices: Array) -> float:
    """m from the lowest sole to the top of the head, hair left out."""
    body = vertices[:data.ends[0], 2]
    return float(body.max() - body.min())
