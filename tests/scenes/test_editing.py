"""Edits by path: what changes and what does not, and what is said of paths that lead nowhere."""

import pytest

from neural.conditioning.vocabulary import COLOURS
from neural.style import Again
from scenes import Look, Shot, box, camera, cut, garment, launch, make_shot, person, piece, plane, walk_to
from scenes.shots.tea import tea
from sim.errors import DeclarationError
from sim.scene.when import At


def shot(**more) -> Shot:
    things = [plane("floor", (8, 8)), box("crate", (0.4, 0.4, 0.4), on=(1.0, 1.0, 0.0), look=Look("green", "wood", prompt="old mossy")),
              person("anna", wardrobe=[garment("top", "red"), "trousers", "shoes"])]
    wide, close = camera.static((0, -5, 1.5), (0, 0, 1), lens=35), camera.dolly((0, -3, 1.5), (1, -3, 1.5), (0, 0, 1), 2.0, lens=50)
    return make_shot("edits", things, camera=[cut(0, wide), cut(2, close)], seconds=4,
                     actions=[walk_to("anna", (1.0, 0.0), name="walk"), launch("crate", (1.0, 0.0, 0.0), when=1.0, name="push")], **more)


def test_a_colour_changes_what_is_rendered_and_what_is_said_of_it_alone() -> None:
    before = shot()
    after = before.with_({"crate.look.colour": "navy"})
    assert after.view.surfaces["crate"].colour == COLOURS["navy"] and after.style.objects["crate"].prompt == "navy wood old mossy box"
    assert after.scene == before.scene and after.view.cuts == before.view.cuts and after.view.lights == before.view.lights
    changed = [name for name in before.style.objects if before.style.objects[name] != after.style.objects[name]]
    assert changed == ["crate"] == [name for name in before.view.surfaces if before.view.surfaces[name] != after.view.surfaces[name]]


@pytest.mark.parametrize("path, value, colour, words", [
    ("crate.look.material", "metal", "green", "green metal old mossy box"), ("crate.look.colour", (0.13, 0.36, 0.83), None, "blue wood"),
    ("crate.look.prompt", "a red brick", "red", "red brick box"), ("anna.wardrobe.top.colour", "teal", "teal", "teal cloth"),
    ("anna.trousers.look.colour", "black", "black", "black cloth")])
def test_looks_of_things_and_of_clothes(path, value, colour, words) -> None:
    after = shot().with_({path: value})
    name = path.replace(".wardrobe", "").replace(".look", "").rpartition(".")[0]
    assert after.style.objects[name].prompt.startswith(words)
    assert after.view.surfaces[name].colour == (COLOURS[colour] if colour else value)


def test_a_look_edited_there_and_back_is_what_it_was() -> None:
    before = tea()
    assert before.with_({"cup.look.colour": "green"}).with_({"cup.look.colour": "yellow"}) == before
    assert before.with_({"cup.look.colour": "green"}) != before


def test_a_camera_and_a_cut() -> None:
    before = shot()
    after = before.with_({"cut[1].at": 2.5, "cut[1].lens": 85, "cut[0].position": (0, -6, 2)})
    first, second = after.view.cuts
    assert first.time == 0 and first.rig.keys[0].position == (0, -6, 2) and first.rig.keys[0].focal == 35
    assert second.time == 2.5 and [key.time for key in second.rig.keys] == [2.5, 4.5] and {key.focal for key in second.rig.keys} == {85}
    moved = before.with_({"cut[1].position": (0, -4, 1.5)}).view.cuts[1].rig
    assert [key.position for key in moved.keys] == [(0, -4, 1.5), (1, -4, 1.5)]
    assert tea().with_({"camera.lens": 50.0}).view.cuts[0].rig.keys[0].focal == 50
    focused = tea().with_(camera={"f_stop": 2.8, "focus": "cup"}).view.cuts[0].rig
    assert focused.f_stop == 2.8 and focused.focus[0].on == "cup"


