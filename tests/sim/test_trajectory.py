"""The trajectory file: what was written is read, the same bytes each time."""

from fractions import Fraction

import numpy as np
import pytest

from sim.execution.engine import simulate
from sim.scene.actions import Launch
from sim.trajectory import CONTACT, SCHEMA, ActionRecord, PartRef, Trajectory
from tests.sim.build import ball, floor, scene


def test_save_and_load_round_trip(tmp_path):
    launch = Launch(target="ball", velocity=(1, 0, 0), name="go")
    first = simulate(scene(floor(), ball(position=(0, 0, 0.1)), actions=(launch,), fps="24000/1001", frames=5))
    first.save(tmp_path / "a.npz")
    second = Trajectory.load(tmp_path / "a.npz")
    for name in ("positions", "rotations", "joints", "contacts"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
        assert not getattr(second, name).flags.writeable
    assert (second.parts, second.actions, second.joint_names, second.fps) == (first.parts, first.actions, (), Fraction(24000, 1001))
    assert len(second.contacts) and second.contacts.dtype == CONTACT and second.actions == (
        ActionRecord(title="go", status="done", start=0.0, end=0.0),)
    second.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_part_ids_by_object_and_by_path():
    parts = tuple(PartRef(id=i, path=path, object_id=o, object=name) for i, path, o, name in (
        (1, "cup.body", 1, "cup"), (2, "cup.handle", 1, "cup"), (3, "ball", 2, "ball")))
    trajectory = Trajectory(parts=parts, positions=np.zeros((1, 3, 3)), rotations=np.zeros((1, 3, 4)), joint_names=(),
                            bone_positions=np.zeros((1, 0, 3)), bone_rotations=np.zeros((1, 0, 4)),
                            joints=np.zeros((1, 0)), contacts=np.zeros(0, CONTACT), actions=(), fps=Fraction(24))
    assert [trajectory.part_ids(name) for name in ("cup", "cup.handle", "ball", "none")] == [(1, 2), (2,), (3,), ()]
    assert trajectory.frames == 1


def test_another_schema_is_refused(tmp_path):
    first = simulate(scene(ball(), frames=1))
    first.save(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as data:
        arrays = dict(data)
    arrays["table"] = np.frombuffer(arrays["table"].tobytes().replace(SCHEMA.encode(), b"Trajectory.9"), np.uint8)
    np.savez(tmp_path / "b.npz", **arrays)
    with pytest.raises(ValueError, match=r"Trajectory.9"):
        Trajectory.load(tmp_path / "b.npz")
