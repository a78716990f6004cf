"""What follows at each sample from its triangle and its place in the picture, one loop a layer. grid: as GBuffer's. Lists are over the
samples that hit something: their pixels, numbers in the grid, and their triangles."""

import numpy as np

from render.planes import DET, centre_of, compiled, facing_at, normal_at, ray_at, weights_at


@compiled
def hits_of(triangle):
    """pixels, triangles and order of what is seen."""
    height, width = triangle.shape
    pixels, triangles = np.empty(triangle.size, np.int64), np.empty(triangle.size, np.int32)
    order, count = np.empty((height, width), np.int32), 0
    for row in range(height):
        for column in range(width):
            order[row, column] = -1
            if triangle[row, column] >= 0:
                pixels[count], triangles[count] = row * width + column, triangle[row, column]
                order[row, column] = count
                count += 1
    return pixels[:count].copy(), triangles[:count].copy(), order


@compiled
def numbers_of(pixels, grid, width):
    out = np.empty_like(pixels)
    for i in range(len(pixels)):
        out[i] = (pixels[i] // grid[2] + grid[1]) * width + pixels[i] % grid[2] + grid[0]
    return out


@compiled
def barycentrics_of(table, triangles, pixels, grid):
    out = np.empty((len(pixels), 3))
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, triangles[i], x, y)
        total = a + b + c
        out[i, 0], out[i, 1], out[i, 2] = a / total, b / total, c / total
    return out


@compiled
def depths_of(table, triangles, pixels, grid):
    out = np.empty(len(pixels))
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, triangles[i], x, y)
        out[i] = table[triangles[i], DET] / (a + b + c)
    return out


@compiled
def pixel_positions(eye, depths, pixels, grid):
    """Relative to the camera."""
    out = np.empty((len(pixels), 3))
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        east, north, up = ray_at(eye, x, y)
        out[i, 0], out[i, 1], out[i, 2] = depths[i] * east, depths[i] * north, depths[i] * up
    return out


@compiled
def normals_of(table, turn, faces, corner_normals, triangles, pixels, grid):
    out = np.empty((len(pixels), 3), np.float32)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        out[i, 0], out[i, 1], out[i, 2] = normal_at(table, turn, faces, corner_normals, triangles[i], x, y)
    return out


@compiled
def facing_of(eye, normals, pixels, grid):
    out = np.empty(len(pixels), np.float32)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        out[i] = facing_at(normals[i], ray_at(eye, x, y))
    return out


@compiled
def fineness_of(focal, depths, facing):
    out = np.empty(len(depths), np.float32)
    for i in range(len(depths)):
        out[i] = np.log2(focal / depths[i] * facing[i])
    return out


@compiled
def rest_of(table, rest, faces, triangles, pixels, grid):
    out = np.empty((len(pixels), 3))
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, triangles[i], x, y)
        total, corners = a + b + c, faces[triangles[i]]
        for j in range(3):
            out[i, j] = (a * rest[corners[0], j] + b * rest[corners[1], j] + c * rest[corners[2], j]) / total
    return out
