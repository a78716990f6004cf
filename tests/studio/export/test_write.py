"""Streaming, going on, damage, and refusals."""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from render.passes import render
from sim.errors import DeclarationError
from studio.export.folder import opened
from studio.export.keys import shot_key
from studio.export.write import write_passes
from tests.studio.export.conftest import FRAMES

FEW = ("painted", "depth")


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_second_run_writes_nothing_and_a_third_makes_damaged_files_again(shot, pictures, tmp_path):
    assert write_passes(tmp_path, shot, pictures, FEW) == FRAMES
    first, stamp = contents(tmp_path), (tmp_path / "passes.0001.exr").stat().st_mtime_ns
    assert write_passes(tmp_path, shot, pictures, FEW) == 0 and (tmp_path / "passes.0001.exr").stat().st_mtime_ns == stamp
    damages = {"passes.0000.exr": lambda d: d[:-100], "passes.0002.exr": lambda d: b"", "passes.0003.exr": None,
               "passes.0004.exr": lambda d: d[:3000] + bytes([d[3000] ^ 1]) + d[3001:]}
    for name, damage in damages.items():
        (tmp_path / name).write_bytes(damage(first[name])) if damage else (tmp_path / name).unlink()
    assert write_passes(tmp_path, shot, pictures, FEW) == len(damages)
    again = contents(tmp_path)
    assert {n: d for n, d in again.items() if n != "written.jsonl"} == {n: d for n, d in first.items() if n != "written.jsonl"}


def test_a_damaged_or_lost_list_is_believed_only_as_far_as_it_goes(shot, pictures, tmp_path):
    write_passes(tmp_path, shot, pictures, FEW)
    first, path = contents(tmp_path), tmp_path / "written.jsonl"
    for spoil, made in ((lambda text: text[:-30], 1), (lambda text: "", FRAMES), (lambda text: "[]\n7\n\x00{\n" + text, 0),
                        (lambda text: text.replace("passes.0002", "../x.0002"), 1)):
        path.write_text(spoil(path.read_text()))
        assert write_passes(tmp_path, shot, pictures, FEW) == made
        assert contents(tmp_path).keys() == first.keys() and contents(tmp_path)["passes.0002.exr"] == first["passes.0002.exr"]


def test_what_changed_is_written_again(shot, pictures, tmp_path):
    write_passes(tmp_path, shot, pictures, FEW)
    other = pictures.copy()
    other[2, 5, 5] ^= 1
    assert write_passes(tmp_path, shot, other, FEW) == 1
    assert write_passes(tmp_path, shot, other, ["depth"]) == FRAMES
    moved = np.array(shot.trajectory.positions)
    moved[4, 2, 0] += 1e-9
    assert write_passes(tmp_path, replace(shot, trajectory=replace(shot.trajectory, positions=moved)), other, ["depth"]) == FRAMES


def test_keys_are_the_same_in_another_process_and_differ_with_what_is_seen(shot):
    code = "from tests.studio.export.conftest import *; from studio.export.keys import *; print(shot_key(make_shot()))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert ran.stdout.strip() == shot_key(shot), ran.stderr
    brighter = replace(shot.view, surfaces={})
    wider = replace(shot.config, width=98)
    keys = {shot_key(render(shot.scene, shot.trajectory, view, config)) for view, config in (
        (shot.view, shot.config), (brighter, shot.config), (shot.view, wider))}
    assert len(keys) == 3


def test_it_is_streamed_and_goes_on_where_it_stopped(shot, pictures, tmp_path):
    class Stopped(Exception):
        pass

    def stopping():
        for number, picture in enumerate(pictures):
            if number == 3:
                assert (tmp_path / "passes.0002.exr").exists() and not (tmp_path / "passes.0003.exr").exists()
                raise Stopped
            yield picture

    done = []
    with pytest.raises(Stopped):
        write_passes(tmp_path, shot, stopping(), FEW, progress=lambda *now: done.append(now))
    assert done == [(n, FRAMES) for n in (1, 2, 3)]
    assert write_passes(tmp_path, shot, pictures, FEW) == FRAMES - 3


