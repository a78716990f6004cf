"""URDF files: which links are parts, what they look like, and broken ones refused by name."""

import numpy as np
import pytest
import trimesh

from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene import urdf
from sim.scene.objects import Mechanism
from sim.scene.parts import part_shapes, part_table
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Capsule, Cylinder, MeshFile, Sphere
from tests.sim.build import DOOR, ball, body

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
    (LINK.format("", '<joint name="j" type="continuous"><child link="a"/></joint>'), "link a moves on joint j and has no <inertial>"),
    (LINK.format("<visual/>", ""), "without a <geometry>"), ('<robot name="r"><link/></robot>', "no name"),
    (LINK.format("", '<joint name="j" type="floating"/>'), "type 'floating'"),
    (LINK.format("", '<joint name="j" type="revolute"/>'), "joint j is revolute and has no <limit>")])
def test_broken_files_are_refused_by_name(tmp_path, text, match):
    with pytest.raises(DeclarationError, match=match) as caught:
        read(tmp_path, text)
    assert "arm" in str(caught.value) and "it.urdf" in str(caught.value)


def test_an_inertia_that_nothing_can_have_is_refused(tmp_path):
    (tmp_path / "door.urdf").write_text(DOOR.replace('izz="0.21"', 'izz="9"'))
    with pytest.raises(DeclarationError, match="door: link leaf .* no inertia"):
        simulate(Scene(bodies=(), mechanisms=(Mechanism(name="door", urdf=str(tmp_path / "door.urdf")),)))
