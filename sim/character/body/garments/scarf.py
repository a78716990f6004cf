"""A thick scarf: a ring round the neck, and an end that hangs down in front, both so far off the body that they lie over a coat."""

import numpy as np
from numpy.typing import NDArray

from sim.character.body.cutting import BodyMesh
from sim.character.body.fitting import Fitting
from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.landmarks import NOWHERE
from sim.character.body.panels import OUT, Panel
from sim.math.conventions import Array

RADIUS, LOW, HIGH, FORWARD = 0.085, 0.045, 0.055, 0.45
"""m from the middle of the neck to the ring's lower edge at most, m from the neck's joint down to that and up to the upper edge, and by how
much a m the ring is lower in front."""
OFF = ((-0.05, 0.02, HIGH), (0.036, 0.046, 0.024))
"""m above the neck's joint, and how far off the body the ring is there, m: cloth that is rolled."""
ASIDE, WIDE, TOP, LONG, END_OFF = 0.045, 0.08, -0.03, 0.36, 0.042
"""m to the left at which the end hangs, its width, from where above the neck's joint to how far below that, and m off the body."""
THICK = 0.018
"""m, of wool that is laid twice."""


def ring(fit: Fitting) -> Array:
    """(V,) how far outside of the ring each vertex is, m."""
    at = (fit.who.vertices - fit.marks.neck) / fit.size
    up = at @ [FORWARD, 0.0, 1.0]
    edges = np.maximum.reduce([np.hypot(at[:, 0], at[:, 1]) - RADIUS, up - HIGH, -LOW - up])
    return np.where(_on_limbs(fit), OUT, edges * fit.size)


def ring_off(fit: Fitting, cut: BodyMesh) -> Array:
    """(N,) m off the body."""
    return np.interp((cut.vertices - fit.marks.neck) @ [FORWARD, 0.0, 1.0] / fit.size, *OFF)


def end(fit: Fitting) -> Array:
    """(V,) how far outside of the end each vertex is, m."""
    at = (fit.who.vertices - fit.marks.neck) / fit.size
    edges = np.maximum.reduce([np.abs(at[:, 1] - ASIDE) - WIDE / 2, -LONG - at[:, 2], at[:, 2] - TOP, -at[:, 0]])
    return np.where(_on_limbs(fit), OUT, edges * fit.size)


def _on_limbs(fit: Fitting) -> NDArray[np.bool_]:
    return np.maximum(fit.marks.arm, fit.marks.leg) > NOWHERE


GARMENT = GarmentSpec(name="scarf", places=("neck",), colour="maroon", panels=(
    Panel(field=ring, loose=ring_off, thick=THICK),
    Panel(field=end, loose=lambda fit, cut: np.full(len(cut.vertices), END_OFF), smooth=20, thick=THICK)))
