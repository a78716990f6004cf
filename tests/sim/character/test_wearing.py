"""Hats and glasses: worn from the first frame, taken off, put down, picked up, put on, and each reason for which they cannot be."""

import re
from functools import cache

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenes import always, cup, make_shot, person, pick_up, place, plane, put_on, sequence, table, take_off, wears
from sim.character.body.accessories import pressed
from sim.character.body.bones import number
from sim.character.body.face import MORPHS, UNDER_HAT
from sim.character.body.hair import hair_mesh as hair_of
from sim.character.body.head import eyes_of
from sim.character.body.headwear import above_band, lining
from sim.character.body.physique import physique
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene.fork import fork
from sim.scene.parts import part_table
from sim.story.claims import broken
from sim.story.story import Story
from tests.sim.character.acting import CAMERA, bone, end, fastest, outcome, part

TABLE = table("table", (0.8, 1.0, 0.72), on=(0.75, 0, 0), fixed=True)
WORN = ["coat", "trousers", "boots", "hat", "glasses"]


def acted(*actions, seconds=5.0, props=(TABLE,), wardrobe=WORN, others=()):
    """Someone in a hat before a table: the scene, and what became of it."""
    scene = make_shot("test", [plane("floor"), *props, person("anna", gender="female", hair="bob", wardrobe=wardrobe), *others],
                      actions=actions, camera=CAMERA, seconds=seconds).scene
    return scene, simulate(scene)


@cache
def whole():
    """A hat that is taken off, put down, picked up and put on again."""
    return acted(*sequence(take_off("anna", "hat", name="off"), place("anna", "hat", on=(0.55, -0.1, 0.72), name="down"),
                           pick_up("anna", "hat", name="up"), put_on("anna", "hat", name="on")), seconds=12.0)


def in_head(trajectory, name):
    """(T, 3) where a thing is in the head's frame, m, and (T,) how far it is turned there from how it was at first, rad."""
    head = Rotation.from_quat(trajectory.bone_rotations[:, number("head")])
    turned = head.inv() * Rotation.from_quat(trajectory.rotations[:, trajectory.part_ids(name)[0] - 1])
    return head.inv().apply(part(trajectory, name) - bone(trajectory, "head")), (turned[0].inv() * turned).magnitude()


def test_a_hat_goes_off_down_up_and_on_again():
    _, trajectory = whole()
    assert {status for status, _ in outcome(trajectory).values()} == {"done"}
    places, turned = in_head(trajectory, "anna.hat")
    taken, again = trajectory.grips[0].end, trajectory.grips[-1].start
    for worn in (slice(0, taken), slice(again, None)):
        np.testing.assert_allclose(places[worn], np.broadcast_to(places[0], places[worn].shape), atol=2e-3)
        assert turned[worn].max() < 0.02
    down = end(trajectory, "down")
    assert part(trajectory, "anna.hat")[down, 2] == pytest.approx(0.72 + 0.07, abs=0.05)
    assert np.linalg.norm(part(trajectory, "anna.hat")[down, :2] - [0.55, -0.1]) < 0.05
    steps = np.linalg.norm(np.diff(part(trajectory, "anna.hat"), axis=0), axis=1)
    assert steps.max() * 24 < 2.5 and fastest(trajectory) < 15  # it slips into place: nothing jumps


def test_the_story_knows_who_wears_what():
    scene, trajectory = whole()
    story = Story(scene=scene, trajectory=trajectory)
    off, on = end(trajectory, "off"), end(trajectory, "on")
    worn, held = story.ledger.holds("anna.hat", "worn by", "anna"), story.ledger.holds("anna.hat", "held by", "anna")
    assert worn[0] and not worn[off] and worn[on] and held[off] and not held[on] and not (worn & held).any()
    assert story.ledger.holds("anna.glasses", "worn by", "anna").all() and story.ledger.holds("anna", "wears", "anna.glasses").all()
    assert story.ledger.holds("anna.hat", "rests on", "table")[end(trajectory, "down")]
    assert broken(always(wears("anna", "anna.glasses")), story.ledger) is None
    assert broken(always(wears("anna", "anna.hat")), story.ledger) == np.argmin(worn) > 0
    kinds = [event.kind for event in story.events]
    assert "took off" in kinds and "put on" in kinds
    assert not [event for event in story.events if event.object == "anna.glasses"]  # that they go with her is no event


def test_glasses_sit_before_the_eyes_while_the_head_turns():
    _, trajectory = acted(take_off("anna", "hat"), seconds=2.0)
    places, turned = in_head(trajectory, "anna.glasses")
    assert np.ptp(places, axis=0).max() < 1e-6 and turned.max() < 1e-6
    assert places[0, 0] > 0 and abs(places[0, 1]) < 0.005


