"""Random sets: what they hold, and that people in them are as the product has people."""

from dataclasses import replace

import numpy as np
import pytest

from neural.conditioning.vocabulary import NOUNS, parse, token_id
from neural.training.held_out import KINDS, Pair, _kinds, distances
from neural.training.make_data import _last, _row, _slots, acted_set, drawn_set, heads_of
from neural.training.maker import MOST, Choice, Furnishing, Maker, RegionWords, dressed
from neural.training.people import HOLDING, LIKE, LONGEST, OUTFITS, WORN, _deed, _sit, add_person, place_of
from neural.training.sets import _fill, random_set
from render.materials import MATERIALS
from scenes import garment, person
from sim.character.behaviours.pick_up import PickUp
from sim.character.behaviours.play import Play
from sim.character.behaviours.reach import Reach
from sim.character.behaviours.sit import Sit
from sim.character.behaviours.walk_to import WalkTo
from sim.character.behaviours.wave import Wave
from sim.character.body.bones import RIG
from sim.execution.engine import simulate
from sim.scene.objects import Body, Part
from sim.scene.parts import part_table
from sim.scene.person import Person
from sim.scene.scene import Scene
from sim.scene.shapes import Cup, Plane

SETS = 80


@pytest.fixture(scope="module")
def sets():
    return [random_set(np.random.default_rng([17, number])) for number in range(SETS)]


def _alone(seed):
    """One person on a floor, what they do, and the frames until the picture."""
    maker = Maker(np.random.default_rng(seed))
    maker.add("ground", Plane(size=(9, 9)), (0, 0, 0), ("floor",), ("floor",))
    frames = add_person(maker, "anna", np.zeros(2))
    return Scene(bodies=tuple(maker.bodies), people=tuple(maker.people), actions=tuple(maker.actions), frames=frames)


def test_every_part_has_words_and_a_surface_and_their_slots_fit(sets):
    for number, drawn in enumerate(sets):
        words, surfaces = dressed(drawn.choices, np.random.default_rng(number))
        assert set(words) == set(surfaces) == {part.path for part in part_table(drawn.scene)}
        assert len(set(words.values())) <= MOST


def test_half_the_sets_have_people_of_all_builds_about_many_things(sets):
    people = [person for drawn in sets for person in drawn.scene.people]
    doing = {type(action) for drawn in sets for action in drawn.scene.actions}
    assert 0.35 < np.mean([bool(drawn.scene.people) for drawn in sets]) < 0.65
    assert min(who.age for who in people) < 15 and max(who.age for who in people) > 60 and np.ptp([who.height for who in people]) > 0.5
    assert len({who.clothes for who in people}) > 5 and len({who.hair for who in people}) > 4
    assert doing >= {Play, WalkTo, Reach, Wave, PickUp, Sit}


@pytest.mark.parametrize("outfit", OUTFITS)
def test_what_they_wear_includes_what_the_product_says(outfit):
    for appearance in person("anna", wardrobe=[garment(name) for name in outfit]).appearances:
        piece = appearance.path.split(".")[1]
        nouns, label, materials = WORN[place_of(LIKE.get(piece, piece))]
        said = parse(appearance.style.prompt)
        assert said.noun in nouns and appearance.label == label and appearance.look.material in materials
        assert set(nouns) <= set(NOUNS) and set(materials) <= set(MATERIALS)


def test_the_picture_is_of_the_last_pose():
    scene = next(scene for scene in map(_alone, range(50)) if any(isinstance(action, PickUp) for action in scene.actions))
    whole = simulate(scene)
    last = _last(whole)
    assert last.frames == 1 and last.bone_positions.shape == (1, len(RIG), 3) and last.bone_rotations.shape == (1, len(RIG), 4)
    np.testing.assert_array_equal(last.bone_positions[0], whole.bone_positions[-1])
    np.testing.assert_array_equal(last.bone_rotations[0], whole.bone_rotations[-1])
    assert np.abs(last.bone_positions[0] - whole.bone_positions[0]).max() > 0.1
    assert [(grip.thing, grip.holder, grip.start, grip.end) for grip in last.grips] == [("annas_cup", "anna", 0, None)]


