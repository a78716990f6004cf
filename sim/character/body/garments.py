"""Clothes, cut from the smooth suit and the skirt that the body model has round every body, and moved outwards by how loose they are.

Each is cut along a field: of every vertex of the model, skin too, how far outside the garment it is, m, negative inside. Lengths are
for someone of 1.7 m, and grow with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.character.body.cutting import BodyMesh, body_mesh, grown, hemmed, joined, kept_below, relaxed
from sim.character.body.data import body_data
from sim.character.body.landmarks import NOWHERE, Landmarks
from sim.character.body.physique import Physique
from sim.math.conventions import Array

CLOTH = 0.005
"""How thick a hem is."""
UNDER = 0.012
"""How far inside a garment's edge skin is that is not there any more: cloth hides it, and it could come through."""
UPPER_ARM, THIGH = 0.27, 0.4
"""About how long a unit along a limb is."""
OUT = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitting:
    """Whom clothes are made for."""

    who: Physique
    marks: Landmarks

    @property
    def size(self) -> float:
        """Their height against 1.7 m."""
        return float(self.who.vertices[:body_data().ends[0], 2].max()) / 1.7


@dataclass(frozen=True, kw_only=True)
class Garment:
    """field: (V,) how far outside each vertex is, m. group: of the model, that it is cut from. loose: (N,) m off the body, of a piece.
    smooth: how often its hollows are filled up. sole: m, of a shoe."""

    field: Callable[[Fitting], Array]
    loose: Callable[[Fitting, BodyMesh], Array]
    group: str = "tights"
    smooth: int = 0
    sole: float = 0.0

    def made(self, fit: Fitting) -> BodyMesh:
        """The cloth, with hems."""
        data = body_data()
        whole = body_mesh(fit.who.vertices, data.faces[data.face_group == list(data.groups).index(self.group)])
        cut = relaxed(kept_below(whole, whole.blend @ self.field(fit)), self.smooth)
        out = grown(cut, self.loose(fit, cut) * fit.size)
        return hemmed(_on_sole(out, self.sole * fit.size) if self.sole else out, CLOTH * fit.size)

    def hidden(self, fit: Fitting) -> NDArray[np.bool_]:
        """(V,) which of the model's vertices it covers."""
        return self.field(fit) < -UNDER * fit.size


def upper(*, sleeve: float, hem: float, neck: float = 0.02, dip: float = 0.35, loose: float = 0.012, slit: bool = False) -> Garment:
    """From the neck down. sleeve: to where along the arm. hem: how far below the hips it ends. neck: how far above the neck's joint it
    ends behind; dip: how steeply it is cut out towards the front. slit: open in front."""
    def field(fit: Fitting) -> Array:
        p, marks, size = fit.who.vertices, fit.marks, fit.size
        trunk = np.maximum(marks.hips[2] - hem * size - p[:, 2], (p - marks.neck) @ [dip, 0.0, 1.0] - neck * size)
        if slit:
            half = 0.012 * size + 0.12 * np.maximum(p[:, 2] - marks.neck[2] + 0.25 * size, 0)
            trunk = np.where(p[:, 0] > marks.waist[0], np.maximum(trunk, half - np.abs(p[:, 1])), trunk)
        return np.where(marks.arm > 0.2, (marks.arm - sleeve) * UPPER_ARM * size, np.where(marks.leg > 0.3, OUT, trunk))

    def off(fit: Fitting, cut: BodyMesh) -> Array:
        along = cut.blend @ np.maximum(fit.marks.arm, -1.0)
        down = np.clip((fit.marks.neck[2] - cut.vertices[:, 2]) / (fit.marks.neck[2] - fit.marks.hips[2]), 0, 1)
        return np.where(along > 0, loose * (0.8 + 0.35 * np.clip(along, 0, 2)), loose * (0.55 + 0.75 * down))
    return Garment(field=field, loose=off, smooth=6)


