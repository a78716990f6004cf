"""Whether a stage can be done, worked out apart from the code that walks and reaches: a free path on a grid to where the cup is within
reach. Shares of stature are Drillis and Contini's (1966), as in Winter, "Biomechanics and Motor Control of Human Movement"."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from bench.solids import Solid, solids
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import number
from sim.math.conventions import Array
from sim.scene.scene import Scene
from sim.scene.shapes import Cup, Plane

CELL = 0.025
"""m."""
BAND = 0.05
"""m: of stages whose answer changes when the body is half of it narrower and the arm half of it longer, or the reverse, none is given."""
BODY = 0.2
"""Half the width that a person needs, m: about that of shoulders turned a little."""
OVER = 0.03
"""m above the floor that is stepped over."""
OUTSIDE = 1.0
"""m beyond the floor's edge that can be walked on where no wall stands."""
SHOULDER, HIP, SIDE = 0.818, 0.530, 0.065
"""Of stature: heights of shoulder and hip, standing; a shoulder from the middle, turned half-way forward (0.129 where it is not)."""
ARM = 0.186 + 0.146 + 0.054
"""Of stature: upper arm, forearm, and half a hand, to the middle of what it grips."""
LEAN = np.radians(50.0)
"""As far as a straight trunk bends at the hips. Chosen: with it hands get to 0.5 m of height without crouching."""
SQUAT, BACK = 0.2, 0.1
"""Of stature: the hips' height in the deepest crouch, and how far behind the feet they are then."""
TRUNK = 0.1
"""m from the middle of a trunk to its front."""
FAR = 1.3
"""m; no one reaches farther."""
SOME = 400
"""Places that are looked at together."""
Verdict = Literal["solvable", "unsolvable", "at the limit"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """What it is about. start: (2,) m. height: stature, m. grip: (3,) the cup's middle, m. size: of the floor, m. shoulder, arm: of
    stature; those of a body that is there, whose arms are shorter than Drillis and Contini's, by its joints."""

    solids: tuple[Solid, ...]
    size: tuple[float, float]
    start: NDArray[np.float64]
    height: float
    grip: NDArray[np.float64]
    shoulder: float = SHOULDER
    arm: float = ARM

    @cached_property
    def places(self) -> Array:
        """(X, Y, 2) the places of a grid, m."""
        axes = [np.arange(-side / 2 - OUTSIDE, side / 2 + OUTSIDE, CELL) for side in self.size]
        return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)

    @cached_property
    def clearance(self) -> Array:
        """(X, Y) m from each of them to what stands there."""
        standing = [s.aside(self.places) for s in self.solids if s.top > OVER and s.low < self.height]
        return np.min([np.full(self.places.shape[:2], np.inf), *standing], axis=0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """What can be done with one width of body and length of arm. way: whether there is one to where the cup is in reach. nearest: m,
    level, from the cup's middle to the nearest place that can be walked to."""

    way: bool
    nearest: float


def verdict(case: Case) -> Verdict:
    """Whether the cup can be had."""
    half = BAND / 2
    if found(case, BODY + half, -half).way:
        return "solvable"
    return "at the limit" if found(case, BODY - half, half).way else "unsolvable"


def case_of(scene: Scene, who: str = "anna", thing: str = "cup") -> Case:
    """A scene's, for a person and a cup in it as they are at frame 0."""
    person, = (p for p in scene.people if p.name == who)
    body, = (b for b in scene.bodies if b.name == thing)
    floor, = (b.parts[0].shape for b in scene.bodies if isinstance(b.parts[0].shape, Plane))
    assert isinstance(floor, Plane) and isinstance(body.parts[0].shape, Cup)
    limbs = anatomy(person.figure, person.clothes)
    joints = {bone: limbs.offsets[number(bone)] for bone in ("chest", "right_upper_arm", "right_forearm", "right_hand")}
    high = limbs.offsets[0, 2] + joints["chest"][2] + joints["right_upper_arm"][2]
    arm = -joints["right_forearm"][2] - joints["right_hand"][2] - limbs.palm[2]
    return Case(solids=solids(scene), size=floor.size, start=np.array(person.position[:2]), height=person.height,
                grip=np.array(body.position), shoulder=float(high / person.height), arm=float(arm / person.height))


def found(case: Case, body: float, longer: float) -> Found:
    """With a body of this half width, m, and arms longer by so much, m."""
    here = walkable(case, body)
    return Found(way=in_reach(case, here, longer), nearest=float(np.linalg.norm(here - case.grip[:2], axis=1).min()))


def walkable(case: Case, body: float) -> NDArray[np.float64]:
    """(N, 2) the places that there is a way to with a body of this half width, m, from the free one that is nearest to where they stand."""
    component, _ = label(case.clearance >= body)
    far = np.where(component > 0, np.linalg.norm(case.places - case.start, axis=-1), np.inf)
    return np.asarray(case.places[component == component.ravel()[far.argmin()]])


def within(case: Case, body: float, longer: float) -> bool:
    """Whether the cup is in reach from any free place, whether or not there is a way to it."""
    return in_reach(case, case.places[case.clearance >= body], longer)


def in_reach(case: Case, places: NDArray[np.float64], longer: float) -> bool:
    """Whether the cup is in reach from any of these places (N, 2); those near it are looked at first."""
    level = np.linalg.norm(places - case.grip[:2], axis=1)
    near = places[np.argsort(level, kind="stable")[:int((level < FAR).sum())]]
    return any((short(case, near[i:i + SOME], longer) <= 0).any() for i in range(0, len(near), SOME))


def short(case: Case, places: NDArray[np.float64], longer: float = 0.0) -> Array:
    """(N,) m by which the hand falls short of the cup from each place (N, 2), leaning and crouching as far as what stands in between
    lets the trunk, the arm taut over its edges; inf where that is too high for the trunk."""
    level = np.linalg.norm(case.grip[:2] - places, axis=1)
    arm = np.sqrt((case.arm * case.height + longer) ** 2 - (SIDE * case.height) ** 2)
    best = np.full(len(places), np.inf)
    edges = _edges(case, places, level)
    for shoulder, trunk in _postures(case.height, case.shoulder):
        ropes = [np.hypot(level - shoulder[0], case.grip[2] - shoulder[1])]
        clear = np.ones(len(places), bool)
        for x, top in edges:
            clear &= (np.hypot(np.maximum(x[:, None] - trunk[:, 0], 0), np.maximum(trunk[:, 1] - top, 0)) >= TRUNK - 1e-9).all(axis=1)
            ropes.append(_over(shoulder, x, top, level, float(case.grip[2])))
        best = np.where(clear, np.minimum(best, np.max(ropes, axis=0) - arm), best)
    return best


def _edges(case: Case, places: Array, level: Array) -> list[tuple[Array, float]]:
    """Of each solid that stands between: (N,) how far ahead its near side is, m, inf where it is not between; and its top."""
    target = np.broadcast_to(case.grip[:2], places.shape)
    out = []
    for solid in case.solids:
        enter, _ = solid.crossed(places, target)
        if np.isfinite(enter).any() and solid.top > OVER and solid.low < case.height:
            out.append((np.where(np.isfinite(enter), np.minimum(enter, 1) * level, np.inf), solid.top))
    return out


def _over(shoulder: Array, x: Array, top: float, level: Array, grip: float) -> Array:
    """(N,) m from shoulder to grip over an edge, where the straight way is below it."""
    share = (x - shoulder[0]) / np.maximum(level - shoulder[0], 1e-9)
    under = np.isfinite(x) & (share > 0) & (share < 1) & (shoulder[1] + share * (grip - shoulder[1]) < top)
    with np.errstate(invalid="ignore"):
        bent = np.hypot(x - shoulder[0], top - shoulder[1]) + np.hypot(level - x, grip - top)
    return np.where(under, bent, 0.0)


def _postures(height: float, high: float) -> list[tuple[Array, Array]]:
    """Shoulder (2,), ahead and up, m, from between the soles, and points along the trunk (6, 2), for each crouch and lean."""
    out = []
    for crouch in np.linspace(0, 1, 8):
        hip = height * np.array([-BACK * crouch, HIP + crouch * (SQUAT - HIP)])
        for lean in np.linspace(0, LEAN, 11):
            shoulder = hip + height * (high - HIP) * np.array([np.sin(lean), np.cos(lean)])
            out.append((shoulder, np.linspace(hip, shoulder, 6)))
    return out