@pytest.mark.parametrize("deed, least", [("play", 0.1), ("walk", 0.1), ("reach", 0.1), ("wave", 0.1), ("stand", 0.0)])
def test_what_they_do_is_under_way_in_the_picture(deed, least):
    maker, anna = Maker(np.random.default_rng(9)), Person(name="anna")
    maker.add("ground", Plane(size=(9, 9)), (0, 0, 0), ("floor",), ("floor",))
    done = _deed(maker, anna, deed)
    whole = simulate(Scene(bodies=tuple(maker.bodies), people=(anna,), actions=tuple(done), frames=LONGEST // 3))
    assert [record.status for record in whole.actions] == ["running"] * len(done)
    moved = np.abs(whole.bone_positions[-1] - whole.bone_positions[0]).max()
    assert moved > least if least else moved < 0.05


def test_who_sits_is_on_their_seat():
    maker, anna = Maker(np.random.default_rng(3)), Person(name="anna", position=(1.0, 2.0, 0.0), heading=0.7)
    maker.add("ground", Plane(size=(9, 9)), (0, 0, 0), ("floor",), ("floor",))
    done = _sit(maker, anna)
    acted = simulate(Scene(bodies=tuple(maker.bodies), people=(anna,), actions=tuple(done), frames=HOLDING + LONGEST - 20))
    seat = maker.bodies[-1]
    assert [record.status for record in acted.actions] == ["done"]
    pelvis = acted.bone_positions[-1, 0]
    assert 0 < pelvis[2] - 2 * seat.position[2] < 0.2 and np.linalg.norm(pelvis[:2] - seat.position[:2]) < 0.35


def test_people_come_out_as_pictures_whose_slots_say_their_words():
    rng = np.random.default_rng(4)
    drawn, passes = next(found for found in iter(lambda: drawn_set(rng), None) if found[0].set.scene.people)
    who, said = drawn.set.scene.people[0], list(_slots(drawn, passes))
    assert len({drawn.words[path] for path in who.parts}) >= len(who.clothes) + 2 and len(said) <= MOST
    seen = {passes.parts[number - 1].path for number in np.unique(passes[0].part) if number}
    worn = next(path for path in who.parts if path in seen)
    row, top = _row(drawn, passes, rng), next(part.id for part in passes.parts if part.path == worn)
    region, = np.unique(row["region_ids"][passes[0].part == top])
    words = drawn.words[worn]
    assert row["tokens"][region].tolist() == [token_id(words.colour), token_id(words.material), token_id(words.noun)]
    kinds = _kinds(drawn, passes)
    assert (kinds[passes[0].part == top] == KINDS.index("person")).all() and (kinds[passes[0].part == 0] == KINDS.index("around")).all()


def test_distances_of_whole_pictures_and_of_kinds():
    program = np.full((2, 4, 3), 255, np.uint8)
    painted, kinds = program.copy(), np.uint8([[0, 0, 0, 0], [0, 0, 2, 2]])
    painted[1, 2:] = 0  # people painted black instead of white: 2 squared
    pair = Pair(look="toon", time="day", program=program, painted=painted, kinds=kinds)
    assert distances([pair, replace(pair, painted=program)]) == pytest.approx({"whole": 0.5, "around": 0.0, "person": 2.0})


def test_a_cup_may_be_filled_and_nothing_is_left_under_its_old_name():
    maker, cup = Maker(np.random.default_rng(0)), Cup(radius=0.04, height=0.1, wall=0.004)
    maker.add("cup", cup, (0, 0, 0.05), ("cup",), ("glass",), fixed=False)
    _fill(maker, "cup", cup)
    body, = maker.bodies
    assert isinstance(body, Body) and [type(part) for part in body.parts] == [Part, Part]
    assert set(maker.choices) == {"cup.it", "cup.liquid"}
    level = body.parts[1]
    assert level.shape.radius < cup.radius - cup.wall and abs(level.position[2]) < cup.height / 2


def test_a_furnishing_stays_where_it_is_put_and_often_looks_as_it_was_made():
    red = RegionWords(label="stool", colour="red", material="wood", noun="stool")
    seat = Part(name="seat", shape=Cup(radius=0.2, height=0.4, wall=0.01))
    stool = Furnishing(body=Body(name="stool", parts=(seat,), position=(0, 0, 0.2)), own={"": red})
    drawn = [acted_set(np.random.default_rng(number), [stool]) for number in range(12)]
    placed = [body for each, _ in drawn for body in each.scene.bodies if body.name.startswith("furnishing")]
    assert placed and all(body.fixed and body.position[2] == 0.2 for body in placed)
    choices = {"a": Choice(own=red, nouns=("stool",), labels=("stool",))}
    words = [dressed(choices, np.random.default_rng(number))[0]["a"] for number in range(200)]
    assert 100 < words.count(red) < 150


def test_heads_are_where_people_are():
    drawn, trajectory = next(found for found in (acted_set(np.random.default_rng([2, n])) for n in range(50)) if found[0].scene.people)
    heads = heads_of(trajectory)
    assert len(heads) == len(drawn.scene.people) and all(0.05 < z < 2.2 for _, _, z in heads)
