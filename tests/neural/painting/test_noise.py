import numpy as np
import pytest

from neural.painting.noise import latent_noise

SHAPE = (16, 28, 48)
PLAIN = np.zeros(SHAPE[1:], np.int64)


@pytest.mark.parametrize("seed", [0, 7, -3])
def test_it_is_standard_normal_and_white(seed):
    noise = latent_noise(SHAPE, seed, 5, PLAIN).astype(np.float64)
    assert abs(noise.mean()) < 0.03 and abs(noise.std() - 1) < 0.02
    for axis in range(3):
        lines = np.moveaxis(noise, axis, 0)
        assert abs(np.corrcoef(lines[1:].ravel(), lines[:-1].ravel())[0, 1]) < 0.03


def test_same_question_same_bytes():
    assert latent_noise(SHAPE, 3, 9, PLAIN).tobytes() == latent_noise(SHAPE, 3, 9, PLAIN).tobytes()
    np.testing.assert_array_equal(latent_noise((1, 1, 4), 3, 9, np.zeros((1, 4), int)).ravel(),
                                  np.float32([-2.1624746, 0.8912051, -1.0234671, 0.9231434]))


def test_frames_and_seeds_are_independent():
    fields = [latent_noise(SHAPE, seed, frame, PLAIN).ravel() for seed, frame in ((0, None), (0, 0), (0, 1), (1, 0), (1, None))]
    correlation = np.corrcoef(fields) - np.eye(5)
    assert np.abs(correlation).max() < 0.03


def test_an_objects_seed_rerolls_that_object_only():
    seeds = PLAIN.copy()
    seeds[5:10, 5:10] = 4
    before, after = latent_noise(SHAPE, 0, 2, PLAIN), latent_noise(SHAPE, 0, 2, seeds)
    assert (before[:, 5:10, 5:10] != after[:, 5:10, 5:10]).mean() > 0.99
    np.testing.assert_array_equal(before[:, seeds == 0], after[:, seeds == 0])
