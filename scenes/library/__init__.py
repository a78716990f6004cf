"""The library of shots: SHOTS maps a name to a function with typed parameters that declares it."""

from collections.abc import Callable

from scenes.library.arm import arm
from scenes.library.bowl import bowl
from scenes.library.bowling import bowling
from scenes.library.cradle import cradle
from scenes.library.dominoes import dominoes
from scenes.library.door import door
from scenes.library.hills import hills
from scenes.library.marble_run import marble_run
from scenes.library.pendulum import pendulum
from scenes.library.pillar import pillar
from scenes.shot import Shot

SHOTS: dict[str, Callable[..., Shot]] = {
    "pillar": pillar, "dominoes": dominoes, "pendulum": pendulum, "cradle": cradle, "marble_run": marble_run, "door": door, "arm": arm,
    "bowl": bowl, "bowling": bowling, "hills": hills,
}
