"""The distance transform against scipy's."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.ndimage import distance_transform_edt

from render.distance import clearance


@settings(deadline=None, max_examples=200)
@given(arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.sampled_from([True] + [False] * 30)))
def test_it_is_scipys(on):
    if on.any():
        assert np.array_equal(clearance(on), distance_transform_edt(~on).astype(np.float32))
    else:
        assert (clearance(on) > 1e5).all()


def test_known_distances():
    on = np.zeros((4, 6), np.float32)
    on[0, 0] = 0.25
    assert clearance(on)[3, 4] == 5 and clearance(on)[0, 0] == 0
