"""The commands that shoot nothing."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from scenes.shots import SHOTS
from studio.cli import COMMANDS


def test_list_names_every_shot_and_its_parameters(run: Callable) -> None:
    ran = run("list")
    assert ran.code == 0 and ran.err == ""
    for name in SHOTS:
        assert f"\n{name} " in "\n" + ran.out
    assert "ball_speed=" in ran.out


def test_describe_shows_the_shot_list_and_the_settings(run: Callable) -> None:
    ran = run("describe", "shot=pillar", "shot.ball_speed=2.5", "render.width=640")
    assert ran.code == 0
    for words in ("launch ball: velocity (2.5, 0, 0)", "shot.ball_speed=2.5", "render.width=640", "fps=null", "cup"):
        assert words in ran.out


def test_plan_says_which_frames_and_what_they_cost(run: Callable) -> None:
    ran = run("plan", "shot=pillar", "shot.ball_speed=2.5", "seconds=0.5", "render.width=96", "render.height=54", "neural.steps=2")
    assert ran.code == 0, ran.err
    anchors = ran.out.count("\n  frame ")
    closer = ran.out.count(" times closer, for what is small there")
    said = f"pillar: {anchors - closer} anchors and {closer} close-ups show 9"
    assert 1 <= closer < anchors < 12 and said in ran.out.replace("100.00%", "99%")
    assert f"denoiser evaluations: {2 * anchors}; every frame painted: 24" in ran.out and "thin: " in ran.out


def test_help_says_what_there_is(run: Callable) -> None:
    for words in (("--help",), ("shoot", "--help"), ("-h",)):
        assert "steadycast shoot" in run(*words).out


def test_ctrl_c_in_a_compiled_function_is_ctrl_c(run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: object) -> int:  # as Python says it where C returns a value though an error is set
        raise SystemError("CPUDispatcher(<function owned_cells>) returned a result with an exception set") from KeyboardInterrupt()

    monkeypatch.setitem(COMMANDS, "list", stopped)
    ran = run("list")
    assert ran.code == 130 and "stopped" in ran.err and "Traceback" not in ran.err


def test_doctor_tells_what_it_found(run: Callable) -> None:
    ran = run("doctor")
    assert ran.code == 0, ran.out
    for subject in ("Python", "OpenGL", "rays", "H.264", "GPU", "model"):
        assert subject in ran.out


def test_another_python_is_refused_in_one_line() -> None:
    code = "import sys; sys.version_info = (3, 12, 0, 'final', 0); import studio"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 1 and ran.stderr.startswith("Steadycast needs CPython 3.11") and len(ran.stderr.splitlines()) == 1


def test_a_wrong_name_is_told_without_loading_torch_or_pybullet() -> None:
    code = ("import sys; from studio.cli import main; main(['shoot', 'shot=pilar']);"
            "print([m for m in ('torch', 'pybullet', 'OpenGL') if m in sys.modules])")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stdout


def test_declaring_shots_loads_nothing_heavy() -> None:
    # What a shoot costs of which everything is kept, before it is known that it is; but for bowl, whose mesh file is read when declared.
    heavy = ("torch", "torchvision", "diffusers", "transformers", "timm", "numba", "trimesh", "coacd", "embreex", "pybullet", "pyrender",
             "OpenGL", "controlnet_aux", "huggingface_hub", "scipy.interpolate", "scipy.linalg", "scipy.ndimage", "scipy.optimize",
             "scipy.sparse", "scipy.spatial", "scipy.special", "skimage.draw", "skimage.graph", "skimage.measure")
    code = ("import sys; from scenes.shots import SHOTS; from studio.cli import main; from studio.jobs import jobs;"
            "import sim.trajectory, sim.story.ledger_file, studio.shoot, studio.page;"
            "print(len([jobs([f'shot={name}', 'fps=12']) for name in SHOTS if name != 'bowl']));"
            f"print(*[name for name in {heavy!r} if name in sys.modules])")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    number, loaded = ran.stdout.splitlines()
    assert int(number) > 4 and loaded.split() == []
