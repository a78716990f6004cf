"""A body of somebody's own: the model's vertices and joints for their age, sex, height and build."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.character.body.data import STEP, BodyData, body_data
from sim.character.body.phenotype import HERITAGES, age_dial, dial_shares
from sim.math.conventions import Array, frozen
from sim.scene.figure import Figure

LEAST, MOST = -0.2, 1.2
"""How far the dial of height is turned; whoever is smaller or taller still is that as a whole."""


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
