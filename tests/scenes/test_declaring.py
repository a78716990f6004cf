"""The vocabulary: what is declared is what physics, picture and painter get, and a mistake is told by name."""

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from render.view import Focus
from scenes import (
    Look,
    PhysicsMaterial,
    Prop,
    Shot,
    after,
    assembly,
    ball,
    box,
    camera,
    cone,
    crosses,
    cup,
    cut,
    cylinder,
    describe,
    doorway,
    drive,
    fog,
    hold,
    lamp,
    launch,
    make_shot,
    mechanism,
    mesh,
    piece,
    pivot,
    plane,
    room,
    spin,
    sun,
    table,
    terrain,
    three_point,
    touch,
    window,
    with_overrides,
)
from scenes.shots.assets import asset
from sim.errors import DeclarationError
from sim.scene.parts import part_table
from sim.scene.shapes import Box, Compound, Sphere
from sim.scene.when import After, At, Crosses, Touch

STILL = camera.static((0, -3, 1), (0, 0, 0.5))
STILL_SOFT = camera.static((0, -3, 1), (0, 0, 0.5), f_stop=2, focus=1.0)


def small(*more: Prop, **options) -> Shot:
    return make_shot("small", [plane("floor", look=Look("tan")), ball("ball", 0.1, on=(0, 0, 0), look=Look("red", "rubber")), *more],
                     camera=STILL, **options)


def test_what_is_declared_together_is_split() -> None:
    shot = small(cup("mug", on=(1, 0, 0), look=Look((0.14, 0.35, 0.8), "ceramic", "a chipped mug", seed=7)))
    mug = shot.scene.bodies[2]
    assert (mug.name, mug.friction, mug.density) == ("mug", 0.6, 2300)
    assert shot.view.surfaces["mug"].colour == (0.14, 0.35, 0.8) and shot.view.surfaces["mug"].material == "ceramic"
    assert shot.style.objects["mug"].prompt == "blue ceramic chipped mug"
    assert (shot.style.objects["mug"].label, shot.style.objects["mug"].seed) == ("pot", 7)
    assert shot.style.objects["ball"].prompt == "red rubber ball"
    assert shot.style.objects["sky"].label == "sky"


@pytest.mark.parametrize("words, prompt", [
    ("", "red rubber ball"), ("shiny green", "rubber shiny green ball"), ("crimson mug", "rubber crimson mug"),
    ("a wooden toy", "red wooden toy"), ("old", "red rubber old ball")])
def test_missing_words_come_from_the_look(words: str, prompt: str) -> None:
    shot = make_shot("words", [ball("ball", look=Look("red", "rubber", words))], camera=STILL)
    assert shot.style.objects["ball"].prompt == prompt


def test_a_new_prompt_leaves_physics_and_picture_alone() -> None:
    one = small(look="watercolour", time="dusk")
    two = small(look="toon", time="dusk", seed=3)
    three = with_overrides(one, prompt="toon, night", seed=3, resemblance=0.5)
    for other in (two, three):
        assert other.scene == one.scene and other.view == one.view and other.style != one.style
    props = [plane("floor", look=Look("tan", prompt="swept")), ball("ball", 0.1, on=(0, 0, 0), look=Look("red", "rubber", seed=5))]
    look = make_shot("small", props, camera=STILL, look="noir", time="dusk")
    assert look.scene == one.scene and look.view == one.view


def test_the_time_of_day_lights_the_scene_and_joins_the_words() -> None:
    day, dusk = small(), small(time="dusk")
    assert (day.style.prompt, dusk.style.prompt) == ("photo, day", "photo, dusk")
    assert day.scene == dusk.scene and day.view.sky != dusk.view.sky and day.view.lights != dusk.view.lights
    assert small(look="photo, night").view == day.view and small(look="photo, night").style.prompt == "photo, night"
    assert with_overrides(dusk, prompt="clay").style.prompt == "clay, dusk"
    assert small(lights=[lamp((0, 0, 3))]).view.lights == (lamp((0, 0, 3)),)


@pytest.mark.parametrize("name", ["красный мяч", "कप का डिब्बा", "蓝色 杯子", "ثلاجة", "ball_2-b"])
def test_names_are_of_any_script_and_may_have_blanks(name: str) -> None:
    shot = small(box(name, (1, 1, 1), at=(0, 3, 0)), actions=[launch(name, (1, 0, 0))])
    assert name in describe(shot) and part_table(shot.scene)[-1].path == name
    assert shot.with_({f"{name}.mass": 2.0}).scene.bodies[-1].mass == 2.0


