"""Framing is exact; angles show whom they are for; cuts are long enough and follow who speaks, acts and goes."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes import camera, coverage, with_overrides
from scenes.directing.angle import CLOSE, INSERT, OVER, Angle
from scenes.directing.coverage import Coverage
from scenes.directing.cut_list import SHORTEST
from scenes.directing.framing import Picture, aimed, axes, fitted, places
from scenes.directing.staging import Staging
from scenes.shots import SHOTS
from sim.errors import DeclarationError
from sim.execution.engine import simulate

NUMBER = st.floats(-3, 3)
PLACE = st.tuples(NUMBER, NUMBER, NUMBER).map(np.array)
AHEAD = st.tuples(st.floats(-np.pi, np.pi), st.floats(-1.2, 1.2)).map(
    lambda way: np.array([np.cos(way[0]) * np.cos(way[1]), np.sin(way[0]) * np.cos(way[1]), np.sin(way[1])]))
PICTURE = st.tuples(st.floats(24, 90), st.floats(1.0, 2.4)).map(lambda form: Picture(lens=form[0], aspect=form[1]))


@cache
def staged(name: str) -> tuple[Staging, Coverage]:
    """A shot of the library acted out at 8 frames a second, and its coverage."""
    shot = with_overrides(SHOTS[name](), fps=8)
    trajectory = simulate(shot.scene)
    return Staging(shot=shot, trajectory=trajectory, aspect=16 / 9), coverage(shot, trajectory)


def seen(staging: Staging, angle: Angle, point: np.ndarray) -> np.ndarray:
    """(2,) where an angle shows a point."""
    key = angle.camera.keys[0]
    ahead = np.subtract(key.look_at, key.position)
    return places(point[None], np.array(key.position), ahead, Picture(lens=key.focal, aspect=staging.aspect))[0]


@given(st.lists(PLACE, min_size=1, max_size=12).map(np.array), AHEAD, PICTURE)
def test_all_that_must_be_in_the_picture_is_and_no_camera_nearer_has_it(points: np.ndarray, ahead: np.ndarray, picture: Picture) -> None:
    position = fitted(points, ahead, picture)
    assert np.abs(places(points, position, ahead, picture)).max() <= 0.9 + 1e-6
    spread = np.ptp(places(points, position, ahead, picture), axis=0)
    depth = (points - position) @ axes(ahead)[2]
    assert spread.max() >= 0 and (depth.min() == pytest.approx(0.3) or np.abs(places(points, position, ahead, picture)).max() > 0.9 - 1e-6)


@given(PLACE, PLACE, PICTURE, st.floats(-0.8, 0.8), st.floats(-0.8, 0.8))
def test_a_camera_is_turned_until_it_shows_a_place_where_it_should(a: np.ndarray, b: np.ndarray, picture: Picture, x: float,
                                                                  y: float) -> None:
    if np.linalg.norm((b - a)[:2]) > 0.8 * np.linalg.norm(b - a) > 0.05:
        assert places(b[None], a, aimed(a, b, picture, x, y), picture)[0] == pytest.approx([x, y], abs=1e-6)


def test_a_quarrel_is_covered_from_one_side_through_one_lens() -> None:
    staging, found = staged("argument")
    assert [angle.name for angle in found.angles] == ["master", "anna over ben", "ben over anna", "close anna", "close ben"]
    frame = [staging.frame(9.0)]
    anna, ben = (staging.eyes(who, frame)[0] for who in ("anna", "ben"))
    line = ben - anna
    sides = [np.sign(line[0] * (angle.position - anna)[1] - line[1] * (angle.position - anna)[0]) for angle in found.angles]
    assert len({*sides}) == 1 and len({angle.lens for angle in found.angles[1:]}) == 1


@pytest.mark.parametrize("name", ["argument", "handover"])
def test_heads_are_in_the_picture_with_room_above_and_shoulders_of_whom_it_looks_past(name: str) -> None:
    staging, found = staged(name)
    for angle in (angle for angle in found.angles if angle.size in (OVER, CLOSE)):
        frames = staging.moments(angle.start + 0.7, angle.end - 0.7)
        crown = np.median([seen(staging, angle, eyes + (0, 0, staging.crown(angle.subject)))
                           for eyes in staging.eyes(angle.subject, frames)], axis=0)
        assert 0.45 < crown[1] < 0.95 and abs(crown[0]) < 0.6, angle.name
        if angle.size == OVER:
            near = np.median([seen(staging, angle, place) for place in staging.bone(angle.other, "chest", frames)], axis=0)
            assert near[0] * crown[0] < 0 and abs(near[0]) < 1.2, angle.name


def test_what_is_taken_is_in_its_insert_and_nothing_hides_it() -> None:
    staging, found = staged("handover")
    inserts = [angle for angle in found.angles if angle.size == INSERT]
    assert [angle.name for angle in inserts] == ["insert cup", "insert cup 2"]
    for angle in inserts:
        frame = staging.frame(angle.shows)
        cup = staging.thing("cup", [frame])
        assert np.abs(seen(staging, angle, cup[0])).max() < 0.8 and staging.clear(frame, angle.position, cup, 0.1).all()


def test_the_master_has_all_of_everybody_all_the_time() -> None:
    staging, found = staged("handover")
    for who in staging.people:
        for bone in ("head", "right_foot", "left_foot"):
            shown = [seen(staging, found["master"], place) for place in staging.bone(who, bone)]
            assert np.abs(shown).max() < 1, (who, bone)


@pytest.mark.parametrize("name", ["argument", "handover"])
def test_no_cut_is_too_short_and_the_master_opens(name: str) -> None:
    staging, found = staged(name)
    times = [*(pick.time for pick in found.picks), staging.seconds]
    assert found.picks[0].angle.name == "master" and times[0] == 0 and np.diff(times).min() > SHORTEST - 0.01
    assert all(a.angle.name != b.angle.name for a, b in zip(found.picks, found.picks[1:]))


def test_whoever_speaks_is_seen_then_a_thing_is_when_it_is_taken_and_all_when_somebody_goes() -> None:
    said = staged("argument")[1].picks
    assert [pick.angle.subject for pick in said if pick.why.startswith("ben: ")] == ["ben"] * 3
    assert {pick.angle.subject for pick in said if pick.why.startswith("anna: ") and pick.time} == {"anna"}
    done = [(pick.angle.size, pick.why) for pick in staged("handover")[1].picks]
    assert (INSERT, "anna takes cup") in done and (INSERT, "ben takes cup from anna") in done and ("master", "ben goes") in done


def test_the_written_cut_list_is_the_cut_list() -> None:
    found = staged("argument")[1]
    names: dict = {}
    exec(f"from scenes import camera, cut\n{found.script}", names)
    assert tuple(names["cuts"]) == found.cuts


def test_an_angle_is_asked_for_by_its_name() -> None:
    found = staged("argument")[1]
    key = found["close anna"].camera.keys[0]
    assert found["close anna"].camera == camera.static(key.position, key.look_at, lens=key.focal)
    with pytest.raises(DeclarationError, match="close ann"):
        found["close ann"]
