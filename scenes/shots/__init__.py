"""The library of shots: SHOTS maps a name to a function with typed parameters that declares it."""

from collections.abc import Callable

from scenes.shot import Shot
from scenes.shots.arm import arm
from scenes.shots.bowl import bowl
from scenes.shots.bowling import bowling
from scenes.shots.cradle import cradle
from scenes.shots.dominoes import dominoes
from scenes.shots.door import door
from scenes.shots.hills import hills
from scenes.shots.marble_run import marble_run
from scenes.shots.pendulum import pendulum
from scenes.shots.pillar import pillar
from scenes.shots.tea import tea

SHOTS: dict[str, Callable[..., Shot]] = {
    "pillar": pillar, "dominoes": dominoes, "pendulum": pendulum, "cradle": cradle, "marble_run": marble_run, "door": door, "arm": arm,
    "bowl": bowl, "bowling": bowling, "hills": hills, "tea": tea,
}