def test_the_clock_is_exact() -> None:
    shot = small(fps="24000/1001", seconds=5)
    assert shot.scene.fps == Fraction(24000, 1001) and shot.scene.frames == 120
    slower = with_overrides(shot, fps=12)
    assert slower.scene.frames == 60 and slower.view == shot.view and with_overrides(shot, seconds=2).scene.frames == 48


def test_things_stand_on_what_they_are_put_on() -> None:
    def height(prop: Prop) -> float:
        return prop.thing.position[2]
    assert height(box("a", (1, 1, 2), on=(0, 0, 0.5))) == pytest.approx(1.5)
    assert height(box("a", (1, 1, 2), on=(0, 0, 0), turn=(90, 0, 0))) == pytest.approx(0.5)
    assert height(box("a", (1, 1, 1), on=(0, 0, 0), turn=(0, 45, 0))) == pytest.approx(math.sqrt(0.5))
    assert height(cylinder("a", 0.2, 1, on=(0, 0, 0), turn=(90, 0, 0))) == pytest.approx(0.2)
    assert height(cone("a", 0.2, 1, on=(0, 0, 0), turn=(180, 0, 0))) == pytest.approx(0.5)
    assert height(ball("a", 0.3, on=(0, 0, 1))) == pytest.approx(1.3)
    assert height(table("a", (1, 1, 0.7), on=(0, 0, 0))) == pytest.approx(0.35)
    hammer = assembly("a", [piece("rod", Box(size=(0.1, 0.1, 1))), piece("bob", Sphere(radius=0.2), at=(0, 0, -0.5))], on=(0, 0, 0))
    assert height(hammer) == pytest.approx(0.7)


def test_parts_have_looks_of_their_own() -> None:
    bob = assembly("bob", [piece("rod", Box(size=(0.1, 0.1, 1)), look=Look("tan", "wood"), label="pole"),
                           piece("ball", Sphere(radius=0.2), look=Look("black", "metal"), label="ball")], at=(0, 0, 3))
    shot = small(bob, mechanism("door", asset("door.urdf"), at=(0, 2, 0), look=Look("white"), links={"panel": Look("maroon", "wood")}))
    assert shot.style.objects["bob.rod"].prompt == "tan wood pole" and shot.style.objects["bob.ball"].label == "ball"
    assert shot.style.objects["door"].prompt == "white plaster door" and shot.style.objects["door.panel"].prompt == "maroon wood door"


def test_walls_have_openings() -> None:
    floor, wall = room((6, 4, 3), openings=[window("back", 1, sill=1, size=(1, 1)), doorway("back", -1, size=(1, 2))])
    shape = wall.thing.parts[0].shape
    assert isinstance(shape, Compound)
    area = sum(p.shape.size[0] * p.shape.size[2] for p in shape.pieces)
    assert area == pytest.approx(6 * 3 - 1 - 2)
    inside = [p for p in shape.pieces if abs(p.position[0] - 1) < p.shape.size[0] / 2 and abs(p.position[2] - 0) < p.shape.size[2] / 2]
    assert inside == []  # the window's middle, 1.5 m up, is the height of the wall's own frame


def test_triggers() -> None:
    assert launch("ball", (1, 0, 0), when=2).when == At(time=2.0)
    assert launch("ball", (1, 0, 0), when=touch("a", "b", 0.5)).when == Touch(a="a", b="b", delay=0.5)
    assert hold("ball", 1, when=after("x")).when == After(actions=("x",))
    assert spin("ball", (1, 0, 0), when=crosses("a", (0, 0, 1), (0, 0, -1))).when == Crosses(target="a", point=(0, 0, 1), normal=(0, 0, -1))


def test_a_move_in_a_later_cut_starts_with_it() -> None:
    later = cut(2, camera.zoom((0, -3, 1), (0, 0, 0), 28, 50, 1.5))
    assert [key.time for key in later.rig.keys] == [2, 3.5] and [key.focal for key in later.rig.keys] == [28, 50]


