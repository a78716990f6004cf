"""Keys hold files, code and weights by content: whatever changes there, what was made with it before is not found again."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from neural.bank.look_keys import look_keys, painting_digest
from neural.conditioning.region_map import region_map
from neural.config import NeuralConfig
from neural.models import folder
from neural.style import ObjectStyle, Style
from render.config import RenderConfig
from render.passes import render
from scenes import camera, make_shot, mesh
from studio import keys
from studio.acting import trajectory_key
from tests.render.conftest import playground  # noqa: F401  (a fixture)

BOWL = Path(__file__).parents[2] / "scenes" / "shots" / "assets" / "bowl.obj"


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the embedded model is read from: a few small files."""
    for name in ("unet/model.safetensors", "vae/model.safetensors", "unet/config.json"):
        (tmp_path / "weights" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "weights" / name).write_bytes(name.encode())
    monkeypatch.setattr(folder, "EMBEDDED", tmp_path / "weights")
    return tmp_path / "weights"


@pytest.fixture
def ask(playground):  # noqa: F811
    """Keys of all that is painted, for a style and a config."""
    passes = render(*playground, RenderConfig(width=64, height=36, rasteriser="rays"))
    sizes = {width: passes.resized(width, width * 9 // 16) for width in (64, 32)}
    words = {part.object: ObjectStyle(label="box", prompt=f"{part.object}") for part in passes.parts}

    plain = Style(prompt="toon, day", objects=words)

    def asked(config: NeuralConfig = NeuralConfig(), style: Style = plain, width: int = 64) -> list[str]:
        regions = region_map(passes, style)
        return [*look_keys(sizes[width], style, regions, config), painting_digest(passes, style, regions, config)]
    return asked


def test_what_is_painted_at_another_size_is_not_mixed_in(ask) -> None:
    *fine, whole = ask()
    *coarse, same = ask(width=32)
    assert not set(fine) & set(coarse) and whole == same


def test_a_changed_weight_file_gives_every_part_another_key(ask, weights: Path) -> None:
    before = ask()
    assert ask() == before and len(set(before)) == len(before)
    (weights / "vae" / "model.safetensors").write_bytes(b"vae/model.safetensorz")  # no longer, no shorter
    after = ask()
    assert not set(before) & set(after)
    (weights / "vae" / "model.safetensors").write_bytes(b"vae/model.safetensors")
    assert ask() == before
    (weights / "vae" / "more.safetensors").write_bytes(b"")
    assert not set(before) & set(ask())


def test_weights_are_the_same_wherever_they_lie_and_whenever_they_were_written(weights: Path, tmp_path: Path, monkeypatch) -> None:
    here = folder.weights(NeuralConfig())
    shutil.copytree(weights, tmp_path / "copy")
    os.utime(tmp_path / "copy" / "unet" / "model.safetensors", (1, 1))
    monkeypatch.setattr(folder, "EMBEDDED", tmp_path / "copy")
    assert folder.weights(NeuralConfig()) == here


def test_a_reference_picture_counts_by_its_content_and_for_its_object_alone(ask, tmp_path: Path) -> None:
    picture = tmp_path / "cup.png"
    picture.write_bytes(b"red")
    words = {name: ObjectStyle(label="box", prompt=name) for name in ("floor", "wall", "pillar", "box")}
    style = Style(prompt="toon, day", objects=words | {"ball": ObjectStyle(label="box", prompt="ball", reference=str(picture))})
    before = ask(style=style)
    picture.write_bytes(b"tan")
    assert [a == b for a, b in zip(before, ask(style=style))] == [True, True, True, True, False, True, False]


def test_what_only_says_where_it_is_done_leaves_parts_their_keys(ask) -> None:
    config = NeuralConfig()
    assert ask(replace(config, device="cpu"))[:-1] == ask()[:-1] == ask(replace(config, width=320, consistency="fixed"))[:-1]
    for other in (replace(config, steps=2), replace(config, noise=0.5)):
        assert not set(ask(other)) & set(ask())


def shot_of(path: Path):
    return make_shot("still", [mesh("bowl", str(path), on=(0, 0, 0))], seconds=0.1, camera=camera.static((0, -3, 1), (0, 0, 0)))


def test_a_changed_mesh_file_is_another_trajectory(tmp_path: Path) -> None:
    path = tmp_path / "bowl.obj"
    path.write_bytes(BOWL.read_bytes())
    shot = shot_of(path)
    before = trajectory_key(shot.scene)
    assert trajectory_key(shot_of(path).scene) == before
    path.write_bytes(BOWL.read_bytes() + b"# one line more\n")
    assert trajectory_key(shot.scene) != before
    path.write_bytes(BOWL.read_bytes())
    assert trajectory_key(shot.scene) == before


def test_so_is_one_whose_files_beside_it_have_changed(tmp_path: Path) -> None:
    path, beside = tmp_path / "bowl.obj", tmp_path / "bowl.mtl"
    path.write_bytes(b"mtllib bowl.mtl\n" + BOWL.read_bytes())
    shot, seen = shot_of(path), []
    for content in (b"Kd 1 0 0", b"Kd 0 1 0", None):
        beside.unlink() if content is None else beside.write_bytes(content)
        seen.append(trajectory_key(shot.scene))
    assert len(set(seen)) == 3


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A small source tree to ask `code` about, and the asking."""
    for name in ("sim/engine.py", "render/shaders/a.frag", "render/passes.py", "neural/training/train.py", "neural/style.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(keys, "ROOT", tmp_path)

    def code(*names: str) -> str:
        keys.code.cache_clear()
        return keys.code(*names)
    yield tmp_path, code
    keys.code.cache_clear()


@pytest.mark.parametrize("name", ["sim/engine.py", "render/shaders/a.frag", "render/passes.py", "neural/style.py",
                                  "neural/training/train.py"])
def test_changed_code_gives_other_keys_where_it_is_used(rooms, name: str) -> None:
    root, code = rooms
    before = {room: code(room) for room in ("sim", "render", "neural")}
    (root / name).write_text("other")
    for room, key in before.items():
        assert (code(room) != key) == (name.startswith(room) and "training" not in name)
    assert code("sim", "render", "neural") != code("sim", "render")


@pytest.mark.parametrize("change", ["library", "machine"])
def test_so_do_another_library_and_another_machine(rooms, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    _, code = rooms
    before = code("sim")
    if change == "library":
        monkeypatch.setattr(keys, "_version", lambda name: "99")
    else:
        monkeypatch.setattr(keys, "machine", lambda: "another")
    assert code("sim") != before
