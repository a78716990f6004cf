"""Takes, folders and models by somebody else are data: nothing in them runs. What would run writes a file, and there is none."""

import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import ControlNetModel
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel

from sim.errors import DeclarationError, ResourceError
from sim.trajectory import Trajectory
from studio.jobs import jobs, shot_function
from tests.studio.test_network import COMMANDS, endings
from tests.studio.test_shoot import FILM, SMALL

ROOT = Path(__file__).parents[2]
STEPS_IN = "raise SystemExit('ran') if open({ran!r}, 'a').write(__name__ + ' ') else 0\n"
NEIGHBOURS = ("trimesh", "numpy", "torch", "yaml", "scipy", "skimage", "numba", "pybullet", "coacd", "embreex", "OpenGL", "pyrender", "av",
              "PIL", "hydra", "omegaconf", "diffusers", "transformers", "timm", "huggingface_hub", "safetensors", "xformers",
              "triton", "flash_attn", "bitsandbytes", "sim", "render", "neural", "scenes", "studio", "conf", "random", "json", "typing",
              "sitecustomize", "usercustomize", "antigravity", "pandas", "matplotlib", "onnx", "peft", "wandb", "hydra_plugins")
"""Names that are installed, and names that libraries look for in case they are."""


class Runs:
    """Pickled, it runs a command when it is read."""

    def __init__(self, ran: Path) -> None:
        self.ran = ran

    def __reduce__(self):
        return os.system, (f"echo pickle >> {self.ran}",)


@pytest.fixture
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that hostile code writes."""
    return tmp_path_factory.mktemp("told") / "ran"


def step_in(folder: Path, ran: Path, names=NEIGHBOURS) -> None:
    """Modules that tell when they are executed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.py").write_text(STEPS_IN.format(ran=str(ran)))


def call(here: Path, *commands: Sequence[str]) -> subprocess.CompletedProcess:
    """As the installed program is run: the folder one is in is not on the path. (-P is Python's own word for that.)"""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [json.dumps(command) for command in commands]
    return subprocess.run([sys.executable, "-P", "-c", COMMANDS, *words], cwd=here, env=kept, capture_output=True, text=True)


def test_neighbours_of_a_film_and_of_a_take_stand_in_for_nothing(here: Path, ran: Path) -> None:
    step_in(here, ran)
    (here / "mine.py").write_text("HEIGHT = 0.02\n")
    (here / "film.py").write_text(FILM + "\nfrom mine import HEIGHT\n\n\ndef mine():\n    return drop(HEIGHT)\n")
    done = call(here, ("shoot", "shot=film.py:mine", *SMALL[1:], "render.rasteriser=rays"), ("measure", "takes/drop-0001"), ("doctor",))
    assert [code for code, _ in endings(done)] == [0, 0, 0], done
    assert not ran.exists(), ran.read_text()


@pytest.fixture
def take(here: Path, run: Callable) -> Path:
    (here / "film.py").write_text(FILM)
    done = run("shoot", *SMALL, "shot.height=0.02")
    assert done.code == 0, done.err
    return here / "takes" / "drop-0001"


def test_a_take_runs_nothing_when_it_is_measured(take: Path, here: Path, run: Callable, ran: Path) -> None:
    step_in(take, ran)
    evil = here / "evil.py"
    evil.write_text(STEPS_IN.format(ran=str(ran)) + FILM)
    (here / "film.py").unlink()  # what was shot is not there any more; a take is measured without it
    good = {path: path.read_bytes() for path in take.iterdir() if path.suffix in (".yaml", ".json", ".npz")}
    config = (take / "config.yaml").read_text()
    for name, data in hostile(take, config, evil, ran):
        for path, text in good.items():
            path.write_bytes(text)
        (take / name).write_bytes(data)
        done = run("measure", str(take))
        assert done.code in (0, 2) and "Traceback" not in done.err, (name, data[:200], done.err)
        assert not ran.exists(), (name, data[:200], ran.read_text())


def hostile(take: Path, config: str, evil: Path, ran: Path):
    """(file of the take, what somebody else has put there)."""
    command = f"echo yaml >> {ran}"
    for name in (f"{evil}:drop", "evil.py:drop", f"{take}/numpy.py:drop", "../evil.py:drop"):
        yield "config.yaml", config.replace("film.py:drop", name).encode()
    for line in (f"x: !!python/object/apply:os.system ['{command}']", f"x: !!python/object/new:os.system ['{command}']",
                 "x: !!python/name:os.system", "x: !!python/module:antigravity", f"shot: {{_target_: os.system, command: '{command}'}}",
                 f"neural: {{_target_: os.system, command: '{command}'}}", "x: ${oc.env:HOME}", "x: ${oc.create:${oc.env:HOME}}"):
        yield "config.yaml", f"{config}\n{line}\n".encode()
    pickled = pickle.dumps(Runs(ran))
    for name in ("trajectory.npz", "ledger.npz", "report.json", "config.yaml"):
        yield name, pickled
    for name in ("trajectory.npz", "ledger.npz"):
        yield name, objects(take / name, ran)


