"""The library of shots: SHOTS maps a name to a function with typed parameters that declares it."""

from collections.abc import Callable

from scenes.library.pillar import pillar
from scenes.shot import Shot

SHOTS: dict[str, Callable[..., Shot]] = {
    "pillar": pillar,
}
