"""A picture of all that is around as a sky: what is seen of it, how it lights, and the sun that is taken out of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.colour import LUMINANCE, srgb_from_linear
from render.digests import digest_of
from render.planes import compiled
from render.sky_files import read_sky
from render.view import Light, Sky, Sun, View
from sim.math.conventions import Vec3, frozen

WIDEST = 4096
"""px; wider pictures are made smaller."""
DAZZLING = 100.0
"""Brighter is nothing that is seen of it: brighter yet, the edges of things before it would be ragged."""
SPOT, RING = np.cos(np.radians([10.0, 20.0]))
"""A sun is looked for up to 10 degrees round the brightest place; what is up to 20 degrees off is what is behind it."""
ABOVE, WORTH = 8.0, 0.05
"""How many times brighter than what is behind it a sun is, and how much light of all the rest's it must give to be one."""
COARSE = 16
"""px, at most, or nearly so; as high as the picture by which what is in the open is lit."""
BANDS = np.repeat([1, 2 / 3, 1 / 4], [1, 3, 5])
"""What a cosine leaves of each harmonic, over pi."""
FACTORS = np.array([0.282095, 0.488603, 0.488603, 0.488603, 1.092548, 1.092548, 0.315392, 1.092548, 0.546274])
"""Of the real spherical harmonics 1, y, z, x, xy, yz, 3 zz - 1, xz, xx - yy."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Environment:
    """levels: pictures (H, W, 3) float16, linear, each half as wide as the one before. turn: radians, of the picture, anticlockwise seen
    from above. coarse: (16, 32, 3) or smaller, float32, without the sun. harmonics: (9, 3) float64, of the irradiance without the
    sun, a white surface's light. suns: that in it, or none.
    width: degrees across the sun, as wide as an even disc of its light. digest: of all this."""

    levels: tuple[NDArray[np.float16], ...]
    turn: float
    coarse: NDArray[np.float32]
    harmonics: NDArray[np.float64]
    suns: tuple[Sun, ...]
    width: float
    digest: str

    def seen(self, rays: NDArray[np.float64], focal: float) -> NDArray[np.float32]:
        """(N, 3) light from world directions (N, 3), in a picture with this focal length, px."""
        finest = self.levels[0].shape[1] / (2 * np.pi)
        level = int(np.clip(np.round(np.log2(finest / focal)), 0, len(self.levels) - 1))
        return _looked_up(rays, self.levels[level].astype(np.float32), self.turn)

    def lit(self, normals: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, 3) irradiance from all round but the sun on surfaces (N, 3) that nothing shades."""
        return _lit(np.ascontiguousarray(normals, np.float32), self.harmonics)

    def around(self, rays: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, 3) light from world directions (N, 3), coarsely, without the sun."""
        return _looked_up(rays.astype(np.float64), self.coarse, self.turn)


def environment_of(sky: Sky) -> Environment | None:
    """That of a sky with a picture. Raises DeclarationError for a file that is none."""
    if not sky.picture:
        return None
    picture = read_sky(sky.picture)
    while picture.shape[1] > WIDEST:
        picture = _halved(picture)
    picture, turn = picture * np.float32(sky.strength), float(np.radians(sky.turn))
    sun, width, left = sun_in(picture, turn)
    levels = [np.minimum(picture, np.float32(DAZZLING))]
    while levels[-1].shape[0] > 8 and not levels[-1].shape[0] % 2:
        levels.append(_halved(levels[-1]))
    halves, coarse = tuple(frozen(level, np.float16) for level in levels), left
    while coarse.shape[0] > COARSE and not coarse.shape[0] % 2:
        coarse = _halved(coarse)
    return Environment(levels=halves, turn=turn, coarse=frozen(coarse, np.float32),
                       harmonics=frozen(harmonics_of(left, turn)), suns=sun, width=width,
                       digest=digest_of(halves[0].tobytes(), picture.tobytes(), sky.turn))


def lights_of(view: View, environment: Environment | None) -> tuple[Light, ...]:
    """A view's lights, and the sun of its sky's picture."""
    return view.lights if environment is None else (*view.lights, *environment.suns)


def directions(height: int, turn: float) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Of a picture's rows the sine and the cosine of the elevation (H,), of its columns the world's x and y at the horizon (2H,). Its
    middle lies in +y, and what is right of that to the right, seen from within."""
    up = np.pi * (0.5 - (np.arange(height) + 0.5) / height)
    round_ = 2 * np.pi * ((np.arange(2 * height) + 0.5) / (2 * height) - 0.5) - turn
    return np.sin(up), np.cos(up), np.sin(round_), np.cos(round_)


def weights(height: int) -> NDArray[np.float64]:
    """(H,) steradians of a pixel of each row."""
    return -np.diff(np.sin(np.pi * (0.5 - np.arange(height + 1) / height))) * np.pi / height


