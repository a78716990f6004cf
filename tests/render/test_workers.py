"""Workers: what they do early changes nothing but the time."""

import os
import subprocess
import sys

import pytest

from render.config import RenderConfig
from render.passes import render
from render.prefetch import prefetch
from render.workers import LITTLE, Peak, Workers, ahead, worth
from sim.errors import ResourceError

PRODUCTS = "tests.render.tasks:products"


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("numbers", [range(7), [5, 2], []])
def test_results_come_in_order_whatever_was_done_early(count, numbers):
    workers = Workers(PRODUCTS, 10, range(7), count)
    found = list(workers.results(3, numbers))
    assert [product for product, _ in found] == [3 * number for number in numbers]
    assert all(early in (None, 10 + number) for (_, early), number in zip(found, numbers))
    assert list(ahead(PRODUCTS, 4, numbers, count)) == [(4 * number, None) for number in numbers]


def test_workers_that_are_not_needed_end():
    workers = Workers(PRODUCTS, 10, range(7), 2)
    running = [*workers._running]
    workers.end()
    assert len(running) == 2 and all(worker._process.returncode is not None for worker in running)


def test_a_few_pixels_are_done_here_and_many_by_a_worker_a_core(playground, monkeypatch):
    assert (worth(LITTLE), worth(LITTLE + 1)) == (0, None) and Workers(PRODUCTS, 10, range(7), 0)._running == []
    workers = Workers(PRODUCTS, 10, range(7))
    assert len(workers._running) == min(os.cpu_count(), 7)
    workers.end()
    passes = render(*playground, RenderConfig(width=64, height=36))
    for little, started in ((64 * 36 * 2, False), (64 * 36 * 2 - 1, True)):
        monkeypatch.setattr("render.workers.LITTLE", little)
        monkeypatch.setattr(Peak, "mb", 0.0)
        assert [frame.number for frame in prefetch(passes, ("depth",), [3, 1])] == [3, 1] and (Peak.mb > 0) is started


def test_a_task_that_fails_says_so():
    with pytest.raises(ResourceError, match="ended early"):
        list(ahead("tests.render.tasks:nothing", 3, [1]))


SUSPENDED = """
import sys
from render.workers import Workers, end_workers
found = Workers("tests.render.tasks:products", None, range(9), 2).results(3, range(9))
taken = [next(found) for _ in range(int(sys.argv[1]))]
cycle = [found]
cycle.append(cycle)
if sys.argv[2:]:
    end_workers()
print(taken[-1][0])
"""


@pytest.mark.parametrize("words", [("9",), ("4", "end")])
def test_a_program_ends_though_something_still_holds_results(words):
    """All of them taken, or some, and then told to end. Python waits for threads before it collects what only a cycle holds."""
    ran = subprocess.run([sys.executable, "-c", SUSPENDED, *words], capture_output=True, text=True, timeout=60,
                         env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert ran.returncode == 0 and ran.stdout.strip() == str(3 * (int(words[0]) - 1)), ran.stderr
