"""The poses through which someone gets down: to a crouch, on one knee, on the floor, on the back."""

from dataclasses import replace

import numpy as np

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import number
from sim.character.motion.floor_hands import arms_ahead, arms_aside, on_knees, propped
from sim.character.motion.key_poses import SIDES, KeyPose, arms_hanging, at_ease
from sim.math.conventions import Array

LIFT = 0.06
"""m that a foot is lifted off the floor before it goes elsewhere, so that it does not slide there."""
Keys = list[tuple[float, KeyPose]]
"""Poses and the s at which they are reached, from standing."""
SOFT, HAIR = 0.005, 0.015
"""m by which flesh that is lain on gives way, and what is between a head and the floor."""


def crouching(body: Anatomy) -> Keys:
    """Down on the heels, hands on the knees."""
    start, size = at_ease(body), body.size
    low = replace(start, pelvis=np.array([-0.24, 0.0, 0.40]) * size, tilts=np.radians([22.0, 38.0, 12.0]),
                  knees=np.array([[1.0, 0.55 * sign, 0.0] for _, sign in SIDES]))
    return [(0.0, start), (1.1, on_knees(low, body, (0, 1)))]


def kneeling(body: Anatomy) -> Keys:
    """A long step back on the ball of the right foot, and down on that knee; the left hand on the left knee."""
    start, size, shin = at_ease(body), body.size, -float(body.offsets[number("right_foot"), 2])
    knee, hip = np.array([-0.22, 0.09]) * size, -float(body.offsets[number("right_shin"), 2])
    ankle = float(body.toe[0]) - 0.008 * size
    behind = float(knee[0] - np.sqrt(shin ** 2 - (ankle - knee[1]) ** 2) + body.toe[2])
    toe = np.array([behind, start.toes[0, 1], 0.004 * size])
    aloft = replace(start, pelvis=np.array([-0.12, 0.0, 0.84]) * size, tilts=np.radians([3.0, 6.0, 3.0]),
                    toes=np.array([(start.toes[0] + toe) / 2 + [0.0, 0.0, 0.12 * size], start.toes[1]]),
                    pitches=np.radians([45.0, 0.0]))
    back = replace(start, pelvis=np.array([-0.27, 0.0, 0.70]) * size, tilts=np.radians([6.0, 12.0, 5.0]),
                   toes=np.array([toe, start.toes[1]]), pitches=np.radians([50.0, 0.0]))
    down = replace(back, pelvis=np.array([knee[0] - 0.01 * size, 0.0, knee[1] + hip]),
                   tilts=np.radians([0.0, 4.0, 4.0]), pitches=np.radians([90.0, 0.0]))
    off, over = (_lifted(pose, body, 0, LIFT / 3, pitch) for pose, pitch in ((start, np.radians(20.0)), (back, 0.0)))
    return [(0.0, start), (0.2, off), (0.55, arms_hanging(aloft, body)), (0.85, arms_hanging(over, body)), (1.0, arms_hanging(back, body)),
            (1.85, on_knees(arms_hanging(down, body), body, (1,)))]


def seated(body: Anatomy) -> Keys:
    """Down into a squat, back on the floor with a hand on either side of it, and the hands round the knees."""
    start, size = at_ease(body), body.size
    wide = np.array([[1.0, 0.2 * sign, 0.6] for _, sign in SIDES])
    squat = replace(start, pelvis=np.array([-0.26, 0.0, 0.40]) * size, tilts=np.radians([20.0, 45.0, 20.0]), knees=wide)
    leaning = replace(squat, pelvis=np.array([-0.5 * size, 0.0, body.rump + 0.031 * size]),
                      tilts=np.radians([-18.0, -12.0, 0.0]), knees=wide * [0.3, 1.0, 1.6])
    upwards = replace(leaning, tilts=np.radians([-12.0, 8.0, 4.0]))
    return [(0.0, start), (0.9, arms_ahead(squat, body)), (1.9, propped(leaning, body)),
            (2.45, arms_aside(upwards, body)),
            (3.0, on_knees(upwards, body, (0, 1)))]


