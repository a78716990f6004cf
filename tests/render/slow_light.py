"""Light as it is defined, by very many rays: slow, and shares nothing with the light pass but the ray tree."""

import numpy as np

from render.view import Sun


def frame_of(directions):
    """Two unit vectors (N, 3) each, square to unit directions (N, 3)."""
    across = np.cross(directions, np.where(np.abs(directions[:, 2:]) < 0.9, [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    return across, np.cross(directions, across)


def around(directions, cosines, angles):
    """(N, 3) directions that make angles of these cosines (N,) with others (N, 3)."""
    u, v = frame_of(directions)
    sine = np.sqrt(1 - cosines ** 2)
    return cosines[:, None] * directions + sine[:, None] * (np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v)


def toward_round(points, light, rng):
    """Ways (N, 3) to chance places on the sun or a round lamp, evenly in what of the sky it takes up; and (N,) what each gives a surface
    that it falls on squarely."""
    ones = np.ones(len(points))
    if isinstance(light, Sun):
        azimuth, elevation = np.radians([light.azimuth, light.elevation])
        middle = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
        least = np.cos(np.radians(light.size / 2)) * ones
        return 1e3 * around(ones[:, None] * middle, least + (1 - least) * rng.random(len(points)), rng.random(len(points)) * 2 * np.pi), \
            light.strength * ones
    way = np.asarray(light.position) - points
    far = np.linalg.norm(way, axis=1)
    least = np.sqrt(1 - (light.size / far) ** 2)
    turned = around(way / far[:, None], least + (1 - least) * rng.random(len(points)), rng.random(len(points)) * 2 * np.pi)
    return turned * (far - light.size)[:, None], light.strength * 2 * (1 - least) / light.size ** 2


def toward_rectangle(points, light, rng):
    """The same, to an area light that is level, facing down."""
    x, y = (rng.random((2, len(points))) - 0.5) * [[light.width], [light.height]]
    ways = np.asarray(light.position) + np.stack([x, y, 0 * x], axis=1) - points
    return ways, light.strength * np.maximum(ways[:, 2], 0) / np.linalg.norm(ways, axis=1) ** 3


def direct_light(rays, points, normals, toward, light, rng, count):
    """(N,) irradiance from a light: the mean over so many rays."""
    total = np.zeros(len(points))
    for _ in range(count):
        ways, bright = toward(points, light, rng)
        cosine = np.einsum("ij,ij->i", ways, normals) / np.linalg.norm(ways, axis=1)
        lit = np.flatnonzero(cosine > 0)
        free = ~rays.blocked(points[lit] + 5e-4 * normals[lit], ways[lit], 0.999)
        total[lit] += free * cosine[lit] * bright[lit]
    return total / count


class Paths:
    """Light that comes by way of two surfaces at most, along chance paths: of a sun that is a point, a sky and a ground that are even."""

    def __init__(self, passes, sun, sky, ground, seed=0):
        self._posed, self._sun, self._sky, self._ground = passes[0].posed, sun, sky, ground
        self._albedo = passes.surfaces.albedo[passes.geometry.face_part]
        self._rng = np.random.default_rng(seed)

    def light(self, points, normals, bounces=2):
        """(N, 3) irradiance, by one path each."""
        return self._direct(points, normals)[:, None] + self.ambient(points, normals, bounces)

    def ambient(self, points, normals, bounces):
        """(N, 3) of it what does not come straight from the sun."""
        cosines, angles = np.sqrt(self._rng.random(len(points))), self._rng.random(len(points)) * 2 * np.pi
        ways = around(normals, cosines, angles)
        starts = points + 5e-4 * normals
        met = self._posed.rays.first(starts, ways)
        out = np.where(ways[:, 2:] > 0, self._sky, self._ground)
        hit = np.flatnonzero(met >= 0)
        flat = self._posed.face_normals[met[hit]]
        corner = self._posed.vertices[self._posed.geometry.faces[met[hit], 0]]
        far = np.einsum("ij,ij->i", corner - starts[hit], flat) / np.einsum("ij,ij->i", ways[hit], flat)
        there = starts[hit] + far[:, None] * ways[hit]
        flat = flat * -np.sign(np.einsum("ij,ij->i", ways[hit], flat))[:, None]
        light = self.light(there, flat, bounces - 1) if bounces > 1 else self._direct(there, flat)[:, None]
        out[hit] = light * self._albedo[met[hit]]
        return out

    def _direct(self, points, normals):
        return direct_light(self._posed.rays, points, normals, lambda at, sun, rng: toward_round(at, sun, rng), self._sun, self._rng, 1)
