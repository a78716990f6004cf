"""Where someone stands to reach: near, with room for the knees; not at all for what no hand gets to."""

import numpy as np
import pytest

from sim.character.body.bones import number, placed
from sim.character.effectors import Effectors
from sim.character.motion.posture import Stoop
from sim.character.planning.prism_obstacles import prism_obstacles
from sim.character.planning.reach import deep, forearm, shoulder, stoops
from sim.character.planning.stances import NEAR, TOES, stances
from sim.character.posing import new_character, stooped_gait
from sim.scene.person import Person


def anna(height=1.7, *walls):
    return new_character(Person(name="anna", height=height), 24.0, prism_obstacles(walls), Effectors(), 0)


@pytest.mark.parametrize("height", [1.5, 1.9])
def test_what_is_low_takes_more_room_and_what_is_too_high_has_no_stance(height):
    low, waist = (stances(anna(height), at) for at in (0.4, 0.9))
    toes = TOES * anna(height).size
    assert waist[0] == (NEAR, pytest.approx(toes, abs=0.01)) and low[0].room > 0.3
    assert [stance.far for stance in low[:3]] == sorted(stance.far for stance in low[:3]) and low[-1].room == toes
    assert stances(anna(height), 1.5 * height) == []


def test_the_farthest_stance_is_one_from_which_a_hand_gets_there():
    me, at = anna(), 0.8
    far = stances(me, at)[-1].far
    reach = 0.98 * sum(me.arms["right"].lengths) + abs(float(me.arms["right"].grip[2]))
    thing = me.root * [1, 1, 0] + [far, shoulder(me, "right", Stoop())[1], at]
    assert min(float(np.linalg.norm(thing - shoulder(me, "right", stoop))) for stoop in stoops(me)) < reach


def test_knees_are_apart_or_before_someone_and_feet_stay():
    me = anna()
    knees = []
    for apart in (1.0, 0.0):
        root, turns = stooped_gait(me, Stoop(0.5, 0.4, apart))
        places = placed(me.body.offsets, root, turns)
        np.testing.assert_allclose(places[number("right_foot")], me.places[number("right_foot")], atol=2e-3)
        knees.append(places[number("right_shin")])
    assert knees[0][1] < knees[1][1] - 0.1 and knees[0][0] < knees[1][0] - 0.05


@pytest.mark.parametrize("clothes, apart", [(("top", "trousers", "shoes"), {0.0, 1.0}), (("top", "skirt", "shoes"), {0.0}),
                                            (("top", "coat", "trousers"), {0.0})])
def test_knees_are_together_under_what_hangs_round_both(clothes, apart):
    me = new_character(Person(name="anna", clothes=clothes), 24.0, prism_obstacles(()), Effectors(), 0)
    assert {stoop.apart for stoop in stoops(me) if stoop.sink} == apart


def test_a_stoop_is_looked_at_on_the_way_as_well():
    bar = np.array([(x, y, z) for x in (0.25, 0.31) for y in (-0.5, 0.5) for z in (0.48, 0.51)])
    assert deep(anna(1.7, ("bar", bar)), Stoop(0.3, 0.45, 0.0)) > 0.005, "at the end, the knees are 4 cm below it"
    assert deep(anna(1.7, ("bar", bar + [0.6, 0.0, 0.0])), Stoop(0.3, 0.45, 0.0)) < 0 and deep(anna(1.7), Stoop(0.3, 0.45, 0.0)) == -np.inf


@pytest.mark.parametrize("side", ["right", "left"])
def test_a_forearm_goes_from_an_elbow_that_is_low_and_outside_to_the_wrist(side):
    me, stoop = anna(), Stoop(0.3, 0.1)
    (upper, fore), at, wrist = me.arms[side].lengths, shoulder(me, side, stoop), shoulder(me, side, stoop) + [0.35, 0.0, -0.1]
    elbow, turn = forearm(me, side, stoop, wrist)
    np.testing.assert_allclose([np.linalg.norm(elbow - at), *(elbow - fore * turn[:, 2])], [upper, *wrist], atol=1e-9)
    assert elbow[2] < (at + wrist)[2] / 2 and me.arms[side].sign * (elbow - at)[1] > 0
