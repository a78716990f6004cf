"""Clothes as they are worn together: what is under others ends inside of these, and skin under cloth is left out."""

import numpy as np
from numpy.typing import NDArray

from sim.character.body.cutting import BodyMesh, joined
from sim.character.body.fitting import Fitting
from sim.character.body.garments import garment_spec
from sim.character.body.panels import OUT

LAYERS = ("feet", "legs", "trunk", "shoulders")
"""Places, each with what is worn there under what is worn at the next."""


def garment(name: str, fit: Fitting, over: tuple[str, ...] = ()) -> BodyMesh:
    """A garment made for somebody, but for what is well under those that are worn over it."""
    spec = garment_spec(name)
    if spec.shape:
        return spec.shape_for(fit.who)
    uppers = [panel.field(fit) for each in over for panel in garment_spec(each).panels]
    under = np.min([np.full(len(fit.who.vertices), OUT), *uppers], axis=0)
    return joined([panel.made(fit, under) for panel in spec.panels])


def over(name: str, worn: tuple[str, ...]) -> tuple[str, ...]:
    """Which of what is worn is worn over one of them."""
    return tuple(each for each in worn if _layer(each) > _layer(name) >= 0)


def covered(names: tuple[str, ...], fit: Fitting) -> NDArray[np.bool_]:
    """(V,) which of the model's vertices these cover."""
    panels = [panel for name in names for panel in garment_spec(name).panels]
    return np.logical_or.reduce([np.zeros(len(fit.who.vertices), bool), *(panel.covered(fit) for panel in panels)])


def _layer(name: str) -> int:
    place = garment_spec(name).places[0]
    return LAYERS.index(place) if place in LAYERS else -1
