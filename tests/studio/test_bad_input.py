"""Bad input: a message of one screen with the name, what is allowed and what to do; exit code 2; no traceback; no file left."""

import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio import fits

SMALL = ("seconds=0.1", "render.width=64", "render.height=48")
FILM = """
from scenes import Look, ball, box, camera, cup, launch, make_shot, mesh, room
from scenes import after, drop, hold, impulse, touch, crosses, move, spin, mechanism, table, cylinder, cut
from neural.style import ObjectStyle

FLOOR = box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True)
STATIC = camera.static((0, -3, 1.5), (0, 0, 0.3))


def film(*props, **kwargs):
    kwargs.setdefault("camera", STATIC)
    return make_shot("film", [FLOOR, *props], **kwargs)
"""

COMMANDS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("shot=pilar",), ("pilar", "pillar", "my_film.py")),
    (("shot=",), ("unknown shot", "pillar")),
    (("shot=3",), ("unknown shot '3'", "pillar")),
    (("shot=[pillar,dominoes]",), ("unknown shot", "pillar")),
    (("shot.heigt=2",), ("heigt", "height", "table_height")),
    (("shot.height=fast",), ("shot.height", "fast", "default")),
    (("shot.height=[1,2]",), ("shot.height", "Float")),
    (("shot.height=null",), ("shot.height", "default is")),
    (("shot.height=nan",), ("height", "finite")),
    (("shot.height=-1",), ("height is -1", "at least")),
    (("shot.height.x=2",), ("shot.height", "one value")),
    (("shot.cup_height=0",), ("cup_height is 0", "at least")),
    (("neural=foo",), ("foo", "tiny")),
    (("neural=",), ("neural", "tiny")),
    (("neural=3",), ("unknown choice 3", "tiny")),
    (("neural=null",), ("unknown choice None", "tiny")),
    (("nural=tiny",), ("nural", "neural")),
    (("render=small",), ("small", "draft")),
    (("render.widht=100",), ("widht", "width", "height")),
    (("render.width=0",), ("width is 0", "at least 16")),
    (("render.width=-64",), ("width is -64", "at least 16")),
    (("render.width=101",), ("width is 101", "even")),
    (("render.height=99",), ("height is 99", "even")),
    (("render.width=100000",), ("width is 100000", "at most")),
    (("render.width=wide",), ("render.width", "wide", "Integer")),
    (("render.width=64.5",), ("render.width", "64.5")),
    (("render.rasteriser=vulkan",), ("vulkan", "cpu", "gl", "rays")),
    (("fps=0",), ("fps is 0", "above 0")),
    (("fps=-24",), ("fps is -24", "above 0")),
    (("fps=1/0",), ("fps", "1/0")),
    (("fps=fast",), ("fps", "fast")),
    (("fps=100000",), ("fps is 100000", "at most 1000")),
    (("fps=[24]",), ("fps", "[24]")),
    (("seconds=0",), ("seconds is 0", "above 0")),
    (("seconds=-1",), ("seconds is -1", "above 0")),
    (("seconds=long",), ("seconds", "long")),
    (("seconds=1e9",), ("seconds", "at most")),
    (("seconds=" + "9" * 400,), ("seconds", "too large")),
    (("seconds=1e300",), ("seconds is 1e+300", "at most")),
    (("seconds=inf",), ("seconds is inf", "finite")),
    (("seconds=nan",), ("seconds is nan", "finite")),
    (("seconds=true",), ("seconds", "True")),
    (("seconds=600", "fps=1000"), ("frames is 600000", "at most 100000")),
    (("fps=1e9",), ("fps is 1000000000.0", "at most 1000")),
    (("fps=nan",), ("fps is nan", "above 0")),
    (("fps='24/0'",), ("fps is 24/0", "24000/1001")),
    (("fps=24", "fps=25"), ("'fps=24'", "'fps=25'", "twice", "leave one out")),
    (("shot=pillar", "fps=24", "shot=tea"), ("'shot=pillar'", "'shot=tea'", "twice")),
    (("neural=tiny", "neural=sd15"), ("'neural=tiny'", "'neural=sd15'", "twice")),
    (("style.prompt=oil, dusk",), ("style.prompt", "quote", "-m")),
    (("style.prompt=''",), ("look is ''", "words")),
    (("style.resemblance=2",), ("resemblance is 2", "at most 1")),
    (("style.seed=x",), ("style.seed", "Integer")),
    (("style.seed=-1",), ("seed is -1", "at least 0")),
    (("style.seed=99999999999999999999",), ("seed is 99999999999999999999", "below 2^63")),
    (("style.resemblance=nan",), ("resemblance is nan", "finite")),
    (("neural.guidance=inf",), ("guidance is inf", "finite")),
    (("neural.batch=999999999",), ("batch is", "at most 1024")),
    (("style.prompt='x" + "y" * 9000 + "'",), ("unknown look", "watercolour")),
    (("style.colour=red",), ("colour", "prompt", "seed")),
    (("style=ink",), ("style", "style.prompt=VALUE")),
    (("a",), ("cannot read 'a'", "name=value")),
    (("shot.height=1=2",), ("cannot read", "name=value")),
    (("shot=\x1b[31m\u202e",), ("cannot read", "\\x1b", "\\u202e", "name=value")),
    (("shot=" + "a" * 9000,), ("unknown shot 'aaa", "pillar", "my_film.py")),
    (("shot=" + "a" * 9000 + ".py:f",), ("aaa", "too long")),
    (("shot." + "a" * 9000 + "=1",), ("unknown setting 'aaa", "height")),
    (("shot.height='1",), ("cannot read", "name=value")),
    (("=3",), ("=3", "name=value")),
    (("+extra=1",), ("+extra=1", "name=value")),
    (("~fps",), ("~fps", "name=value")),
    (("++fps=3",), ("++fps=3", "name=value")),
    (("neural@style=tiny",), ("neural@style", "name=value")),
    (("hydra.run.dir=x",), ("hydra.run.dir", "out=PATH")),
    (("+experiment=nothing",), ("experiment", "nothing", "storyboard")),
    (("look=mud",), ("look", "mud", "watercolour")),
    (("--config-dir",), ("--config-dir", "--hydra-help")),
    (("shot.height=1,2",), ("several values", "-m")),
    (("shot.height=range(1,3)",), ("several values", "-m")),
    (("-m", "shot.height=interval(1,3)"), ("interval(1,3)", "range")),
    (("-m", "shot=glob(*)"), ("glob(*)", "list the values")),
    (("-m", "shot.height=1.6,fast"), ("shot.height", "fast")),
    (("-m", "shot.height=1.6,-5"), ("height is -5", "at least")),
    (("-m", "fps=range(5,1)"), ("nothing to shoot", "range(first,end,step)")),
    (("-m", "fps=range(1,1e9)"), ("999,999,999 combinations", "fps=range(1,1e9)", "at most 10,000")),
    (("-m", "fps=range(1,9,0)"), ("too many", "range(1,9,0)")),
    (("-m", "fps=range(1,900)", "seconds=range(1,100)"), ("89,001 combinations", "fps=range(1,900)", "at most 10,000")),
    (("-m", "fps=12,24", "fps=25"), ("'fps=12,24'", "'fps=25'", "twice")),
    (("--fast",), ("--fast", "Allowed")),
    (("fps=${nothing}",), ("nothing",)),
    (("out=",), ("out", "folder")),
    (("out=/proc/takes",), ("/proc/takes", "out=PATH")),
    (("out=/proc/version",), ("'/proc/version' is a file", "out=PATH")),
    (("out=/proc/version/takes",), ("'/proc/version' is a file", "out=PATH")),
    (("out=" + "b" * 900,), ("bbb", "too long", "out=PATH")),
    (("shot=film.py",), ("film.py", "which function")),
    (("shot=film.py:",), ("film.py", "which function")),
    (("shot=nowhere.py:scene",), ("nowhere.py", "no file")),
]

