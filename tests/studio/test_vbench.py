"""VBench's rules: known answers, the published totals from the published rows, and that pictures one by one give what they give at once."""

from fractions import Fraction

import numpy as np
import pytest

from studio.encoders import Encoder, Encoders
from studio.measures import vbench
from studio.vbench_meter import VBenchMeter

PUBLISHED = """
    AnimateDiff-V2   80.27 82.90 69.75 95.30 97.68 98.75 97.76 40.83 67.16 70.10 90.90 36.88 92.60 87.47 34.60 50.19 22.42 26.03 27.04
    VideoCrafter-2.0 80.44 82.20 73.42 96.85 98.22 98.41 97.73 42.50 63.13 67.22 92.55 40.66 95.00 92.92 35.86 55.29 25.13 25.84 28.23
    OpenSora-1.2     79.23 80.71 73.30 94.45 97.90 99.47 98.20 47.22 56.18 60.94 83.37 58.41 85.80 87.49 67.51 42.47 23.89 24.55 27.07
    Show-1           78.93 80.42 72.98 95.53 98.02 99.12 98.24 44.44 57.35 58.66 93.07 45.47 95.60 86.35 53.50 47.03 23.06 25.28 27.46
    Gen-3            82.32 84.11 75.17 97.10 96.62 98.61 99.23 60.14 63.34 66.82 87.81 53.64 96.40 80.90 65.09 54.57 24.31 24.71 26.69
    Pika-1.0         80.69 82.92 71.77 96.94 97.36 99.74 99.50 47.50 62.04 61.87 88.72 43.08 86.20 90.57 61.03 49.83 22.26 24.22 25.94
    CogVideoX-5B     81.61 82.75 77.04 96.23 96.52 98.66 96.92 70.97 61.98 62.90 85.23 62.11 99.40 82.81 66.35 53.20 24.91 25.38 27.59
    Kling            81.85 83.39 75.68 98.33 97.60 99.30 99.40 46.94 61.21 65.62 87.24 68.05 93.40 89.90 73.03 50.86 19.62 24.17 26.42
    Mira             71.87 78.78 44.21 96.23 96.92 98.29 97.54 60.33 42.51 60.16 52.06 12.52 63.80 42.24 27.83 16.34 21.89 18.77 18.72
    CausVid          84.27 85.65 78.75 97.53 97.19 96.24 98.05 92.69 64.15 68.88 92.99 72.15 99.80 80.17 64.65 56.58 24.27 25.33 27.51
    Luma             83.61 83.47 84.17 97.33 97.43 98.64 99.35 44.26 65.51 66.55 94.95 82.63 96.40 92.33 83.67 58.98 24.66 26.29 28.13
    HunyuanVideo     83.24 85.09 75.82 97.37 97.76 99.44 98.99 70.83 60.36 67.56 86.10 68.55 94.40 91.60 68.68 53.88 19.80 23.89 26.44
    Goku             84.85 85.60 81.87 95.55 96.67 97.71 98.50 76.11 67.22 71.29 94.40 79.48 97.60 83.81 85.72 57.08 23.08 25.64 27.35
    Gen-2            80.58 82.47 73.03 97.61 97.61 99.56 99.58 18.89 66.96 67.42
    Step-Video       81.83 84.46 71.28 98.05 97.67 99.40 99.08 53.06 61.23 70.63
"""
"""Percent: total, quality, semantic, and the dimensions in VBench's order, of the last two those of quality alone.
From the leaderboard as the README of Goku (arXiv 2502.04896) copies it."""
ROWS = {name: tuple(map(float, values)) for name, *values in map(str.split, PUBLISHED.strip().splitlines())}
DIMENSIONS = (*vbench.QUALITY, *vbench.SEMANTIC)


@pytest.mark.parametrize("model", ROWS)
def test_published_totals_come_from_published_rows(model: str) -> None:
    total, quality, semantic, *values = ROWS[model]
    row = {name: value / 100 for name, value in zip(DIMENSIONS, values)}
    assert 100 * vbench.quality_total(row) == pytest.approx(quality, abs=0.01)
    if len(values) == len(DIMENSIONS):
        assert 100 * vbench.semantic_total(row) == pytest.approx(semantic, abs=0.01)
        assert 100 * vbench.total(row) == pytest.approx(total, abs=0.01)
    else:
        assert vbench.semantic_total(row) is None and vbench.total(row) is None


