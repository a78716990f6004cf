"""What a farm does for shots: its workers fill the store with all that costs time, so that whoever shoots them then finds it there.

That is why the same bytes come out as on one machine, and why what a dead worker made is not made again: a piece of work looks first what
the store has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.shot import Shot
from studio.acting import act_out, acted, told_story
from studio.config import ShootConfig, store_of, work_of
from studio.declarations import digest, encoded
from studio.delivering import Delivery, chunks
from studio.farm import Farm, Promise
from studio.parents import NONE, builds_on

if TYPE_CHECKING:
    from neural.painting.frames import Frames
    from render.passes import Passes

ACT, LOOK, PAINT, ASSEMBLE = (f"studio.farming:{name}" for name in ("act", "look", "paint", "assemble"))
"""What a worker is asked to do."""
SHARES = 4
"""Pieces of assembling for each worker, so that all end at about the same time."""
Surfaces = tuple[bytes, ...]
"""Painted surfaces, as files, in the order of their painting."""


def paint_ahead(farm: Farm, shots: Sequence[Shot], config: ShootConfig) -> Mapping[str, list[Promise]]:
    """Have these shots, acted out already, painted, each building on the one before it and the first on what config.parent names, and all
    their pictures assembled. What to wait for, by shot."""
    config = replace(config, out=str(Path(config.out).absolute()))
    looked = {shot.name: farm.do(LOOK, shot, config) for shot in shots}
    painted: dict[str, Promise] = {}
    before: list[Promise | None] = [None]
    for shot in shots:  # all paintings are asked for before any assembling, so that they come first
        painted[shot.name] = farm.do(PAINT, shot, config, before[-1], after=[looked[shot.name]])
        before.append(painted[shot.name])
    return {shot.name: [farm.do(ASSEMBLE, shot, config, one, numbers, after=[painted[shot.name]])
                        for numbers in _shares(shot, config, farm.size, len(shots))] for shot, one in zip(shots, before)}


def _shares(shot: Shot, config: ShootConfig, workers: int, shots: int) -> list[range]:
    """The numbers of a shot's chunks, divided among a farm's workers, which have so many shots in all."""
    whole = len(chunks(shot.scene.frames, config.neural.batch))
    count = min(whole, -(-SHARES * workers // shots))
    return [range(whole * place // count, whole * (place + 1) // count) for place in range(count)]


def act(shot: Shot, config: ShootConfig) -> None:
    """Act out a shot and all that it goes on from."""
    act_out(shot, store_of(config))


def look(shot: Shot, config: ShootConfig) -> None:
    """Find out what of a shot is seen, whatever it builds on. Raises DeclarationError for a claim that fails."""
    ready = _ready(shot, replace(config, parent=NONE), None)
    told_story(shot, ready.passes, store_of(config))
    ready.frames.survey()


def paint(shot: Shot, config: ShootConfig, before: Surfaces | None) -> Surfaces:
    """Paint what a shot's pictures are assembled from. before: what it builds on, if config.parent does not name it."""
    return tuple(entry.content for entry in _ready(shot, config, before).frames.surfaces)


def assemble(shot: Shot, config: ShootConfig, before: Surfaces | None, numbers: Sequence[int]) -> None:
    """Put chunks of a shot's pictures together."""
    ready = _ready(shot, config, before)
    store = store_of(config)
    Delivery(ready.passes, ready.frames, store, work_of(config, store), config.neural.batch).make(numbers)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Ready:
    """A shot that a worker can paint and assemble."""

    passes: "Passes"
    frames: "Frames"


_latest: dict[str, _Ready] = {}
"""The shot that this worker had last, by what it is: the next piece of work is often of the same."""


def _ready(shot: Shot, config: ShootConfig, before: Surfaces | None) -> _Ready:
    key = digest("ready", encoded(shot), encoded(config), None if before is None else [sha256(one).hexdigest() for one in before])
    if key not in _latest:
        _latest.clear()
        _latest[key] = _made_ready(shot, config, before)
    return _latest[key]


def _made_ready(shot: Shot, config: ShootConfig, before: Surfaces | None) -> _Ready:
    from neural.bank.look_bank import Entry
    from neural.stylise import stylise
    from render.digests import shape_digests
    from render.passes import render
    store = store_of(config)
    passes = render(shot.scene, acted(shot, store)[0], shot.view, config.render)
    parent = config.parent if before is None and config.neural.consistency == "cast" else NONE
    builds = builds_on(parent, Path(config.out), shape_digests(passes), store)
    entries = builds.entries.values() if before is None else [Entry(content=one) for one in before]
    return _Ready(passes=passes, frames=stylise(passes, shot.style, config.neural, tuple(entries), work_of(config, store), builds.base))
