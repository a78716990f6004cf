"""Control fidelity and sharpness: pictures whose edges, masks and steepness are known."""

from types import SimpleNamespace

import numpy as np
import pytest

from render.colour import linear_from_srgb
from studio.measures.control import canny, distinct, edge_f1, mask_ious
from studio.measures.sharpness import sharpness_ratio, steepness
from studio.measures.shown import FrameAsSeen

SHAPE = (70, 100)
ROWS, COLUMNS = np.indices(SHAPE)
SLOTS = np.array([0, 1, 2, 3], np.uint8)
ALBEDO = np.array([[0.5, 0.7, 0.9], [0.6, 0.6, 0.6], [0.8, 0.1, 0.1], [0.62, 0.6, 0.6]])


def disc(x: float, y: float, radius: float) -> np.ndarray:
    return (COLUMNS - x) ** 2 + (ROWS - y) ** 2 < radius**2


def edges_of(part: np.ndarray) -> np.ndarray:
    """On both sides of where ids change."""
    out = np.zeros(part.shape, np.float32)
    for axis in (0, 1):
        other = np.diff(part, axis=axis) != 0
        for after in (0, 1):
            out[np.pad(other, [(after, 1 - after) if i == axis else (0, 0) for i in (0, 1)])] = 0.5
    return out


def part_at(x: float) -> np.ndarray:
    part = np.where(ROWS < 25, 0, 1)
    part[disc(x, 40, 14)] = 2
    part[60:] = 3
    return part.astype(np.int32)


def painted(part: np.ndarray, colours: np.ndarray, seen: np.ndarray | None = None) -> FrameAsSeen:
    """colours: sRGB by part, painted with some noise; seen: the parts as painted, if they are not those that should be."""
    noise = np.random.default_rng(0).normal(0, 0.02, (*SHAPE, 3))
    picture = np.round(255 * np.clip(colours[part if seen is None else seen] + noise, 0, 1)).astype(np.uint8)
    frame = SimpleNamespace(part=part, edges=edges_of(part), albedo=linear_from_srgb(ALBEDO)[part].astype(np.float32))
    return FrameAsSeen(picture, frame, picture)


def test_edges_where_they_should_be_are_found_and_moved_ones_are_not() -> None:
    part, elsewhere = part_at(50), part_at(80)
    picture = np.where(part == 2, 250, 20).astype(np.uint8)[..., None].repeat(3, axis=2)
    assert edge_f1(picture, edges_of(np.where(part == 2, 1, 0))) == pytest.approx(1, abs=0.01)
    assert edge_f1(picture, edges_of(np.where(elsewhere == 2, 1, 0))) < 0.3
    two_apart = edges_of(np.roll(np.where(part == 2, 1, 0), 4, axis=1))
    assert 0.3 < edge_f1(picture, two_apart) < 0.9
    assert edge_f1(np.zeros_like(picture), edges_of(part)) == 0 and edge_f1(picture, np.zeros(SHAPE, np.float32)) is None


def test_missing_half_the_edges_is_half_the_recall() -> None:
    edges = np.zeros((64, 128), np.float32)
    edges[:, [31, 32, 95, 96]] = 0.5
    picture = np.where(np.arange(128)[None, :, None] < 32, 20, 250).astype(np.uint8).repeat(64, axis=0).repeat(3, axis=2)
    assert edge_f1(picture, edges) == pytest.approx(2 * 1 * 0.5 / 1.5)


def test_pictures_are_not_resized_to_find_edges() -> None:
    picture = np.where(part_at(50) == 2, 250, 20).astype(np.uint8)[..., None].repeat(3, axis=2)
    assert canny(picture).shape == SHAPE and 40 < canny(picture).sum() < 140


def test_masks_are_found_by_the_paintings_own_colours() -> None:
    look = np.array([[0.2, 0.2, 0.6], [0.8, 0.7, 0.3], [0.1, 0.5, 0.2], [0.8, 0.7, 0.3]])
    parts = [part_at(x) for x in (30, 50, 70)]
    ious = mask_ious([painted(part, look) for part in parts], SLOTS)
    assert [len(found) for found in ious] == [2, 2, 2]  # parts 1 and 3 cannot be told apart, and are not looked for
    assert min(min(found) for found in ious) > 0.95


def test_an_object_painted_elsewhere_is_not_found() -> None:
    right = [painted(part_at(x), ALBEDO) for x in (30, 40, 50, 60, 70)]
    *found, missed = mask_ious([*right, painted(part_at(70), ALBEDO, seen=part_at(40))], SLOTS)
    assert min(missed) < 0.1 and min(min(ious) for ious in found) > 0.8


def test_what_is_distinct_is_told_by_the_albedo() -> None:
    parts = [part_at(50)]
    grey = np.full((4, 3), 0.5)
    assert distinct([painted(parts[0], grey)], [parts[0].astype(np.uint8)], 5).tolist() == [True, False, True, False, False]


def test_a_lone_frame_has_nothing_to_learn_from() -> None:
    assert mask_ious([painted(part_at(50), ALBEDO)], SLOTS) == [[]]


def test_a_ramp_is_as_steep_as_it_is() -> None:
    ramp, everywhere = (2 * COLUMNS).astype(np.uint8)[..., None].repeat(3, axis=2), np.ones(SHAPE, bool)
    assert steepness(ramp, everywhere) == pytest.approx(2 / 255) and steepness(ramp, ~everywhere) is None
    assert sharpness_ratio([ramp // 2], [ramp], [everywhere]) == pytest.approx(0.5, abs=0.02)
    assert sharpness_ratio([ramp, ramp], [ramp, ramp], [everywhere, ~everywhere]) == 1
    assert sharpness_ratio([ramp], [ramp], [~everywhere]) is None and sharpness_ratio([ramp], [0 * ramp], [everywhere]) is None
