"""Where eyes and head turn for someone to look at a thing; and blinking.

Small turns are the eyes' alone, of larger ones the head takes most, as people do (Freedman and Sparks, 1997, "Eye-head coordination during
head-unrestrained gaze shifts"). Angles are rad: yaw to the left, pitch down, against the chest and, of eyes, against the head.
"""

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array

HEAD = np.radians([[-75.0, -35.0], [75.0, 40.0]])
EYES = np.radians([[-35.0, -25.0], [35.0, 30.0]])
"""Least and most yaw and pitch."""
ALONE = np.radians([12.0, 10.0])
"""Up to which eyes turn alone."""
SHARE = 0.75
"""Of what is beyond that, the head's."""
TRIES = 3
"""Turns about two axes do not add up: how often what is left is looked at again."""
HALVINGS = 8
"""How finely the least tilt of a head is found: to 0.4 % of what it can be."""
FIRST, LEAST, MEAN = 0.5, 1.2, 2.6
"""s before which nobody blinks, between two blinks at least, and more than that on average."""
CLOSING, SHUT, OPENING = 0.07, 0.04, 0.15
"""s of a blink."""


def split_gaze(wanted: NDArray[np.float64]) -> tuple[Array, Array]:
    """How a turn of the gaze (..., 2), yaw and pitch against the chest, is shared out: yaw and pitch (..., 2) of the
    head against the chest, and of the eyes against the head. Beyond the limits of both they come as near as they
    can."""
    beyond = np.sign(wanted) * np.maximum(np.abs(wanted) - ALONE, 0.0)
    head = np.clip(SHARE * beyond, *HEAD)
    eyes = np.clip(wanted - head, *EYES)
    head = np.clip(wanted - eyes, *HEAD)  # what eyes cannot, the head does after all
    return head, np.clip(wanted - head, *EYES)


def head_turn(angles: NDArray[np.float64]) -> Array:
    """The rotation (3, 3) of a head against the chest, of its yaw and pitch (2,)."""
    (c, d), (s, t) = np.cos(angles).tolist(), np.sin(angles).tolist()
    return np.array([[c * d, -s, c * t], [s * d, c, s * t], [-t, 0.0, d]])


def helped(head: Array, aim: NDArray[np.float64], eyes: NDArray[np.float64]) -> Array:
    """Turn a head on, from yaw and pitch (2,), until both eyes can see something within their limits, or it meets its
    own limits; the new yaw and pitch (2,). Where it can turn no farther aside, it tilts towards what is looked at, since
    that brings it nearer to the middle of the eyes.

    aim: (3,) what is looked at, m, from the joint of the head, along the chest's axes. eyes: (2, 3) where the eyes
    are in the head's frame, m."""
    for _ in range(TRIES):
        low, high = _lacking(head, aim, eyes)
        head = np.clip(head + high + low, *HEAD)
    level = np.array([head[0], 0.0])
    full = np.clip([head[0], angles(aim @ head_turn(level))[1]], *HEAD)
    return _tilted(head, full, aim, eyes) if _yaw_lacks(head, aim, eyes) else head


def _tilted(head: Array, full: Array, aim: NDArray[np.float64], eyes: NDArray[np.float64]) -> Array:
    """The least way from one turn of the head to another, by halving, from which both eyes see it; all of it if they never do."""
    few, much = 0.0, 1.0
    for _ in range(HALVINGS):
        share = (few + much) / 2
        few, much = (share, much) if _yaw_lacks(head + share * (full - head), aim, eyes) else (few, share)
    return head + much * (full - head)


def _lacking(head: Array, aim: NDArray[np.float64], eyes: NDArray[np.float64]) -> tuple[Array, Array]:
    """What is wanting of the eyes' least and most yaw and pitch: (2,) at most 0, and (2,) at least 0."""
    needed = angles(aim @ head_turn(head) - eyes)
    lack = needed - np.clip(needed, *EYES)
    return np.minimum(lack.min(axis=0), 0.0), np.maximum(lack.max(axis=0), 0.0)


def _yaw_lacks(head: Array, aim: NDArray[np.float64], eyes: NDArray[np.float64]) -> bool:
    low, high = _lacking(head, aim, eyes)
    return bool(high[0] - low[0] > 1e-6)


def direction(angles: NDArray[np.float64]) -> Array:
    """(..., 3) unit vectors, x ahead, y left, z up, of yaws and pitches (..., 2)."""
    yaw, pitch = np.moveaxis(np.asarray(angles, np.float64), -1, 0)
    return np.stack([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), -np.sin(pitch)], axis=-1)


def angles(way: NDArray[np.float64]) -> Array:
    """(..., 2) yaw and pitch of directions (..., 3) of any length."""
    x, y, z = np.moveaxis(np.asarray(way, np.float64), -1, 0)
    return np.stack([np.arctan2(y, x), -np.arctan2(z, np.hypot(x, y))], axis=-1)


def blink(who: str, seed: int, time: float) -> float:
    """How far someone's lids are down at a time, s, 0 to 1. When they blink follows from their name and the scene's seed alone."""
    out = 0.0
    for start in _blinks(who, seed, int(time // BLOCK)) + _blinks(who, seed, int(time // BLOCK) - 1):
        out = max(out, min((time - start) / CLOSING, 1.0, 1.0 - (time - start - CLOSING - SHUT) / OPENING))
    return out


BLOCK = 60.0
"""s for which blinks are drawn at once."""


@lru_cache(maxsize=64)
def _blinks(who: str, seed: int, block: int) -> tuple[float, ...]:
    """The times, s, at which someone's blinks begin in one block of BLOCK seconds."""
    if block < 0:
        return ()
    digest = hashlib.sha256(f"{who}\n{seed}\n{block}".encode()).digest()
    rng, time = np.random.default_rng(int.from_bytes(digest[:8], "little")), FIRST
    out: list[float] = []
    while True:
        time += LEAST + float(rng.exponential(MEAN))
        if time > BLOCK - LEAST:
            return tuple(out)
        out.append(block * BLOCK + time)
