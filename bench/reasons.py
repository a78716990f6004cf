"""Whether what is given as the reason for a failure is true, worked out again from the stage and the trajectory alone."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.solvable import BAND, BODY, FAR, Case, found, short, walkable, within
from sim.character.body.bones import number
from sim.trajectory import Trajectory

GRID, PALM = 0.12, 0.108
"""By which a number in a reason may differ from ours: a distance on the floor, m, whose grids differ; a reach, as a share of stature, the
length of a hand, which may be held one way or another."""
HAND = 0.054
"""Of stature: from the wrist to the middle of what is gripped."""


def true(reason: str, case: Case, trajectory: Trajectory) -> bool:
    """Whether a reason for not walking to the cup or not taking it is true. A reason that is not known is not."""
    for pattern, check in CHECKS:
        match = re.search(pattern, reason)
        if match:
            return check(case, trajectory, *(_value(group) for group in match.groups()))
    return False


def _value(text: str) -> float | str:
    """A number if it is one."""
    try:
        return float(text)
    except ValueError:
        return text


def _no_way(case: Case, _: Trajectory) -> bool:
    """Even someone slimmer and with longer arms gets nowhere from where it is in reach, and that is for want of a way."""
    slim = found(case, BODY - BAND / 2, BAND / 2)
    return not slim.way and (within(case, BODY - BAND / 2, BAND / 2) or slim.nearest > FAR)


def _no_nearer(case: Case, _: Trajectory, nearest: float, reach: float) -> bool:
    slim, plain = found(case, BODY - BAND / 2, BAND / 2), found(case, BODY, 0.0)
    return not slim.way and slim.nearest - GRID <= nearest <= plain.nearest + GRID and nearest > reach


def _walled(case: Case, _: Trajectory, wall: str) -> bool:
    """Wherever one gets to whence it would be in reach if nothing stood there, something higher than it stands between; once at least
    what is named."""
    here = walkable(case, BODY - BAND / 2)
    here = here[np.linalg.norm(here - case.grip[:2], axis=1) < FAR]
    near = here[short(replace(case, solids=()), here) <= BAND / 2] if len(here) else here
    across = {solid: np.isfinite(solid.crossed(near, np.broadcast_to(case.grip[:2], near.shape))[0])
              for solid in case.solids if solid.top > case.grip[2]}
    return len(near) > 0 and bool(np.any(list(across.values()), axis=0).all() and any(
        met.any() for solid, met in across.items() if solid.name == wall))


def _beyond(case: Case, trajectory: Trajectory, by: float, time: float) -> bool:
    frame = min(round(time * float(trajectory.fps)), trajectory.frames - 1)
    here = trajectory.bone_positions[frame, [number("right_foot"), number("left_foot")], :2].mean(axis=0)
    part, = trajectory.part_ids("cup")
    now = replace(case, grip=trajectory.positions[frame, part - 1])
    taut, straight = (float(short(one, here[None])[0]) for one in (now, replace(now, solids=())))
    return taut > -BAND / 2 and straight - PALM * case.height <= by <= taut + PALM * case.height


def _arm_in(case: Case, trajectory: Trajectory, wall: str, time: float) -> bool:
    """What is named stands between, and the arm has to go over it."""
    frame = min(round(time * float(trajectory.fps)), trajectory.frames - 1)
    here = trajectory.bone_positions[frame, [number("right_foot"), number("left_foot")], :2].mean(axis=0)
    crossed = [solid.name for solid in case.solids if np.isfinite(solid.crossed(here[None], case.grip[None, :2])[0]).any()]
    taut, straight = (float(short(one, here[None])[0]) for one in (case, replace(case, solids=())))
    return wall in crossed and (taut > straight + GRID / 2 or taut > -BAND)


def _from_hand(case: Case, trajectory: Trajectory, gap: float, time: float) -> bool:
    frame = min(round(time * float(trajectory.fps)), trajectory.frames - 1)
    part, = trajectory.part_ids("cup")
    hands = trajectory.bone_positions[frame, [number("right_hand"), number("left_hand")]]
    far = np.linalg.norm(hands - trajectory.positions[frame, part - 1], axis=1).min() - HAND * case.height
    return bool(abs(far - gap) <= PALM * case.height / 2)


CHECKS: tuple[tuple[str, Callable[..., bool]], ...] = (
    (r"there is no way for \w+ to", _no_way),
    (r"gets no nearer to \w+ than ([\d.]+) m and reaches ([\d.]+) m", _no_nearer),
    (r"(\w+) is between \w+ and \w+ from wherever", _walled),
    (r"arm would be [\d.]+ m inside (\w+) at ([\d.]+) s", _arm_in),
    (r"is ([\d.]+) m beyond \w+'s reach at ([\d.]+) s", _beyond),
    (r"is ([\d.]+) m from \w+'s hand at ([\d.]+) s", _from_hand),
)
