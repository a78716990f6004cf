"""URDF files: which links are parts, what they look like, and broken ones refused by name."""

import logging
import re
from pathlib import Path

import numpy as np
import pytest
import trimesh

from render.view import OWN
from scenes import Look, drive, mechanism
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.geometry.tessellate import tessellate, volume
from sim.physics.assembly import assemble
from sim.physics.bullet.world import BulletWorld
from sim.scene import urdf
from sim.scene.objects import Mechanism
from sim.scene.parts import part_shapes, part_table
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Capsule, Cylinder, MeshFile, Sphere
from tests.sim.build import DOOR, ball, body, floor
from tests.sim.made_meshes import picture

BOX, ORIGIN = '<box size="1 1 1"/>', '<origin xyz="2 0 0"/>'
PRINTED = '<material name="printed"><texture filename="four.png"/></material>'
LINK = '<robot name="r"><link name="a">{}</link>{}</robot>'


def read(tmp_path, text):
    (tmp_path / "it.urdf").write_text(text)
    return urdf.read(str(tmp_path / "it.urdf"), "arm")


def visual(geometry, origin=""):
    return LINK.format(f"<visual>{origin}<geometry>{geometry}</geometry></visual>", "")


@pytest.mark.parametrize("geometry, shape", [
    ('<box size="1 2 3"/>', Box(size=(1, 2, 3))), ('<sphere radius="0.5"/>', Sphere(radius=0.5)),
    ('<cylinder radius="0.5" length="2"/>', Cylinder(radius=0.5, height=2.0)),
    ('<capsule radius="0.5" length="2"/>', Capsule(radius=0.5, height=2.0))])
def test_shapes_of_visuals(tmp_path, geometry, shape):
    (name, compound), = read(tmp_path, visual(geometry, '<origin xyz="1 2 3" rpy="0 0 1.5707963267948966"/>')).links
    piece, = compound.pieces
    assert (name, piece.shape, piece.position) == ("a", shape, (1, 2, 3))
    np.testing.assert_allclose(piece.rotation, (0, 0, np.sqrt(0.5), np.sqrt(0.5)), atol=1e-12)


def test_meshes_are_found_from_the_folder_of_the_file(tmp_path):
    (tmp_path / "meshes").mkdir()
    trimesh.creation.box((1, 1, 1)).export(tmp_path / "meshes" / "b.stl")
    (_, compound), = read(tmp_path, visual('<mesh filename="meshes/b.stl" scale="2 2 2"/>')).links
    assert compound.pieces[0].shape == MeshFile(path=str(tmp_path / "meshes" / "b.stl"), scale=2.0)


def test_parts_are_bodies_first_then_links_that_are_seen(tmp_path):
    (tmp_path / "door.urdf").write_text(DOOR)
    s = Scene(bodies=(ball(), body("box", Box(size=(1, 1, 1)))), mechanisms=(Mechanism(name="door", urdf=str(tmp_path / "door.urdf")),))
    assert [(p.id, p.path, p.object_id, p.object) for p in part_table(s)] == [
        (1, "ball", 1, "ball"), (2, "box", 2, "box"), (3, "door.post", 3, "door"), (4, "door.leaf", 3, "door")]
    assert [type(shape).__name__ for shape in part_shapes(s)] == ["Sphere", "Box", "Compound", "Compound"]
    joint, = urdf.read(str(tmp_path / "door.urdf"), "door").joints
    assert (joint.name, joint.lower, joint.upper, joint.damping) == ("hinge", 0.0, 1.6, None)


