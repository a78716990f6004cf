"""A picture as sky: it lights as brute force says, its sun throws a shadow, it is seen where it is, and bad files are told of."""

from dataclasses import replace

import cv2
import numpy as np
import OpenEXR
import pytest

from render.config import RenderConfig
from render.environment import directions, environment_of, sun_in, weights
from render.frame import to_bytes
from render.passes import render
from render.view import Sky, Sun, View
from scenes import ball, camera, describe, make_shot, sky
from sim.errors import DeclarationError
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane
from tests.render.conftest import body, looking, still

HIGH = 128
FLOOR = body("floor", Plane(size=(30.0, 30.0)))


def rays(high: int = HIGH, turn: float = 0.0) -> np.ndarray:
    """(H, W, 3) the world direction of each pixel."""
    z, flat, x, y = directions(high, turn)
    return np.stack([np.outer(flat, x), np.outer(flat, y), np.broadcast_to(z[:, None], (high, 2 * high))], axis=-1)


def overhead(high: int = HIGH) -> np.ndarray:
    """A sky that is brighter in the east, over dark ground, with a wide window's light in the west."""
    ways = rays(high)
    blue = np.array([0.3, 0.5, 0.9]) * (1.2 + 0.6 * ways[..., :1]) * (0.6 + 0.4 * ways[..., 2:])
    out = np.where(ways[..., 2:] > 0, blue, np.array([0.15, 0.12, 0.1]))
    return (out + 1.5 * np.clip(ways @ np.array([-0.8, 0.0, 0.6]), 0, 1)[..., None] ** 8).astype(np.float32)


def with_sun(azimuth: float, elevation: float, width: float, light: tuple[float, float, float], high: int = HIGH) -> np.ndarray:
    """The same with an even disc that gives so much light to a plane that faces it."""
    azimuth, elevation = np.radians([azimuth, elevation])
    way = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    disc = rays(high) @ way > np.cos(np.radians(width / 2))
    steradians = np.broadcast_to(weights(high)[:, None], disc.shape)[disc].sum()
    return (overhead(high) + disc[..., None] * np.array(light) * np.pi / steradians).astype(np.float32)


def written(tmp_path, picture: np.ndarray, name: str = "sky.exr") -> str:
    path = str(tmp_path / name)
    if name.endswith(".hdr"):
        cv2.imwrite(path, picture[..., ::-1])
    else:
        OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": picture}).write(path)
    return path


def brute(picture: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """(3,) the light of a white plane, the sum over all pixels."""
    cosine = np.clip(rays(len(picture)) @ normal, 0, None) * weights(len(picture))[:, None]
    return np.tensordot(cosine, picture.astype(np.float64), 2) / np.pi


def towards(sun: Sun) -> np.ndarray:
    azimuth, elevation = np.radians([sun.azimuth, sun.elevation])
    return np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])


def linear(sun: Sun) -> np.ndarray:
    from render.colour import linear_from_srgb
    return linear_from_srgb(sun.colour) * sun.strength


@pytest.mark.parametrize("light", [(0.0, 0.0, 0.0), (2.0, 1.6, 1.0), (30.0, 28.0, 25.0)])
def test_a_plane_is_lit_as_brute_force_says(tmp_path, light) -> None:
    picture = with_sun(130.0, 50.0, 4.0, light)
    found = environment_of(Sky(picture=written(tmp_path, picture), strength=1.0))
    assert found is not None and len(found.suns) == (light[0] > 0)
    for normal in np.array([(0, 0, 1), (0.6, 0, 0.8), (-0.6, 0, 0.8), (0, -0.6, 0.8), (0, 0.6, 0.8), (-0.5, 0.5, 0.7071)]):
        lit = found.lit(normal[None].astype(np.float32))[0]
        lit = lit + sum(linear(sun) * max(towards(sun) @ normal, 0) for sun in found.suns)
        assert lit == pytest.approx(brute(picture, normal), rel=0.03), normal


@pytest.mark.parametrize("azimuth, elevation, width", [(130.0, 50.0, 4.0), (-170.0, 20.0, 3.0), (5.0, 80.0, 6.0)])
def test_the_sun_is_found_where_and_as_it_is(azimuth: float, elevation: float, width: float) -> None:
    (sun,), wide, left = sun_in(with_sun(azimuth, elevation, width, (3.0, 2.0, 1.0)), 0.0)
    assert towards(sun) @ towards(replace(sun, azimuth=azimuth, elevation=elevation)) > np.cos(np.radians(0.7))
    assert linear(sun) == pytest.approx((3.0, 2.0, 1.0), rel=0.03) and wide == pytest.approx(width, rel=0.1)
    assert left.max() == pytest.approx(overhead().max(), rel=0.5)  # nothing of it is left


def test_what_is_wide_or_below_the_horizon_is_no_sun() -> None:
    for picture in (overhead(), with_sun(0.0, 40.0, 40.0, (2.0, 2.0, 2.0)), with_sun(0.0, -30.0, 3.0, (2.0, 2.0, 2.0))):
        suns, _, left = sun_in(picture, 0.0)
        assert suns == () and np.array_equal(left, picture)


