"""The correspondences of every shot of the library, against printed marks and against brute force."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from render.passes import render
from scenes.shots import SHOTS
from tests.acted import acted
from tests.render.test_correspondence import (  # noqa: F401  (renderer is a fixture)
    LATER,
    SIZE,
    errors,
    renderer,
    visibility_agreement,
)

marks = pytest.importorskip("tests.render.marks")


@pytest.mark.parametrize("name", SHOTS)
def test_marks_are_found_where_the_correspondences_put_them(name, renderer):  # noqa: F811
    shot, trajectory = SHOTS[name](), acted(name)
    passes, world = render(shot.scene, trajectory, shot.view, SIZE), marks.MarkedWorld(shot.scene, trajectory)
    found = 0
    for b, wrong in zip(LATER, errors(renderer, passes, world, 0, LATER)):
        assert len(wrong) > 3, f"{name}: frames 0 and {b} share {len(wrong)} marks; is it acted as declared?"
        print(f"{name} 0 -> {b}: {len(wrong)} marks, median {np.median(wrong):.4f} px, 99th percentile {np.percentile(wrong, 99):.4f} px")
        assert np.median(wrong) <= 0.05 and np.percentile(wrong, 99) <= 0.5
        found += len(wrong)
    assert found > 8 * len(LATER), "a camera that looks away shares few marks with one moment, not with all"


@pytest.mark.parametrize("name", SHOTS)
def test_visibility_agrees_with_rays_of_another_kind(name):
    shot = SHOTS[name]()
    passes = render(shot.scene, acted(name), shot.view, replace(SIZE, rasteriser="rays"))
    agreement = np.mean([visibility_agreement(passes, 0, b, count=400) for b in LATER])
    print(f"{name}: visibility agrees on {agreement:.4%}")
    assert agreement >= 0.995


@pytest.mark.parametrize("name", SHOTS)
def test_the_rasterisers_agree(name, renderer):  # noqa: F811
    shot = SHOTS[name]()
    kinds = {kind: render(shot.scene, acted(name), shot.view, replace(SIZE, rasteriser=kind))
             for kind in ("cpu", "gl", "rays")}
    for number in (0, len(kinds["cpu"]) // 2, len(kinds["cpu"]) - 1):
        for one, two in combinations(kinds, 2):
            a, b = kinds[one][number], kinds[two][number]
            same = (a.triangle == b.triangle) | np.isclose(a.depth, b.depth, rtol=0, atol=1e-3)
            equal = (a.triangle == b.triangle).mean()
            print(f"{name} {number}: {one} and {two} have the same triangle {equal:.4%}, or depth {same.mean():.4%}")
            assert same.mean() >= 0.995
