"""What posing and skinning a person costs a frame, in CPU time of one core: `python -m bench.people_speed`. Over tea and argument."""

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[threads] = "1"

from collections.abc import Callable, Iterable  # noqa: E402
from statistics import median  # noqa: E402
from time import process_time  # noqa: E402

import numpy as np  # noqa: E402

from render.geometry import build_geometry  # noqa: E402
from render.still import still_of  # noqa: E402
from scenes.shots import SHOTS  # noqa: E402
from sim.execution.engine import simulate  # noqa: E402

EVERY = 4
"""Of frames, which one in so many is posed."""
SHOWN = ("tea", "argument")


def milliseconds(work: Callable[[int], object], numbers: Iterable[int]) -> float:
    """Median CPU time of one go, in this process, after one that compiles loops."""
    work(0)
    return median(1000 * _seconds(work, number) for number in numbers)


def _seconds(work: Callable[[int], object], number: int) -> float:
    start = process_time()
    work(number)
    return process_time() - start


def line(name: str) -> str:
    """Of a shot, what a person costs a frame."""
    scene = SHOTS[name]().scene
    trajectory, geometry = simulate(scene), build_geometry(scene)
    still, people, every = still_of(geometry, trajectory), len(scene.people), np.arange(len(geometry.faces))
    posed, frames = geometry.pose(trajectory, 0, still), range(0, trajectory.frames, EVERY)
    pose = milliseconds(lambda frame: geometry.pose(trajectory, frame, still), frames) / people
    normals = milliseconds(lambda _: posed.normals(every), frames) / people
    return (f"{name}: {pose:.2f} ms a person and frame to pose {len(geometry.bones) // people} vertices; {normals:.2f} ms more if the "
            "normals of all triangles were asked for, and not only those of what is seen")


if __name__ == "__main__":
    for shot in SHOWN:
        print(line(shot))