def test_actions_things_lights_and_the_whole() -> None:
    before = shot()
    after = before.with_({"push.when": 1.5, "walk.gait": "run", "walk.speed": 2.2, "crate.mass": 3.0, "light[0].strength": 0.5,
                          "sky.zenith": "navy", "look": "toon", "seed": 7})
    actions = {action.name: action for action in after.scene.actions}
    assert actions["push"].when == At(time=1.5) and (actions["walk"].gait, actions["walk"].speed) == ("run", 2.2)
    assert next(body for body in after.scene.bodies if body.name == "crate").mass == 3.0
    assert after.view.lights[0].strength == 0.5 and after.view.sky.zenith == COLOURS["navy"]
    assert after.style.prompt == "toon, day" and after.style.seed == 7
    assert before.with_({"time": "dusk"}) == shot(time="dusk") and before.with_({"fog.visibility": 30.0}).view.fog.visibility == 30


def test_what_is_painted_again_gets_a_new_seed_each_time() -> None:
    once = shot().with_({"crate.look.seed": 4, "crate.again": (2, 5)})
    assert once.style.again == (Again(object="crate", first=2, last=5, seed=5),)
    twice = once.with_({"crate.again": (5, 6)})
    assert [each.seed for each in twice.style.again] == [5, 6] and twice.scene == once.scene and twice.view == once.view
    seeds = [twice.style.painted(twice.style.active(frame)).objects["crate"].seed for frame in (1, 2, 5, 6, 7)]
    assert seeds == [4, 5, 6, 6, 4] and not twice.style.painted().again


@pytest.mark.parametrize("path, value, said", [
    ("crat.look.colour", "red", "unknown thing with a look 'crat'.*crate"), ("anna.look.colour", "red", "anna.top"),
    ("crate.look.colour", "rde", "unknown colour 'rde'.*red"), ("crate.look.shade", 1, "unknown field 'shade'.*colour"),
    ("camera.lens", 50, "there are 2 cuts"), ("cut[2].lens", 50, r"cut\[0\] to cut\[1\]"), ("cut[1].zoom", 2, "unknown field 'zoom'.*lens"),
    ("light[3].strength", 1, "there are 1 lights"), ("sky.colour", "red", "unknown field 'colour'.*zenith"),
    ("wlak.gait", "run", "unknown object or action 'wlak'.*walk"), ("walk.gait", "fly", "fly"),
    ("walk.speed", 2.2, "walk: speed is 2.2 m/s; legs of someone"),
    ("crate.again", (5, 3), "crate.again: is .5, 3.; give the first and the last frame, of 0 to"), ("crat.again", (1, 3), "crate"),
    ("crate.again", 4, "give the first"), ("crate.again", (0, 9999), "give the first"),
    ("crate.mass", -1.0, "mass"),
    ("time", "noonish", "unknown time")])
def test_what_leads_nowhere_is_told_with_what_there_is(path, value, said) -> None:
    with pytest.raises(DeclarationError, match=said):
        shot().with_({path: value})


def test_a_thing_of_several_parts_is_edited_part_by_part() -> None:
    from scenes import assembly
    lamp = assembly("lamp", [piece("foot", box("x", (0.2, 0.2, 0.1)).thing.parts[0].shape, look=Look("black")),
                             piece("shade", box("x", (0.2, 0.2, 0.2)).thing.parts[0].shape, at=(0, 0, 0.2), look=Look("white"))])
    both = make_shot("both", [plane("floor", (4, 4)), lamp], camera=camera.static((0, -2, 1), (0, 0, 0)))
    assert both.with_({"lamp.shade.look.colour": "red"}).view.surfaces["lamp.shade"].colour == COLOURS["red"]
    with pytest.raises(DeclarationError, match="lamp.foot, lamp.shade"):
        both.with_({"lamp.look.colour": "red"})