def test_a_slider_and_an_offset_base_stand_where_the_file_says(tmp_path):
    inertia = '<inertial><origin xyz="0.3 0 0"/><mass value="1"/><inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial>'
    look = '<visual><geometry><box size="0.1 0.1 0.1"/></geometry></visual>'
    text = (f'<robot name="r"><link name="a">{inertia}{look}</link><link name="b">{inertia}{look}</link><joint name="s" type="prismatic">'
            '<parent link="a"/><child link="b"/><origin xyz="0 0 1"/><axis xyz="0 1 0"/>'
            '<limit lower="0" upper="1" effort="1" velocity="1"/></joint></robot>')
    (tmp_path / "s.urdf").write_text(text)
    rotation = (0.0, 0.0, np.sqrt(0.5), np.sqrt(0.5))
    drawer = Mechanism(name="d", urdf=str(tmp_path / "s.urdf"), position=(1, 2, 3), rotation=rotation, joints=(("s", 0.5),))
    trajectory = simulate(Scene(bodies=(), mechanisms=(drawer,), frames=2))
    np.testing.assert_allclose(trajectory.positions[0], [(1, 2, 3), (0.5, 2, 4)], atol=1e-6)
    np.testing.assert_allclose(trajectory.rotations[0], [rotation, rotation], atol=1e-9)
    assert trajectory.joints[0, 0] == 0.5


@pytest.mark.parametrize("text, match", [
    ("<robot", "cannot be read"), ("<html/>", "not a URDF file"), (visual('<box size="1 2"/>'), "link a has <box> size='1 2'"),
    (visual('<box size="1 2 x"/>'), "must be 3 numbers"), (visual('<torus radius="1"/>'), "a <torus>"),
    (visual('<sphere radius="-1"/>'), "above 0"), (visual('<mesh filename="none.obj"/>'), "does not exist"),
    (visual('<mesh filename="package://x/y.obj"/>'), "package://"), (visual('<mesh filename="x.fbx"/>'), "convert it"),
    (LINK.format('<collision><geometry><mesh filename="no.obj"/></geometry></collision>', ""), "mesh 'no.obj', which does not exist"),
    (LINK.format("<visual/>", ""), "without a <geometry>"), ('<robot name="r"><link/></robot>', "no name"),
    (LINK.format("", '<joint name="j" type="floating"/>'), "type 'floating'"),
    (LINK.format("", '<joint name="j" type="revolute"/>'), "joint j is revolute and has no <limit>")])
def test_broken_files_are_refused_by_name(tmp_path, text, match):
    with pytest.raises(DeclarationError, match=match) as caught:
        read(tmp_path, text)
    assert "arm" in str(caught.value) and "it.urdf" in str(caught.value)


@pytest.mark.parametrize("broken", ["izz", "all of it"])
def test_a_link_without_a_possible_inertia_is_given_its_shapes_and_that_is_said(tmp_path, caplog, broken):
    text = DOOR.replace('izz="0.21"', 'izz="9"') if broken == "izz" else re.sub("<inertial>.*?</inertial>", "", DOOR)
    (tmp_path / "door.urdf").write_text(text)
    scene = Scene(bodies=(), mechanisms=(Mechanism(name="door", urdf=str(tmp_path / "door.urdf")),))
    with BulletWorld(step=1 / 960, gravity=(0, 0, -9.81)) as world, caplog.at_level(logging.WARNING, "steadycast"):
        machine = assemble(scene, world).machines["door"]
        mass, _, inertia = world.client.getDynamicsInfo(machine.number, 0)[:3]
    volume = 0.7 * 0.04 * 1.2
    assert mass == pytest.approx(5.0 if broken == "izz" else 300 * volume)
    wanted = mass / 12 * np.array([0.04 ** 2 + 1.2 ** 2, 0.7 ** 2 + 1.2 ** 2, 0.7 ** 2 + 0.04 ** 2])
    np.testing.assert_allclose(sorted(inertia), sorted(wanted), rtol=1e-6)
    assert f"door: links without a mass and inertia .*: leaf ({mass:.3g} kg)".split(" .*: ")[1] in caplog.text