def seen(view: View, *bodies):
    scene = Scene(bodies=bodies or (FLOOR,))
    return render(scene, still(scene), view, RenderConfig(width=192, height=108, rasteriser="rays"))


def test_a_floor_gets_it_all_and_a_box_throws_its_suns_shadow(tmp_path) -> None:
    # A 1 m cube and a sun at 45 degrees from -x: the shadow on the floor reaches from x = 0.5 to x = 1.5.
    picture = with_sun(180.0, 45.0, 2.0, (1.0, 1.0, 1.0))
    view = looking((1.0, -3.0, 5.0), (0.6, 0.0, 0.0), lights=(), sky=Sky(picture=written(tmp_path, picture), strength=2.0))
    open_floor = seen(view)[0].light.reshape(-1, 3)
    assert open_floor == pytest.approx(np.broadcast_to(2 * brute(picture, np.array([0, 0, 1.0])), open_floor.shape), rel=0.03)
    frame = seen(view, FLOOR, body("box", Box(size=(1.0, 1.0, 1.0)), (0.0, 0.0, 0.5)))[0]
    floor, (x, y) = frame.part == 1, np.moveaxis(frame.points[..., :2], -1, 0)
    shadow = floor & (x > 0.6) & (x < 1.4) & (np.abs(y) < 0.4)
    lit = floor & (x > 1.6) & (x < 2.4) & (np.abs(y) < 0.4)
    assert frame.light[lit].mean() - frame.light[shadow].mean() > 0.9 * 2 * np.sqrt(0.5)
    assert (frame.light[shadow].mean(axis=0) > 0.2).all()


def test_it_is_seen_where_it_is_and_turns(tmp_path) -> None:
    ways = rays()
    azimuth = np.degrees(np.arctan2(ways[..., 1], ways[..., 0])) % 360
    colours = np.array([(0, 0.5, 0), (0.5, 0, 0), (0, 0, 0.5), (0.5, 0.5, 0)], np.float32)  # of +x, +y, -x, -y
    picture = colours[np.floor((azimuth + 45) / 90).astype(int) % 4]
    assert np.array_equal(picture[64, 128], colours[1]) and np.array_equal(picture[64, 192], colours[0])  # +y in the middle, +x right of it
    path = written(tmp_path, picture, "sky.hdr")
    for turn, wanted in ((0.0, [0, 1, 2, 3]), (90.0, [3, 0, 1, 2])):
        for way, colour in zip(((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)), wanted):
            frame = seen(looking((0.0, 0.0, 5.0), (*way, 5.3), lights=(), sky=Sky(picture=path, strength=1.5, turn=turn)))[0]
            assert frame.radiance[40, 96] == pytest.approx(1.5 * colours[colour], rel=0.02), (turn, way)


def test_a_frame_has_another_digest_with_another_picture_in_the_same_file(tmp_path) -> None:
    view = looking((0.0, -3.0, 4.0), (0.0, 0.0, 0.0), lights=(), sky=Sky(picture=written(tmp_path, overhead())))
    before = seen(view)
    written(tmp_path, overhead() * 2)
    after = seen(view)
    assert before.lit_digests != after.lit_digests and before.digests != after.digests


def test_bright_sky_rolls_off_and_is_at_most_white_to_the_painter(tmp_path) -> None:
    path = written(tmp_path, np.full((64, 128, 3), 3.0, np.float32))
    frame = seen(looking((0.0, 0.0, 5.0), (0.0, 1.0, 5.3), lights=(), sky=Sky(picture=path, strength=1.0)))[0]
    assert frame.radiance[10, 90] == pytest.approx(3.0, rel=1e-3) and frame.albedo[10, 90] == pytest.approx(1.0)
    assert (to_bytes(frame.albedo[:20]) == 255).all() and 240 < frame.beauty[10, 90].min() < 255


def test_a_shot_takes_it_is_edited_and_described(tmp_path) -> None:
    path = written(tmp_path, overhead())
    made = make_shot("it", [ball("ball", 0.1, at=(0, 0, 1))], camera=camera.static((0, -4, 1), (0, 0, 1)), environment=sky(path, turn=30))
    assert made.view.lights == () and made.view.sky == Sky(picture=path, turn=30.0, strength=1.0)
    assert made.with_({"sky.turn": 45.0}).view.sky.turn == 45 and "turned 30 degrees" in describe(made) and path in describe(made)


@pytest.mark.parametrize("name, content, said", [
    ("a.png", b"", "ends in .hdr or .exr"), ("a.hdr", None, "does not exist"), ("a.hdr", b"nonsense", "cannot be read.*Radiance"),
    ("a.exr", b"nonsense", "cannot be read"), ("b.exr", np.ones((8, 8, 3), np.float32), "8 x 8 px.*twice"),
    ("c.exr", np.full((8, 16, 3), np.nan, np.float32), "no light")])
def test_a_bad_file_is_refused_by_name_and_reason(tmp_path, name, content, said) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        written(tmp_path, content, name)
    with pytest.raises(DeclarationError, match=f"sky: picture .*{name}.*{said}"):
        sky(str(path))