def lower(*, leg: float, loose: float = 0.008, flare: float = 0.012) -> Garment:
    """From the waist down to somewhere along the legs. flare: how much looser it is there than at the hips."""
    def field(fit: Fitting) -> Array:
        marks = fit.marks
        trunk = fit.who.vertices[:, 2] - marks.waist[2]
        return np.where(marks.arm > NOWHERE, OUT, np.where(marks.leg > 0.3, (marks.leg - leg) * THIGH * fit.size, trunk))

    def off(fit: Fitting, cut: BodyMesh) -> Array:
        return loose + flare * np.clip(cut.blend @ np.maximum(fit.marks.leg, -1.0) / leg, 0, 1)
    return Garment(field=field, loose=off, smooth=6)


def skirt(*, length: float, loose: float = 0.008) -> Garment:
    """From the waist to so far below the hips."""
    def field(fit: Fitting) -> Array:
        p, marks = fit.who.vertices, fit.marks
        data = body_data()
        group = data.faces[data.face_group == list(data.groups).index("skirt")]
        top = min(float(p[group, 2].max()), marks.waist[2] + 0.02 * fit.size)  # skin above it is under no cloth
        trunk = np.maximum(marks.hips[2] - length * fit.size - p[:, 2], p[:, 2] - top)
        return np.where(marks.arm > NOWHERE, OUT, trunk)
    return Garment(field=field, loose=lambda fit, cut: np.full(len(cut.vertices), loose), group="skirt")


def shoe(*, leg: float, sole: float = 0.012, loose: float = 0.006) -> Garment:
    """A pair, up to somewhere along the leg."""
    def field(fit: Fitting) -> Array:
        return np.where(fit.marks.leg > 0.5, (leg - fit.marks.leg) * THIGH * fit.size, OUT)
    return Garment(field=field, loose=lambda fit, cut: np.full(len(cut.vertices), loose), sole=sole)


def _on_sole(given: BodyMesh, sole: float) -> BodyMesh:
    """With everything near the ground on a plane that is so far below it."""
    low = given.vertices[:, 2] < 1.4 * sole
    return replace(given, vertices=np.where(low[:, None], given.vertices * [1, 1, 0] - [0, 0, sole], given.vertices))


GARMENTS: Mapping[str, tuple[Garment, ...]] = {
    "top": (upper(sleeve=1.9, hem=0.0, neck=0.02),),
    "shirt": (upper(sleeve=1.9, hem=0.0, neck=0.035, dip=0.25),), "T-shirt": (upper(sleeve=0.55, hem=-0.01),),
    "jumper": (upper(sleeve=1.95, hem=0.03, neck=0.025, loose=0.017),),
    "jacket": (upper(sleeve=1.97, hem=0.04, neck=0.03, dip=0.5, loose=0.024, slit=True),),
    "dress": (upper(sleeve=0.3, hem=-0.06, dip=0.6, loose=0.008), skirt(length=0.38, loose=0.012)),
    "coat": (upper(sleeve=1.98, hem=0.02, neck=0.03, dip=0.4, loose=0.026), skirt(length=0.42, loose=0.028)),
    "trousers": (lower(leg=1.93),), "shorts": (lower(leg=0.85, flare=0.02),), "skirt": (skirt(length=0.36),),
    "shoes": (shoe(leg=1.87),), "boots": (shoe(leg=1.45, sole=0.018),)}
"""What each is sewn from."""


def garment(name: str, fit: Fitting) -> BodyMesh:
    """One of GARMENTS, for somebody."""
    return joined([each.made(fit) for each in GARMENTS[name]])


def hidden(names: tuple[str, ...], fit: Fitting) -> NDArray[np.bool_]:
    """(V,) which of the model's vertices these cover."""
    return np.logical_or.reduce([np.zeros(len(fit.who.vertices), bool), *(each.hidden(fit) for name in names for each in GARMENTS[name])])
