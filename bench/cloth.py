"""How far skin comes out through the clothes that cover it, and clothes through those worn over them: measured on the triangles that
are rendered, apart from the code that makes them. `python -m bench.cloth [SHOT ...]`: bench/cloth.json, and a line for each piece."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.covered import wearer
from bench.results import write_whole
from render.geometry import build_geometry
from render.still import still_of
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from sim.scene.scene import Scene
from sim.trajectory import Trajectory

EVERY = 6
"""Of frames, which one in so many is looked at."""
Row = dict[str, Any]


def measured(scene: Scene, trajectory: Trajectory, frames: Iterable[int]) -> list[Row]:
    """Of each person and each piece that something covers: in how many frames its points are covered, in how many of these out, by
    how much at most, m, of what and when."""
    geometry, rows = build_geometry(scene), dict[tuple[str, str], Row]()
    still, wearers = still_of(geometry, trajectory), []
    first = int(geometry.vertex_part.max()) + 1 - sum(len(person.pieces) for person in scene.people)
    for person in scene.people:
        wearers.append(wearer(person, geometry, first))
        first += len(person.pieces)
    for frame in frames:
        vertices = geometry.pose(trajectory, frame, still).vertices
        for each in wearers:
            for inner in dict.fromkeys(cover.inner for cover in each.covers):
                new = {"who": each.person.name, "piece": inner, "covered": 0, "out": 0, "metres": 0.0}
                row = rows.setdefault((each.person.name, inner), new)
                out = each.out(inner, vertices)
                metres, outer = max(out.values(), default=(0.0, ""))
                row |= {"covered": row["covered"] + len(out), "out": row["out"] + sum(value > 0 for value, _ in out.values())}
                row |= {"metres": metres, "of": outer, "frame": frame} if metres > row["metres"] else {}
    return list(rows.values())


def of_shot(name: str, trajectory: Trajectory | None = None) -> list[Row]:
    """A shot of the library."""
    scene = SHOTS[name]().scene
    trajectory = trajectory or simulate(scene)
    return [{"shot": name, **row} for row in measured(scene, trajectory, range(0, trajectory.frames, EVERY))]


def line(row: Row) -> str:
    """In words."""
    worst = f", {1000 * row['metres']:.1f} mm out of {row['of']} in frame {row['frame']}" if row["out"] else ""
    return f"{row['shot']}: {row['who']}'s {row['piece']}, {row['covered']} points under cloth, {row['out']} out{worst}"


def run(path: Path, names: Sequence[str]) -> None:
    """All of them, kept as they come."""
    rows: list[Row] = []
    for name in names:
        found = of_shot(name)
        rows += [{key: round(value, 5) if key == "metres" else value for key, value in row.items()} for row in found]
        print(*(line(row) for row in found), sep="\n", flush=True)
        write_whole(path, {"worst": max((row["metres"] for row in rows), default=0.0), "rows": rows})


if __name__ == "__main__":
    run(Path(__file__).parent / "cloth.json", sys.argv[1:] or [name for name, declare in SHOTS.items() if declare().scene.people])
