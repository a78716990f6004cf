"""Compiled loops that bend normals. seen, pictures: as in render.texture_kernels. surface: the triangles' corners, the corners' normals at
rest, and how each vertex is turned."""

import numpy as np

from render.planes import centre_of, compiled, weights_at
from render.texture_kernels import SHARP, at_here, filtered_at


@compiled
def bent_by_uv(seen, surface, first, uv, which, tangents, pictures):
    """(N, 3) unit normals, world, turned to the camera, where the corners of triangles from `first` on lie at uv in their normal map."""
    table, triangles, pixels, grid = seen
    faces, normals, turn = surface
    out, n, way = np.empty((len(pixels), 3), np.float32), np.empty(3), np.empty(3)
    for i in range(len(pixels)):
        t = triangles[i]
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, t, x, y)
        total = a + b + c
        a, b, c = a / total, b / total, c / total
        _normal(n, normals, t, a, b, c)
        way[:] = n
        f = t - first
        if which[f] >= 0:
            u, ux, uy = at_here(table, t, total, a, b, c, uv[f, 0, 0], uv[f, 1, 0], uv[f, 2, 0])
            v, vx, vy = at_here(table, t, total, a, b, c, uv[f, 0, 1], uv[f, 1, 1], uv[f, 2, 1])
            right, up, out_ = filtered_at(pictures, which[f], u, v, ux, vx, uy, vy)
            way[:] = 0
            _lean(way, n, tangents[f, 0], tangents[f, 1], right, up, out_, 1.0)
        _world(out[i], way, faces, turn, t, a, b, c, total)
    return out


@compiled
def bent_from_sides(seen, surface, rest, size, pictures):
    """The same of the one normal map, so wide and high (2,), m, laid on at rest as from_sides of render.texture_kernels lays textures."""
    table, triangles, pixels, grid = seen
    faces, normals, turn = surface
    out = np.empty((len(pixels), 3), np.float32)
    p, px, py, n, way, along, above = (np.empty(3), np.empty(3), np.empty(3), np.empty(3), np.empty(3), np.empty(3), np.empty(3))
    for i in range(len(pixels)):
        t = triangles[i]
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, t, x, y)
        total = a + b + c
        a, b, c = a / total, b / total, c / total
        q, r, s = faces[t]
        for j in range(3):
            p[j], px[j], py[j] = at_here(table, t, total, a, b, c, rest[q, j], rest[r, j], rest[s, j])
        _normal(n, normals, t, a, b, c)
        way[:] = 0
        for axis in range(3):
            share = (n[axis] * n[axis]) ** SHARP
            if share < 0.01:
                continue
            across, down = (1, 2) if axis == 0 else ((0, 2) if axis == 1 else (0, 1))
            wide = -size[0] if (n[axis] > 0) == (axis == 1) else size[0]  # so that it is not mirrored
            high = -size[1]
            if axis == 2:
                wide, high = size[0], -size[1] if n[2] > 0 else size[1]
            right, up, out_ = filtered_at(pictures, 0, p[across] / wide, p[down] / high, px[across] / wide, px[down] / high,
                                          py[across] / wide, py[down] / high)
            along[:], above[:] = 0, 0
            along[across], above[down] = np.sign(wide), -np.sign(high)
            _lean(way, n, along, above, right, up, out_, share)
        _world(out[i], way, faces, turn, t, a, b, c, total)
    return out


@compiled
def _normal(n, normals, t, a, b, c):
    """The smooth normal at rest."""
    for j in range(3):
        n[j] = a * normals[t, 0, j] + b * normals[t, 1, j] + c * normals[t, 2, j]
    n /= max(np.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]), 1e-300)


@compiled
def _lean(way, n, along, above, right, up, out, share):
    """Add to `way` a normal n leant to the right, which is along, and up, at right angles to both, on the side of above."""
    straight = along[0] * n[0] + along[1] * n[1] + along[2] * n[2]
    u, v, w = along[0] - straight * n[0], along[1] - straight * n[1], along[2] - straight * n[2]
    length = np.sqrt(u * u + v * v + w * w)
    if length < 1e-9:
        way += share * n
        return
    u, v, w = u / length, v / length, w / length
    e, f, g = n[1] * w - n[2] * v, n[2] * u - n[0] * w, n[0] * v - n[1] * u
    if e * above[0] + f * above[1] + g * above[2] < 0:
        e, f, g = -e, -f, -g
    whole = share / max(np.sqrt(right * right + up * up + out * out), 1e-6)
    way[0] += whole * (right * u + up * e + out * n[0])
    way[1] += whole * (right * v + up * f + out * n[1])
    way[2] += whole * (right * w + up * g + out * n[2])


@compiled
def _world(out, way, faces, turn, t, a, b, c, total):
    """Turned as the vertices are, and to the camera: total is negative where the front is seen."""
    u, v, w = 0.0, 0.0, 0.0
    for k in range(3):
        weight, m = (a if k == 0 else (b if k == 1 else c)), turn[faces[t, k]]
        u += weight * (m[0, 0] * way[0] + m[0, 1] * way[1] + m[0, 2] * way[2])
        v += weight * (m[1, 0] * way[0] + m[1, 1] * way[1] + m[1, 2] * way[2])
        w += weight * (m[2, 0] * way[0] + m[2, 1] * way[1] + m[2, 2] * way[2])
    length = max(np.sqrt(u * u + v * v + w * w), 1e-300) * (1.0 if total < 0 else -1.0)
    out[0], out[1], out[2] = u / length, v / length, w / length
