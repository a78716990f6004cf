"""From words on the command line to shots, through Hydra."""

from fractions import Fraction
from pathlib import Path

import pytest

from sim.errors import DeclarationError
from studio.jobs import jobs

FILM = """
from scenes import ball, box, camera, launch, make_shot


def scene_3(speed: float = 1.0, *, hue: str = "red", start: tuple[float, float] = (0.0, 0.0)):
    floor = box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True)
    return make_shot("film", [floor, ball("ball", 0.1, at=(*start, 1))], camera=camera.static((0, -3, 1.5), (0, 0, 0.3)),
                     actions=[launch("ball", (speed, 0, 0))])
"""


def test_a_parameter_reaches_the_shot() -> None:
    job, = jobs(["shot=pillar", "shot.ball_speed=2.5"])
    assert job.shot.scene.actions[0].velocity == (2.5, 0, 0)
    assert job.resolved["shot"]["parameters"]["ball_speed"] == 2.5


def test_the_default_is_tea() -> None:
    assert jobs([])[0].shot.name == "tea"


def test_a_new_rate_keeps_the_length() -> None:
    scene = jobs(["fps=24000/1001"])[0].shot.scene
    assert (scene.fps, scene.frames) == (Fraction(24000, 1001), 264)
    assert jobs(["fps=30", "seconds=2"])[0].shot.scene.frames == 60


def test_the_style_changes_and_the_rest_does_not() -> None:
    plain, = jobs([])
    job, = jobs(["style.prompt='toon, dusk'", "style.seed=0", "style.resemblance=0.5"])
    assert (job.shot.style.prompt, job.shot.style.seed, job.shot.style.resemblance) == ("toon, dusk", 0, 0.5)
    assert (job.shot.scene, job.shot.style.objects) == (plain.shot.scene, plain.shot.style.objects)


def test_render_and_neural_settings_are_typed() -> None:
    config = jobs(["render.width=640", "render.height=360", "neural=tiny"])[0].config
    assert (config.render.width, config.render.height) == (640, 360)


@pytest.mark.parametrize("folder", [".", "my films", "a/b-c"])
@pytest.mark.parametrize("absolute", [False, True])
def test_a_script_anywhere(here: Path, folder: str, absolute: bool) -> None:
    script = here / folder / "my_film.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(FILM)
    name = f"{script if absolute else script.relative_to(here)}:scene_3"
    job, = jobs([f"shot={name}", "shot.speed=3", "shot.start=[0.5,1]"])
    assert job.shot.scene.actions[0].velocity == (3.0, 0, 0)
    assert job.shot.scene.bodies[1].position[:2] == (0.5, 1)
    assert job.resolved["shot"] == {"name": name, "parameters": {"speed": 3.0, "hue": "red", "start": [0.5, 1]}}
    assert not list(here.rglob("*.pyc"))


def test_a_sweep_is_every_combination_the_last_fastest() -> None:
    found = jobs(["shot=pillar", "shot.ball_speed=1,2", "fps=12,24"], sweep=True)
    assert [(j.settings["shot.ball_speed"], j.settings["fps"]) for j in found] == [(1, 12), (1, 24), (2, 12), (2, 24)]
    assert [j.shot.scene.fps for j in found] == [12, 24, 12, 24]


def test_a_sweep_over_shots_ranges_and_prompts() -> None:
    assert [j.shot.name for j in jobs(["shot=pillar,dominoes"], sweep=True)] == ["pillar", "dominoes"]
    assert [j.shot.scene.fps for j in jobs(["fps=range(10,16,5)"], sweep=True)] == [10, 15]
    prompts = [j.shot.style.prompt for j in jobs(["style.prompt='toon, dusk','photo, day'"], sweep=True)]
    assert prompts == ["toon, dusk", "photo, day"]


def test_one_bad_value_in_a_sweep_is_told_before_anything_is_shot() -> None:
    with pytest.raises(DeclarationError, match="height is -5"):
        jobs(["shot.height=1.6,-5"], sweep=True)


@pytest.mark.parametrize("text", ["shot._target_=os.system", "neural._target_=os.system", "style.prompt=${oc.create:1}"])
def test_config_never_runs_code(text: str) -> None:
    with pytest.raises(DeclarationError):
        jobs([text])
