"""The continuity check: clean films are clean, and each fault that is planted is found, at its cut, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from scenes import ball, box, camera, continue_from, cut, film, make_shot, person, plane, walk_to, with_overrides
from scenes.film import Film
from scenes.films import FILMS
from scenes.shot import Shot
from sim.character.body.bones import RIG, number
from sim.execution.engine import simulate, simulated
from sim.math.conventions import matrix_about_z, quat_from_matrix, quat_multiply
from sim.trajectory import Trajectory
from studio.continuity.check import check_film

Acted = tuple[Shot, Trajectory]
Fault = Callable[[Shot, Trajectory], Acted]


@cache
def visit() -> tuple[Acted, ...]:
    """The library's film, acted out at 8 frames a second."""
    shots = [with_overrides(shot, fps=8) for shot in FILMS["visit"]().shots]
    return tuple(zip(shots, simulated(shots[-1].scene)))


def found(acted: Sequence[Acted], **more) -> list[tuple[str, str, int, str, int]]:
    """Kind, and shot and frame on both sides."""
    whole = Film(name="film", shots=tuple(shot for shot, _ in acted), **more)
    return [(each.kind, each.before.shot, each.before.frame, each.after.shot, each.after.frame)
            for each in check_film(whole, (trajectory for _, trajectory in acted))]


def in_trajectory(change: Callable[[Trajectory], dict]) -> Fault:
    return lambda shot, acted: (shot, replace(acted, **change(acted)))


def in_shot(changes: dict) -> Fault:
    return lambda shot, acted: (shot.with_(changes), acted)


def moved_vase(acted: Trajectory) -> dict:
    positions = acted.positions.copy()
    positions[:, [i - 1 for i in acted.part_ids("vase")]] += (0.0, -0.2, 0.0)
    return {"positions": positions}


def other_hand(acted: Trajectory) -> dict:
    return {"grips": tuple(replace(grip, hand={"left": "right", "right": "left"}[grip.hand]) for grip in acted.grips)}


def fuller_pot(acted: Trajectory) -> dict:
    return {"levels": acted.levels + np.array([0.2 if name == "pot" else 0.0 for name in acted.vessels])}


def stepped(who: int, way: tuple[float, float, float]) -> Callable[[Trajectory], dict]:
    def step(acted: Trajectory) -> dict:
        bones = acted.bone_positions.copy()
        bones[:, who * len(RIG):(who + 1) * len(RIG)] += way
        return {"bone_positions": bones}
    return step


def looking_away(acted: Trajectory) -> dict:
    """Ben looks behind himself, as far as the screen goes."""
    rotations = acted.bone_rotations.copy()
    for eye in (number("right_eye"), number("left_eye")):
        rotations[:, len(RIG) + eye] = quat_multiply(quat_from_matrix(matrix_about_z(np.pi)), rotations[:, len(RIG) + eye])
    return {"bone_rotations": rotations}


PLANTED: list[tuple[str, int, int, Fault]] = [
    ("light", 1, 4, in_shot({"light[0].strength": 3.0})),
    ("people", 1, 4, in_trajectory(stepped(1, (0.15, 0.0, 0.0)))),
    ("jump", 1, 1, in_shot({"camera.position": (0.25, -3.1, 1.5), "camera.look_at": (0.2, 0.2, 1.1), "camera.lens": 35})),
    ("props", 2, 4, in_trajectory(moved_vase)),
    ("colour", 3, 4, in_shot({"anna.wardrobe.jumper.colour": "green"})),
    ("lens", 3, 3, in_shot({"camera.lens": 85})),
    ("eyeline", 3, 3, in_trajectory(looking_away)),
    ("hands", 4, 4, in_trajectory(other_hand)),
    ("liquids", 4, 4, in_trajectory(fuller_pot)),
    ("line", 4, 4, in_shot({"camera.position": (-0.2, 3.4, 1.55)})),
]
"""The rule that is to find it, the first and the last shot with the fault, and how it is planted."""


def planted(acted: Sequence[Acted], first: int, last: int, fault: Fault) -> list[Acted]:
    return [fault(*each) if first <= i <= last else each for i, each in enumerate(acted)]