def objects(path: Path, ran: Path) -> bytes:
    """The same file of arrays with one more in each place: an object, which numpy pickles."""
    copy = path.with_suffix(".copy")
    with np.load(path) as data:
        names = list(data.files)
    array = np.array([Runs(ran)], object)
    with zipfile.ZipFile(copy, "w") as file:
        for name in names:
            with file.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=True)
    data = copy.read_bytes()
    copy.unlink()
    return data


def test_pickles_in_arrays_are_what_they_seem(tmp_path: Path, ran: Path) -> None:
    np.savez(tmp_path / "a.npz", a=np.zeros(2))
    (tmp_path / "b.npz").write_bytes(objects(tmp_path / "a.npz", ran))
    with pytest.raises((ValueError, KeyError)):
        Trajectory.load(tmp_path / "b.npz")
    assert not ran.exists()
    np.load(tmp_path / "b.npz", allow_pickle=True)["a"]
    assert ran.read_text() == "pickle\n"


def test_a_name_of_a_module_is_no_shot() -> None:
    for name in ("os:system", "os.system", "film:drop", "scenes.shots.tea:tea"):
        with pytest.raises(DeclarationError):
            shot_function(name)


@pytest.fixture
def model(tmp_path: Path, ran: Path) -> Path:
    """Stable Diffusion's layout with a text encoder that is pickled, and code beside."""
    folder = tmp_path / "model"
    config = CLIPTextConfig(vocab_size=99, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1)
    CLIPTextModel(config).save_pretrained(folder / "text_encoder")
    weights = load_file(folder / "text_encoder" / "model.safetensors")
    torch.save({**weights, "more": Runs(ran)}, folder / "text_encoder" / "pytorch_model.bin")
    (folder / "text_encoder" / "model.safetensors").unlink()
    parts = {"text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": [None, None], "unet": [None, None], "vae": [None, None],
             "scheduler": [None, None], "safety_checker": [None, None], "feature_extractor": [None, None], "image_encoder": [None, None]}
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionControlNetPipeline", **parts}))
    net = ControlNetModel(block_out_channels=(8, 8), down_block_types=("DownBlock2D",) * 2, layers_per_block=1, norm_num_groups=4,
                          cross_attention_dim=8, conditioning_embedding_out_channels=(4, 4))
    net.save_pretrained(folder / "net")
    return folder


def test_a_folder_of_a_model_runs_nothing(model: Path, ran: Path) -> None:
    from neural.models.loading import load_model
    settings = ["shot=pillar", "neural=sd15", f"neural.model={model}", f"neural.controlnets=[{{model: {model / 'net'}, control: depth}}]"]
    config = jobs(settings)[0].config.neural
    index = json.loads((model / "model_index.json").read_text())
    step_in(model, ran, ("evil", "pipeline", "modeling_evil"))
    step_in(model / "text_encoder", ran, ("evil", "modeling_evil"))
    (model / "unet").mkdir()
    step_in(model / "unet", ran, ("evil",))
    texts = json.loads((model / "text_encoder" / "config.json").read_text())
    for changes, text in (({}, {}), ({"_class_name": ["pipeline", "Pipeline"]}, {}), ({"unet": ["evil", "Evil"]}, {}),
                          ({"text_encoder": ["evil", "Evil"]}, {}), ({}, {"auto_map": {"AutoModel": "modeling_evil.Evil"}}),
                          ({"custom_pipeline": "pipeline"}, {})):
        (model / "model_index.json").write_text(json.dumps({**index, **changes}))
        (model / "text_encoder" / "config.json").write_text(json.dumps({**texts, **text}))
        with pytest.raises(ResourceError, match="safetensors"):
            load_model(config)
        assert not ran.exists(), (changes, text, ran.read_text())


def test_a_pickled_controlnet_is_refused(model: Path, ran: Path) -> None:
    from neural.models.loading import load_model
    net = model / "net"
    torch.save({"a": Runs(ran)}, net / "diffusion_pytorch_model.bin")
    (net / "diffusion_pytorch_model.safetensors").unlink()
    settings = ["shot=pillar", "neural=sd15", f"neural.model={model}", f"neural.controlnets=[{{model: {net}, control: depth}}]"]
    with pytest.raises(ResourceError, match="safetensors"):
        load_model(jobs(settings)[0].config.neural)
    with pytest.raises(DeclarationError, match="only .safetensors is read"):
        jobs([*settings, f"neural.adapters=[{{model: {model}, weights: a.bin}}]"])
    assert not ran.exists()
