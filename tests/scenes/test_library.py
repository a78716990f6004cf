"""Each shot of the library shows what its title says. Each is acted out once."""

import inspect

import numpy as np
import pytest
from numpy.typing import NDArray

from neural.conditioning.vocabulary import parse, parse_scene
from scenes.shots import SHOTS
from sim.errors import DeclarationError
from sim.math.conventions import quat_rotate
from tests.acted import acted


def way(name: str, path: str) -> NDArray[np.float64]:
    """Where a part is at each frame, (T, 3)."""
    (part,) = [part for part in acted(name).parts if part.path == path]
    return acted(name).positions[:, part.id - 1]


def tilt(name: str, path: str) -> NDArray[np.float64]:
    """Degrees between a part's z axis and where it was at first, (T,)."""
    (part,) = [part for part in acted(name).parts if part.path == path]
    axes = quat_rotate(acted(name).rotations[:, part.id - 1], [0.0, 0.0, 1.0])
    return np.degrees(np.arccos(np.clip(axes @ axes[0], -1, 1)))


def first_touch(name: str, a: str, b: str) -> int:
    """The frame in which two objects first touch."""
    ids = [set(acted(name).part_ids(each)) for each in (a, b)]
    frames = [int(c["frame"]) for c in acted(name).contacts
              if {int(c["a"])} <= ids[0] and {int(c["b"])} <= ids[1] or {int(c["a"])} <= ids[1] and {int(c["b"])} <= ids[0]]
    assert frames, f"{a} and {b} never touch"
    return min(frames)


@pytest.mark.parametrize("name", SHOTS)
def test_every_action_is_done_and_nothing_hangs_in_the_air(name: str) -> None:
    assert [(record.title, record.status) for record in acted(name).actions if record.status != "done"] == []
    assert acted(name).frames == SHOTS[name]().scene.frames and acted(name).positions[..., 2].min() > -0.01


def test_pillar_the_ball_knocks_the_cup_off_the_table() -> None:
    ball, cup = way("pillar", "ball"), way("pillar", "cup")
    hit = first_touch("pillar", "ball", "cup")
    landed = first_touch("pillar", "cup", "floor")
    behind = np.flatnonzero(np.abs(ball[:, 0] + 0.2) < 0.1)
    assert behind.size and 10 < behind.max() < hit < landed < 70
    assert np.allclose(cup[: hit - 1], cup[0], atol=2e-3), "the cup stands until it is hit"
    assert cup[landed, 2] < 0.35 and tilt("pillar", "cup").max() > 60
    assert np.linalg.norm(cup[-1] - cup[-2]) < 0.005, "the cup comes to rest"


def test_pillar_the_cup_falls_as_things_fall() -> None:
    cup, hit, landed = way("pillar", "cup"), first_touch("pillar", "ball", "cup"), first_touch("pillar", "cup", "floor")
    ids = acted("pillar").part_ids("cup")
    touched = {int(c["frame"]) for c in acted("pillar").contacts if {int(c["a"]), int(c["b"])} & set(ids)}
    free = [f for f in range(hit + 1, landed) if not touched & {f - 1, f, f + 1}]
    assert len(free) >= 2
    # The cup's frame is near its centre of mass, about which it turns: allow the acceleration that turning gives.
    fall = [(cup[f + 1, 2] - 2 * cup[f, 2] + cup[f - 1, 2]) * 24 ** 2 for f in free]
    assert np.allclose(fall, -9.81, atol=1.5)


def test_dominoes_all_fall_in_order() -> None:
    names = [part.path for part in acted("dominoes").parts if part.path.startswith("domino_")]
    tilts = np.array([tilt("dominoes", name) for name in names])
    assert len(names) >= 15 and (tilts[:, -1] > 45).all()
    assert (np.diff((tilts > 10).argmax(axis=1)) >= 0).all()


def test_pendulum_topples_the_tower() -> None:
    hit = min(first_touch("pendulum", "pendulum", f"block_{i}") for i in (3, 4))
    heights = np.array([way("pendulum", f"block_{i}")[:, 2] for i in range(1, 8)])
    assert np.allclose(heights[:, : hit - 1], heights[:, :1], atol=3e-3), "the tower stands until it is hit"
    assert heights.max(axis=0)[0] > 1.3 and heights.max(axis=0)[-1] < 0.7
    bob = way("pendulum", "pendulum.bob")
    assert np.allclose(np.linalg.norm(bob - [0, 0, 1.95], axis=1), 1.4, atol=0.01)


