"""Clothes, cut from the smooth suit and the skirt that the body model has round every body, and moved outwards by how loose they are.

Each is cut along a field: of every vertex of the model, skin too, how far outside the garment it is, m, negative inside. Lengths are
for someone of 1.7 m, and grow with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.character.body.cutting import BodyMesh, body_mesh, grown, hemmed, joined, kept_below, relaxed, softened
from sim.character.body.data import body_data
from sim.character.body.fitting import Fitting, at_shoulders, cloth_directions, draped, on_sole
from sim.character.body.landmarks import NOWHERE
from sim.math.conventions import Array

CLOTH = 0.005
"""How thick a hem is."""
UNDER = 0.012
"""How far inside a garment's edge skin is that is not there any more: cloth hides it, and it could come through."""
OVERLAP = 0.035
"""How far inside a garment's edge what is worn under it ends."""
UPPER_ARM, THIGH = 0.27, 0.4
"""About how long a unit along a limb is."""
SOFT = 12
"""How many edges far cloth at shoulders is held together."""
OUT = 1.0
VEE = 0.3
"""How steeply a neck is cut out, m aside a m."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """field: (V,) how far outside each vertex is, m. group: of the model, that it is cut from. loose: (N,) m off the body, of a piece.
    smooth: how often its hollows are filled up. sole: m, of a shoe. hangs: m by which it is outside of a skirt, of what hangs over one."""

    field: Callable[[Fitting], Array]
    loose: Callable[[Fitting, BodyMesh], Array]
    group: str = "tights"
    smooth: int = 0
    sole: float = 0.0
    hangs: float = 0.0

    def made(self, fit: Fitting, under: Array | float = OUT) -> BodyMesh:
        """The cloth, with hems. under: (V,) how far outside what is worn over it each vertex is, m: cloth far inside is left out."""
        data = body_data()
        whole = body_mesh(fit.who.vertices, data.faces[data.face_group == list(data.groups).index(self.group)])
        cut = relaxed(kept_below(whole, whole.blend @ np.maximum(self.field(fit), -under - OVERLAP * fit.size)), self.smooth)
        out = grown(cut, self.loose(fit, cut) * fit.size, cloth_directions(fit, cut, whole))
        out = draped(fit, out, self.hangs * fit.size, float(cut.vertices[:, 2].min())) if self.hangs else out
        near = at_shoulders(fit, out)
        out = softened(out, near, SOFT) if near.any() else out
        return hemmed(on_sole(out, self.sole * fit.size) if self.sole else out, CLOTH * fit.size)

    def covered(self, fit: Fitting) -> NDArray[np.bool_]:
        """(V,) which of the model's vertices it covers."""
        return self.field(fit) < -UNDER * fit.size


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


def collar(*, high: float = 0.04, deep: float = 0.0, off: float = 0.016, gap: float = 0.004) -> Panel:
    """Round the neck: from so far below its joint to so far above it, m, off the neck and, in front, with half a gap."""
    def field(fit: Fitting) -> Array:
        p, marks, size = fit.who.vertices, fit.marks, fit.size
        up = (p - marks.neck) @ [0.45, 0.0, 1.0]
        front = np.where(p[:, 0] > marks.neck[0], gap * size + 0.25 * np.maximum(up, 0) - np.abs(p[:, 1]), -OUT)
        return np.where((marks.arm > NOWHERE) | (marks.leg > NOWHERE), OUT, np.maximum.reduce([up - high * size, -deep * size - up, front]))
    return Panel(field=field, loose=lambda fit, cut: np.full(len(cut.vertices), off))


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
        return np.interp(down, (0.0, 0.15), (loose if waist is None else waist, loose))
    return Panel(field=field, loose=off, group="skirt")


def shoe(*, leg: float, sole: float = 0.012, loose: float = 0.006, smooth: int = 20) -> Panel:
    """A pair, up to somewhere along the leg."""
    def field(fit: Fitting) -> Array:
        return np.where(fit.marks.leg > 0.5, (leg - fit.marks.leg) * THIGH * fit.size, OUT)
    return Panel(field=field, loose=lambda fit, cut: np.full(len(cut.vertices), loose), smooth=smooth, sole=sole)


GARMENTS: Mapping[str, tuple[Panel, ...]] = {
    "top": (upper(sleeve=2.0, hem=0.0, neck=0.0, dip=0.55),),
    "shirt": (upper(sleeve=2.03, hem=0.01, neck=0.03, dip=0.25, vee=0.07), collar()),
    "T-shirt": (upper(sleeve=0.55, hem=-0.01, neck=0.005, dip=0.5),),
    "jumper": (upper(sleeve=2.02, hem=0.02, neck=0.025, loose=0.017), collar(high=0.035, deep=0.0, off=0.02, gap=-1.0)),
    "jacket": (upper(sleeve=2.0, hem=0.04, neck=0.03, dip=0.5, loose=0.024, cuff=1.0, snug=1.1, slit=0.012, vee=0.25),),
    "dress": (upper(sleeve=0.3, hem=-0.06, dip=0.6, loose=0.008), skirt(length=0.38, loose=0.014, waist=0.011)),
    "coat": (upper(sleeve=2.04, hem=-0.1, neck=0.03, dip=0.4, loose=0.026, cuff=1.0, snug=1.1, vee=0.2),
             skirt(length=0.42, loose=0.045, waist=0.034)),
    "trousers": (lower(leg=1.93),), "shorts": (lower(leg=0.85, flare=0.02),), "skirt": (skirt(length=0.36),),
    "shoes": (shoe(leg=1.87),), "boots": (shoe(leg=1.45, sole=0.018),)}
"""What each is sewn from."""


def garment(name: str, fit: Fitting, over: tuple[str, ...] = ()) -> BodyMesh:
    """One of GARMENTS, for somebody, but for what is well under those that are worn over it."""
    under = np.min([np.full(len(fit.who.vertices), OUT), *(each.field(fit) for upper in over for each in GARMENTS[upper])], axis=0)
    return joined([each.made(fit, under) for each in GARMENTS[name]])


def covered(names: tuple[str, ...], fit: Fitting) -> NDArray[np.bool_]:
    """(V,) which of the model's vertices these cover."""
    return np.logical_or.reduce([np.zeros(len(fit.who.vertices), bool), *(each.covered(fit) for name in names for each in GARMENTS[name])])
