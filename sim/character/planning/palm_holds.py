"""Where two palms take hold of a large thing at the side that is near: under its edge if hands get there, else flat against it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.planning.affordances import convex_corners, middle
from sim.math.conventions import Array
from sim.physics.physics_scene import PhysicsScene

APART = np.arange(0.225, 0.04, -0.025)
"""m from between two hands to each, the most first."""
ASIDE = (0.0, 0.05, -0.05, 0.1, -0.1)
"""m to the side of where who lifts stands, where the middle between hands may be."""
PALM, THUMB = 0.04, 0.09
"""m from the middle of a palm to its sides, and to beyond the thumb, which is on the outer side; it sticks out where there is no room."""
IN, ROOM = 0.05, 0.12
"""m from an edge to the middle of a palm under it, and that must be free below it."""
OFF_GROUND = 0.2
"""m above the ground from which there is room for hands under an edge."""
SHARES = (1 / 3, 1 / 2, 2 / 3, 5 / 6)
"""Of a thing's height, at which palms press against it, the best first."""
FINGERTIPS = 0.09
"""m above what a thing stands on at least, so that fingers that point down have room."""
FAR = 100.0
"""m, far off."""
FLAT, UPRIGHT = 0.97, 0.35
"""Of the normals of an underside, its z at least, and of the side that a palm presses against, at most."""


class PalmHold(NamedTuple):
    """How a palm is put to a thing, world: the place where it touches (3,), m, the direction that it looks in (3,),
    and that of its fingers (3,)."""

    place: Array
    way: Array
    fingers: Array


class _Side(NamedTuple):
    """The side of a thing that is near to someone. planes: of each convex piece. outline: (K, 3) of all of it, from above. edge: (2,) the
    place on it that is nearest, out: (2,) its normal, left: (2,) to the left of who looks at it. low, high: of the thing, m."""

    planes: list[NDArray[np.float64]]
    outline: NDArray[np.float64]
    edge: Array
    out: Array
    left: Array
    low: float
    high: float

    def rim(self, aside: float) -> Array:
        """(2,) the place so far to the left on the outline, m; far off if it is not as wide."""
        start = self.edge + aside * self.left
        return start + self.out * max(_through(self.outline, start, self.out)[1], -FAR)


def palm_holds(physics: PhysicsScene, name: str, person: Array, ground: float) -> dict[str, PalmHold]:
    """For each hand, 'right' and 'left', how someone puts their palm to a body. person: (3,) where they stand.
    ground: height of the floor there, m. Empty if there is no place for both."""
    side = _near_side(physics, name, person)
    others = [scipy.spatial.ConvexHull(piece).equations for other in (*physics.actors, *physics.machines) if other != name
              for piece in convex_corners(physics, other)]
    for found in (_under(side, ground, others), _against(side)):
        for right, left in found:
            return {"right": right, "left": left}
    return {}


def _near_side(physics: PhysicsScene, name: str, person: Array) -> _Side:
    pieces = convex_corners(physics, name)
    corners, inside = np.concatenate(pieces), middle(physics, name)[:2]
    way = (person[:2] - inside) / max(float(np.linalg.norm(person[:2] - inside)), 1e-9)
    outline = scipy.spatial.ConvexHull(corners[:, :2]).equations
    far = _through(outline, inside, way)[1]
    edge = inside + far * way
    out = outline[int((outline[:, :2] @ edge + outline[:, 2]).argmax()), :2]
    return _Side([scipy.spatial.ConvexHull(piece).equations for piece in pieces], outline, edge, out, np.array([out[1], -out[0]]),
                 float(corners[:, 2].min()), float(corners[:, 2].max()))


def _spreads() -> Iterator[tuple[Array, Array]]:
    """How far to the left the two hands may be, the best pairs first: for the right hand and for the left one (3,) m,
    of the palm's middle and of both its sides."""
    for thumb, least in ((THUMB, 0.1), (PALM, 0.0)):
        for apart in APART[least <= APART].tolist():
            yield from ((aside - apart + np.array([0.0, PALM, -thumb]), aside + apart + np.array([0.0, -PALM, thumb])) for aside in ASIDE)