SCRIPTS: list[tuple[str, str, tuple[str, ...]]] = [
    ("no such function", "def scene_1(): return film()", ("unknown function 'scene'", "scene_1")),
    ("syntax error", "def scene(:\n    pass", ("film.py, line 14", "SyntaxError")),
    ("raises when read", "1 / 0", ("film.py, line 14", "ZeroDivisionError")),
    ("imports what is not there", "import nowhere_at_all", ("film.py, line 14", "nowhere_at_all")),
    ("leaves python", "import sys; sys.exit(0)", ("film.py, line 14", "SystemExit")),
    ("interrupts itself", "raise KeyboardInterrupt", ("film.py, line 14", "KeyboardInterrupt")),
    ("ends a generator", "raise GeneratorExit", ("film.py, line 14", "GeneratorExit")),
    ("ends a task", "import asyncio; raise asyncio.CancelledError('no')", ("film.py, line 14", "CancelledError: no")),
    ("stops an iteration", "raise StopIteration", ("film.py, line 14", "StopIteration")),
    ("calls itself for ever", "def f(): f()\nf()", ("film.py, line 14", "RecursionError")),
    ("raises a whole group", "raise BaseExceptionGroup('both', [KeyboardInterrupt(), SystemExit()])", ("film.py, line 14", "both")),
    ("raises what cannot be said", "class E(Exception):\n    def __str__(self): return 1 / 0\nraise E", ("film.py, line 16", "E")),
    ("raises a novel", "raise ValueError('word ' * 100000)", ("film.py, line 14", "ValueError: word")),
    ("has a type that fails", "def scene(speed: '1 / 0' = 1):\n    return film()", ("types", "ZeroDivisionError")),
    ("is no text", "\0", ("film.py", "null bytes")),
    ("returns nothing", "def scene():\n    film()", ("returned NoneType", "Shot")),
    ("returns a number", "def scene():\n    return 3", ("returned int", "Shot")),
    ("is no function", "scene = 3", ("unknown function 'scene'",)),
    ("needs a parameter", "def scene(speed: float):\n    return film()", ("shot.speed", "shot.speed=VALUE")),
    ("has an unknown type", "def scene(speed: 'Speed' = 1):\n    return film()", ("Speed",)),
]

