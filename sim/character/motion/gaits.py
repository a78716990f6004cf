"""Manners of going: how long and how far a step is, and how the body is carried."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.character.body.bones import TALL
from sim.errors import DeclarationError, unknown


@dataclass(frozen=True, kw_only=True)
class Gait:
    """seconds: from one footfall to the next. stride: m of a step at most, of someone of TALL. both_down: share of a step's time that both
    feet are down; negative, that neither is. lift: how high feet go, against a walk. roll: rad by which a heel rises before its foot
    leaves. swing: rad of arms forward and back. elbow: rad that elbows are bent. lean: rad forward. sink: m that the hips are lower, of
    someone of TALL. limp: m that they dip over the right foot."""

    seconds: float = 0.5
    stride: float = 0.56
    both_down: float = 0.15
    lift: float = 1.0
    roll: float = np.radians(38.0)
    swing: float = 0.42
    elbow: float = 0.25
    lean: float = 0.0
    sink: float = 0.0
    limp: float = 0.0

    @property
    def speed(self) -> float:
        """m/s at most, of someone of TALL."""
        return self.stride / self.seconds


WALK = Gait()
SIDLE = Gait(seconds=0.45, stride=0.3, both_down=0.2, lift=0.25, roll=0.03, swing=0.05)
"""Of who steps aside where there is hardly room."""
GAITS: Mapping[str, Gait] = {
    "walk": WALK, "stroll": Gait(seconds=0.62, stride=0.46, swing=0.3, both_down=0.2),
    "hurry": Gait(seconds=0.44, stride=0.66, lift=0.9, roll=np.radians(26.0), swing=0.6, elbow=0.7, lean=0.07, both_down=0.1),
    "sneak": Gait(seconds=0.75, stride=0.38, lift=1.5, roll=np.radians(20.0), swing=0.12, elbow=0.9, lean=0.3, sink=0.09, both_down=0.25),
    "limp": Gait(seconds=0.58, stride=0.42, lift=0.6, roll=np.radians(20.0), swing=0.25, limp=0.05, both_down=0.2),
    "run": Gait(seconds=0.42, stride=0.86, both_down=-0.3, lift=0.9, roll=np.radians(24.0), swing=0.7, elbow=1.45, lean=0.16,
                sink=0.06)}
"""By what scripts call them."""


LEAST, MOST = 0.6, 1.2
"""Times of its own speed that a gait can be slowed down and hurried; beyond, it is another."""


def paced(gait: Gait, speed: float | None, size: float) -> Gait:
    """The gait at a speed on level ground, m/s, of someone of this size against TALL; None for its own. Steps grow and quicken alike, with
    the square root of the speed (Grieve and Gear, The relationships between length of stride, step frequency, time of swing and speed of
    walking, Ergonomics 9, 1966)."""
    more = 1.0 if speed is None else float(np.sqrt(speed / (gait.speed * size)))
    return gait if more == 1.0 else replace(gait, stride=gait.stride * more, seconds=gait.seconds / more)


def check_speed(owner: str, name: str, speed: float | None, height: float) -> None:
    """Raise a DeclarationError for a speed, m/s, at which someone of this height, m, cannot go in a gait of GAITS."""
    if speed is None:
        return
    own = {each: gait.speed * height / TALL for each, gait in GAITS.items()}
    if not LEAST * own[name] - 1e-9 <= speed <= MOST * own[name] + 1e-9:
        fit = [each for each in own if LEAST * own[each] <= speed <= MOST * own[each]]
        legs = f"legs of someone {height:g} m tall {name} at {LEAST * own[name]:.2f} to {MOST * own[name]:.2f} m/s"
        raise DeclarationError(f"{owner}: speed is {speed:g} m/s; {legs}. " + (
            f"Give such a speed, or gait={fit[0]!r}, in which that can be gone." if fit else "No gait is so slow or so fast."))


def check_gait(owner: str, name: str) -> None:
    """Raise a DeclarationError for one that there is not."""
    if name not in GAITS:
        raise unknown("gait", name, GAITS, owner)