def harmonics_of(picture: NDArray[np.float32], turn: float) -> NDArray[np.float64]:
    """(9, 3) of the irradiance that a picture gives, over pi: its spherical harmonics to the second order, each band times what a
    cosine leaves of it (Ramamoorthi and Hanrahan, An Efficient Representation for Irradiance Environment Maps, 2001)."""
    z, flat, x, y = directions(len(picture), turn)
    rows = np.tensordot(np.stack([np.ones_like(x), x, y, x * y, x * x - y * y]), picture.astype(np.float64), (1, 1))
    one, of_x, of_y, of_xy, of_squares = rows * weights(len(picture))[:, None]
    terms = (one.sum(axis=0), flat @ of_y, z @ one, flat @ of_x, flat ** 2 @ of_xy, (flat * z) @ of_y, (3 * z ** 2 - 1) @ one,
             (flat * z) @ of_x, flat ** 2 @ of_squares)
    return np.stack(terms) * (BANDS * FACTORS)[:, None]


def sun_in(picture: NDArray[np.float32], turn: float) -> tuple[tuple[Sun, ...], float, NDArray[np.float32]]:
    """The brightest spot of a picture as a sun, how wide it is, degrees, and the picture without its light; no sun where that is none
    to speak of, is below the horizon, or is too wide to throw a shadow."""
    bright, (z, flat, x, y) = picture @ LUMINANCE.astype(np.float32), directions(len(picture), turn)
    row, column = np.unravel_index(int(bright.argmax()), bright.shape)
    away = np.outer(flat, x * x[column] + y * y[column]) * flat[row] + (z * z[row])[:, None]
    share = np.broadcast_to(weights(len(picture))[:, None], bright.shape)
    ring, spot = (away < SPOT) & (away >= RING), away >= SPOT
    behind = (picture[ring] * share[ring][:, None]).sum(axis=0) / max(share[ring].sum(), 1e-12)
    spot &= bright > ABOVE * (behind @ LUMINANCE)
    excess, steradians = np.maximum(picture[spot] - behind, 0), share[spot]
    light = (excess * steradians[:, None]).sum(axis=0) / np.pi
    all_round = float((bright * share).sum()) / (4 * np.pi)
    rows, columns = np.nonzero(spot)
    way = (excess @ LUMINANCE * steradians) @ np.stack([flat[rows] * x[columns], flat[rows] * y[columns], z[rows]], axis=-1)
    if not len(rows) or light @ LUMINANCE < WORTH * all_round or way[2] <= 0:
        return (), 0.0, picture
    left = picture.copy()
    left[spot] -= excess
    width = _width(excess @ LUMINANCE, steradians)
    return (_sun(light, way, width),), width, left


def _sun(light: NDArray, way: NDArray, width: float) -> Sun:
    red, green, blue = map(float, srgb_from_linear(light / light.max()))
    colour: Vec3 = red, green, blue
    return Sun(azimuth=float(np.degrees(np.arctan2(way[1], way[0]))), strength=float(light.max()), colour=colour, size=width,
               elevation=float(np.degrees(np.arctan2(way[2], np.hypot(way[0], way[1])))))


def _width(bright: NDArray, steradians: NDArray) -> float:
    solid = (bright @ steradians) ** 2 / (bright ** 2 @ steradians)
    return float(np.degrees(2 * np.arccos(np.clip(1 - solid / (2 * np.pi), -1, 1))))


def _halved(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    picture = picture[:len(picture) // 2 * 2, :picture.shape[1] // 2 * 2]
    return (picture[::2, ::2] + picture[1::2, ::2] + picture[::2, 1::2] + picture[1::2, 1::2]) / np.float32(4)


@compiled
def _looked_up(rays, picture, turn):
    """Bilinear; it goes on round the sides, and ends at the top and at the bottom."""
    height, width = picture.shape[:2]
    out = np.empty((len(rays), 3), np.float32)
    for i in range(len(rays)):
        x, y, z = rays[i, 0], rays[i, 1], rays[i, 2]
        across = (np.arctan2(x, y) + turn) / (2 * np.pi) + 0.5
        u, v = (across - np.floor(across)) * width - 0.5, (0.5 - np.arctan2(z, np.hypot(x, y)) / np.pi) * height - 0.5
        left, top = int(np.floor(u)), int(np.floor(v))
        a, b = u - left, v - top
        west, east = left % width, (left + 1) % width
        north, south = min(max(top, 0), height - 1), min(max(top + 1, 0), height - 1)
        for c in range(3):
            out[i, c] = ((1 - b) * ((1 - a) * picture[north, west, c] + a * picture[north, east, c])
                         + b * ((1 - a) * picture[south, west, c] + a * picture[south, east, c]))
    return out


@compiled
def _lit(normals, harmonics):
    out = np.empty((len(normals), 3), np.float32)
    basis = np.empty(9)
    for i in range(len(normals)):
        x, y, z = float(normals[i, 0]), float(normals[i, 1]), float(normals[i, 2])
        basis[0], basis[1], basis[2], basis[3], basis[4] = 1.0, y, z, x, x * y
        basis[5], basis[6], basis[7], basis[8] = y * z, 3 * z * z - 1, x * z, x * x - y * y
        for c in range(3):
            total = 0.0
            for k in range(9):
                total += FACTORS[k] * basis[k] * harmonics[k, c]
            out[i, c] = max(total, 0.0)
    return out
