"""Hair as solid shapes: signed distances round a head, made triangles by marching cubes (Lorensen and Cline, 1987).

Lengths are m, for a head that is CROWN above its eyes; a head of another size has hair of that size. Points are in the head's frame:
x forward, y left, z up, the origin between the eyes' middles.
"""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree
from skimage.measure import marching_cubes

from sim.character.body.cutting import Piece, piece
from sim.character.body.data import body_data
from sim.character.body.figure import Shape
from sim.conventions import Array

CROWN = 0.115
"""From the eyes up to the top of the head."""
GRID = 0.005
LOW, HIGH = np.array([-0.32, -0.17, -0.34]), np.array([0.09, 0.17, 0.19])
"""Within which hair may be."""
HAIRLINE = ((-0.2, -0.085), (-0.115, -0.085), (-0.092, -0.02), (-0.082, 0.012), (-0.035, 0.02), (0.0, 0.07), (0.05, 0.078))
"""How far ahead, and how high hair begins there: from the nape round the ears to the forehead."""
NEAR, FAR = 0.07, 1.0
"""m of distance from skin that are told from one another, and what is told of those beyond."""


Style = Callable[[Array, Array], Array]
"""From points (P, 3), and how far they are from skin (P,), to their distance to hair (P,)."""


def above_hairline(points: Array) -> Array:
    """(P,) m."""
    ahead, high = np.array(HAIRLINE).T
    return points[:, 2] - np.interp(points[:, 0], ahead, high)


def cap(thick: float, soft: float = 0.03) -> Style:
    """As thick as that on the crown, thinner towards the hairline."""
    def distance(points: Array, off: Array) -> Array:
        line = above_hairline(points)
        grows = np.sqrt(np.clip(line / soft, 0.0, 1.0))
        return np.maximum(off - (0.003 + thick * grows), -line)
    return distance


def curtain(bottom: float, thick: float = 0.02, wide: float = 0.085, deep: float = 0.1, opening: float = 62.0) -> Style:
    """Hanging round the sides and the back down to a height, open by so many degrees to each side of the front."""
    def distance(points: Array, off: Array) -> Array:
        x, y, z = (points - [-0.085, 0, 0]).T
        spread = 1 + 0.12 * np.clip(-z / 0.15, 0, 1)
        radius = np.hypot(x / (deep * spread), y / (wide * spread))
        ring = np.abs(radius - 1) * wide - thick / 2
        angle = np.degrees(np.arctan2(np.abs(y), x))
        return np.maximum.reduce([ring, bottom - z + 0.01 * np.cos(6 * np.radians(angle)), z - 0.06, (opening - angle) * 0.0015])
    return distance


def ball(at: tuple[float, float, float], radius: float) -> Style:
    """A bun."""
    return lambda points, off: np.linalg.norm(points - np.array(at), axis=1) - radius


def tail(path: tuple[tuple[float, float, float], ...], radii: tuple[float, ...]) -> Style:
    """A bundle along a path, with a radius at each of its points."""
    def distance(points: Array, off: Array) -> Array:
        out = np.full(len(points), FAR)
        for a, b, r, s in zip(np.array(path), np.array(path[1:]), radii, radii[1:]):
            along = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
            out = np.minimum(out, np.linalg.norm(points - a - along[:, None] * (b - a), axis=1) - (1 - along) * r - along * s)
        return out
    return distance


def curls(thick: float, size: float = 0.02) -> Style:
    """A cap of many small balls."""
    base = cap(thick)

    def distance(points: Array, off: Array) -> Array:
        waves = np.sin(points @ np.array([[1.0, 0.3, 0.2], [-0.2, 1.0, 0.4], [0.3, -0.3, 1.0]]).T * (2 * np.pi / (2 * size)))
        return base(points, off) - 0.011 * np.clip(above_hairline(points) / 0.02, 0, 1) * waves.prod(axis=1)
    return distance


def both(*styles: Style) -> Style:
    """All of them, flowing into one another."""
    def distance(*given) -> Array:
        out = styles[0](*given)
        for style in styles[1:]:
            other = style(*given)
            near = np.maximum(0.02 - np.abs(out - other), 0) / 0.02
            out = np.minimum(out, other) - near * near * 0.005
        return out
    return distance


STYLES: Mapping[str, Style | None] = {
    "bald": None, "short": cap(0.013), "bob": both(cap(0.02), curtain(-0.1)), "long": both(cap(0.02), curtain(-0.26, deep=0.11)),
    "ponytail": both(cap(0.01), tail(((-0.17, 0, 0.06), (-0.235, 0, 0.05), (-0.26, 0, -0.06), (-0.235, 0, -0.22)),
                                     (0.016, 0.028, 0.03, 0.008))),
    "bun": both(cap(0.01), ball((-0.205, 0, 0.075), 0.04)), "curls": curls(0.035)}


def hair(shape: Shape, style: str) -> Piece | None:
    """A style on somebody's head; None where there is none. Each vertex is held as the skin next to it."""
    chosen = STYLES[style]
    if chosen is None:
        return None
    data, place = body_data(), dict(zip(body_data().bones, shape.joints))
    eyes = (place["eye.L"] + place["eye.R"]) / 2
    skin = piece(shape.vertices, data.faces[data.face_group == 0])
    on_head = skin.vertices[:, 2] > place["neck01"][2]
    on_head[np.unique(data.faces[data.face_group == 0][data.ears[data.face_group == 0]])] = False
    size = (skin.vertices[:, 2].max() - eyes[2]) / CROWN
    points, normals = (skin.vertices[on_head] - eyes) / size, skin.normals[on_head]
    axes = [np.arange(a, b, GRID) for a, b in zip(LOW, HIGH)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    flat = grid.reshape(-1, 3)
    values = chosen(flat, _outside(flat, points, normals))
    vertices, faces, _, _ = marching_cubes(values.reshape(grid.shape[:3]), 0.0, spacing=(GRID,) * 3)
    vertices = vertices + LOW
    nearest = np.flatnonzero(on_head)[cKDTree(points).query(vertices)[1]]
    return Piece(vertices=vertices * size + eyes, faces=faces.astype(np.int32), blend=csr_matrix(skin.blend[nearest]))


def _outside(points: Array, skin: Array, normals: Array) -> Array:
    """(P,) how far points are outside of a skin (N, 3), by its six next points; NEAR or farther is told as FAR."""
    out = np.full(len(points), FAR)
    low, high = skin.min(axis=0) - NEAR, skin.max(axis=0) + NEAR
    inside = np.flatnonzero(((points > low) & (points < high)).all(axis=1) & (above_hairline(points) > -GRID))
    far, nearest = cKDTree(skin).query(points[inside], k=6)
    weights = 1 / (far + 1e-3) ** 2
    off = np.einsum("pkc,pkc->pk", points[inside, None] - skin[nearest], normals[nearest])
    out[inside] = np.where(far[:, 0] < NEAR, (off * weights).sum(axis=1) / weights.sum(axis=1), FAR)
    return out
