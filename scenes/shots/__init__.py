"""The library of shots: SHOTS maps a name to a function with typed parameters that declares it."""

from collections.abc import Callable

from scenes.shot import Shot
from scenes.shots.argument import argument
from scenes.shots.arm import arm
from scenes.shots.bowl import bowl
from scenes.shots.bowling import bowling
from scenes.shots.cafe import cafe
from scenes.shots.chase import chase
from scenes.shots.clearing import clearing
from scenes.shots.cradle import cradle
from scenes.shots.dominoes import dominoes
from scenes.shots.door import door
from scenes.shots.errand import errand
from scenes.shots.handover import handover
from scenes.shots.hills import hills
from scenes.shots.look_away import look_away
from scenes.shots.marble_run import marble_run
from scenes.shots.meanwhile import meanwhile
from scenes.shots.pendulum import pendulum
from scenes.shots.pillar import pillar
from scenes.shots.spill import spill
from scenes.shots.stairs import stairs
from scenes.shots.tea import tea
from scenes.shots.toss import toss

SHOTS: dict[str, Callable[..., Shot]] = {
    "tea": tea, "handover": handover, "errand": errand, "toss": toss, "clearing": clearing, "spill": spill, "look_away": look_away,
    "meanwhile": meanwhile, "pillar": pillar, "dominoes": dominoes, "pendulum": pendulum, "cradle": cradle, "marble_run": marble_run,
    "door": door, "arm": arm, "bowl": bowl, "bowling": bowling, "hills": hills, "argument": argument, "stairs": stairs,
    "cafe": cafe, "chase": chase,
}