SCENES: list[tuple[str, str, tuple[str, ...]]] = [
    ("raises when called", "nothing", ("film.py, line 15", "NameError")),
    ("leaves when called", "__import__('sys').exit(0)", ("film.py, line 15", "SystemExit")),
    ("interrupts itself when called", "(lambda: (_ for _ in ()).throw(KeyboardInterrupt))()", ("film.py, line 15", "KeyboardInterrupt")),
    ("negative mass", "ball('ball', 0.1, mass=-1)", ("ball: mass is -1", "above 0", "line 15")),
    ("no radius", "ball('ball', 0)", ("ball", "radius", "above 0")),
    ("nan position", "ball('ball', 0.1, at=(0, 0, float('nan')))", ("ball", "finite")),
    ("two of one name", "ball('a', 0.1, at=(0, 0, 1)), ball('a', 0.1, at=(1, 0, 1))", ("'a' is used 2 times",)),
    ("name with a slash", "ball('my/ball', 0.1)", ("my/ball", "letters")),
    ("overlapping start", "box('crate', (1, 1, 1), at=(0, 0, 0.5)), box('trunk', (1, 1, 1), at=(0.2, 0, 0.5))", ("crate", "trunk")),
    ("missing mesh", "mesh('vase', 'vase.glb')", ("vase", "vase.glb", "does not exist")),
    ("mesh of another kind", "mesh('vase', 'film.py')", ("film.py", ".glb", ".obj")),
    ("broken mesh", "mesh('vase', 'broken.glb', at=(0, 0, 1))", ("broken.glb", "cannot be read")),
    ("empty mesh", "mesh('vase', 'empty.obj', at=(0, 0, 1))", ("empty.obj",)),
    ("missing urdf", "mechanism('door', 'door.urdf')", ("door", "door.urdf", "does not exist")),
    ("broken urdf", "mechanism('door', 'broken.urdf')", ("door", "broken.urdf")),
    ("seed of a shaking camera", "camera=camera.handheld(STATIC, seed=-1)", ("camera: seed is -1", "at least 0")),
    ("seed of an object", "ball('b', 0.1, at=(0, 0, 1), look=Look('red', seed=2**80))", ("seed is 1208925819614629174706176", "2^63")),
    ("lens of 0", "camera=camera.static((0, -3, 1), (0, 0, 0), lens=0)", ("focal is 0", "at least")),
    ("camera inside its target", "camera=camera.static((0, 0, 1), (0, 0, 1))", ("same point",)),
    ("fps of 0", "fps=0", ("fps is 0", "above 0")),
    ("no length", "seconds=0", ("seconds is 0", "above 0")),
    ("unknown target", "ball('ball', 0.1, at=(0, 0, 1)), actions=[launch('bal', (1, 0, 0))]", ("bal", "ball", "floor")),
    ("cyclic triggers",
     "ball('b', 0.1), actions=[launch('b', (1, 0, 0), name=a, when=after(b)) for a, b in (('one', 'two'), ('two', 'one'))]",
     ("one", "two", "waits for itself")),
    ("trigger on an unknown action",
     "ball('b', 0.1, at=(0, 0, 1)), actions=[launch('b', (1, 0, 0), when=after('x'))]",
     ("unknown action 'x'",)),
    ("launch of the floor", "actions=[launch('floor', (1, 0, 0))]", ("floor", "fixed")),
    ("unknown colour", "ball('b', 0.1, at=(0, 0, 1), look=Look('redd'))", ("redd", "red")),
    ("unknown material", "ball('b', 0.1, at=(0, 0, 1), look=Look('red', 'glas'))", ("glas", "wood")),
    ("unknown class", "ball('b', 0.1, at=(0, 0, 1), label='bal')", ("bal", "ball")),
    ("unknown matter", "ball('b', 0.1, at=(0, 0, 1), matter='woood')", ("woood", "wood")),
    ("unknown time", "time='noon'", ("noon", "dusk")),
    ("unknown look", "look='cubist'", ("cubist", "watercolour")),
    ("missing reference", "ball('b', 0.1, at=(0, 0, 1), look=Look('red', reference='a.png'))", ("a.png",)),
]
"""What is handed to `film`, and what the message must hold."""


