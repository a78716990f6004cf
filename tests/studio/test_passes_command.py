"""steadycast passes: from a take's folder to its layers, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from sim.errors import DeclarationError
from studio.passes_command import passes
from studio.video import read_video
from tests.studio.test_shoot import FILM, SMALL


def test_a_take_is_written_with_what_was_painted(taken: Path, run: Callable) -> None:
    take = taken / "takes" / "drop-0001"
    ran = run("passes", str(take), "passes=[painted,depth]")
    assert ran.code == 0, ran.err
    assert ran.out.strip().endswith("passes")
    painted = list(read_video(take / "painted.mkv"))
    assert len(list((take / "passes").glob("passes.*.exr"))) == len(painted)
    file = oiio.ImageBuf(str(take / "passes" / "passes.0001.exr"))
    assert set(file.spec().channelnames) == {"R", "G", "B", "Z"}
    linear = file.get_pixels(oiio.FLOAT)[..., [file.spec().channelindex(c) for c in "RGB"]]
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    assert np.abs(srgb * 255 - painted[1]).max() < 0.2
    assert run("passes", str(take), "format=png", "passes=ids", "out=elsewhere").code == 0
    assert len(list((taken / "elsewhere" / "part").iterdir())) == len(painted)


def test_layers_are_written_with_the_take(here: Path, run: Callable) -> None:
    (here / "film.py").write_text(FILM)
    ran = run("shoot", *SMALL, "shot.height=0.02", "passes=[depht]")
    assert ran.code == 2 and "Did you mean 'depth'" in ran.err.replace("\n", " ") and not (here / "takes").exists()
    assert run("shoot", *SMALL, "shot.height=0.02", "passes=[painted,normal]").code == 0
    take = here / "takes" / "drop-0001"
    assert len(list((take / "passes").glob("passes.*.exr"))) == 3 and run("takes", "verify", str(take)).code == 0
    before = {path: path.stat().st_mtime_ns for path in (take / "passes").glob("*.exr")}
    assert run("passes", str(take), "passes=[painted,normal]").code == 0
    assert {path: path.stat().st_mtime_ns for path in (take / "passes").glob("*.exr")} == before


@pytest.mark.parametrize("words, told", [
    ((), "takes the folder of one take"), (("a", "b"), "2 were given"), (("nowhere",), "'nowhere': there is no such folder"),
    (("t", "layers=[depth]"), "unknown setting 'layers'"), (("t", "passes=[depht]"), "Did you mean 'depth'"),
    (("t", "format=tiff"), "unknown format"), (("t", "format=png", "format=exr"), "given twice"), (("t", "+out=x"), "none can be added"),
    (("t", "passes=depth,normal"), "[a,b]"), (("t", "--quick"), "unknown flag"), (("t", "passes=[]"), "no layer")])
def test_wrong_words_are_told_in_a_line(here: Path, run: Callable, words: tuple, told: str) -> None:
    ran = run("passes", *words)
    assert ran.code == 2 and told in ran.err.replace("\n", " ") and "Traceback" not in ran.err and not any(here.iterdir())


def test_how_a_take_is_opened_is_the_callers(tmp_path: Path) -> None:
    def opening(folder: Path):
        raise DeclarationError(f"opened {folder}")

    with pytest.raises(DeclarationError, match="opened t"):
        passes(["t"], opening)
