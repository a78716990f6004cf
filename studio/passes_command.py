"""steadycast passes TAKE: a take's layers and camera, for other programs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError, unknown
from studio.progress import Stages

if TYPE_CHECKING:
    from render.passes import Passes

Opened = tuple["Passes", Iterable[NDArray[np.uint8]]]
"""A take's passes, and its painted pictures in order."""
SETTINGS = ("passes", "format", "out")


def open_passes(folder: Path) -> Opened:
    """The take in this folder, as it was declared, and its pictures. Raises DeclarationError."""
    from studio.remeasure import reopened
    from studio.take import open_take, verified
    from studio.video import read_video

    take = open_take(folder)
    _, _, passes = reopened(take)
    return passes, read_video(verified(take, "painted.mkv"))


def passes(words: Sequence[str], open_take: Callable[[Path], Opened] = open_passes) -> Path:
    """Write what the words after `steadycast passes` ask for. The folder that it is in. Raises DeclarationError."""
    from studio.export.layers import chosen_layers

    take, layers, format, out = _read(words)
    chosen_layers(layers, format, painted=True)  # a mistake is to be told at once, before the take is opened
    stages = Stages()
    with stages.stage("load"):
        from studio.export.write import write_passes
        shot, pictures = open_take(take)
    with stages.stage("write") as progress:
        write_passes(out, shot, pictures, layers, format, progress)
    return out


def _read(words: Sequence[str]) -> tuple[Path, list[str], str, Path]:
    """(take, layers, format, folder)."""
    takes = [word for word in words if "=" not in word]
    if len(takes) != 1:
        raise DeclarationError("steadycast passes: takes the folder of one take, such as takes/tea-0001; "
                               f"{len(takes)} were given.")
    given = _settings([word for word in words if "=" in word])
    layers = given.get("passes", "all")
    names = [str(name) for name in (layers if isinstance(layers, list) else [layers])]
    out = Path(str(given.get("out", Path(takes[0]) / "passes")))
    return Path(takes[0]), names, str(given.get("format", "exr")), out


def _settings(words: Sequence[str]) -> dict[str, Any]:
    from hydra.core.override_parser.overrides_parser import OverridesParser

    from studio.jobs import checked

    overrides = OverridesParser.create().parse_overrides(checked(words))
    given = [override.key_or_group for override in overrides]
    for name in given:
        if name not in SETTINGS:
            raise unknown("setting", name, SETTINGS, "steadycast passes")
    return {override.key_or_group: override.value() for override in overrides}