def _under(side: _Side, ground: float, others: Sequence[NDArray[np.float64]]) -> Iterator[tuple[PalmHold, PalmHold]]:
    """Both palms up, under an edge that is so high that hands get there."""
    ahead = np.array([*-side.out, 0.0])
    for spread in _spreads():
        heights = [_underside(side, palm, ground) for palm in spread]
        if min(heights) < ground + OFF_GROUND:
            continue
        places = [np.array([*(side.rim(palm[0]) - IN * side.out), height]) for palm, height in zip(spread, heights)]
        if not any(_inside(planes, place - [0.0, 0.0, down]) for planes in others for place in places for down in (0.01, ROOM / 2, ROOM)):
            right, left = (PalmHold(place, np.array([0.0, 0.0, 1.0]), ahead) for place in places)
            yield right, left


def _underside(side: _Side, palm: Array, ground: float) -> float:
    """The height, m, of a flat underside that covers a whole palm; -inf if there is none."""
    heights = []
    for aside in palm:
        for inside in (IN - PALM, IN + PALM):
            found = _hit(side.planes, np.array([*(side.rim(aside) - inside * side.out), ground - 1.0]), np.array([0.0, 0.0, 1.0]))
            if found is None or found[1][2] > -FLAT:
                return -np.inf
            heights.append(ground - 1.0 + found[0])
    return max(heights) if np.ptp(heights) < 0.004 else -np.inf


def _against(side: _Side) -> Iterator[tuple[PalmHold, PalmHold]]:
    """Both palms flat against an upright side, fingers down."""
    for share in SHARES:
        height = max(side.low + share * (side.high - side.low), side.low + FINGERTIPS)
        for spread in _spreads():
            found = [_face(side, palm, height) for palm in spread]
            if height < side.high and found[0] is not None and found[1] is not None:
                yield found[0], found[1]


def _face(side: _Side, palm: Array, height: float) -> PalmHold | None:
    """A palm against a side at a height, m, if that is upright and there all over it."""
    holds = []
    for rim in map(side.rim, palm.tolist()):
        start, way = np.array([*(rim + 0.1 * side.out), height]), np.array([*-side.out, 0.0])
        found = _hit(side.planes, start, way)
        if found is None or found[0] > 0.1 + PALM or found[1][:2] @ side.out < 1 - UPRIGHT or abs(found[1][2]) > UPRIGHT:
            return None
        holds.append(PalmHold(start + found[0] * way, -found[1], np.array([0.0, 0.0, -1.0])))
    return holds[0]


def _hit(pieces: Sequence[NDArray[np.float64]], start: Array, way: Array) -> tuple[float, Array] | None:
    """How far from a place (3,) along a direction the first of convex pieces is met, m, and the normal there."""
    hits = [(into, planes[which, :3]) for planes in pieces for into, out, which in [_through(planes, start, way)] if 0 <= into < out]
    return min(hits, key=lambda hit: hit[0], default=None)


def _through(planes: NDArray[np.float64], start: Array, way: Array) -> tuple[float, float, int]:
    """How far from a place along a direction a convex piece is entered and left, m, and by which of its planes it is entered."""
    at, along = planes[:, :-1] @ start + planes[:, -1], planes[:, :-1] @ way
    if (at[np.abs(along) < 1e-9] > 0).any():
        return np.inf, -np.inf, 0
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = -at / along
    enters, leaves = np.where(along < -1e-9, meets, -np.inf), np.where(along > 1e-9, meets, np.inf)
    return float(enters.max()), float(leaves.min()), int(enters.argmax())


def _inside(planes: NDArray[np.float64], place: Array) -> bool:
    return bool((planes[:, :3] @ place + planes[:, 3] < 0).all())
