import numpy as np
import pytest

from neural.conditioning.ade20k import CLASSES, PALETTE
from neural.conditioning.control_images import class_picture, depth_control, disparity, form_picture
from neural.conditioning.region_map import region_map
from neural.style import ObjectStyle
from sim.errors import DeclarationError
from tests.neural.shots import Shot, style


def test_parts_of_equal_style_share_a_slot_and_the_part_wins_over_its_object():
    regions = region_map(Shot(), style())
    assert [own.label for own in regions.styles] == ["sky", "floor", "ball"]
    assert regions.region_of_part.tolist() == [0, 1, 2]
    same = ObjectStyle(label="floor", prompt="beige floor")
    objects = {"floor": same, "toy": ObjectStyle(label="ball", prompt="red"), "toy.ball": same, "sky": ObjectStyle(label="wall", prompt="")}
    merged = region_map(Shot(), style(objects=objects))
    assert merged.region_of_part.tolist() == [0, 1, 1] and merged.styles[0].label == "wall"


def test_a_part_without_words_is_refused_by_name():
    with pytest.raises(DeclarationError, match="toy.ball: has no style"):
        region_map(Shot(), style(objects={"floor": ObjectStyle(label="floor", prompt="")}))


def test_words_for_nobody_are_refused():
    with pytest.raises(DeclarationError, match="unknown object in style 'bal'"):
        region_map(Shot(), style(objects={"bal": ObjectStyle(label="ball", prompt="")}))


def test_disparity_is_one_at_near_none_at_far_and_linear_in_inverse_depth():
    frame = Shot()[0]
    frame.depth = np.float32([[1, 4, 1.6, np.inf, 0.5, 9]])
    np.testing.assert_allclose(disparity(frame, (1.0, 4.0)), [[1, 0, 0.5, 0, 1, 0]], atol=1e-6)


def test_pictures():
    frame, regions = Shot()[1], region_map(Shot(), style())
    marks, white = np.full((22, 30, 4), 0.25, np.float32), np.ones((22, 30, 3), np.float32)
    frame.albedo, frame.plain = 0.2140411 * white, white
    form = form_picture(frame, (1.0, 4.0), marks)
    assert form.shape == (22, 30, 14) and form.dtype == np.float32
    expected = [1 / 3, 0, 0.6, 0.5, *[0.25] * 4, *[0.5] * 3, *[1] * 3]  # the ball at 2 m: (1/2 - 1/4) / (1 - 1/4); light 0.75 / 1.25
    np.testing.assert_allclose(form[12, 13], expected, atol=1e-6)
    classes = class_picture(frame, regions)
    for place, label in (((0, 0), "sky"), ((20, 0), "floor"), ((12, 13), "ball")):
        np.testing.assert_allclose(classes[place] * 255, PALETTE[CLASSES.index(label)], atol=1e-4)
    depth = depth_control(frame, (1.0, 4.0))
    assert depth.shape == (22, 30, 3) and (depth == form[..., :1]).all()
