"""The camera as JSON and as USD: a point in the world lands on the pixel that Camera.project gives."""

import json

import numpy as np
import pytest
from pxr import Usd, UsdGeom

from studio.export.camera import camera_json, camera_usda
from tests.studio.export.conftest import CUT, FRAMES

POINTS = np.array([[0.3, 0.2, 0.9], [-0.7, 0.5, 0.1], [0.0, 2.0, 2.2]])


@pytest.mark.parametrize("number", range(FRAMES))
def test_json(shot, number):
    told = json.loads(camera_json(shot))
    frame = told["frames"][number]
    assert (told["fps"], told["width"], told["height"], frame["number"], frame["cut"]) == ("24000/1001", 96, 54, number, number >= CUT)
    x, y, z, _ = np.linalg.inv(frame["world_from_camera"]) @ np.c_[POINTS, np.ones(3)].T
    focal = frame["focal_mm"] / told["sensor_width_mm"] * told["width"]
    pixels, depths = shot[number].camera.project(POINTS)
    assert np.allclose(np.stack([48 - focal * x / z, 27 + focal * y / z], axis=1), pixels, atol=1e-9) and np.allclose(-z, depths)
    assert np.isclose(focal, frame["focal_px"])


@pytest.fixture(scope="module")
def stage(shot, tmp_path_factory):
    path = tmp_path_factory.mktemp("usd") / "camera.usda"
    path.write_text(camera_usda(shot))
    return Usd.Stage.Open(str(path))


@pytest.mark.parametrize("number", range(FRAMES))
def test_usd(shot, stage, number):
    camera = UsdGeom.Camera(stage.GetPrimAtPath("/World/camera")).GetCamera(number)
    clip = np.c_[POINTS, np.ones(3)] @ np.array(camera.frustum.ComputeViewMatrix()) @ np.array(camera.frustum.ComputeProjectionMatrix())
    ndc = clip[:, :2] / clip[:, 3:]
    pixels, _ = shot[number].camera.project(POINTS)
    assert np.allclose((ndc * [1, -1] + 1) / 2 * [96, 54], pixels, atol=1e-3)
    # Tenths of the stage's unit, 1 m: 0.36 of them are 36 mm.
    assert np.isclose(camera.horizontalAperture, 0.36) and np.isclose(camera.focalLength * 100, shot[number].camera.focal * 36 / 96)


def test_the_stage_says_its_units_and_its_time(stage):
    assert UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.z and UsdGeom.GetStageMetersPerUnit(stage) == 1
    assert np.isclose(stage.GetTimeCodesPerSecond(), 24000 / 1001) and (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (0, FRAMES - 1)
    assert stage.GetDefaultPrim().GetPath() == "/World"
    times = UsdGeom.Camera(stage.GetPrimAtPath("/World/camera")).GetFocalLengthAttr().GetTimeSamples()
    assert times == list(range(FRAMES))


def test_usd_validators_find_nothing(stage):
    from pxr import UsdValidation
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    assert len(validators) > 10
    assert [error.GetName() for error in UsdValidation.ValidationContext(validators).Validate(stage)] == []