def lying(body: Anatomy) -> Keys:
    """Down on the floor, back on it, and one leg after the other straight."""
    keys, size = seated(body), body.size
    (time, sat), flat = keys[-1], _flat(body, keys[-1][1])
    half = replace(propped(sat, body), pelvis=(sat.pelvis + flat.pelvis) / 2 + [0.0, 0.0, 0.02 * size],
                   tilts=np.array([0.5, 0.5, 0.42]) * flat.tilts)
    back = replace(flat, toes=sat.toes, pitches=sat.pitches, knees=sat.knees)
    first = replace(back, toes=np.array([flat.toes[0], sat.toes[1]]), pitches=np.array([flat.pitches[0], 0.0]))
    return [*keys, (time + 0.8, half), (time + 1.7, back), (time + 1.95, _lifted(back, body, 0)),
            (time + 2.45, _lifted(first, body, 0)), (time + 2.65, first), (time + 2.9, _lifted(first, body, 1)),
            (time + 3.4, _lifted(flat, body, 1)), (time + 3.6, flat)]


def _lifted(pose: KeyPose, body: Anatomy, i: int, by: float = LIFT, pitch: float = 0.0) -> KeyPose:
    """The same with a foot, 0 the right and 1 the left, straight above where it is, m, its toes farther down, rad."""
    toes, pitches = np.array(pose.toes), np.array(pose.pitches)
    toes[i, 2] += by * body.size
    pitches[i] += pitch
    return replace(pose, toes=toes, pitches=pitches)


def _flat(body: Anatomy, sat: KeyPose) -> KeyPose:
    """On the back, arms beside the trunk, legs straight."""
    size, pelvis = body.size, np.radians(-90.0)
    height = _below(body, "pelvis", pelvis) - SOFT * size
    chest = _rests(body, "chest", height + _up(pelvis, body.offsets[number("chest")]), np.radians((-86.0, -104.0)))
    neck = height + _up(pelvis, body.offsets[number("chest")]) + _up(chest, body.offsets[number("head")])
    head = _rests(body, "head", neck - (SOFT + HAIR) * size, np.radians((-60.0, -115.0)))
    at = np.array([sat.pelvis[0] - 0.1 * size, 0.0, height])
    foot, leg = np.radians(-68.0), -float(body.offsets[number("left_shin"), 2] + body.offsets[number("left_foot"), 2])
    ankle = _below(body, "left_foot", foot)
    toe = np.array([np.cos(foot) * body.toe[0] + np.sin(foot) * body.toe[2], 0.0, _up(foot, body.toe)])
    toes = np.array([[at[0] + 0.993 * leg, 1.15 * sign * abs(body.offsets[number("left_thigh"), 1]), ankle] + toe
                     for _, sign in SIDES])
    down, beside = np.tile([0.0, 0.0, -1.0], (2, 1)), np.array([[0.0, sign, 0.0] for _, sign in SIDES])
    return replace(sat, pelvis=at, tilts=np.array([pelvis, chest, head]), toes=toes, pitches=np.full(2, foot),
                   knees=np.array([[0.3, 0.25 * sign, 1.0] for _, sign in SIDES]), palms=down,
                   elbows=beside - [0.4, 0, 0.2], fingers=beside * 0.15 + [1.0, 0.0, 0.1],
                   wrists=at * [1, 1, 0] + size * (0.34 * beside + [0.02, 0.0, 0.07]))


def _below(body: Anatomy, bone: str, tilt: float) -> float:
    """m that a bone's flesh reaches down from its joint when it is tilted forward so, rad."""
    c, s = np.cos(tilt), np.sin(tilt)
    return body.spheres.of(bone).below(np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]))


def _up(tilt: float, offset: Array) -> float:
    """The height of an offset (3,) that is tilted forward so, rad."""
    return float(-np.sin(tilt) * offset[0] + np.cos(tilt) * offset[2])


def _rests(body: Anatomy, bone: str, height: float, tilts: Array) -> float:
    """The tilt, rad, between two with which a bone, whose joint is at a height, m, lies on the floor most closely."""
    ways = np.linspace(float(tilts[0]), float(tilts[1]), 60)
    return float(min(ways, key=lambda tilt: abs(_below(body, bone, float(tilt)) - SOFT * body.size - height)))