@pytest.mark.parametrize("rig", [
    lambda **finish: camera.static((0, -3, 1), (0, 0, 0), **finish),
    lambda **finish: camera.pan((0, -3, 1), (0, 0, 0), (1, 0, 0), 2, **finish),
    lambda **finish: camera.dolly((0, -3, 1), (1, -3, 1), (0, 0, 0), 2, **finish),
    lambda **finish: camera.zoom((0, -3, 1), (0, 0, 0), 35, 50, 2, **finish),
    lambda **finish: camera.orbit((0, -3, 1), (0, 0, 0), 30, **finish), lambda **finish: camera.track("ball", (0, -3, 1), **finish),
    lambda **finish: camera.follow("ball", (0, -3, 1), (0, 0, 0), **finish), lambda **finish: camera.path(*STILL.keys, **finish),
    lambda **finish: camera.handheld(camera.static((0, -3, 1), (0, 0, 0), **finish))])
def test_every_camera_has_a_lens_a_shutter_and_an_exposure(rig: Callable) -> None:
    finished = rig(f_stop=2.8, focus="ball", shutter=180, exposure=-0.5)
    assert (finished.f_stop, finished.focus, finished.shutter, finished.exposure) == (2.8, (Focus(time=0, on="ball"),), 180, -0.5)
    assert replace(finished, f_stop=0.0, focus=(), shutter=0.0, exposure=0.0) == rig()


def test_focus_is_pulled_from_one_to_the_next_from_the_cut_on() -> None:
    rig = camera.focus_pull(camera.static((0, -3, 1), (0, 0, 0), f_stop=2.8, focus="ball"), to=4.5, seconds=1.5, start=2)
    pulled = camera.focus_pull(rig, to=(0, 1, 0), seconds=1, start=3.5)
    assert [(key.time, key.on) for key in pulled.focus] == [(0, "ball"), (2, "ball"), (3.5, 4.5), (4.5, (0, 1, 0))]
    assert [key.time for key in cut(10, pulled).rig.focus] == [10, 12, 13.5, 14.5]
    assert [key.time for key in camera.focus_pull(STILL_SOFT, to="ball", seconds=1).focus] == [0, 1]


def test_key_fill_and_rim_light_the_subject_as_strongly_as_asked() -> None:
    lamps = three_point((1, 2, 0.5), distance=3, strength=0.9)
    strengths = [each.strength / math.dist(each.position, (1, 2, 0.5)) ** 2 for each in lamps]
    assert strengths == pytest.approx([0.9, 0.3, 0.54])
    assert lamps[0].position[1] < 2 < lamps[2].position[1]  # the key on the camera's side, the rim behind


MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: ball("ball", look=Look("rad")), "ball: unknown colour 'rad'. Did you mean 'red'"),
    (lambda: ball("ball", look=Look((1.2, 0, 0))), "ball: colour is 1.2"),
    (lambda: ball("ball", look=Look((1, 0))), "ball: colour has 2 numbers"),
    (lambda: ball("ball", look=Look("red", "rubbre")), "ball: unknown material 'rubbre'"),
    (lambda: ball("ball", look="red"), "ball: look is 'red'; it must be a Look"),
    (lambda: ball("ball", look=Look("red", seed=-1)), "ball: seed is -1"),
    (lambda: ball("ball", look=Look("red", prompt=3)), "ball: prompt is 3"),
    (lambda: ball("ball", look=Look("red", reference="no.png")), "ball: reference picture 'no.png' does not exist"),
    (lambda: ball("ball", label="bal"), "ball: unknown class label 'bal'"),
    (lambda: ball("ball", noun=""), "ball: noun is ''"),
    (lambda: ball("ball", matter="jelly"), "ball: unknown matter 'jelly'"),
    (lambda: ball("ball", matter=3), "ball: matter is 3"),
    (lambda: ball("ball", color="red"), "ball: unknown option 'color'. Allowed: at,"),
    (lambda: ball("ball", -1), "ball: Sphere.radius is -1"),
    (lambda: ball("ball", "big"), "ball: Sphere.radius is 'big'"),
    (lambda: ball("ball", at=(0, 0), look=Look()), "ball: at has 2 numbers"),
    (lambda: ball("ball", at=(0, 0, 0), on=(0, 0, 0)), "ball: has both at= and on="),
    (lambda: ball("ball", turn=30), "ball: turn is 30"),
    (lambda: ball("ball", mass=-2), "ball: mass is -2"),
    (lambda: ball("my  ball"), "object name 'my  ball'"), (lambda: ball("my.ball"), "object name 'my.ball'"),
    (lambda: ball("ball", matter=PhysicsMaterial(density=1, friction=0.5, restitution=2)), "ball: restitution is 2"),
    (lambda: plane("floor", fixed=False), "floor: a Plane cannot move"),
    (lambda: box("box", (1, 1)), "box: Box.size has 2 numbers"),
    (lambda: terrain("hill", [[0, 1]], 0.1), "hill: HeightField.heights must be at least 2 rows"),
    (lambda: mesh("pot", "no.obj"), "pot: mesh file 'no.obj' does not exist"),
    (lambda: mesh("pot", "no.fbx"), "pot: mesh file 'no.fbx' is not one of"),
    (lambda: mechanism("door", "no.urdf"), "door: URDF file 'no.urdf' does not exist"),
    (lambda: assembly("bob", []), "bob: pieces is"),
    (lambda: assembly("bob", [piece("a", Sphere(radius=1))], look=Look()), "bob: an assembly has no look of its own"),
    (lambda: assembly("bob", [piece("a", Sphere(radius=1)), piece("a", Sphere(radius=1))]), "bob: part name 'a' is used 2 times"),
    (lambda: room(walls=("up",)), "room: unknown wall 'up'"),
    (lambda: room(openings=[window("left")]), "room: has an opening in the left wall but no such wall"),
    (lambda: room(openings=[window("back", 5)]), "wall_back: the opening at 5 m"),
    (lambda: small(ball("ball")), "object name 'ball' is used 2 times"),
    (lambda: small(ball("sky")), "sky: this name is kept for the background"),
    (lambda: make_shot("s", [room()], camera=STILL), "s: props[0] is a list of things; put a star"),
    (lambda: make_shot("s", ["ball"], camera=STILL), "s: props[0] is 'ball'"),
    (lambda: make_shot("a/b", [ball("ball")], camera=STILL), "shot name 'a/b'"),
    (lambda: small(look=""), "small: look is ''"),
    (lambda: small(time="noonish"), "small: unknown time 'noonish'"),
    (lambda: small(fps=0), "small: fps is 0"),
    (lambda: small(fps="fast"), "small:"),
    (lambda: small(seconds=0), "small: seconds is 0"),
    (lambda: small(resemblance=2), "style: resemblance is 2"),
    (lambda: small(actions=[launch("bull", (1, 0, 0))]), "unknown object 'bull'. Did you mean 'ball'"),
    (lambda: small(actions=[launch("ball", (1, 0, 0), when="now")]), "action on 'ball': when is 'now'"),
    (lambda: small(actions=[hold("ball", when=after("b"), name="a"), hold("ball", when=after("a"), name="b")]), "waits for itself"),
    (lambda: small(actions=[drive("ball", "hinge", 1, 1)]), "Drive(ball): 'ball' is free"),
    (lambda: small(pivots=[pivot("bull", (0, 0, 1))]), "pivot of bull: unknown body 'bull'"),
    (lambda: make_shot("s", [ball("ball")], camera=camera.track("cup", (0, -3, 1))), "camera: unknown object 'cup'"),
    (lambda: make_shot("s", [ball("ball")], camera=camera.static((0, 0, 1), (0, 0, 0), lens=0)), "camera: focal is 0"),
    (lambda: make_shot("s", [ball("ball")], camera=[cut(1, STILL)]), "camera: cuts are at [1]"),
    (lambda: small(lights=[sun(elevation=-5)]), "sun: elevation is -5"),
    (lambda: make_shot("s", [ball("ball")], camera=camera.static((0, -3, 1), (0, 0, 0), f_stop=2, focus="bal")),
     "camera: unknown object or part to focus on 'bal'. Did you mean 'ball'"),
    (lambda: small(fog=fog(0)), "fog: visibility is 0"),
    (lambda: small(fog=fog(5, "gray")), "unknown colour 'gray'"),
    (lambda: make_shot("s", [ball("ball")], camera=camera.static((0, -3, 1), (0, 0, 0), f_stop=0.1)), "camera: f_stop is 0.1"),
    (lambda: camera.focus_pull(STILL, to="ball", seconds=1), "focus_pull: there is nothing to pull focus from; give the camera f_stop"),
    (lambda: camera.focus_pull(camera.focus_pull(STILL_SOFT, to=2.0, seconds=2), to=3.0, seconds=1),
     "focus_pull: start is 0; it must be at least 2"),
]


@pytest.mark.parametrize("declare, message", MISTAKES, ids=[message[:50] for _, message in MISTAKES])
def test_a_mistake_is_told_by_name(declare: Callable[[], object], message: str) -> None:
    with pytest.raises(DeclarationError) as error:
        declare()
    assert message in str(error.value)
