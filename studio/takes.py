"""steadycast takes: which takes there are, what they are, whether they are whole, and room made. Functions give the text for the screen."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sim.errors import DeclarationError, unknown
from studio.check import check
from studio.config import ShootConfig
from studio.manifest import FILE, Manifest, load_manifest
from studio.repair import mend
from studio.shelf import find_take, groups_in, manifest_of, parent_of, report_of, takes_in
from studio.store import Store
from studio.unfinished import files_under, hidden_name, remove_left

COST = ("frames", "fps", "width", "height", "seconds", "denoiser_evaluations", "model")
SCREEN = 20  # lines of one kind
ACTIONS = {"list": 0, "show": 1, "verify": None, "remove": 1, "collect": 0}
"""How many takes are named after each; None: as many as one likes."""


def takes_command(words: Sequence[str]) -> tuple[str, bool]:
    """Do what the words after `steadycast takes` say: what the screen says to it, and whether all is well. DeclarationError."""
    settings = {"out": ShootConfig().out, "store": ".store"}
    for name, value in (word.split("=", 1) for word in words if "=" in word):
        if name not in settings:
            raise unknown("setting", name, settings, "steadycast takes")
        settings[name] = value
    action, *names = [word for word in words if "=" not in word] or ["list"]
    if action not in ACTIONS:
        raise unknown("action", action, ACTIONS, "steadycast takes")
    if ACTIONS[action] not in (None, len(names)):
        raise DeclarationError(f"steadycast takes {action}: {len(names)} takes were named; name {ACTIONS[action] or 'none'}.")
    out = Path(settings["out"])
    return _do(action, out, names, Store(out / settings["store"] if settings["store"] else None))


def list_takes(out: Path) -> str:
    """One line a take, the newest last. Only sizes are looked at, so that it is quick."""
    from studio.table import markdown
    found = [_row(out, folder) for folder in takes_in(out)]
    if not found:
        return _none(out)
    return _plain(markdown(("take", "shot", "made", "frames", "size", "parent", "state"), sorted(found, key=lambda row: row[2])))


def show_take(out: Path, name: str) -> str:
    """What went in, what came out, what it builds on, what was reused."""
    folder = find_take(out, name)
    manifest, wrong = load_manifest(folder), {problem.file: problem.what for problem in check(folder, read=False)}
    lines = [f"take: {folder}", f"made: {manifest.made}", "parents:", *_chain(folder, manifest), "went in:"]
    with suppress(OSError, ValueError):
        lines += [f"  {line}" for line in (folder / "config.yaml").read_text().splitlines()]
    lines += ["came out:", *(f"  {file}: {bytes_said(size)}" + (f", but it {wrong[file]}" if file in wrong else "")
                             for file, (size, _) in manifest.files.items())]
    report = report_of(folder)
    lines += [f"  {name}: {_said(report[name])}" for name in COST if name in report]
    lines += ["made from:", *(f"  {name}: {_said(value)}" for name, value in manifest.facts.items() if name != "remake")]
    return _plain("\n".join(lines))


def verify_takes(out: Path, names: Sequence[str], store: Store) -> tuple[str, bool]:
    """Read every byte of the takes named, or of all. What is damaged and still in the store is put back. Whether all is well now."""
    folders = [find_take(out, name) for name in names] or takes_in(out)
    if not folders:
        return _none(out), True
    mended, wrong = [], []
    for folder in folders:
        files, problems = mend(folder, store)
        mended += [f"{folder.name}: {file} was damaged or missing; the store had it, and it is whole again" for file in files]
        wrong += [f"{folder.name}: {problem.file} {problem.what}" for problem in problems]
    end = "What is still wrong cannot be put back: shoot those takes again." if wrong else \
        f"Every byte of {len(folders)} take{'s' if folders[1:] else ''} was read: all is whole."
    return _plain("\n".join([*_some(mended), *_some(wrong), end])), not wrong


def remove_take(out: Path, name: str) -> str:
    """Remove a take, at once or not at all. Takes that build on it stay whole, for each has all its files; they are named."""
    folder = find_take(out, name)
    children = [other.name for other in takes_in(out) if other != folder and parent_of(other) == folder.name]
    gone = folder.rename(folder.with_name(hidden_name(folder.name)))  # what a kill leaves now is removed with other unfinished folders
    shutil.rmtree(gone)
    return _plain(f"{folder} is removed." + (f" {', '.join(children)} named it as parent; a take needs no parent to be whole."
                                             if children else ""))


def collect(out: Path, store: Store) -> str:
    """Make room: what killed runs left, and what the store has beyond its budget."""
    left = sum(remove_left(folder) for folder in (out, *groups_in(out)))
    freed = store.collect()
    lines = [f"{bytes_said(left)} of takes that were never finished and {bytes_said(freed)} of the store are freed."]
    lines += [f"The store keeps {bytes_said(sum(size for _, size in store.usage().values()))} of at most {bytes_said(store.budget)}:"]
    lines += [f"  {kind}: {count}, {bytes_said(size)}" for kind, (count, size) in sorted(store.usage().items())]
    return _plain("\n".join(lines))


def bytes_said(size: int) -> str:
    """1234567 as '1.2 MB'."""
    value, unit = float(size), "bytes"
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} bytes" if unit == "bytes" else f"{value:.1f} {unit}"


def _do(action: str, out: Path, names: Sequence[str], store: Store) -> tuple[str, bool]:
    if action == "verify":
        return verify_takes(out, names, store)
    if action == "collect":
        return collect(out, store), True
    if action == "list":
        return list_takes(out), True
    return (show_take if action == "show" else remove_take)(out, names[0]), True


def _none(out: Path) -> str:
    return f"No take is in {str(out)!r}. steadycast shoot makes one; out=FOLDER says where to look."


def _row(out: Path, folder: Path) -> tuple[str, ...]:
    report, wrong = report_of(folder), check(folder, read=False)
    name = str(folder.relative_to(out.resolve())) if folder.is_relative_to(out.resolve()) else str(folder)
    shown = (name, str(report.get("shot", "?")))
    size = bytes_said(sum(stat.st_size for _, stat in files_under(folder)))
    if not (folder / FILE).is_file():
        return (*shown, "", str(report.get("frames", "?")), size, "", "made by an earlier version; shoot it again")
    made = "" if wrong and wrong[0].file == FILE else load_manifest(folder).made
    state = f"damaged: {wrong[0].file} {wrong[0].what}" + (f", {len(wrong) - 1} more" if len(wrong) > 1 else "") if wrong else "whole"
    return (*shown, made, str(report.get("frames", "?")), size, parent_of(folder), state)


def _chain(folder: Path, manifest: Manifest) -> Iterator[str]:
    """The take's parent, its parent's parent and so on, as far as they are here."""
    seen: set[str] = set()
    parent = manifest.parent
    if parent is None:
        yield "  none"
    while parent is not None and parent.identity not in seen:
        seen.add(parent.identity)
        above = manifest_of(folder.parent / parent.name)
        here = above is not None and above.identity == parent.identity
        yield f"  {parent.name}" + ("" if here else ", which is here no more" if above is None else ", whose name another take has now")
        parent = above.parent if above is not None and here else None


def _said(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 300 else f"{text[:300]} ..."


def _some(lines: Sequence[str]) -> list[str]:
    return [*lines[:SCREEN], *([f"... and {len(lines) - SCREEN} more"] if len(lines) > SCREEN else [])]


def _plain(text: str) -> str:
    """What a take says may come from anybody: without the characters that would tell a terminal to do something."""
    return "\n".join("".join(c if c.isprintable() else "?" for c in line) for line in text.split("\n"))
