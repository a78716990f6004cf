"""steadycast sheet: one person of a shot from all sides, painted as the shot is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.view import Lamp, Sun
from scenes.shots.chase import chase
from scenes.shots.handover import handover
from scenes.shots.tea import tea
from sim.character.body.bones import number
from sim.character.body.face import MORPHS, UNITS
from sim.character.motion.expressions import EXPRESSIONS
from sim.execution.engine import simulate
from studio.contact import LABEL, MARGIN
from studio.sheet import chosen_person, laid_out
from studio.turnaround import COLUMNS, FPS, TITLES, turnaround


def test_a_turnaround_has_only_them_as_the_shot_has_them_with_a_frame_for_each_title() -> None:
    shot = tea()
    made = turnaround(shot, shot.scene.people[0])
    assert made.name == "tea-anna" and made.scene.frames == len(TITLES) == len(made.view.cuts) == 15
    assert [each.name for each in made.scene.people] == ["anna"] and [body.name for body in made.scene.bodies] == ["backdrop"]
    assert made.style.prompt == shot.style.prompt and made.view.lights == shot.view.lights
    hers = [path for path in shot.style.objects if path.startswith("anna")]
    assert hers and all(made.style.objects[path] == shot.style.objects[path] for path in hers)
    assert all(made.view.surfaces[path] == shot.view.surfaces[path] for path in hers)
    assert made.view.sky.strength == shot.view.sky.strength and len({*made.view.sky.zenith, *made.view.sky.horizon}) == 1
    assert [cut.time for cut in made.view.cuts] == [frame / FPS for frame in range(15)]


def test_a_turnaround_shows_what_they_wear_and_can_take_off() -> None:
    shot = chase()
    made = turnaround(shot, next(person for person in shot.scene.people if person.name == "ida"))
    assert "ida.glasses" in made.scene.names and made.style.objects["ida.glasses"] == shot.style.objects["ida.glasses"]
    assert made.view.surfaces["ida.glasses"] == shot.view.surfaces["ida.glasses"]


def test_faces_are_what_their_frames_say_with_open_eyes() -> None:
    faces = simulate(turnaround(tea(), tea().scene.people[0]).scene).faces[:, 0]
    assert faces.shape == (len(TITLES), len(MORPHS)) and faces[:, UNITS.index("eyeBlinkLeft")].max() < 0.05
    plain = faces[TITLES.index("neutral")]
    for name in ("smile", "sad", "angry", "surprised"):
        shown = faces[TITLES.index(name)]
        for unit, strength in EXPRESSIONS[name].items():
            if not unit.startswith("eyeLook"):
                assert shown[UNITS.index(unit)] == pytest.approx(strength, abs=0.02), (name, unit)
    np.testing.assert_allclose(plain, faces[0], atol=0.02)


def test_cameras_look_at_them_from_where_titles_say_and_at_their_hands() -> None:
    shot = turnaround(tea(), tea().scene.people[0])
    who, keys = shot.scene.people[0], {title: cut.rig.keys[0] for title, cut in zip(TITLES, shot.view.cuts)}
    front = np.array([np.cos(who.heading), np.sin(who.heading)])
    for title, cosine in (("front", 1.0), ("side", 0.0), ("back", -1.0), ("face", 1.0), ("smile", 1.0)):
        way = np.subtract(keys[title].position, keys[title].look_at)[:2]
        assert way @ front / np.linalg.norm(way) == pytest.approx(cosine, abs=1e-6), title
    bones = simulate(shot.scene).bone_positions[TITLES.index("right hand")]
    assert np.linalg.norm(bones[number("right_middle_1")] - keys["right hand"].look_at) < 0.08


def test_the_strongest_light_is_at_their_front() -> None:
    shot = tea()
    for light, way in ((Sun(azimuth=90.0), (0.0, 1.0)), (Lamp(position=(-9.0, -0.2, 2.0)), (-1.0, 0.0))):
        who = turnaround(replace(shot, view=replace(shot.view, lights=(light,))), shot.scene.people[0]).scene.people[0]
        assert np.cos(who.heading) * way[0] + np.sin(who.heading) * way[1] > 0.7


def test_a_sheet_is_laid_out_in_rows_under_titles() -> None:
    pictures = [np.full((20, 30, 3), 10 * number, np.uint8) for number in range(len(TITLES))]
    made = np.asarray(laid_out(pictures))
    assert made.shape == (MARGIN + 3 * (20 + LABEL), MARGIN + COLUMNS * (30 + MARGIN), 3)
    for place in (0, 4, 7, 14):
        y, x = place // COLUMNS * (20 + LABEL) + LABEL, MARGIN + place % COLUMNS * (30 + MARGIN)
        assert (made[y:y + 20, x:x + 30] == 10 * place).all()
        assert made[y - LABEL:y, x:x + 30].max() > 100


def test_of_one_person_nobody_need_be_named_and_of_two_somebody_must() -> None:
    assert chosen_person(tea(), []).name == "anna"
    assert len(handover().scene.people) == 2


@pytest.mark.parametrize("words, said", [
    (("shot=tea", "who=ana"), "unknown person 'ana'. Did you mean 'anna'?"), (("shot=pillar", "who=anna"), "nobody is in pillar"),
    (("shot=handover",), "say which of handover"), (("shot=tea", "who=anna", "who=anna"), "a sheet is of one person"),
    (("shot=tee", "who=anna"), "unknown shot 'tee'")])
def test_what_cannot_be_is_refused_in_a_line(run: Callable, words: tuple[str, ...], said: str) -> None:
    ran = run("sheet", *words)
    assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err and not Path("takes").exists()


def test_a_sheet_is_rendered_without_painting_if_it_is_said_so(run: Callable) -> None:
    ran = run("sheet", "shot=tea", "who=anna", "neural=off", "render.height=48")
    assert ran.code == 0, ran.err
    made = np.asarray(Image.open(ran.out.strip()))
    assert Path(ran.out.strip()) == Path("takes/tea-anna.png").absolute()
    assert made.shape == (MARGIN + 3 * (48 + LABEL), MARGIN + COLUMNS * (48 + MARGIN), 3)
    assert np.ptp(made[LABEL:LABEL + 48, MARGIN:MARGIN + 48]) > 100


def test_a_sheet_is_painted_as_a_take_and_lies_beside_it(run: Callable) -> None:
    ran = run("sheet", "shot=tea", "who=anna", "render.height=48", "neural.width=64")
    assert ran.code == 0, ran.err
    file = Path(ran.out.strip())
    assert file.name == "tea-anna-0001.png" and file.is_file() and (file.with_suffix("") / "manifest.json").is_file()
    assert run("takes").code == 0
