"""The library's shots acted out, each once for all tests."""

from functools import cache

from scenes.shots import SHOTS
from sim.execution.engine import simulate
from sim.trajectory import Trajectory


@cache
def acted(name: str) -> Trajectory:
    """The trajectory of a shot of the library with its own settings."""
    return simulate(SHOTS[name]().scene)
