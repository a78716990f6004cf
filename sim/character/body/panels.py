"""Panels, which garments are sewn from.

They are cut from the smooth suit and the skirt that the body model has round every body, and moved outwards by how loose they are.
Each is cut along a field: of every vertex of the model, skin too, how far outside the garment it is, m, negative inside. Lengths are
for someone of 1.7 m, and grow with them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.character.body.cutting import BodyMesh, body_mesh, grown, hemmed, kept_below, relaxed, softened
from sim.character.body.data import body_data
from sim.character.body.fitting import Fitting, at_shoulders, cloth_directions, draped, held_as_skin, on_sole
from sim.character.body.landmarks import NOWHERE
from sim.math.conventions import Array

CLOTH = 0.005
"""How thick a hem is, m."""
UNDER = 0.008
"""m inside a garment's edge up to which there is skin: deeper, cloth hides it, and it could come through."""
OVERLAP, TUCK = 0.035, 0.015
"""How far inside a garment's edge what is worn under it ends, and how much closer to the body that is there."""
UPPER_ARM, THIGH = 0.27, 0.4
"""About how long a unit along a limb is."""
SOFT = 12
"""How many edges far cloth at shoulders is held together."""
FLARE = 0.045
"""By how much looser a skirt is 0.4 m below its waist, so that strides keep inside; it widens from hips on, 0.2 m below."""
OUT = 1.0
HIGH, OFF, GAP = 0.04, 0.016, 0.004
"""How high a collar is, how far off the neck, and half of how far it is open in front where that begins, m."""
VEE = 0.3
"""How steeply a neck is cut out, m aside a m."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """field: (V,) how far outside each vertex is, m. group: of the model, that it is cut from. loose: (N,) m off the body, of a piece.
    smooth: how often its hollows are filled up. sole: m, of a shoe. hangs: m by which it is outside of a skirt, of what hangs over one.
    thick: m, of its hems."""

    field: Callable[[Fitting], Array]
    loose: Callable[[Fitting, BodyMesh], Array]
    group: str = "tights"
    smooth: int = 0
    sole: float = 0.0
    hangs: float = 0.0
    thick: float = CLOTH

    def made(self, fit: Fitting, under: Array | float = OUT) -> BodyMesh:
        """The cloth, with hems. under: (V,) how far outside what is worn over it each vertex is, m: cloth far inside is left out."""
        data = body_data()
        whole = body_mesh(fit.who.vertices, data.faces[data.face_group == list(data.groups).index(self.group)])
        cut = relaxed(kept_below(whole, whole.blend @ np.maximum(self.field(fit), -under - OVERLAP * fit.size)), self.smooth)
        deep = np.clip(cut.blend @ -np.broadcast_to(under, len(fit.who.vertices)) / (OVERLAP * fit.size), 0, 1)
        out = grown(cut, (self.loose(fit, cut) - TUCK * deep) * fit.size, cloth_directions(fit, cut, whole))
        out = draped(fit, out, self.hangs * fit.size, float(cut.vertices[:, 2].min())) if self.hangs else out
        near = at_shoulders(fit, out)
        out = softened(out, near, SOFT) if near.any() else out
        out = out if self.group == "skirt" else held_as_skin(fit, out)
        return hemmed(on_sole(out, self.sole * fit.size) if self.sole else out, self.thick * fit.size)


def upper(*, sleeve: float, hem: float, neck: float = 0.02, dip: float = 0.35, loose: float = 0.012, cuff: float = 0.8,
          snug: float = 0.65, slit: float | None = None, vee: float = 0.0) -> Panel:
    """From the neck down. sleeve: to where along the arm. hem: how far below the hips it ends. neck: how far above the neck's joint it
    ends behind; dip: how steeply it is cut out towards the front. cuff, snug: how loose, of `loose`, long sleeves are at their ends, and it
    is at the neck. slit: half of how far it is open in front all the way down; vee: from how far below the neck on it is cut out towards
    that, m."""
    def field(fit: Fitting) -> Array:
        p, marks, size = fit.who.vertices, fit.marks, fit.size
        trunk = np.maximum(marks.hips[2] - hem * size - p[:, 2], (p - marks.neck) @ [dip, 0.0, 1.0] - neck * size)
        if slit is not None or vee:
            open_by = np.maximum(VEE * (p[:, 2] - marks.neck[2] + vee * size), (slit if slit is not None else -OUT) * size)
            trunk = np.where(p[:, 0] > marks.waist[0], np.maximum(trunk, open_by - np.abs(p[:, 1])), trunk)
        return np.where(marks.arm > 0.2, (marks.arm - sleeve) * UPPER_ARM * size, np.where(marks.leg > 0.3, OUT, trunk))

    def off(fit: Fitting, cut: BodyMesh) -> Array:
        along = cut.blend @ np.maximum(fit.marks.arm, -1.0)
        down = np.clip((fit.marks.neck[2] - cut.vertices[:, 2]) / (fit.marks.neck[2] - fit.marks.hips[2]), 0, 1)
        ends = ((0.0, 1.0, 1.6, sleeve), (0.8, 1.15, 1.3, cuff)) if sleeve > 1.7 else ((0.0, sleeve), (0.8, 1.0))
        return loose * np.where(along > 0, np.interp(along, *ends), np.interp(down, (0.0, 0.25, 1.0), (snug, 0.85, 1.3)))
    return Panel(field=field, loose=off, smooth=10, hangs=loose + 0.005 if hem > -0.03 else 0.0)


def collar() -> Panel:
    """Round the neck, from its joint up, and open in front."""
    def field(fit: Fitting) -> Array:
        p, marks, size = fit.who.vertices, fit.marks, fit.size
        up = (p - marks.neck) @ [0.45, 0.0, 1.0]
        front = np.where(p[:, 0] > marks.neck[0], GAP * size + 0.25 * np.maximum(up, 0) - np.abs(p[:, 1]), -OUT)
        return np.where((marks.arm > NOWHERE) | (marks.leg > NOWHERE), OUT, np.maximum.reduce([up - HIGH * size, -up, front]))
    return Panel(field=field, loose=lambda fit, cut: np.full(len(cut.vertices), OFF))


def lower(*, leg: float, loose: float = 0.008, flare: float = 0.012) -> Panel:
    """From the waist down to somewhere along the legs. flare: how much looser it is there than at the hips."""
    def field(fit: Fitting) -> Array:
        marks = fit.marks
        trunk = fit.who.vertices[:, 2] - marks.waist[2]
        return np.where(marks.arm > NOWHERE, OUT, np.where(marks.leg > 0.3, (marks.leg - leg) * THIGH * fit.size, trunk))

    def off(fit: Fitting, cut: BodyMesh) -> Array:
        return loose + flare * np.clip(cut.blend @ np.maximum(fit.marks.leg, -1.0) / leg, 0, 1)
    return Panel(field=field, loose=off, smooth=20)


def skirt(*, length: float, loose: float = 0.008, waist: float | None = None) -> Panel:
    """From the waist to so far below the hips. waist: how loose it is there, if not as below."""
    def field(fit: Fitting) -> Array:
        p, marks = fit.who.vertices, fit.marks
        data = body_data()
        group = data.faces[data.face_group == list(data.groups).index("skirt")]
        top = min(float(p[group, 2].max()), marks.waist[2] + 0.02 * fit.size)  # skin above it is under no cloth
        trunk = np.maximum(marks.hips[2] - length * fit.size - p[:, 2], p[:, 2] - top)
        return np.where(marks.arm > NOWHERE, OUT, trunk)

    def off(fit: Fitting, cut: BodyMesh) -> Array:
        down = (cut.vertices[:, 2].max() - cut.vertices[:, 2]) / fit.size
        return np.interp(down, (0.0, 0.15, 0.2, 0.4), (loose if waist is None else waist, loose, loose, loose + FLARE))
    return Panel(field=field, loose=off, group="skirt")


def shoe(*, leg: float, sole: float = 0.012, loose: float = 0.006, smooth: int = 20) -> Panel:
    """A pair, up to somewhere along the leg."""
    def field(fit: Fitting) -> Array:
        return np.where(fit.marks.leg > 0.5, (leg - fit.marks.leg) * THIGH * fit.size, OUT)
    return Panel(field=field, loose=lambda fit, cut: np.full(len(cut.vertices), loose), smooth=smooth, sole=sole)
