"""The script in the README does what the text says."""

import re
from pathlib import Path

import scenes
from neural.conditioning.vocabulary import LOOKS, TIMES
from scenes.shots import SHOTS
from sim.character.behaviours import VERBS
from sim.character.body.garments import GARMENTS
from sim.character.motion.gaits import GAITS
from sim.execution.engine import simulate

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_script_knocks_the_cup_off_the_table():
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", README, re.S)[1], names)
    trajectory = simulate(names["strike"]().scene)
    cup = trajectory.positions[:, trajectory.part_ids("cup")[0] - 1, 2]
    assert cup[0] > 0.6 and cup[-1] < 0.2


def test_the_people_in_it_do_and_say_all_that_it_declares():
    text = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "def meeting" in block)
    names: dict = {}
    exec(text, names)
    assert [(record.title, record.status) for record in simulate(names["meeting"]().scene).actions if record.status != "done"] == []


def test_it_names_every_shot_verb_and_garment():
    named = set(re.findall(r"`([\w-]+)`", README))
    assert {*SHOTS, *VERBS, *GARMENTS, *GAITS} - named == set()


def test_the_actions_that_it_composes_can_be_declared():
    text = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "sequence(" in block)
    names = {name: getattr(scenes, name) for name in dir(scenes)}
    exec(text[:text.index("make_shot(")], names)
    props = [scenes.plane("floor"), scenes.table("table", (1, 1, 1), on=(2, 0, 0), fixed=True), scenes.ball("ball", 0.1, on=(0, 5, 1)),
             scenes.person("anna"), scenes.person("ben", on=(-2, 0, 0)), scenes.cup("cup", on=(5, 0, 0)), scenes.cup("mug", on=(5, 1, 0))]
    shot = scenes.make_shot("s", props, actions=names["actions"], camera=scenes.camera.static((0, -4, 1), (0, 0, 1)), on_failure="stop")
    assert len(shot.scene.actions) == 8


def test_the_lens_that_it_shows_can_be_declared():
    text = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "focus_pull(" in block)
    names = {name: getattr(scenes, name) for name in dir(scenes)}
    exec(text[:text.index("make_shot(")], names)
    shot = scenes.make_shot("s", [scenes.cup("cup"), scenes.person("anna", on=(1, 1, 0))], camera=names["pulled"], fog=scenes.fog(40))
    assert [key.on for key in shot.view.cuts[0].rig.focus] == ["cup", "cup", "anna"]


def test_it_names_every_look_and_time():
    assert f"looks: {', '.join(LOOKS)}; times: {', '.join(TIMES)}." in README


def test_the_film_that_it_shows_can_be_declared():
    text = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "continue_from(" in block)
    names: dict = {}
    exec(text, names)
    assert [shot.name for shot in names["break_"]().shots] == ["tea", "two"]
