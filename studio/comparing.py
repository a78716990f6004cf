"""Two takes compared: what was declared otherwise, how the stories part, cost, measures, and which pixels differ, of what."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.story.compare import compare
from sim.story.story import Story
from studio.contact import Row, contact_sheet, sample
from studio.progress import Stages
from studio.remeasure import reopened
from studio.shoot import DECLARED
from studio.table import markdown
from studio.take import Take, open_take, verified
from studio.video import read_video, write_video

if TYPE_CHECKING:
    from render.passes import Passes

LOOKED_AT = 24
"""Frames spread over a shot in which differing pixels are told by object."""
MOST = 24
"""Differences of one kind that are named; the others are counted."""
Picture = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class TakeComparison:
    """folder: with side.mp4, wipe.mp4, changed.png and compare.md, whose text is here too."""

    folder: Path
    text: str


def compare_takes(first: Path, second: Path) -> TakeComparison:
    """Compare two takes, and put what comes out beside the first, in compare-A-B. Raises DeclarationError for what is no take."""
    takes = open_take(first), open_take(second)
    names = names_of(takes)[:2]
    folder = takes[0].folder.resolve().parent / "-".join(["compare", *names])
    stages = Stages()
    with stages.stage("load"):
        opened = [reopened(take) for take in takes]
    stories = [Story(scene=shot.scene, trajectory=passes.trajectory) for shot, _, passes in opened]
    same_rate = stories[0].trajectory.fps == stories[1].trajectory.fps
    lines = [f"a: {names[0]}", f"b: {names[1]}", "", "declared:", *_declared(*takes), "", "story:",
             *(_some(str(compare(*stories)).splitlines()) if same_rate else ["the frame rates differ"]), "", _costs(*takes)]
    folder.mkdir(exist_ok=True)
    if _shape(takes[0]) == _shape(takes[1]):
        with stages.stage("compare") as progress:
            lines += ["", "changed pixels:", *_pixels(takes, opened[0][2], folder, progress)]
    else:
        lines += ["", "changed pixels: the takes differ in size or length, and so have no pictures to lay over each other"]
    text = "\n".join(lines)
    (folder / "compare.md").write_text(text + "\n")
    return TakeComparison(folder=folder, text=text)


def _shape(take: Take) -> tuple[Any, ...]:
    return tuple(take.report[name] for name in ("width", "height", "frames", "fps"))


def _declared(*takes: Take) -> list[str]:
    """Where two takes' declarations differ, by path."""
    one, two = (json.loads(verified(take, DECLARED).read_bytes()) for take in takes)
    found = [f"{path.removeprefix('shot.')}: {_short(a)} -> {_short(b)}" for path, a, b in differences(one, two)
             if not path.startswith(("config.parent", "config.out", "config.store"))]
    return _some(found) or ["the same"]


def differences(a: Any, b: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, in a, in b) of all that differs in two declarations as JSON; things of a list go by their names, if all have one."""
    a, b = _named(a), _named(b)
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from differences(a.get(key), b.get(key), f"{path}.{key}" if path else str(key))
    elif a != b:
        yield path, a, b


def _named(value: Any) -> Any:
    """A mapping or a list of named things as a dict by name; anything else as it is."""
    if isinstance(value, dict) and set(value) == {"map"}:
        return {str(key): inner for key, inner in value["map"]}
    if isinstance(value, list) and value and all(isinstance(each, dict) and each.get("name") for each in value):
        names = [each["name"] for each in value]
        return dict(zip(names, value)) if len(set(names)) == len(names) else value
    return value


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _some(lines: list[str]) -> list[str]:
    return [*lines[:MOST], *([f"and {len(lines) - MOST} more"] if len(lines) > MOST else [])]


def _costs(*takes: Take) -> str:
    rows = [(name, *(take.report[name] for take in takes)) for name in ("denoiser_evaluations", "cpu_seconds")]
    rows.append(("seconds", *(take.report["seconds"]["total"] for take in takes)))
    measures: list[Mapping[str, Any]] = [take.report["measures"] for take in takes]
    for name in dict.fromkeys((*measures[0], *measures[1])):
        values = [each.get(name) for each in measures]
        if values[0] != values[1]:
            rows.append((name, *(f"{value:.4g}" if isinstance(value, float) else value for value in values)))
    return markdown(("", "a", "b"), rows).rstrip()


def _pixels(takes: tuple[Take, Take], passes: "Passes", folder: Path, progress: Any) -> list[str]:
    """Write the videos and the sheet, and tell how much differs, and by object, of what in LOOKED_AT frames."""
    width, height, frames, _ = _shape(takes[0])
    looked, sheet = sample(frames, LOOKED_AT), sample(frames)
    shares, rows, counts = [], [], np.zeros((int(passes[0].object_ids.max()) + 1, 2), np.int64)
    with (write_video(folder / "side.mp4", width=2 * width, height=height, fps=passes.fps) as beside,
          write_video(folder / "wipe.mp4", width=width, height=height, fps=passes.fps) as wiped):
        for number, (a, b) in enumerate(zip(*(read_video(take.master) for take in takes))):
            changed = (a != b).any(axis=2)
            shares.append(float(changed.mean()))
            beside(np.hstack([a, b]))
            wiped(wipe(a, b, (number + 0.5) / frames))
            if number in looked:
                shown = passes[number].object
                counts += np.stack([np.bincount(ids, minlength=len(counts)) for ids in (shown[changed], shown.ravel())], axis=1)
            if number in sheet:
                rows.append(Row(caption=f"frame {number}", pictures=(a, b, np.repeat(changed[..., None] * np.uint8(255), 3, axis=2))))
            progress(number + 1, frames)
    contact_sheet(rows, names_of(takes)).save(folder / "changed.png")
    whole = f"  {np.mean(shares):.2%} of all, in {sum(share > 0 for share in shares)} of {frames} pictures"
    return [whole, *_some(_by_object(counts, passes))]


def names_of(takes: tuple[Take, Take]) -> tuple[str, str, str]:
    """The headings of the sheet."""
    first, second = (take.folder.resolve().name for take in takes)
    return first, second, "changed"


def _by_object(counts: NDArray[np.int64], passes: "Passes") -> list[str]:
    """counts: by object id, pixels that differ, and all. What differs most stands first."""
    names = {int(passes[0].object_ids[part.id]): part.object for part in passes.parts} | {0: "sky"}
    order = [i for i in np.argsort(-counts[:, 0], kind="stable") if counts[i, 0]]
    return [f"  {names[int(i)]}: {counts[i, 0] / counts[i, 1]:.1%} of it" for i in order]


def wipe(a: Picture, b: Picture, share: float) -> Picture:
    """(H, W, 3): the second picture up to this share of the width, the first to the right of a white line there."""
    at = round(share * a.shape[1])
    out = np.concatenate([b[:, :at], a[:, at:]], axis=1)
    out[:, max(at - 1, 0):at + 1] = 255
    return out
