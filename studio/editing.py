"""steadycast edit: the next take of a take, with some of its declarations changed. What does not depend on them is taken over."""

import filecmp
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from omegaconf import OmegaConf

from sim.errors import DeclarationError
from studio.config import StyleChanges
from studio.locks import check_locks
from studio.notes import answer, check_numbers
from studio.remeasure import declared_in
from studio.shoot import shoot
from studio.take import Take, open_take, verified
from studio.video import read_video


def edit(folder: Path, changes: Mapping[str, Any], answers: Sequence[int] = ()) -> tuple[Take, str]:
    """Shoot the take in a folder again with these changes, by path as scenes.editing says. answers: the numbers of the notes that it
    answers. The new take, and how much of the picture is new, in words. Raises DeclarationError, also if nothing changes, and as
    shoot does."""
    take = open_take(folder)
    check_numbers(folder, answers)
    shot, config = declared_in(take)
    after = shot.with_(changes)
    check_locks(folder, shot, after)
    if after == shot:
        raise DeclarationError(f"{', '.join(changes)}: that is how take {str(folder)!r} is already; nothing would change.")
    own = replace(config, out=str(folder.resolve().parent), parent=str(folder.resolve()), fps=None, seconds=None, style=StyleChanges())
    said = OmegaConf.to_container(OmegaConf.load(verified(take, "config.yaml")))
    assert isinstance(said, dict)
    edits = [*said.get("edits", []), *(f"{path}={value}" for path, value in changes.items())]
    made = shoot(after, own, {**{str(key): value for key, value in said.items()}, "edits": edits})
    answer(made.folder, answers)
    return made, changed_pixels(take, made)


def changed_pixels(before: Take, after: Take) -> str:
    """How much of the painted pictures is new, in words."""
    shapes = [(take.report["width"], take.report["height"], take.report["frames"]) for take in (before, after)]
    if shapes[0] != shapes[1]:
        return "changed: the size or the length, and so every picture"
    told = after.report["differing"] if after.report["parent"] == before.folder.name else []
    shares = told or list(_differing(before, after))
    if not any(shares):
        return "changed: no pixel"
    whole = sum(share == 0 for share in shares)
    return (f"changed: {np.mean(shares):.2%} of all pixels, at most {max(shares):.1%} of a picture; all others, and {whole} of "
            f"{len(shares)} pictures as a whole, are the same bits")


def _differing(before: Take, after: Take) -> Iterator[float]:
    """Of each pair of pictures, the share of pixels that differ; both videos are read at once, unless they are one."""
    if filecmp.cmp(before.master, after.master, shallow=False):
        yield from [0.0] * before.report["frames"]
        return
    readers = [read_video(take.master) for take in (before, after)]
    with ThreadPoolExecutor(2) as threads:
        for _ in range(before.report["frames"]):
            one, other = threads.map(next, readers)
            red, green, blue = np.moveaxis(one != other, 2, 0)
            yield float((red | green | blue).mean())  # any(axis=2) takes ten times as long
