"""The camera of a shot for other programs: as JSON, and as USD."""

import json
from typing import TYPE_CHECKING, Any

from pxr import Gf, Kind, Usd, UsdGeom

from render.camera import SENSOR_WIDTH, Camera
from render.rig import camera_at, cut_number

if TYPE_CHECKING:
    from render.passes import Passes

CONVENTION = (
    "World: right-handed, z up, m. The camera looks along its -z, +y up, +x to the right. Pixel (0, 0) is the top left "
    "one, its centre at (0.5, 0.5). With (x, y, z) = inverse(world_from_camera) * point: column = width / 2 - focal_px * "
    "x / z, row = height / 2 + focal_px * y / z, depth = -z. Matrices row by row, acting on columns.")
CLIPPING = (0.01, 10_000.0)
"""m; USD wants a range, ours has none."""
MM_A_UNIT = 100.0
"""USD gives lenses in tenths of the stage's unit, here 1 m."""


def camera_json(passes: "Passes") -> str:
    """The lens and the place of the camera at every frame; see CONVENTION, which stands in it."""
    frames: list[dict[str, Any]] = []
    for number in range(len(passes)):
        camera = _camera(passes, number)
        frames.append({"number": number, "cut": cut_number(passes.view, passes.trajectory, number),
                       "focal_mm": _focal_mm(camera), "focal_px": camera.focal,
                       "world_from_camera": camera.world_from_camera.tolist()})
    shot = {"convention": CONVENTION, "fps": str(passes.fps), "width": passes.width, "height": passes.height,
            "sensor_width_mm": SENSOR_WIDTH, "frames": frames}
    return json.dumps(shot, indent=1) + "\n"


def camera_usda(passes: "Passes") -> str:
    """A USD layer with /World/camera; time codes are frame numbers."""
    stage = _stage(passes)
    camera = UsdGeom.Camera.Define(stage, "/World/camera")
    camera.CreateProjectionAttr(UsdGeom.Tokens.perspective)
    camera.CreateHorizontalApertureAttr(SENSOR_WIDTH / MM_A_UNIT)
    camera.CreateVerticalApertureAttr(SENSOR_WIDTH / MM_A_UNIT * passes.height / passes.width)
    camera.CreateClippingRangeAttr(Gf.Vec2f(*CLIPPING))
    focal, place = camera.CreateFocalLengthAttr(), camera.AddTransformOp()
    for number in range(len(passes)):
        seen = _camera(passes, number)
        focal.Set(_focal_mm(seen) / MM_A_UNIT, number)
        place.Set(Gf.Matrix4d(*seen.world_from_camera.T.ravel().tolist()), number)  # USD's act on rows from the right
    return stage.GetRootLayer().ExportToString()


def _stage(passes: "Passes") -> Usd.Stage:
    stage = Usd.Stage.CreateInMemory()
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetTimeCodesPerSecond(float(passes.fps))
    stage.SetFramesPerSecond(float(passes.fps))
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(len(passes) - 1)
    world = UsdGeom.Xform.Define(stage, "/World")
    stage.SetDefaultPrim(world.GetPrim())
    Usd.ModelAPI(world).SetKind(Kind.Tokens.assembly)
    return stage


def _camera(passes: "Passes", number: int) -> Camera:
    return camera_at(passes.view, passes.trajectory, number, passes.width, passes.height)


def _focal_mm(camera: Camera) -> float:
    return camera.focal * SENSOR_WIDTH / camera.width
