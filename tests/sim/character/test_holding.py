"""What is held keeps out of who holds it."""

import numpy as np
import pytest

from scenes import after, box, cup, drink, pick_up, table
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import number
from sim.character.skills.hands import OFF_BODY, off
from sim.geometry.tessellate import tessellate
from sim.math.conventions import matrix_from_quat
from sim.scene.person import Person
from sim.scene.wardrobe import EVERYDAY
from tests.sim.character.acting import act, bone, outcome, part

ANNA = anatomy(Person(name="anna").figure, EVERYDAY)


def deepest(acted, held, name, inside):
    """m that a held cup is in someone's bone in any frame; negative if in none."""
    places, index = bone(acted, name), acted.part_ids("cup")[0] - 1
    turns = matrix_from_quat(acted.bone_rotations[:, number(name)])
    cups, corners = matrix_from_quat(acted.rotations[:, index]), tessellate(held.thing.parts[0].shape).vertices
    return max(inside.depth((part(acted, "cup")[n] + corners @ cups[n].T - places[n]) @ turns[n])
               for n in range(acted.grips[0].start, acted.frames))


@pytest.mark.parametrize("hand", ["right", "left"])
def test_what_is_grasped_where_its_handle_is_has_that_off_the_forearm(hand):
    y = 0.1 if hand == "right" else -0.1
    held = cup("cup", 0.045, 0.12, on=(0.35, y, 1.2), turn=(0, 0, -900 * y))
    acted = act(pick_up("anna", "cup", hand=hand, name="take"), seconds=3.0,
                props=(table("table", (0.9, 0.8, 1.2), on=(0.75, 0, 0), fixed=True), held))
    assert outcome(acted)["take"] == ("done", "")
    assert deepest(acted, held, f"{hand}_forearm", ANNA.spheres.of(f"{hand}_forearm")) < 0.002


def test_who_drinks_beside_a_wall_has_no_cup_in_the_face():
    held = cup("cup", 0.037, 0.108, on=(0.4, 0.0, 0.12), handle=False)
    acted = act(pick_up("anna", "cup", hand="right", name="take"), drink("anna", "cup", when=after("take"), name="drink"), seconds=6.0,
                props=(box("low", (0.4, 0.6, 0.12), on=(0.5, 0, 0), fixed=True), held,
                       box("wall", (2.0, 0.1, 2.5), on=(0.0, -0.36, 0.0), fixed=True)))
    assert outcome(acted)["drink"] == ("done", "")
    assert deepest(acted, held, "head", ANNA.face) < 0.01


@pytest.mark.parametrize("ahead, moved", [(0.3, False), (0.15, True), (0.05, True)])
def test_what_is_carried_is_held_as_far_ahead_as_it_is_off_the_trunk(ahead, moved):
    balls, radii = np.array([[0.0, 0.0, 1.0], [0.0, 0.1, 1.1]]), np.array([0.2, 0.15])
    corners, place = np.array([[0.0, 0.1, 0.0], [0.0, 0.1, -0.1]]), np.array([ahead, -0.1, 1.05])
    found = off(balls, radii, place, corners, np.array([1.0, 0.0, 0.0]))
    gap = (np.linalg.norm((found + corners)[:, None] - balls, axis=-1) - radii).min()
    assert gap > OFF_BODY - 0.003 and (found != place).any() == moved and np.allclose(found[1:], place[1:])