def test_no_total_without_every_dimension_and_none_is_clipped() -> None:
    still = dict.fromkeys(vbench.QUALITY, 1.0) | {"dynamic_degree": 0.0, "aesthetic_quality": 0.65, "imaging_quality": 0.70}
    assert vbench.quality_total(still) == pytest.approx((3 + (1 - 0.706) / (0.9975 - 0.706) + 0.65 + 0.70) / 6.5)
    assert vbench.quality_total(still | {"imaging_quality": None}) is None


def test_consistency_is_half_of_the_frame_before_and_half_of_the_first() -> None:
    angles = np.radians([0, 60, 90, 200])
    features = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    # 0 to 60: both 0.5. 60 to 90: 0.866 and 0. 90 to 200: both negative.
    assert vbench.consistency(features) == pytest.approx([0.5, np.cos(np.radians(30)) / 2, 0], abs=1e-6)
    assert len(vbench.consistency(features[:1])) == 0


def test_likeness_is_of_absolute_differences_without_wrapping() -> None:
    dark, light = np.full((4, 6, 3), 10, np.uint8), np.full((4, 6, 3), 61, np.uint8)
    assert vbench.difference(dark, light) == vbench.difference(light, dark) == 51
    assert vbench.likeness([51, 0]) == pytest.approx(0.9) and vbench.likeness([]) is None


def test_largest_is_the_mean_of_the_share_that_moves_most() -> None:
    flow = np.zeros((10, 20, 2))
    flow[0, :10] = 3, -4
    assert vbench.largest(flow, 0.05) == pytest.approx(5) and vbench.largest(flow, 0.10) == pytest.approx(2.5)


@pytest.mark.parametrize(("frames", "needed"), [(3, 1), (10, 2), (14, 4), (16, 4), (18, 4), (22, 6)])
def test_a_quarter_of_the_frames_must_move_for_a_clip_to_be_dynamic(frames: int, needed: int) -> None:
    # 10, 18 frames: 2.5, 4.5 are rounded down to even; 14, 22: 3.5, 5.5 up.
    def clip(moving: int, by: float) -> list[float]:
        return [by] * moving + [0.0] * (frames - 1 - moving)
    least = 6 * 216 / 256
    if needed < frames:
        assert vbench.dynamic_degree(clip(needed, least * 1.01), 216) == 1
    assert vbench.dynamic_degree(clip(needed - 1, least * 1.01), 216) == 0
    assert vbench.dynamic_degree(clip(needed, least), 216) == 0


def test_two_frames_are_dynamic_whatever_they_show() -> None:
    assert vbench.dynamic_degree([0.0], 256) == 1 and vbench.dynamic_degree([], 256) is None


def test_eight_frames_a_second_are_looked_at() -> None:
    assert [vbench.stride(Fraction(fps)) for fps in (1, 8, 12, 20, 24, 25, 28, 30, 60)] == [1, 1, 2, 2, 3, 3, 4, 4, 8]


def test_a_static_clip_has_few_moving_pairs_and_ends_that_agree() -> None:
    moving, still = 3.01, 3.0
    pairs = [still] * 15  # 16 frames: 2 pairs may move, and the ends differ by 12 px
    assert vbench.is_static(pairs, [12.0, 12.0], 256)
    assert vbench.is_static([moving] * 2 + pairs[2:], [0, 0], 256) and not vbench.is_static([moving] * 3 + pairs[3:], [0, 0], 256)
    assert not vbench.is_static(pairs, [0, 12.1], 256) and not vbench.is_static(pairs, [12.1, 0], 256)
    assert vbench.is_static([6.0] * 15, [24.0, 0], 512)


def test_long_clips_take_two_seconds_and_the_last_one_is_as_long() -> None:
    assert vbench.clips(121, Fraction(24)) == [slice(0, 48), slice(48, 96), slice(73, 121)]
    assert vbench.clips(96, Fraction(24)) == [slice(0, 48), slice(48, 96)]
    assert vbench.clips(150, Fraction(30000, 1001)) == [slice(0, 58), slice(58, 116), slice(92, 150)]


def colour(picture: np.ndarray) -> np.ndarray:
    """A picture's mean colour as a unit feature."""
    mean = picture.mean(axis=(0, 1)).astype(np.float32)
    return mean / np.linalg.norm(mean)


