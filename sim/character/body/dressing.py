"""Clothes as they are worn together: what is under others ends inside of these, and skin under cloth is left out."""

import numpy as np

from sim.character.body.cutting import BodyMesh, grown, joined, kept_below
from sim.character.body.fitting import Fitting
from sim.character.body.garments import garment_spec
from sim.character.body.panels import OUT, UNDER
from sim.math.conventions import Array

LAYERS = ("feet", "legs", "trunk", "shoulders")
"""Places, each with what is worn there under what is worn at the next."""

SLOPE = 0.5
"""m by which skin under cloth is closer to the body, a m inside the edge."""


def fitted_garment(name: str, fit: Fitting, over: tuple[str, ...] = ()) -> BodyMesh:
    """A garment made for somebody, but for what is well under those that are worn over it."""
    spec = garment_spec(name)
    if spec.shape:
        return spec.shape_for(fit.who)
    under = outside(over, fit)
    return joined([panel.made(fit, under) for panel in spec.panels])


def over(name: str, worn: tuple[str, ...]) -> tuple[str, ...]:
    """Which of what is worn is worn over one of them."""
    return tuple(each for each in worn if _layer(each) > _layer(name) >= 0)


def tucked(skin: BodyMesh, names: tuple[str, ...], fit: Fitting) -> BodyMesh:
    """What these leave of skin: a margin under their edges, which is the closer to the body the deeper it is under them."""
    out = skin.blend @ outside(names, fit)
    return kept_below(grown(skin, SLOPE * np.minimum(out, 0.0)), -UNDER * fit.size - out)


def outside(names: tuple[str, ...], fit: Fitting) -> Array:
    """(V,) m by which each of the model's vertices is outside of all of these, negative inside, at most OUT."""
    fields = [panel.field(fit) for name in names for panel in garment_spec(name).panels]
    return np.min([np.full(len(fit.who.vertices), OUT), *fields], axis=0)


def _layer(name: str) -> int:
    place = garment_spec(name).places[0]
    return LAYERS.index(place) if place in LAYERS else -1
