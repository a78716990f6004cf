"""How long what comes after the painting will probably take: as long, a frame, as it took in the latest take of the same kind."""

import json
import math
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from studio.shelf import takes_in

if TYPE_CHECKING:
    from render.passes import Passes

LAST = {"assemble": ("assemble", "deliver"), "measure": ("measure",)}
"""Stages, and the names in report.json of all that is done in them."""
LOOKED = 20
"""Takes that are looked through, at most."""
ALIKE = ("width", "height", "consistency")


def pace(out: Path, passes: "Passes", consistency: str, edit: bool) -> dict[str, float] | None:
    """Seconds of LAST, by stage; None if no take in `out` is of this size and kind. edit: whether it builds on another take's pictures.
    A take whose report cannot be read tells nothing."""
    wanted = dict(zip(ALIKE, (passes.width, passes.height, consistency)))
    for folder in sorted(takes_in(out), key=lambda folder: folder.stat().st_mtime, reverse=True)[:LOOKED]:
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            report = json.loads((folder / "report.json").read_text())
            same = all(report[name] == value for name, value in wanted.items()) and (report["parent"] != "none") == edit
            if same and not report["reused"]["pictures"]:
                longer = len(passes) / int(report["frames"])
                found = {stage: longer * sum(float(report["seconds"][name]) for name in names) for stage, names in LAST.items()}
                if all(0 <= seconds < math.inf for seconds in found.values()):
                    return found
    return None
