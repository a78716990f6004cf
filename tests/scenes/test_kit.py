"""Props and sets: each stands where it is put, on what it stands on, is called what it is, and weighs what such a thing weighs."""

import numpy as np
import pytest

from neural.conditioning.ade20k import CLASSES
from render.config import RenderConfig
from render.passes import render
from scenes import Look, Shot, camera, launch, make_shot, plane
from scenes.kit import KIT
from scenes.kit.vehicles import VEHICLES
from scenes.sets import SETS
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.geometry.tessellate import tessellate
from sim.scene.objects import Body
from sim.scene.parts import part_shapes
from studio.props_page import extent

SUNK = {"rock"}
"""What is let into the ground."""
HANG = {"pendant", "clock", "picture", "mirror", "wall_shelf", "pan_rack", "shop_sign", "awning"}
HEAVY = {"tree", "bush", "hedge", "palm", "fir"} | {make.__name__ for make in VEHICLES}


def alone(name: str, *actions, seconds: float = 1.0, **options) -> Shot:
    return make_shot("alone", [plane("floor", (40, 40)), KIT[name]("thing", **options)], actions=actions, seconds=seconds,
                     camera=camera.static((0, -9, 3), (0, 0, 0.5)))


@pytest.mark.parametrize("name", KIT)
def test_a_prop_stands_where_it_is_put(name: str) -> None:
    trajectory = simulate(alone(name, on=(1.0, 2.0, 0.0), turn=(0.0, 0.0, 30.0)).scene)
    rolls = bool(KIT[name]("thing").carried)
    assert np.abs(trajectory.positions - trajectory.positions[:1]).max() < (0.01 if rolls else 0.002)


@pytest.mark.parametrize("name", KIT)
def test_a_prop_is_what_such_a_thing_is(name: str) -> None:
    prop = KIT[name]("thing")
    low, high = extent(prop)
    things = (prop, *prop.carried)
    assert all(finish.label in CLASSES for each in things for finish in each.appearances)
    assert name in SUNK or low[2] == pytest.approx(0.0, abs=1e-3)
    assert 0.005 < (high - low).max() < 10
    body = prop.thing
    assert isinstance(body, Body) and (body.fixed or body.mass is not None and 0.1 <= body.mass <= 900 * np.prod(high - low) + 0.5)
    triangles = sum(len(tessellate(part.shape).faces) for each in things if isinstance(each.thing, Body) for part in each.thing.parts)
    assert triangles < (14000 if name in HEAVY else 6000)


def test_a_kit_is_rich_and_its_triangles_are_few() -> None:
    assert len(KIT) >= 60 and not {"table", "chair", "cup", "box"} & set(KIT)
    counts = [sum(len(tessellate(part.shape).faces) for part in KIT[name]("it").thing.parts) for name in KIT]
    assert np.median(counts) < 2000 and np.mean(np.array(counts) < 3000) > 0.75


def test_most_props_have_parts_with_looks_of_their_own() -> None:
    assert sum(len(KIT[name]("it").appearances) > 1 for name in KIT) > 0.8 * len(KIT)


def test_a_prop_takes_what_others_take() -> None:
    chair = KIT["dining_chair"]("seat", on=(0, 0, 1), look=Look("red", "cloth"), looks={"legs": Look("black", "metal")}, mass=4.0,
                                label="stool")
    assert chair.thing.mass == 4.0 and [finish.look.colour for finish in chair.appearances] == ["red", "black"]
    assert [finish.label for finish in chair.appearances] == ["stool", "chair"] and extent(chair)[0][2] == pytest.approx(1.0)
    with pytest.raises(DeclarationError, match="seat, allowed|legs"):
        KIT["dining_chair"]("seat", looks={"arms": Look("red")})


@pytest.mark.parametrize("name", [make.__name__ for make in VEHICLES if make.__name__ not in ("bicycle", "wheelbarrow")])
def test_a_vehicle_rolls_on_its_wheels(name: str) -> None:
    shot = alone(name, launch("thing", (1.0, 0.0, 0.0)))
    trajectory = simulate(shot.scene)
    wheel = trajectory.part_ids("thing_wheel_1")[0] - 1
    way = trajectory.positions[-1] - trajectory.positions[0]
    chassis = trajectory.part_ids("thing")[0] - 1
    assert 0.4 < way[chassis, 0] < 1.05 and np.abs(way[:, 1]).max() < 0.02
    radius = np.ptp(tessellate(part_shapes(shot.scene)[wheel]).vertices[:, 0]) / 2
    turns = trajectory.rotations[:, wheel]
    angles = 2 * np.arccos(np.clip(np.abs((turns[1:] * turns[:-1]).sum(axis=1)), 0, 1))
    assert angles.sum() * radius == pytest.approx(way[wheel, 0], rel=0.1)


@pytest.mark.parametrize("name", SETS)
def test_a_set_can_be_shot(name: str) -> None:
    setting = SETS[name]()
    shot = make_shot(name, setting.props, camera=setting.camera, seconds=0.5, **setting.light)
    trajectory = simulate(shot.scene)
    assert len(trajectory.positions) == 12
    loose = [prop.name for prop in setting.props if isinstance(prop.thing, Body) and not prop.thing.fixed]
    for thing in loose:
        index = trajectory.part_ids(thing)[0] - 1
        assert np.abs(trajectory.positions[-1, index] - trajectory.positions[0, index]).max() < 0.005, thing
    frame = render(shot.scene, trajectory, shot.view, RenderConfig(width=160, height=90))[0]
    assert len(np.unique(frame.part)) > 15 and 25 < frame.beauty.mean() < 200


def test_there_are_twelve_sets_with_things_to_take() -> None:
    assert len(SETS) == 12
    for name, make in SETS.items():
        loose = [prop for prop in make().props if isinstance(prop.thing, Body) and not prop.thing.fixed]
        sizes = {prop.name: np.ptp(extent(prop), axis=0) for prop in loose if np.hypot(*prop.thing.position[:2]) < 5}
        assert sum(size[:2].min() <= 0.26 for size in sizes.values()) >= 2, name
