"""Files of the store and of takes, damaged in every way, and what the next shoot and `takes verify` make of it."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from bench.tiny import Files, config, film, shot_files, workers
from sim.errors import DeclarationError, ResourceError, SimulationError
from studio.store import Store
from studio.stored import read_header
from studio.takes import list_takes, show_take, verify_takes

STORED = ("trajectory", "ledger", "survey", "plan", "anchor", "serving", "frames", "video", "sheet", "measures")
"""Kinds of objects, each made from those before it."""
IN_TAKE = ("surfaces", "painted.mkv", "manifest.json", "shot.mp4", "contact.png", "trajectory.npz", "ledger.npz", "report.json",
           "report.html", "config.yaml", "declared.json")
FRAMES = 6
SHOTS = {"first": ("red", "", "none"), "edit": ("blue", "", "drop-0001"), "next edit": ("red", "green ball", "drop-0001")}
"""By name, one ball's colour, the other's words, and the take that it builds on. Other words leave most pixels of its pictures."""


def damages(count: int, place: Path) -> Iterator[dict[str, Any]]:
    """One row for each damage. Call it in a process of its own."""
    workers(0)
    whole, alone = place / "whole", {}
    for name in ("first", "edit"):
        alone[name] = _shoot(name, whole)
    shutil.copytree(whole, place / "next")
    alone["next edit"] = _shoot("next edit", place / "next")
    cases = list(product((*STORED, *IN_TAKE), DAMAGES, (False, True)))
    random.Random(0).shuffle(cases)
    for number in range(count):
        kind, damage, deep = cases[number % len(cases)]
        yield {"number": number, "kind": kind, "damage": damage, "deep": deep} | \
            _tried(kind, damage, deep, place, alone, random.Random(number))


def _tried(kind: str, damage: str, deep: bool, place: Path, alone: Mapping[str, Files], random: random.Random) -> dict[str, Any]:
    """deep: what would be made from a damaged object is lost, too, so that it is read; or the store, by which a take could be mended."""
    out = place / "damaged"
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(place / "whole", out)
    if kind in STORED:
        for later in STORED[STORED.index(kind) + 1:] if deep else ():
            for path in _objects(out, later):
                path.unlink()
        paths = _objects(out, kind)
        others = paths if len(paths) > 1 else [path for any_kind in STORED for path in _objects(out, any_kind)]
    else:
        if deep:
            shutil.rmtree(out / ".store")
        paths = sorted((out / "drop-0001").glob("surfaces/*" if kind == "surfaces" else kind))
        others = paths if len(paths) > 1 else [out / "drop-0002" / kind]
    path = random.choice(paths)
    others = [other for other in others if other != path] or [out / "drop-0001" / "trajectory.npz"]
    DAMAGES[damage](path, random.choice(others), random)
    outcomes = {name: _outcome(lambda name=name: _shoot(name, out), alone[name])  # type: ignore[misc]
                for name in (("first", "edit") if kind in STORED else ("next edit",))}
    screens = [_outcome(lambda: list_takes(out)), _outcome(lambda: show_take(out, "drop-0001"))]
    return {"outcomes": outcomes, "screens": screens, **_verified(out, place / "whole", Store(out / ".store"))}


def _shoot(name: str, out: Path) -> Files:
    ball, words, parent = SHOTS[name]
    return shot_files(film(ball_is=ball, words=words), config(out, parent, FRAMES))[0]


def _outcome(work: Callable[[], Any], wanted: Any = None) -> str:
    """same, wrong; refused: with the words; or traceback: with the error."""
    try:
        found = work()
    except (DeclarationError, ResourceError, SimulationError) as error:
        words = str(error)
        cured = "drop-000" in words and any(cure in words for cure in ("parent=", "hoot it again", "hoot the take again"))
        return f"refused: {words}" if cured else f"refused without a cure: {words}"
    except Exception as error:  # noqa: BLE001  (what is looked for)
        return f"traceback: {type(error).__name__}: {error}"
    return "same" if wanted is None or found == wanted else "wrong: " + ", ".join(sorted(set(found.items()) ^ set(wanted.items()))[0])


def _verified(out: Path, whole: Path, store: Store) -> dict[str, Any]:
    """What `takes verify` puts back, and whether it calls whole what is not."""
    def differing() -> list[str]:
        return [name for name in names if not (out / name).is_file() or (out / name).read_bytes() != (whole / name).read_bytes()]
    names = [str(path.relative_to(whole)) for take in ("drop-0001", "drop-0002") for path in sorted((whole / take).rglob("*"))
             if path.is_file()]
    before = differing()
    try:
        text, well = verify_takes(out, ["drop-0001", "drop-0002"] if (out / "drop-0001").is_dir() else [], store)
    except DeclarationError as error:
        text, well = str(error), False
    except Exception as error:  # noqa: BLE001
        return {"verify": f"traceback: {type(error).__name__}: {error}"}
    after = differing()
    said = ("believed" if after else "well") if well else f"not well: {text}"
    return {"verify": said, "put_back": sorted(set(before) - set(after)),
            "still_damaged": after, "store_damaged": store.verify()}


def _objects(out: Path, kind: str) -> list[Path]:
    found = []
    for path in sorted((out / ".store" / "objects").glob("*/*")):
        with open(path, "rb") as file:
            if read_header(file).kind == kind:
                found.append(path)
    return found


def _flip(path: Path, _: Path, random: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, _: Path, random: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:random.randrange(1, len(content))])


def _lose(path: Path, _: Path, random: random.Random) -> None:
    path.unlink()


def _empty(path: Path, _: Path, random: random.Random) -> None:
    path.write_bytes(b"")


def _exchange(path: Path, other: Path, random: random.Random) -> None:
    mine, its = path.read_bytes(), other.read_bytes()
    path.write_bytes(its)
    other.write_bytes(mine)


DAMAGES: dict[str, Callable[[Path, Path, random.Random], None]] = {"flip": _flip, "cut": _cut, "lose": _lose, "empty": _empty,
                                                                   "exchange": _exchange}


def summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the bar asks."""
    shoots = Counter(outcome.split(":")[0] for row in rows for outcome in row["outcomes"].values())
    screens = Counter(outcome.split(":")[0] for row in rows for outcome in row["screens"])
    verified = Counter(row["verify"].split(":")[0] for row in rows)
    return {"damages": len(rows), "shoots": dict(shoots), "wrong pictures": shoots["wrong"],
            "tracebacks": shoots["traceback"] + screens["traceback"] + verified["traceback"], "screens": dict(screens),
            "verify": dict(verified), "put back by verify": sum(len(row.get("put_back", ())) for row in rows),
            "damaged objects that nothing read, removed by verify": sum(len(row.get("store_damaged", ())) for row in rows),
            "not put back, by kind": dict(Counter(row["kind"] + (", store lost" if row["deep"] else "") for row in rows
                                                  if row.get("still_damaged")))}