def lines(text: str) -> int:
    return len(text.strip().splitlines())


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def check(ran, words: tuple[str, ...]) -> None:
    said = " ".join(ran.err.split())
    assert ran.code == 2, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err and 'File "' not in ran.err
    assert 0 < lines(ran.err) < 25 and len(said) < 2000
    for word in words:
        assert word in said, said


@pytest.mark.parametrize(("command", "words"), COMMANDS, ids=[" ".join(c) for c, _ in COMMANDS])
def test_a_bad_command(run: Callable, here: Path, command: tuple[str, ...], words: tuple[str, ...]) -> None:
    small = [s for s in SMALL if s.partition("=")[0] not in {c.partition("=")[0] for c in command}]
    ran = run("shoot", *small, *command)
    check(ran, words)
    assert files(here) == set()


def test_a_shot_of_nothing(run: Callable, here: Path) -> None:
    (here / "film.py").write_text(FILM + "\ndef scene():\n    return make_shot('film', [], camera=STATIC)\n")
    check(run("shoot", *SMALL, "shot=film.py:scene"), ("film: there is nothing in it", "box("))


@pytest.mark.parametrize(("free", "command", "words"), [
    ("memory", ("render.width=8192", "render.height=4096"),
     ("8192x4096 px need at least 32.8 GiB", "has 8.0 GiB", "render.width=3736 render.height=1868 fits")),
    ("disk", ("render.width=4096", "render.height=2048", "seconds=200"),
     ("4800 frames of 4096x2048 px", "8.0 GiB free", "seconds=142.2 fits", "out=PATH"))])
def test_what_does_not_fit_is_told_before_anything_is_done(run: Callable, here: Path, free: str, command, words, monkeypatch) -> None:
    monkeypatch.setattr(fits, free, lambda *_: 2.0**33)
    check(run("shoot", "fps=24", *command), words)
    assert files(here) == set()


def test_what_fits_is_not_refused_and_numbers_that_are_said_to_fit_do() -> None:
    for there in (Path("takes"), Path("/proc")):
        fits.check_resources(1920, 1080, 240, 24.0, there)
    assert fits.memory() > 2**28 and 0 < fits.disk(Path()) < fits.disk(Path("/proc")) == math.inf


BODIES = [*SCRIPTS, *((name, f"def scene():\n    return film({body})", words) for name, body, words in SCENES)]


@pytest.mark.parametrize(("body", "words"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES])
def test_a_bad_script(run: Callable, here: Path, body: str, words: tuple[str, ...]) -> None:
    (here / "film.py").write_text(FILM + "\n" + body + "\n")
    (here / "broken.glb").write_bytes(b"glTF\x02\x00\x00\x00 no mesh")
    (here / "empty.obj").write_text("# no triangle\n")
    (here / "broken.urdf").write_text("<robot name='door'><link")
    before = files(here)
    check(run("shoot", *SMALL, "shot=film.py:scene"), words)
    assert files(here) == before


@pytest.mark.parametrize("command", [("paint",), ("list", "all"), ("doctor", "now"), ("describe", "shot=nothing"), ("train", "steps=few")])
def test_other_commands_refuse_too(run: Callable, here: Path, command: tuple[str, ...]) -> None:
    check(run(*command), (command[-1].rpartition("=")[2],))
    assert files(here) == set()


@pytest.mark.parametrize("command", [("shoot", "shot=pilar"), ("shoot", "fps=0"), ("describe", "shot=film.py:scene"), ("paint",)])
def test_as_a_process(here: Path, command: tuple[str, ...]) -> None:
    ran = subprocess.run([sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())", *command], cwd=here, text=True,
                         capture_output=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert ran.returncode == 2 and ran.stdout == "" and "Traceback" not in ran.stderr and 0 < lines(ran.stderr) < 25
    assert files(here) == set()
