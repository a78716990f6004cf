"""PNG and NPZ as Pillow and numpy read them."""

import json

import numpy as np
import pytest
from PIL import Image

from studio.export.write import write_passes
from tests.studio.export.conftest import FRAMES


@pytest.fixture(scope="module")
def folder(shot, pictures, tmp_path_factory):
    out = tmp_path_factory.mktemp("flat")
    for format in ("png", "npz"):
        write_passes(out, shot, pictures, format=format)
    return out


def test_pngs(shot, pictures, folder):
    facts = json.loads((folder / "passes.json").read_text())
    read = lambda name: np.asarray(Image.open(folder / name / f"{name}.0002.png"))  # noqa: E731
    frame, depth = shot[2], read("depth")
    assert depth.dtype == np.uint16 and ((depth == 65535) == (frame.part == 0)).all()
    near, far = facts["depth_png"]["near_m"], facts["depth_png"]["far_m"]
    inside = (frame.depth > near) & (frame.depth < far)
    assert inside.mean() > 0.2 and np.abs(near + depth[inside] / 65534 * (far - near) - frame.depth[inside]).max() < 1e-4
    assert np.array_equal(read("painted"), pictures[2]) and np.array_equal(read("beauty"), frame.beauty)
    hit = frame.part > 0
    assert np.abs(read("normal")[hit] / 127.5 - 1 - frame.normal[hit]).max() < 0.005 and (read("normal")[~hit] == 0).all()
    assert np.array_equal(read("object"), frame.object) and np.array_equal(read("part"), frame.part) and read("part").dtype == np.uint16
    assert facts["objects"] == {"1": "floor", "2": "box", "3": "red-ball"} and facts["parts"]["3"] == "box.lid"


def test_npz(shot, pictures, folder):
    frame, (middle, last) = shot[1], (np.load(folder / f"passes.{n:04d}.npz") for n in (1, FRAMES - 1))
    assert sorted(middle) == sorted(["painted", "beauty", "depth", "normal", "position", "forward", "backward", "object", "part"])
    for name in ("beauty", "depth", "normal", "object", "part"):
        assert np.array_equal(middle[name], getattr(frame, name)) and middle[name].dtype == getattr(frame, name).dtype
    assert np.array_equal(middle["position"], frame.points.astype(np.float32), equal_nan=True) and np.isinf(middle["depth"]).any()
    assert np.array_equal(middle["painted"], pictures[1])
    assert np.allclose(middle["forward"][frame.object == 2].mean(axis=0), [2.1, -1.05], atol=0.2)  # y down
    assert np.isnan(last["forward"]).all() and np.isfinite(last["backward"]).all()
