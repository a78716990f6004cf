"""The shot list, and what importing the room costs."""

import subprocess
import sys

import pytest

from scenes import (
    Look,
    above,
    after,
    always,
    ball,
    by,
    camera,
    crosses,
    cut,
    describe,
    drop,
    ended,
    failing,
    fog,
    hold,
    lamp,
    launch,
    make_shot,
    person,
    pivot,
    plane,
    say,
    succeeds,
    sun,
    touch,
    touches,
    until,
)
from scenes.shots import SHOTS

HEAVY = ("pybullet", "OpenGL", "pyrender", "trimesh", "coacd", "torch", "diffusers", "transformers", "PIL", "hydra", "numba",
         "scipy.interpolate", "scipy.linalg", "scipy.ndimage", "scipy.optimize", "scipy.sparse", "scipy.spatial", "scipy.special",
         "skimage.draw", "skimage.graph", "skimage.measure")
"""`import scipy` and `import skimage` load none of their parts; each part is loaded where it is first used."""


def test_everything_declared_is_in_the_shot_list() -> None:
    wide = camera.dolly((0, -4, 1), (1, -3, 1), (0, 0, 0.5), 2, lens=28)
    soft = camera.track("ball", (0, -2, 1), lens=50, f_stop=2.8, focus="bob", shutter=180, exposure=0.5)
    close = camera.handheld(camera.focus_pull(soft, to=1.5, seconds=1, start=1), seed=4)
    shot = make_shot("opening", [plane("floor", look=Look("tan", "tiled")), ball("ball", on=(0, 0, 0), look=Look("red", "rubber")),
                                 ball("bob", at=(2, 0, 0.5))], pivots=[pivot("bob", (2, 0, 1), axis=(0, 1, 0))],
                     camera=[cut(0, wide), cut(2.5, close)], lights=[sun(200, 30), lamp((1, 2, 3), strength=4, size=0.1)], fps="24000/1001",
                     look="noir", time="night", seed=9, fog=fog(40),
                     actions=[hold("ball", name="wait"), drop("ball", when=1.5),
                              launch("ball", (2, 0, 0), when=touch("ball", "floor", 0.2)),
                              launch("ball", (0, 1, 0), when=crosses("ball", (1, 0, 0), (1, 0, 0))),
                              until(ended("wait", "kick"), hold("bob", when=after("wait", "kick"))), until(4.5, hold("bob", 3.0)),
                              launch("ball", (1, 0, 0), when=failing("wait", delay=0.5), name="kick")],
                     claims=[always(above("bob", "floor")), by(3, touches("ball", "floor")), succeeds("wait")], on_failure="stop")
    text = describe(shot)
    for words in (
        "opening: 5.005 s, 120 frames at 24000/1001 fps", "noir, night (seed 9", "at 0 s: 28 mm, dolly",
        "at 2.5 s: 50 mm, tracks ball, handheld 0.4 degrees (seed 4), f/2.8 focused on bob, then 1.5 at 4.5 s, shutter 180 degrees, "
        "exposure +0.5 stops", "  fog (0.8, 0.84, 0.88), visibility 40 m",
        "floor (floor, fixed): tan tiled", "ball (ball, moves): red rubber", 'sky (sky, background): "navy sky"',
        "bob swings about (2, 0, 1) round (0, 1, 0)", "at 0 s: wait = hold ball", "at 1.5 s: drop ball",
        "0.2 s after ball touches floor: launch ball", "when ball crosses the plane at (1, 0, 0)",
        "after wait and kick: hold bob, until wait and kick have ended", "at 0 s: hold bob: duration 3, until 4.5 s",
        "0.5 s after wait has failed: kick = launch ball", "if an action fails: stop",
        "claims:\n  always: bob above floor\n  by 3 s: ball touches floor\n  wait succeeds\nlights:",
        "sun from 200 degrees, 30 up, 0.53 degrees wide", "lamp at (1, 2, 3), radius 0.1 m, strength 4",
    ):
        assert words in text, f"{words!r} is not in:\n{text}"


def test_what_is_said_is_in_the_shot_list_in_quotes() -> None:
    shot = make_shot("talk", [plane("floor"), person("anna", on=(0, 0, 0)), person("ben", on=(1, 0, 0))],
                     camera=camera.static((0, -3, 1), (0, 0, 1)),
                     actions=[say("anna", "Where is\nmy cup?", when=1.2, to="ben", name="ask")])
    assert '  at 1.2 s: ask = say anna: "Where is my cup?", to ben\n' in describe(shot)


@pytest.mark.parametrize("name", SHOTS)
def test_the_shot_list_of_every_library_shot_names_its_objects(name: str) -> None:
    shot = SHOTS[name]()
    text = describe(shot)
    assert shot.name == name and all(f"  {each}" in text for each in shot.scene.names)


def test_importing_the_room_is_light() -> None:
    # The bowl is a mesh file, which trimesh has to read, so that it has a part for each material and stands on its lowest point.
    code = ("import sys, scenes, scenes.shots; [declare() for name, declare in scenes.shots.SHOTS.items() if name != 'bowl']; "
            f"print(*[name for name in {HEAVY!r} if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
