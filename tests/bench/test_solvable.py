"""What can be reached and walked to: lengths against their own geometry, gaps and fences as wide and high as they are."""

import numpy as np
import pytest

from bench.solids import Solid
from bench.solvable import ARM, BAND, BODY, HIP, LEAN, SHOULDER, SIDE, Case, found, short, verdict, within

H = 1.7


def block(x, y, half, top, low=0.0):
    return Solid(name="s", middle=np.array([x, y, (top + low) / 2]), half=np.array([*half, (top - low) / 2]))


def case(grip, *standing, start=(0.0, 0.0), height=H):
    return Case(solids=standing, size=(6.0, 5.0), start=np.array(start), height=height, grip=np.array(grip, float))


def farthest(height, *standing):
    """m, to the cm, from which a hand gets to a cup at a height."""
    places = np.stack([np.arange(0, 1.6, 0.01), np.zeros(160)], axis=1)
    places = places[np.all([one.aside(places) >= BODY for one in standing], axis=0)] if standing else places
    return places[short(case((0, 0, height), *standing), places) <= 0, 0].max(initial=0.0)


def test_the_farthest_is_at_the_height_of_a_leaning_shoulder():
    trunk, arm = (SHOULDER - HIP) * H, np.sqrt((ARM * H) ** 2 - (SIDE * H) ** 2)
    assert farthest(HIP * H + trunk * np.cos(LEAN)) == pytest.approx(trunk * np.sin(LEAN) + arm, abs=0.02)
    assert farthest(SHOULDER * H + arm - 0.01) < 0.3 and farthest(SHOULDER * H + arm + 0.02) == 0.0
    assert farthest(0.05) > 0.3, "crouching"


def test_it_falls_short_by_as_much_as_the_cup_is_farther_away():
    near, far = short(case((0, 0, 1.2)), np.array([[1.5, 0.0], [2.5, 0.0]]))
    assert far - near == pytest.approx(1.0, abs=0.01) and near > 0


def test_a_table_is_leant_over_and_a_high_edge_is_not():
    assert farthest(0.8, block(0, 0, (0.6, 0.6), 0.75)) > 0.75, "from its rim, 0.2 m away, to its middle"
    assert farthest(1.35, block(0, 0, (0.6, 0.6), 1.3)) == 0.0, "the trunk does not lean through it"
    assert farthest(1.35, block(0, 0, (0.2, 0.2), 1.3)) > 0.5


def test_no_arm_goes_through_a_fence_but_over_a_low_one():
    assert farthest(0.9, block(0.3, 0, (0.03, 1.0), 2.0)) < 0.3 < 0.53 < farthest(0.9, block(0.3, 0, (0.03, 1.0), 0.6))


@pytest.mark.parametrize("gap, said", [(0.5, "solvable"), (0.4, "at the limit"), (0.3, "unsolvable")])
def test_a_gap_is_passed_by_who_is_slimmer(gap, said):
    side = (2.0 - gap) / 2
    pen = [block(0, 1.05, (1.1, 0.05), 2), block(0, -1.05, (1.1, 0.05), 2), block(-1.05, 0, (0.05, 1), 2),
           *(block(1.05, sign * (gap + side) / 2, (0.05, side / 2), 2) for sign in (-1, 1))]
    assert verdict(case((2.5, 0, 0.8), *pen)) == said
    assert not found(case((2.5, 0, 0.8), *pen), 0.3, 0.0).way and within(case((2.5, 0, 0.8), *pen), 0.3, 0.0)


def test_what_is_far_in_on_a_table_or_high_up_is_out_of_reach():
    wide = block(0, 0, (1.2, 1.2), 0.7)
    assert verdict(case((0, 0, 0.75), wide, start=(-2.0, 0))) == "unsolvable"
    assert found(case((0, 0, 0.75), wide, start=(-2.0, 0)), BODY, 0.0).nearest == pytest.approx(1.4, abs=0.03)
    assert verdict(case((1, 0, 0.75), wide, start=(-2.0, 0))) == "solvable"
    assert verdict(case((0, 0, 2.3), block(0, 0, (0.3, 0.2), 2.25), start=(-2.0, 0))) == "unsolvable"
    assert verdict(case((0, 0, 2.3 * 2 / H), start=(-2.0, 0), height=2.0)) == "unsolvable"


def test_the_limit_is_as_narrow_as_is_said():
    half = farthest(1.1) - BODY
    said = [verdict(case((0, 0, 1.1), block(0, 0, (half + more, half + more), 0.7), start=(-2.2, 0)))
            for more in (-2 * BAND, 0.0, 2 * BAND)]
    assert said == ["solvable", "at the limit", "unsolvable"] and BAND <= 0.05