def test_colours_and_pictures_are_those_of_the_file(tmp_path):
    picture().save(tmp_path / "four.png")
    red, blue = '<material name="red"><color rgba="1 0 0 1"/></material>', '<material name="blue"/>'
    look = '<visual>{}<geometry>{}</geometry>{}</visual>'
    text = ('<robot name="r"><material name="blue"><color rgba="0 0 1 1"/></material>'
            f'<link name="one">{look.format("", BOX, red)}</link>'
            f'<link name="two">{look.format("", BOX, red)}{look.format(ORIGIN, BOX, blue)}</link>'
            f'<link name="three">{look.format("", BOX, PRINTED)}</link><link name="four">{look.format("", BOX, "")}</link></robot>')
    (tmp_path / "it.urdf").write_text(text)
    looks = {finish.path: finish.look for finish in mechanism("it", str(tmp_path / "it.urdf")).appearances}
    assert looks["it.one"] == Look((1, 0, 0)) and looks["it.four"] == Look() and looks["it.three"].texture == OWN
    both = tessellate(dict(urdf.read(str(tmp_path / "it.urdf"), "it").links)["two"]).paint
    np.testing.assert_allclose(both.tints[[0, 11, 12, 23], 0], [(1, 0, 0), (1, 0, 0), (0, 0, 1), (0, 0, 1)], atol=1e-6)
    assert mechanism("it", str(tmp_path / "it.urdf"), look=Look("green")).appearances[0].look == Look("green")


@pytest.mark.parametrize("how", ["ros", "ament", "given", "upwards"])
def test_packages_are_found_as_ros_finds_them(tmp_path, monkeypatch, how):
    root = tmp_path / "share"
    (root / "my_robot" / "meshes").mkdir(parents=True)
    trimesh.creation.box((1, 2, 3)).export(root / "my_robot" / "meshes" / "b.stl")
    folder = root / "my_robot" / "urdf" if how == "upwards" else tmp_path / "elsewhere"
    folder.mkdir()
    (root / "my_robot" / "package.xml").write_text("<package><name>my_robot</name></package>")
    (folder / "it.urdf").write_text(visual('<mesh filename="package://my_robot/meshes/b.stl"/>'))
    monkeypatch.setenv("ROS_PACKAGE_PATH", str(root) if how == "ros" else "")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path) if how == "ament" else "")
    thing = mechanism("it", str(folder / "it.urdf"), packages=[str(root)] if how == "given" else ()).thing
    monkeypatch.delenv("ROS_PACKAGE_PATH"), monkeypatch.delenv("AMENT_PREFIX_PATH")  # what is declared is found without
    shape, = [piece.shape for _, compound in thing.model.links for piece in compound.pieces]
    assert shape == MeshFile(path=str(root / "my_robot" / "meshes" / "b.stl"))
    monkeypatch.undo()
    with pytest.raises(DeclarationError, match="packages="):
        (folder / "it.urdf").write_text(visual('<mesh filename="package://your_robot/meshes/b.stl"/>'))
        mechanism("it", str(folder / "it.urdf"))


def test_a_mesh_has_a_scale_for_each_axis_also_for_what_collides(tmp_path):
    trimesh.creation.box((1, 1, 1)).export(tmp_path / "b.stl")
    geometry = '<geometry><mesh filename="b.stl" scale="1 -2 0.5"/></geometry>'
    text = LINK.format(f"<visual>{geometry}</visual><collision>{geometry}</collision>", "")
    (tmp_path / "it.urdf").write_text(text)
    thing = mechanism("it", str(tmp_path / "it.urdf"), on=(0, 0, 0)).thing
    assert thing.position[2] == pytest.approx(0.25)
    mesh = tessellate(thing.model.links[0][1])
    assert volume(mesh) == pytest.approx(1.0)  # mirrored, yet its faces look outwards
    falling = ball(position=(0, 0.9, 1.0))
    trajectory = simulate(Scene(bodies=(falling,), mechanisms=(thing,), frames=40))
    assert trajectory.positions[-1, 0, 2] == pytest.approx(0.6, abs=0.01)


CAR = (Path(__file__).parent / "car.urdf").read_text()


