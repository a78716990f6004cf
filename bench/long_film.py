"""Half an hour of film, end to end: `python -m bench.long_film [MINUTES] [FOLDER]`. Somebody carries a cup to and fro, in one world, one
shot of a minute after the other. In a FOLDER it goes on where it was stopped, then without the whole on the clock. Writes
bench/long_film.json: of each shot CPU seconds and the most memory, and the last minute against the first."""

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from render.config import RenderConfig
from scenes import camera, carry, continue_from, cup, film, make_shot, person, pick_up, place, room, sequence, table, walk_to
from scenes.composing import Step
from scenes.film import Film
from studio.config import ShootConfig
from studio.filming import shoot_film

RESULTS = Path(__file__).with_name("long_film.json")
MINUTES, SIZE, TOP = 30, (192, 108), 0.74
SIDES = (-1.4, 1.4)
"""Where the two tables stand, m."""


def to_and_fro(minutes: int) -> Film:
    """So many shots of a minute, from two cameras in turn."""
    props = [*room((6.0, 4.4, 2.8), walls=("back", "left", "right")),
             *(table(f"table_{i}", (0.7, 0.6, TOP), on=(x, 0.6, 0.0), fixed=True) for i, x in enumerate(SIDES)),
             cup("cup", 0.045, 0.12, on=(SIDES[0], 0.42, TOP)), person("anna", on=(0.0, -0.4, 0.0), height=1.7)]
    views = [camera.static((x, -4.2, 1.5), (0.0, 0.2, 0.9), lens=28) for x in SIDES]
    shots = [make_shot("minute_1", props, seconds=60, camera=views[0], actions=_round(1))]
    for number in range(2, minutes + 1):
        shots.append(continue_from(shots[-1], f"minute_{number}", seconds=60, camera=views[number % 2], actions=_round(number)))
    return film("to_and_fro", shots)


def _round(number: int) -> list[Step]:
    """There and back again, twice; before that, in the first, over to the cup."""
    over = [walk_to("anna", "cup")] if number == 1 else []
    trips = [step for trip in range(4) for step in _trip(f"{number}_{trip}", SIDES[1 - trip % 2])]
    return list(sequence(*over, *trips))


def _trip(name: str, x: float) -> list[Step]:
    return [pick_up("anna", "cup", name=f"take_{name}"), carry("anna", "cup", (x, -0.05), facing=(x, 1.0, 0.0), name=f"carry_{name}"),
            place("anna", "cup", (x, 0.42, TOP), name=f"put_{name}")]


def measured(minutes: int, out: str) -> dict[str, Any]:
    """What a film of so many minutes, made in this folder, takes."""
    begun = time.perf_counter()
    filmed = shoot_film(to_and_fro(minutes), ShootConfig(out=out, render=RenderConfig(width=SIZE[0], height=SIZE[1])))
    wall, reports = time.perf_counter() - begun, [take.report for take in filmed.takes]
    failed = [action["title"] for action in reports[-1]["actions"] if action["status"] != "done"]
    rows = [{"cpu_s": report["cpu_seconds"], "peak_mb": report["peak_memory_mb"]} for report in reports]
    return {"minutes": minutes, "size": SIZE, "wall_s": round(wall, 1), "film_mb": round(filmed.video.stat().st_size / 2**20, 1),
            "this_process_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "not_done": failed,
            "last_of_first": round(rows[-1]["cpu_s"] / rows[0]["cpu_s"], 3), "shots": rows}


def main() -> None:
    """Shoot it and say what it took."""
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    with TemporaryDirectory(prefix="long-film-") as place:
        found = measured(minutes, sys.argv[2] if len(sys.argv) > 2 else place)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps({key: value for key, value in found.items() if key != "shots"}))


if __name__ == "__main__":
    main()