def test_a_hat_presses_hair_down_and_hair_comes_up_again_without_it():
    _, trajectory = whole()
    strength = trajectory.faces[:, 0, MORPHS.index(UNDER_HAT)]
    assert strength[0] == strength[-1] == 1 and strength[end(trajectory, "off")] == 0
    who = physique(person("anna", hair="curls").thing.figure)
    made, (eyes, size) = hair_of(who, "curls"), eyes_of(who)
    moved = made.vertices + pressed(who, made.vertices)
    skin, under = who.vertices, above_band((made.vertices - eyes) / size) > 0
    far = np.linalg.norm(moved[under][:, None] - skin[skin[:, 2] > eyes[2] - 0.1], axis=-1).min(axis=1)
    assert (far <= lining((made.vertices[under] - eyes) / size) * size + 0.004).all()
    low = above_band((made.vertices - eyes) / size) < -0.02
    np.testing.assert_array_equal(moved[low], made.vertices[low])


def test_what_is_worn_is_an_object_with_the_look_of_its_wardrobe():
    shot = make_shot("test", [plane("floor"), person("anna", wardrobe=WORN)], camera=CAMERA)
    paths = {ref.path: ref.object for ref in part_table(shot.scene)}
    assert paths["anna.hat"] == "anna.hat" and paths["anna.coat"] == "anna" and "anna.hat" in shot.view.surfaces
    assert shot.scene.people[0].clothes == tuple(WORN) and "hat" not in shot.scene.people[0].pieces
    bare = fork(shot.scene, {"anna": {"clothes": ("coat", "trousers")}})
    assert "anna.hat" not in bare.names and "anna.glasses" not in bare.names
    assert fork(shot.scene, {"anna.hat": {"mass": 0.3}}).bodies[1].mass == 0.3


@pytest.mark.parametrize(("action", "says"), [
    (put_on("anna", "hat", name="try"), r"anna does not hold anna\.hat at \d"),
    (take_off("anna", "ben.hat", name="try"), r"anna does not wear ben\.hat at \d"),
    (pick_up("anna", "ben.hat", name="try"), r"ben\.hat is worn by ben at \d.* it is to be taken off first"),
])
def test_what_cannot_be_says_why(action, says):
    ben = person("ben", on=(0.0, 1.5, 0.0), wardrobe=WORN)
    _, trajectory = acted(action, others=(ben,), seconds=1.0)
    status, reason = outcome(trajectory)["try"]
    assert status == "failed" and re.fullmatch(says + ".*", reason)


@pytest.mark.parametrize(("hers", "says"), [("hat", r"anna wears anna\.hat at 8\.\d s; take it off first"),
                                            ("coat", r"tom\.cap does not fit anna: .* 8\d % of the size of theirs; 94 to 106 % fit")])
def test_two_hats_are_not_worn_and_hats_have_a_size(hers, says):
    tom = person("tom", on=(1.0, 0.0, 0.0), turn=180, age=6, wardrobe=["top", "shorts", "cap"])
    given = sequence(take_off("tom", "cap"), place("tom", "cap", on=(0.62, 0.0, 0.6)))
    _, trajectory = acted(*given, pick_up("anna", "tom.cap", when=5.5), put_on("anna", "tom.cap", when=8.0, name="try"), others=(tom,),
                          props=(table("table", (0.35, 1.0, 0.6), on=(0.6, 0, 0), fixed=True),), seconds=8.5,
                          wardrobe=["trousers", hers])
    status, reason = outcome(trajectory)["try"]
    assert status == "failed" and re.fullmatch(says, reason), outcome(trajectory)


def test_hands_full_and_things_that_nobody_wears():
    _, trajectory = acted(pick_up("anna", "cup"), take_off("anna", "hat", hand="right", when=2.5, name="try"), seconds=3.5,
                          props=(TABLE, cup("cup", 0.04, 0.1, on=(0.45, -0.15, 0.72))))
    assert "right hand is full" in outcome(trajectory)["try"][1] and "cup" in outcome(trajectory)["try"][1]
    for word in (put_on, take_off):
        with pytest.raises(DeclarationError, match="'cup'"):
            acted(word("anna", "cup"), props=(cup("cup", on=(1, 0, 0)),))
        with pytest.raises(DeclarationError, match="unknown object 'hat'"):
            acted(word("anna", "hat"), wardrobe=["top", "trousers"])
    with pytest.raises(DeclarationError, match="use letters"):
        cup("anna.hat")
