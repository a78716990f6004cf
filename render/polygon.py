"""The light of an evenly bright polygon, exactly, where nothing is in the way."""

import numpy as np

from render.planes import centre_of, compiled, ray_at

MOST = 8
"""Corners of a polygon that is cut off at the horizon, at most."""


@compiled
def polygon_irradiance(eye, grid, pixels, depths, normals, corners, bright):
    """(N,) irradiance at the hits of an evenly bright polygon, (K, 3) from the camera, in front of it where nothing is in the way."""
    out = np.zeros(len(pixels), np.float32)
    own, room, normal = np.empty_like(corners), np.empty((MOST, 3)), np.empty(3)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        ray = ray_at(eye, x, y)
        for c in range(3):
            normal[c] = normals[i, c]
            for k in range(len(corners)):
                own[k, c] = corners[k, c] - depths[i] * ray[c]
        out[i] = max(bright * polygon_light(own, normal, room), 0.0)
    return out


@compiled
def polygon_light(corners, normal, room):
    """The integral over a polygon of cosine x cosine / distance squared, at the origin of corners (K, 3), to a surface with a normal (3,):
    half the sum over its sides of the angle they take up times the cosine of their plane (Lambert, 1760; Baum et al., 1989), of what of it
    is above the horizon. Negative if its back is seen: its front is where its corners are counter-clockwise. room: (MOST, 3) to work in."""
    count = _above(corners, normal, room)
    total = 0.0
    for k in range(count):
        a, b = room[k], room[(k + 1) % count]
        x, y, z = a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
        sine = np.sqrt(x * x + y * y + z * z)
        if sine > 1e-12:
            angle = np.arctan2(sine, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
            total -= angle * (x * normal[0] + y * normal[1] + z * normal[2]) / sine
    return total / 2


@compiled
def _above(corners, normal, room):
    """Puts what of a polygon is above the horizon into `room` (Sutherland and Hodgman, 1974), and says how many corners it has."""
    count = 0
    for k in range(len(corners)):
        a, b = corners[k], corners[(k + 1) % len(corners)]
        here = a[0] * normal[0] + a[1] * normal[1] + a[2] * normal[2]
        there = b[0] * normal[0] + b[1] * normal[1] + b[2] * normal[2]
        if here >= 0:
            room[count] = a
            count += 1
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            for c in range(3):
                room[count, c] = a[c] + share * (b[c] - a[c])
            count += 1
    return count