def test_cradle_first_and_last_ball_take_turns() -> None:
    balls = np.array([way("cradle", f"ball_{i}.ball") for i in range(1, 6)])
    out = np.abs(balls[:, :, 0] - (np.arange(5)[:, None] - 2) * 0.201)
    start = int(24 * 0.6)
    assert out[1:4].max() < 0.02
    assert out[4, :start].max() < 0.02 and out[4].max() > 0.9 * out[0].max()
    swings = [int(i) for i in np.where(out[0] > out[4], 0, 4)[np.maximum(out[0], out[4]) > 0.25]]
    turns = [a for a, b in zip(swings, [None, *swings]) if a != b]
    assert len(turns) >= 4 and turns == [0, 4] * (len(turns) // 2) + [0] * (len(turns) % 2)


def test_marble_run_passes_each_level_and_knocks_over_a_pin() -> None:
    touches = [first_touch("marble_run", "marble", f"ramp_{level}") for level in (3, 2, 1)]
    assert touches == sorted(touches) and touches[0] < touches[1] < touches[2] < first_touch("marble_run", "marble", "pin_1")
    assert (np.diff(way("marble_run", "marble")[:, 2]) < 0.02).all(), "a marble does not climb"
    assert max(tilt("marble_run", f"pin_{i}").max() for i in (1, 2, 3)) > 45


def test_door_opens_and_topples_the_crates() -> None:
    hinge = acted("door").joints[:, acted("door").joint_names.index("door.hinge")]
    assert hinge[0] == 0 and np.degrees(hinge[-1]) == pytest.approx(-80, abs=2)
    crate = way("door", "crate_3")
    pushed = first_touch("door", "door", "crate_1")
    assert np.allclose(crate[: pushed - 1], crate[0], atol=3e-3) and np.linalg.norm(crate[-1] - crate[0]) > 0.5
    assert crate[-1, 2] < 0.5 * crate[0, 2]


def test_arm_puts_the_part_in_the_bin() -> None:
    part = way("arm", "part")
    assert np.allclose(part[:30], part[0], atol=3e-3), "the part waits for the arm"
    x, y, z = part[-1]
    assert 0.24 < x < 0.86 and -0.91 < y < -0.29 and z < 0.2 and np.linalg.norm(part[-1] - part[-2]) < 1e-3
    joints = dict(zip(acted("arm").joint_names, acted("arm").joints[-1]))
    assert joints["arm.shoulder"] == pytest.approx(0.1, abs=0.03) and joints["arm.turn"] == pytest.approx(np.radians(-60), abs=0.03)


def test_bowl_is_hollow_and_is_knocked_off_its_stand() -> None:
    bowl, hit = way("bowl", "bowl"), first_touch("bowl", "bowl", "roller")
    for i in (1, 2, 3):
        inside = way("bowl", f"ball_{i}")[hit - 1] - bowl[hit - 1]
        assert np.hypot(*inside[:2]) < 0.3 and 0.09 < inside[2] < 0.36, f"ball_{i} lies in the bowl"
    assert bowl[hit - 1, 2] == pytest.approx(0.3, abs=0.005) and bowl[-1, 2] < 0.25


def test_bowling_knocks_over_most_pins() -> None:
    pins = [part.path for part in acted("bowling").parts if part.path.startswith("pin_")]
    assert len(pins) == 10 and sum(tilt("bowling", pin)[-1] > 45 for pin in pins) >= 6


def test_hills_the_ball_crosses_the_rise_and_fells_the_middle_post() -> None:
    ball = way("hills", "ball")
    low, rise = ball[(ball[:, 0] > -0.9) & (ball[:, 0] < -0.6), 2].min(), ball[np.abs(ball[:, 0]) < 0.2, 2].max()
    assert ball[0, 2] > rise > low + 0.05
    assert first_touch("hills", "ball", "post_2") < 110 and tilt("hills", "post_2").max() > 45


@pytest.mark.parametrize("name", SHOTS)
def test_the_embedded_model_knows_every_word_and_has_room_for_every_look(name: str) -> None:
    style = SHOTS[name]().style
    assert [each.prompt for each in style.objects.values() if parse(each.prompt).unread] == []
    assert parse_scene(style.prompt)[2] == () and len(set(style.objects.values())) <= 255


PARAMETERS = [(name, p.name) for name, declare in SHOTS.items() for p in inspect.signature(declare).parameters.values()]


@pytest.mark.parametrize("name, parameter", PARAMETERS)
def test_every_parameter_has_a_range(name: str, parameter: str) -> None:
    for value in (1e6, -1e6):
        with pytest.raises(DeclarationError, match=f"{name}: {parameter} is"):
            SHOTS[name](**{parameter: value})


def test_what_is_cleared_away_stands_where_it_was_put() -> None:
    for thing, y in (("cup", 0.55), ("mug", 0.05), ("tin", 0.3)):
        assert tilt("clearing", thing)[-1] < 1 and way("clearing", thing)[-1, :2] == pytest.approx((-1.15, y), abs=0.02), thing