def shift(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """A flow that says the difference of the two pictures' first values."""
    return np.full((10, 10, 2), [float(second[0, 0, 0]) - float(first[0, 0, 0]), 0])


def middle(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return ((first.astype(int) + second) // 2).astype(np.uint8)


def networks(vbench: bool = True, **others) -> Encoders:
    return Encoders(subject=Encoder(name="one", vbench=vbench, encode=colour),
                    background=Encoder(name="two", vbench=vbench, encode=colour), **others)


def taken(pictures: list[np.ndarray], encoders: Encoders, fps: int = 24) -> VBenchMeter:
    rules = VBenchMeter(Fraction(fps), encoders)
    for picture in pictures:
        rules.add(picture)
    return rules


def ramp(frames: int, step: int) -> list[np.ndarray]:
    """Grey pictures, 256 px, each lighter than the one before."""
    return [np.full((256, 256, 3), 20 + step * number, np.uint8) for number in range(frames)]


NOISE = list(np.random.default_rng(0).integers(0, 256, (123, 4, 6, 3)).astype(np.uint8))


def test_frame_by_frame_is_all_at_once() -> None:
    rules = taken(NOISE, networks(interpolate=middle))
    scores, series = rules.scores(), rules.series()
    likeness = vbench.consistency(np.stack([colour(picture) for picture in NOISE]))
    assert scores["subject_consistency"] == scores["background_consistency"] == pytest.approx(likeness.mean())
    assert np.allclose(series["subject_consistency"], list(enumerate(likeness, 1)))
    flicker = [vbench.difference(*pair) for pair in zip(NOISE, NOISE[1:])]
    assert scores["temporal_flickering_unfiltered"] == pytest.approx(vbench.likeness(flicker))
    assert series["temporal_flickering_unfiltered"][4] == (5, pytest.approx(1 - flicker[4] / 255))
    between = [vbench.difference(NOISE[n], middle(NOISE[n - 1], NOISE[n + 1])) for n in range(1, 122, 2)]
    assert scores["motion_smoothness"] == pytest.approx(vbench.likeness(between))


def test_long_scores_are_means_over_clips_each_a_video_of_its_own() -> None:
    scores = taken(NOISE, networks(interpolate=middle)).scores()
    clips = [taken(NOISE[clip], networks(interpolate=middle)).scores() for clip in vbench.clips(123, Fraction(24))]
    for name in ("subject_consistency", "temporal_flickering_unfiltered", "motion_smoothness"):
        assert scores[f"{name}_long"] == pytest.approx(np.mean([clip[name] for clip in clips]))
        assert scores[f"{name}_long"] != scores[name]
    assert len(clips) == 3 and not any(name.endswith("_long") for name in clips[0])


def test_a_moving_shot_has_no_flickering_and_a_still_one_has() -> None:
    moving, still = (taken(ramp(25, step), networks(flow=shift)).scores() for step in (4, 0))
    assert (moving["dynamic_degree"], moving["temporal_flickering"]) == (1, None)
    assert moving["temporal_flickering_unfiltered"] == pytest.approx(1 - 4 / 255)
    assert (still["dynamic_degree"], still["temporal_flickering"]) == (0, 1)
    drifting = taken(ramp(25, 2), networks(flow=shift)).scores()  # pairs are slow enough, the ends are not
    assert (drifting["dynamic_degree"], drifting["temporal_flickering"]) == (0, None)


@pytest.mark.parametrize("way", [1, -1])
def test_the_ends_are_compared_both_ways(way: int) -> None:
    def lighter(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return np.maximum(shift(first, second), 0)
    assert taken(ramp(25, 2)[::way], networks(flow=lighter)).scores()["temporal_flickering"] is None


def test_what_has_no_network_is_none_and_a_stand_in_has_another_name() -> None:
    scores = taken(NOISE[:3], networks(vbench=False)).scores()
    assert all(scores[name] is None for name in vbench.QUALITY) and scores["vbench_quality_total"] is None
    assert scores["subject_consistency_one"] == scores["background_consistency_two"] > 0
    assert scores["vbench_encoders"].count("not a VBench score") == 2


def test_one_frame_has_no_scores() -> None:
    scores = taken(NOISE[:1], networks(flow=shift, interpolate=middle)).scores()
    assert {value for name, value in scores.items() if name != "vbench_encoders"} == {None}
