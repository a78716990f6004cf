"""Grain runs along what it is of: each leg of a table has its own."""

import numpy as np

from render.geometry import build_geometry
from render.patterns import pattern
from scenes import Look, Shot, box, camera, make_shot, table

OAK = Look(colour="brown", material="wood")


def built(*things) -> Shot:
    return make_shot("grain", things, camera=camera.static((0.0, -4.0, 1.5), look_at=(0.0, 0.0, 0.5)))


def test_grain_runs_along_a_table_s_top_and_up_its_legs() -> None:
    geometry = build_geometry(built(table("desk", (0.8, 1.4, 0.74), look=OAK)).scene)
    middles = geometry.rest[geometry.faces].mean(axis=1)
    low = middles[:, 2] < middles[:, 2].max() - 0.1
    assert low.sum() > 20 and set(geometry.grain[low]) == {2} and set(geometry.grain[~low & (middles[:, 2] > 0.36)]) == {1}


def test_of_a_single_piece_it_runs_along_its_longest_side() -> None:
    geometry = build_geometry(built(box("beam", (0.2, 0.1, 0.9), look=OAK)).scene)
    assert set(geometry.grain) == {2}


def test_wood_changes_least_along_its_grain() -> None:
    steps = np.linspace(0, 0.2, 200)
    along = np.column_stack([0 * steps + 0.013, 0 * steps + 0.031, steps])
    change = [np.abs(np.diff(pattern("wood", along, np.zeros(200, np.int64), np.full(200, 5000.0), 0.9, np.full(200, axis)))).sum()
              for axis in (2, 0)]
    assert change[0] < 0.2 * change[1]