def test_killed_while_it_writes_it_ends_in_the_same_files(shot, pictures, tmp_path):
    """os.replace kills the process at the n-th file: what was being written is left lying, hidden."""
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    write_passes(whole, shot, pictures, FEW)
    for files in (1, 5, 7):
        child = os.fork()
        if child == 0:
            _dying(files)
            write_passes(cut, shot, pictures, FEW)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL and any(p.suffix == ".part" for p in cut.iterdir())
    (cut / ".camera.xml.part").write_bytes(b"of a file that is written no more")
    assert write_passes(cut, shot, pictures, FEW) < FRAMES
    assert contents(cut) == contents(whole)


def _dying(files):
    from pathlib import Path
    count, replaced = iter(range(files)), Path.replace

    def replace(self, target):
        if next(count, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return replaced(self, target)

    Path.replace = replace


def test_a_full_disk_leaves_nothing_half_written(shot, pictures, tmp_path):
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (12000, 12000))  # the texts fit, a picture does not
        try:
            write_passes(tmp_path, shot, pictures)
        except OSError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert sorted(contents(tmp_path)) == ["camera.json", "camera.usda", "passes.json", "written.jsonl"]


def test_frames_of_a_longer_shot_do_not_stay(shot, pictures, tmp_path):
    write_passes(tmp_path, shot, pictures, FEW)
    (tmp_path / "mine.0009.exr").write_bytes(b"not ours")
    short = replace(shot.trajectory, positions=shot.trajectory.positions[:4], rotations=shot.trajectory.rotations[:4],
                    joints=shot.trajectory.joints[:4], bone_positions=shot.trajectory.bone_positions[:4],
                    bone_rotations=shot.trajectory.bone_rotations[:4])
    write_passes(tmp_path, replace(shot, trajectory=short), islice(pictures, 4), FEW)
    assert sorted(p.name for p in tmp_path.glob("*.exr")) == ["mine.0009.exr", *(f"passes.{n:04d}.exr" for n in range(4))]
    assert len((tmp_path / "written.jsonl").read_text().splitlines()) == 8  # four of the longer shot, and the same four again


def test_formats_lie_side_by_side(shot, pictures, tmp_path):
    for format, layers in (("png", ["depth"]), ("exr", ["depth"]), ("png", ["normal"])):
        assert write_passes(tmp_path, shot, pictures, layers, format) == FRAMES
    for format, layers in (("png", ["depth", "normal"]), ("exr", ["depth"])):
        assert write_passes(tmp_path, shot, pictures, layers, format) == 0


def test_one_process_writes_at_a_time(shot, tmp_path):
    with opened(tmp_path), pytest.raises(DeclarationError, match="another process is writing"):
        write_passes(tmp_path, shot, layers=["depth"])
    assert not (tmp_path / "camera.json").exists()
    assert write_passes(tmp_path, shot, layers=["depth"]) == FRAMES


@pytest.mark.parametrize("layers, format, words", [
    (["depht"], "exr", "Did you mean 'depth'"), (["depth"], "exe", "Did you mean 'exr'"), ([], "exr", "no layer"),
    (["motion"], "png", "format=exr or format=npz"), (["painted"], "exr", "no pictures"), (["cryptomatte"], "npz", "format=exr")])
def test_what_cannot_be_written_is_refused_before_anything_is(shot, tmp_path, layers, format, words):
    with pytest.raises(DeclarationError, match=words):
        write_passes(tmp_path / "out", shot, None, layers, format)
    assert not (tmp_path / "out").exists()


def test_pictures_of_another_shot_are_refused(shot, pictures, tmp_path):
    for wrong, words in ((pictures[:4], "4 pictures came for 6"), (pictures[:, ::2], "27, 96"), ([*pictures, pictures[0]], "picture 7")):
        with pytest.raises(DeclarationError, match=words):
            write_passes(tmp_path, shot, wrong, FEW)


def test_layers_are_refused_without_loading_what_writes_them():
    code = ("import sys; from studio.cli import main; code = main(['passes', 'nowhere', 'passes=[depht]']);"
            "print(code, [m for m in ('torch', 'pxr', 'OpenEXR') if m in sys.modules])")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.strip() == "2 []" and "Did you mean 'depth'?" in ran.stderr.replace("\n", " ")
