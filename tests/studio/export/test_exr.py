"""OpenEXR files as OpenImageIO reads them: every channel holds what the frame holds, under the names that compositors know."""

import numpy as np
import OpenImageIO as oiio
import pytest

from render.correspondence import correspond
from studio.export.write import write_passes
from tests.studio.export.conftest import CUT, FRAMES


@pytest.fixture(scope="session")
def folder(shot, pictures, tmp_path_factory):
    out = tmp_path_factory.mktemp("exr")
    write_passes(out, shot, pictures)
    return out


@pytest.fixture(scope="session")
def read(folder):
    """frame number -> (channels by name, specification)."""
    def one(number):
        file = oiio.ImageInput.open(str(folder / f"passes.{number:04d}.exr"))
        spec = file.spec()
        types = [str(t) for t in spec.channelformats] or [str(spec.format)] * spec.nchannels
        channels = {}
        for index, name in enumerate(spec.channelnames):  # each in its own type: as floats, ids would lose digits
            channels[name] = np.asarray(file.read_image(0, 0, index, index + 1, types[index]))[..., 0]
        return channels, spec
    return one


def stacked(channels, *names):
    return np.stack([channels[name] for name in names], axis=-1)


def test_there_is_one_file_a_frame(folder):
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        [*(f"passes.{n:04d}.exr" for n in range(FRAMES)), "camera.json", "camera.usda", "passes.json", "written.jsonl"])


@pytest.mark.parametrize("number", [0, CUT, FRAMES - 1])
def test_geometry_is_the_frames_own(shot, read, number):
    channels, frame = read(number)[0], shot[number]
    hit = frame.part > 0
    assert 0.2 < hit.mean() < 0.95
    assert np.array_equal(channels["Z"][hit], frame.depth[hit]) and (channels["Z"][~hit] == np.float32(1e10)).all()
    assert channels["Z"].dtype == np.float32
    assert np.abs(stacked(channels, "N.X", "N.Y", "N.Z") - frame.normal).max() < 1e-3
    place = stacked(channels, "P.X", "P.Y", "P.Z")
    assert np.abs(place[hit] - frame.points[hit]).max() < 1e-6 and (place[~hit] == 0).all()
    assert np.array_equal(channels["id.object"], frame.object) and np.array_equal(channels["id.part"], frame.part)


def test_pictures_are_linear_light(shot, pictures, read):
    channels, _ = read(2)
    values = stacked(channels, "R", "G", "B")
    assert values.dtype == np.float16
    back = np.where(values <= 0.0031308, values * 12.92, 1.055 * values.astype(float) ** (1 / 2.4) - 0.055)
    assert np.abs(back * 255 - pictures[2]).max() < 0.2  # half has 11 digits: the 8 bits come back exactly
    assert stacked(channels, "beauty.R", "beauty.G", "beauty.B") == pytest.approx(shot[2].radiance, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("number", range(FRAMES))
def test_motion_is_where_the_correspondence_leads(shot, read, number):
    channels, frame = read(number)[0], shot[number]
    y, x = np.mgrid[:54, :96] + 0.5
    for name, other in (("forward", number + 1), ("backward", number - 1)):
        vectors = stacked(channels, f"{name}.u", f"{name}.v")
        if not 0 <= other < FRAMES or (number < CUT) != (other < CUT):
            assert (vectors == 0).all()
            continue
        places, visible = correspond(frame, shot[other])
        there = np.stack([x + vectors[..., 0], y - vectors[..., 1]], axis=-1)  # v points up, rows count down
        assert visible.mean() > 0.5 and np.abs(there - places).max() < 1e-4
        assert np.abs(vectors).max() > 1


def test_the_header_says_how_to_read_it(shot, read):
    for number in (0, FRAMES - 1):
        _, spec = read(number)
        assert spec["compression"] == "zip" and spec["PixelAspectRatio"] == 1 and spec["imageCounter"] == number
        assert (spec.width, spec.height, spec["FramesPerSecond"]) == (96, 54, (24000, 1001))
        assert np.allclose(spec["chromaticities"], (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290))
        matrix = np.array(spec["worldToCamera"]).reshape(4, 4)
        camera, point = shot[number].camera, np.array([0.3, 0.2, 0.9, 1.0])
        x, y, z, _ = point @ matrix
        pixel, depth = camera.project(point[None, :3])
        assert np.allclose([camera.width / 2 - camera.focal * x / z, camera.height / 2 + camera.focal * y / z], pixel[0], atol=1e-3)
        assert np.isclose(-z, depth[0], atol=1e-5)


def test_only_what_is_asked_for_is_written(shot, tmp_path):
    write_passes(tmp_path, shot, layers=["normal", "depth"])
    spec = oiio.ImageInput.open(str(tmp_path / "passes.0000.exr")).spec()
    assert sorted(spec.channelnames) == ["N.X", "N.Y", "N.Z", "Z"]
    assert not any("cryptomatte" in attribute.name for attribute in spec.extra_attribs)
