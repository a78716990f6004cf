"""Skin stays under clothes, and clothes under those worn over them, in posed frames; and what comes out is found."""

import numpy as np
import pytest

from bench.cloth import line, measured
from bench.covered import _under, vertex_normals, wearer
from render.geometry import build_geometry
from scenes.shots import SHOTS
from tests.acted import acted


@pytest.mark.parametrize("name, pieces", (("tea", 3), ("argument", 3), ("chase", 3), ("errand", 2)))  # covered, of each person
def test_nothing_comes_out_through_what_covers_it(name, pieces):
    scene, trajectory = SHOTS[name]().scene, acted(name)
    rows = measured(scene, trajectory, range(0, trajectory.frames, 24))
    assert len(rows) >= pieces * len(scene.people) and all(row["covered"] > 500 for row in rows)
    assert not [line({"shot": name, **row}) for row in rows if row["out"]]


def test_what_is_pushed_out_is_found_and_told_by_how_much():
    scene = SHOTS["tea"]().scene
    geometry = build_geometry(scene)
    anna = wearer(scene.people[0], geometry, int(geometry.vertex_part.max()) + 1 - len(scene.people[0].pieces))
    assert not [point for point, (metres, _) in anna.out("skin", geometry.rest).items() if metres > 0]
    points = np.array(list(anna.out("skin", geometry.rest)))
    pushed = np.array(geometry.rest)
    pushed[points] += 0.03 * vertex_normals(geometry.rest, anna.faces)[points]
    out = np.array([metres for metres, _ in anna.out("skin", pushed).values()])
    assert (out > 0).mean() > 0.8 and 0.005 < np.median(out) < 0.025


def test_a_ray_ends_on_what_is_ahead_and_turned_away_only():
    above = np.array([[[[-1, -1, 0.05], [1, -1, 0.05], [0, 1, 0.05]]]], float)
    up, start = np.array([[0.0, 0.0, 1.0]]), np.zeros((1, 3))
    assert _under(start, up, above) and not _under(start, -up, above) and not _under(start, up, above[:, :, ::-1])
    assert not _under(np.array([[3.0, 0, 0]]), up, above) and not _under(np.array([[0, 0, 0.06]]), up, above)
