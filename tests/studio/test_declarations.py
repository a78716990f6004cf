"""Declarations as data: what was declared comes back, and nothing else can be said in them."""

import json
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from neural.config import SD15, IPAdapter
from render.config import RenderConfig
from render.view import Shading, Sky
from scenes.shots import SHOTS
from sim.errors import DeclarationError
from studio.config import ShootConfig, StyleChanges, changed
from studio.declarations import decoded, digest, encoded

BOX = {"class": "sim.scene.shapes.Box", "size": [1.0, 2.0, 3.0]}


def there_and_back(value):
    return decoded(json.loads(json.dumps(encoded(value))))


@pytest.mark.parametrize("name", SHOTS)
def test_every_shot_of_the_library_comes_back_as_it_was(name: str) -> None:
    shot = SHOTS[name]()
    again = there_and_back(shot)
    assert type(again) is type(shot) and again.scene == shot.scene and again.style == shot.style and again == shot
    assert digest(again) == digest(shot) == digest(SHOTS[name]())


def test_a_config_comes_back_as_it_was() -> None:
    config = ShootConfig(out="elsewhere", fps="24000/1001", seconds=1.5, style=StyleChanges(seed=3), render=RenderConfig(width=640),
                         neural=replace(SD15, adapters=(IPAdapter(model="folder"),), noise=0.5))
    assert there_and_back(config) == config and there_and_back(changed(SHOTS["door"](), config)).scene.fps == Fraction(24000, 1001)


@pytest.mark.parametrize("value", [
    None, True, 0, -0.0, 0.1 + 0.2, float("inf"), 10**30, "words", "\ud83c", Fraction(1, 3), {"a": (1, 2.5), 3: {"b": ()}},
    {(1, 2): "pair"},
    {"class": "sim.scene.shapes.Box"}, {"map": (), "fraction": "1/2"}])
def test_plain_values_come_back_to_the_bit(value) -> None:
    assert repr(there_and_back(value)) == repr(value)


def test_a_take_of_before_a_class_was_renamed_is_read() -> None:
    old = {"class": "render.view.Surface", "colour": [0.1, 0.2, 0.3], "material": "wood"}
    assert decoded(old) == Shading(colour=(0.1, 0.2, 0.3), material="wood")


def test_numbers_of_numpys_are_what_they_say() -> None:
    assert encoded((np.float32(0.5), np.int64(3), np.bool_(True), np.array([[1.0, 2.0]]))) == [0.5, 3, True, [[1.0, 2.0]]]
    assert digest((np.float64(0.1), np.int64(2))) == digest((0.1, 2))


def test_equal_declarations_have_equal_digests_and_others_others() -> None:
    shot = SHOTS["pillar"]()
    others = [SHOTS["pillar"](ball_speed=2.0), replace(shot, name="other"), replace(shot, style=replace(shot.style, seed=1))]
    assert len({digest(one) for one in (shot, *others)}) == 4
    assert digest(1, "a") != digest("1", "a") != digest("1a") and digest({"a": 1}) != digest(("a", 1))


def test_what_cannot_be_written_down_is_refused() -> None:
    for value in (print, object(), {1, 2}, Path("x"), {"f": (lambda: 0,)}):
        with pytest.raises(DeclarationError, match="cannot be written down"):
            encoded(value)


@pytest.mark.parametrize("name", [
    "os.system", "builtins.eval", "pathlib.Path", "subprocess.Popen", "sim.scene.shapes.Path", "sim.physics.bullet.World",
    "studio.store.Store",
    "sim.scene.shapes.Box2", "Box", "", None, 7, ["sim.scene.shapes.Box"], "scenes.shot.Shot.__init__", "sim.errors.DeclarationError"])
def test_a_class_that_declares_nothing_is_refused(name) -> None:
    for data in ({"class": name, "size": [1]}, {"class": "sim.scene.objects.Part", "name": "it", "shape": {"class": name}},
                 [[{"class": name}]]):
        with pytest.raises(DeclarationError, match="is no declaration that this version knows"):
            decoded(data)


def test_nothing_that_the_text_names_is_imported_or_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Thing: pass\n\n\ndef shot(): pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    shot, before = encoded(SHOTS["pillar"]()), set(sys.modules)
    for data in ({"class": "evil.Thing"}, {"class": "evil:Thing"}, {"class": "evil.py:shot"}, shot | {"name": {"class": "evil.Thing"}}):
        with pytest.raises(DeclarationError):
            decoded(data)
    assert decoded(encoded(ShootConfig(out="evil.py:shot"))).out == "evil.py:shot"
    assert not (tmp_path / "ran").exists() and not {name for name in set(sys.modules) - before if name.startswith("evil")}


@pytest.mark.parametrize("data", [
    BOX | {"colour": 3}, {"class": "sim.scene.shapes.Box"}, BOX | {"size": None, "__class__": "x"}, {"fraction": "1/0"}, {"fraction": [1]},
    {"fraction": "a"}, {"map": 3}, {"map": [[1]]}, {"map": [[{"map": []}, 1]]}, {"class": "neural.config.NeuralConfig", "steps": "many"},
    {"class": "studio.config.ShootConfig", "fps": [1]}, {}])
def test_what_does_not_fit_is_told_and_never_a_traceback(data) -> None:
    with pytest.raises(DeclarationError):
        decoded(data)


def test_a_take_of_before_skies_had_pictures_and_surfaces_normal_maps_is_read() -> None:
    assert decoded({"class": "render.view.Sky", "zenith": [0.1, 0.2, 0.3], "horizon": [0.8, 0.87, 0.95], "strength": 0.45}) == \
        Sky(zenith=(0.1, 0.2, 0.3))
    assert decoded({"class": "render.view.Shading", "colour": [0.1, 0.2, 0.3], "texture": "", "scale": 0.0}).normal == ""