def test_a_car_stands_on_its_wheels_rolls_and_is_knocked(tmp_path):
    (tmp_path / "car.urdf").write_text(CAR)
    car = mechanism("car", str(tmp_path / "car.urdf"), on=(0, 0, 0), fixed=False, friction=0.0, damping=0.0).thing
    assert car.position[2] == pytest.approx(0.15)
    still = simulate(Scene(bodies=(floor(),), mechanisms=(car,), frames=24))
    body = [part.path for part in still.parts].index("car.body")
    assert np.abs(still.positions[:, body] - still.positions[0, body]).max() < 2e-3  # it does not drop, sink or roll away
    struck = simulate(Scene(bodies=(floor(), ball(mass=3.0, position=(-1.0, 0, 0.2), velocity=(5, 0, 0))), mechanisms=(car,), frames=24))
    body = [part.path for part in struck.parts].index("car.body")
    assert struck.positions[-1, body, 0] > still.positions[-1, body, 0] + 0.3
    turned = struck.joints[-1] - struck.joints[0]
    np.testing.assert_allclose(turned * 0.15, struck.positions[-1, body, 0] - struck.positions[0, body, 0], rtol=0.15)


def test_text_round_a_robot_and_prefixes_that_nothing_declares_are_overlooked(tmp_path):
    text = '\n<!-- made by hand -->\n<?xml version="1.0"?>\n' + visual('<sphere radius="0.5"/>').replace("</robot>", "<xacro:x/></robot>\0")
    (name, _), = read(tmp_path, text).links
    assert name == "a"


@pytest.mark.parametrize("to", [(3.0, 0.0), (2.0, 1.5), (-1.0, 1.0)])
def test_a_car_drives_where_it_is_told_and_stands_there(tmp_path, to):
    (tmp_path / "car.urdf").write_text(CAR)
    car = mechanism("car", str(tmp_path / "car.urdf"), on=(0, 0, 0), fixed=False).thing
    trajectory = simulate(Scene(bodies=(floor(),), mechanisms=(car,), actions=(drive("car", to=to, speed=1.5, name="go"),), frames=170))
    body = [part.path for part in trajectory.parts].index("car.body")
    assert trajectory.actions[0].status == "done", trajectory.actions[0].reason
    np.testing.assert_allclose(trajectory.positions[-1, body, :2], to, atol=0.2)
    speed = np.linalg.norm(np.diff(trajectory.positions[:, body], axis=0), axis=1) * 24
    assert speed.max() < 1.8 and speed[-1] < 0.02


def test_a_car_knocks_what_is_in_its_way_and_is_stopped_by_what_is_heavy(tmp_path):
    (tmp_path / "car.urdf").write_text(CAR)
    car = mechanism("car", str(tmp_path / "car.urdf"), on=(0, 0, 0), fixed=False).thing
    light = body("crate", Box(size=(0.3, 0.3, 0.3)), position=(1.5, 0, 0.15), mass=0.5)
    wall = body("wall", Box(size=(0.2, 2, 1)), position=(1.5, 0, 0.5), fixed=True)
    go = drive("car", to=(3, 0), speed=2.0, name="go")
    knocked = simulate(Scene(bodies=(floor(), light), mechanisms=(car,), actions=(go,), frames=120))
    assert knocked.actions[0].status == "done" and knocked.positions[-1, 1, 0] > 2.0
    stopped = simulate(Scene(bodies=(floor(), wall), mechanisms=(car,), actions=(go,), frames=120))
    assert stopped.actions[0].status == "failed" and "gets no nearer" in stopped.actions[0].reason


@pytest.mark.parametrize("fixed, text, match", [(True, CAR, "'car' is fixed"), (False, DOOR, "'car' has no wheels")])
def test_what_cannot_drive_is_refused(tmp_path, fixed, text, match):
    (tmp_path / "it.urdf").write_text(text)
    with pytest.raises(DeclarationError, match=match):
        car = Mechanism(name="car", urdf=str(tmp_path / "it.urdf"), fixed=fixed)
        Scene(bodies=(), mechanisms=(car,), actions=(drive("car", to=(1, 0)),))
