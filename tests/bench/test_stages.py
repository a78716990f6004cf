"""Random stages: the same every time, nothing in anything, a share that cannot be done; and reasons that are true or are not."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from bench.drawn import FREE, KINDS, stage
from bench.furniture import GAP, Spot, apart, outline
from bench.reasons import true
from bench.solids import solids
from bench.solvable import case_of, short, verdict
from bench.stages import line, summary
from scenes.shot import with_overrides
from sim.execution.engine import simulate

SEEDS = range(25)


def short_of(seed, kind=None):
    """The case of a stage, and the half second in which its walk fails."""
    shot = with_overrides(stage(seed, kind), seconds=0.5)
    return case_of(shot.scene), simulate(shot.scene)


def test_a_stage_is_the_same_every_time_and_all_kinds_are_drawn():
    assert stage(3).scene == stage(3).scene != stage(4).scene
    kinds = Counter(stage(seed).name.split("_")[0] for seed in range(40))
    assert set(kinds) == set(KINDS) and kinds["open"] > 15 and stage(3, "high").name == "high_3"


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_in_anything_at_frame_0(seed):
    scene = stage(seed).scene
    found, who = [s for s in solids(scene) if "wall" not in s.name], scene.people[0]
    for i, a in enumerate(found):
        for b in found[i + 1:]:
            if a.name.split("_")[0] != b.name.split("_")[0] or a.name.startswith("thing") and a.name != b.name:
                assert apart(a, b) >= GAP - 0.02, (a.name, b.name)
    assert min(s.aside(np.array(who.position[:2])) for s in solids(scene)) >= min(FREE, 0.15 + 0.3) - 1e-6
    cup = next(body for body in scene.bodies if body.name == "cup")
    radius, height = cup.parts[0].shape.radius, cup.parts[0].shape.height
    ring = np.array(cup.position) + np.array([(radius * np.cos(a), radius * np.sin(a), -height / 2) for a in np.linspace(0, 6.3, 24)])
    under = np.min([np.abs(s.top - ring[:, 2]) + 9 * (s.aside(ring[:, :2]) > 0) for s in found], axis=0)
    assert under.max() < 1e-6, "all of its bottom is on something"
    assert max(s.depth(np.array(cup.position)) for s in found) == 0


def test_rectangles_are_as_far_apart_as_they_are():
    a, b = Spot(x=0, y=0, turn=0).taking((1, 1)), Spot(x=2.5, y=0, turn=np.pi / 4).taking((0.5, 0.5))
    assert apart(a, b) == pytest.approx(2.5 - 1 - np.sqrt(0.5), abs=0.01)
    assert apart(a, Spot(x=0.2, y=0, turn=1).taking((0.1, 0.1))) == 0, "one in the other"
    np.testing.assert_allclose(np.abs(outline(a)).max(axis=1), 1)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "open"])
def test_one_of_each_kind_cannot_be_done(kind):
    assert [verdict(case_of(stage(seed, kind).scene)) for seed in (1, 2)] == ["unsolvable"] * 2


def test_the_open_ones_can():
    assert [verdict(case_of(stage(seed, "open").scene)) for seed in (0, 1, 2)] == ["solvable"] * 3


def test_reasons_given_for_a_pen_are_true_of_it_and_of_no_other():
    case, trajectory = short_of(4, "boxed")
    walk = trajectory.actions[0]
    assert walk.status == "failed" and true(walk.reason, case, trajectory)
    free = replace(case, solids=tuple(s for s in case.solids if not s.name.startswith("pen")))
    assert not true(walk.reason, free, trajectory)


def test_a_wall_that_is_named_stands_between_wherever_one_gets_to():
    case, trajectory = short_of(9, "walled")
    reason = trajectory.actions[0].reason
    assert "is between anna and cup from wherever" in reason and true(reason, case, trajectory)
    assert not true(reason, replace(case, solids=tuple(s for s in case.solids if not s.name.startswith("fence"))), trajectory)
    assert not true("wall_back is between anna and cup from wherever anna gets to", case, trajectory)


def test_numbers_in_reasons_are_worked_out_again():
    case, trajectory = short_of(15, "deep")
    walk = trajectory.actions[0]
    near = float(walk.reason.split("than ")[1].split(" m")[0])
    assert walk.status == "failed" and true(walk.reason, case, trajectory)
    assert not true(walk.reason.replace(f"{near:.2f}", f"{near - 0.5:.2f}"), case, trajectory)
    far = "cup is {:.2f} m beyond anna's reach at 0.2 s"
    missing = float(short(replace(case, solids=()), case.start[None])[0])
    assert true(far.format(missing), case, trajectory) and not true(far.format(missing - 0.5), case, trajectory)
    assert not true("cup is 0.90 m from anna's hand at 0.2 s", case, trajectory)
    assert not true("she would rather not", case, trajectory)


def test_the_shares_are_of_what_they_are_said_to_be():
    def row(said, done, honest, deep):
        none = {"metres": 0.0, "what": "", "where": "", "frame": 0}
        faults = {"walker": none | {"metres": deep}, "soles": none, "held": none, "body": none}
        return {"seed": 1, "kind": "open", "verdict": said, "done": done, "failed": "walk", "reason": "no", "true": honest,
                "faults": faults | {"slide": 0.03, "joint": [4.0, "chest"], "finite": True}}
    rows = [row("solvable", True, True, 0.0), row("solvable", False, False, 0.02), row("unsolvable", False, True, 0.0),
            row("at the limit", False, True, 0.0)]
    told = summary(rows)
    assert told["done_of_solvable"] == 0.5 and told["failed_of_unsolvable"] == 1 and told["true_of_failed"] == pytest.approx(2 / 3)
    assert told["no_interpenetration_walker"] == 0.75 and told["no_slide"] == 0 and "[UNTRUE]" in line(rows[1])