def test_the_library_film_is_clean_and_all_that_is_to_be_done_in_it_is_done():
    assert not found(visit())
    assert {record.status for _, acted in visit() for record in acted.actions} <= {"done", "running"}
    assert sum(shot.seconds for shot, _ in visit()) == pytest.approx(60.0, abs=1.0)


def test_ten_planted_faults_are_found_and_nothing_else():
    acted, frames = list(visit()), [trajectory.frames for _, trajectory in visit()]
    for _, *fault in PLANTED:
        acted = planted(acted, *fault)
    names = [shot.name for shot, _ in acted]
    assert sorted(found(acted)) == sorted((kind, names[at - 1], frames[at - 1] - 1, names[at], 0) for kind, at, *_ in PLANTED)


@pytest.mark.parametrize("fault", PLANTED, ids=[kind for kind, *_ in PLANTED])
def test_each_fault_is_found_alone(fault):
    kind, first, last, plant = fault
    assert {each[0] for each in found(planted(visit(), first, last, plant))} == {kind}


def test_nothing_need_go_on_where_time_passes():
    kind, first, last, plant = PLANTED[3]
    assert not found(planted(visit(), first, last, plant), breaks=(visit()[first][0].name,))


def rolling(at: float, lens: float = 35.0) -> Shot:
    return make_shot("roll", [plane("floor", (9, 9)), ball("ball", 0.1, on=(at, 0, 0)), box("crate", (0.4, 0.4, 0.4), on=(1, 1, 0))],
                     camera=camera.static((0, -4, 1), (0, 0, 0), lens=lens), seconds=0.5, fps=12)


def test_shots_declared_apart_are_held_against_each_other():
    one, same, other = rolling(-0.5), replace(rolling(-0.5), name="same"), replace(rolling(-0.1), name="other")
    acted = [(shot, simulate(shot.scene)) for shot in (one, same, other)]
    assert found(acted) == [("props", "same", 5, "other", 0)]
    text = str(list(check_film(film("f", [one, other]), [acted[0][1], acted[2][1]]))[0])
    assert text == "props: ball moved by 40 cm and turned by 0 degrees, and nobody touched it (roll frame 5 | other frame 0)"


@cache
def walk() -> tuple[Acted, ...]:
    props = [plane("floor", (9, 9)), person("anna", on=(-1.5, 0, 0))]
    near, far = camera.static((0, -4, 1.4), (0, 0, 1)), camera.static((0, 4, 1.4), (0, 0, 1), lens=20)
    one = make_shot("one", props, seconds=1.5, fps=12, camera=near, actions=[walk_to("anna", (3.0, 0.0))])
    two = continue_from(one, "two", seconds=1.0, camera=far)
    return tuple(zip((one, two), simulated(two.scene)))


def test_who_walks_on_to_the_other_side_is_told_also_within_a_shot():
    (one, _), (two, acted) = walk()
    assert found(walk()) == [("direction", "one", 17, "two", 0)]
    cuts = replace(two, view=replace(two.view, cuts=(cut(0.0, one.view.cuts[0].rig), cut(0.5, two.view.cuts[0].rig))))
    assert found([walk()[0], (cuts, acted)]) == [("jump", "one", 17, "two", 0), ("direction", "two", 5, "two", 6)]


def test_clothes_that_are_gone_and_words_that_are_others_are_told():
    (one, first), (two, acted) = walk()
    near = replace(two, view=replace(two.view, cuts=(replace(one.view.cuts[0], rig=camera.static((-3, -3, 1.4), (0, 0, 1))),)))
    bare = [replace(who, clothes=who.clothes[1:]) for who in two.scene.people]
    undressed = replace(near, scene=replace(near.scene, people=tuple(bare)),
                        view=replace(near.view, surfaces={k: v for k, v in near.view.surfaces.items() if "." not in k}),
                        style=replace(near.style, objects={k: v for k, v in near.style.objects.items()
                                                           if "." not in k or k in bare[0].parts}))
    assert ("wardrobe", "one", 17, "two", 0) in found([(one, first), (undressed, acted)])
    toon = near.with_({"look": "toon"})
    assert found([(one, first), (toon, acted)]) == [("colour", "one", 17, "two", 0)]
    bright = near.with_({"camera.exposure": 1.0})
    assert found([(one, first), (bright, acted)]) == [("light", "one", 17, "two", 0)]
