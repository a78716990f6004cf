"""`python -m bench.stages [COUNT]`: random stages acted out, and what became of them, measured apart from the code that acts:
bench/stages.json and a table. COUNT: 200 unless given."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.drawn import stage
from bench.faults import MOST_DEEP, MOST_SLIDE, faults
from bench.reasons import true
from bench.results import write_whole
from bench.solvable import case_of, verdict
from sim.execution.engine import simulate

COUNT, PROCESSES = 200, 2
DEPTHS = ("walker", "soles", "held", "body")
Row = dict[str, Any]


def measured(seed: int, kind: str | None = None) -> Row:
    """What became of one stage, as JSON."""
    shot = stage(seed, kind)
    case, trajectory = case_of(shot.scene), simulate(shot.scene)
    broken = next((record for record in trajectory.actions if record.status != "done"), None)
    reason = "" if broken is None else broken.reason or broken.status
    return {"seed": seed, "kind": shot.name.rsplit("_", 1)[0], "verdict": verdict(case), "height": round(case.height, 3),
            "cup": [round(float(v), 3) for v in case.grip], "done": broken is None, "failed": "" if broken is None else broken.title,
            "reason": reason, "true": broken is None or true(reason, case, trajectory),
            "faults": _plain(asdict(faults(shot.scene, trajectory)))}


def run(path: Path, seeds: Sequence[int]) -> list[Row]:
    """All of them, kept as they come."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        rows = []
        for row in pool.map(measured, seeds):
            rows.append(row)
            print(line(row), flush=True)
            write_whole(path, {"summary": summary(rows), "stages": rows})
    return rows


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The numbers that are promised, and what they are made of."""
    solvable = [row for row in rows if row["verdict"] == "solvable"]
    failed = [row for row in rows if not row["done"]]
    unsolvable = [row for row in rows if row["verdict"] == "unsolvable"]
    return {"stages": len(rows), "kinds": dict(Counter(row["kind"] for row in rows)),
            "verdicts": dict(Counter(row["verdict"] for row in rows)),
            "done_of_solvable": _share(row["done"] for row in solvable),
            "failed_of_unsolvable": _share(not row["done"] for row in unsolvable),
            "true_of_failed_unsolvable": _share(row["true"] for row in unsolvable if not row["done"]),
            "true_of_failed": _share(row["true"] for row in failed),
            **{f"no_interpenetration_{name}": _share(row["faults"][name]["metres"] <= MOST_DEEP for row in rows) for name in DEPTHS},
            "no_slide": _share(row["faults"]["slide"] <= MOST_SLIDE for row in rows),
            "finite": _share(row["faults"]["finite"] for row in rows),
            "fastest_joint": max((row["faults"]["joint"][0] for row in rows), default=0.0)}


def line(row: Row) -> str:
    """One stage in one line."""
    f = row["faults"]
    deep = ", ".join(f"{name} {100 * f[name]['metres']:.1f} cm ({f[name]['what']} in {f[name]['where']}, {f[name]['frame']})"
                     for name in DEPTHS if f[name]["metres"] > MOST_DEEP)
    end = "done" if row["done"] else f"{row['failed']} failed: {row['reason']}{'' if row['true'] else ' [UNTRUE]'}"
    return (f"{row['seed']:4d} {row['kind']:7s} {row['verdict']:13s} {end}; "
            f"slide {100 * f['slide']:.1f} cm, {f['joint'][0]:.1f} rad/s {f['joint'][1]} {deep}")


def _share(flags: Iterable[bool]) -> float | None:
    flags = list(flags)
    return sum(flags) / len(flags) if flags else None


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Rounded, so that the file is short."""
    return {key: _plain(value) if isinstance(value, Mapping) else _rounded(value) for key, value in values.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    return [_rounded(v) for v in value] if isinstance(value, (tuple, list)) else value


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    for key, value in summary(run(Path(__file__).parent / "stages.json", range(count))).items():
        print(f"{key}: {value}")
