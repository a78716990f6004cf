"""Ray trees: what rays find does not depend on how much of the tree was made for them, nor how quickly."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from render.rays import Tree

RNG = np.random.default_rng(1)
MIDDLES = np.repeat(RNG.uniform(-1, 1, (2000, 3)), 3, axis=0)
VERTICES = (MIDDLES + RNG.normal(0, 0.02, MIDDLES.shape)).astype(np.float32)
FACES = np.arange(6000, dtype=np.int32).reshape(-1, 3)
WHOLE = Tree(VERTICES, FACES)
WHOLE.first(np.zeros((1, 3), np.float32), np.ones((1, 3), np.float32))  # makes all of it


@settings(max_examples=30, deadline=None)
@given(st.tuples(*[st.floats(-1.5, 1.5)] * 3), st.floats(0.01, 0.3), st.integers(0, 2**31), st.booleans())
def test_rays_from_a_corner_find_what_they_find_in_the_whole_tree(middle, wide, seed, quick):
    rng = np.random.default_rng(seed)
    starts = (np.array(middle) + rng.normal(0, wide, (300, 3))).astype(np.float32)
    ways = rng.normal(0, 1, (300, 3)).astype(np.float32)
    sun = np.broadcast_to(rng.normal(0, 1, 3).astype(np.float32), (300, 3))
    part = Tree(VERTICES, FACES, quick)
    for _ in range(2):  # and again, by what was made the first time
        assert (part.distances(starts, ways, 0.2) == WHOLE.distances(starts, ways, 0.2)).all()
        assert (part.blocked(starts, sun) == WHOLE.blocked(starts, sun)).all()


def test_what_no_ray_comes_near_costs_nothing():
    tree, starts = Tree(VERTICES, FACES), np.full((10, 3), 9.0, np.float32)
    assert (tree.distances(starts, RNG.normal(0, 1, (10, 3)).astype(np.float32), 0.1) == np.float32(0.1)).all()
    assert "_scene" not in vars(tree)


def test_distances_are_those_of_what_is_met_first():
    starts, ways = RNG.uniform(-1, 1, (2, 500, 3)).astype(np.float32)
    numbers, far = WHOLE.first(starts, ways)
    assert (WHOLE.distances(starts, ways, 0.5) == np.minimum(far, np.float32(0.5))).all()
    assert (WHOLE.blocked(starts, ways) == (numbers >= 0)).all() and 0 < (numbers >= 0).sum() < 500
