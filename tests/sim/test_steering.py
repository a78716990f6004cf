"""A car whose front wheels steer: it gets where it is told along a bend, and its wheels stand across the bend's middle."""

import numpy as np
import pytest

from scenes import drive, mechanism
from sim.execution.engine import simulate
from sim.math.conventions import quat_rotate
from sim.physics.wheels import undercarriage
from sim.scene.scene import Scene
from tests.sim.build import floor

LONG, WIDE, RADIUS = 0.6, 0.4, 0.1
WHEEL = f"""<inertial><mass value="0.5"/><inertia ixx="0.002" iyy="0.003" izz="0.002" ixy="0" ixz="0" iyz="0"/></inertial>
<visual><origin rpy="1.5708 0 0"/><geometry><cylinder radius="{RADIUS}" length="0.06"/></geometry></visual>
<collision><origin rpy="1.5708 0 0"/><geometry><cylinder radius="{RADIUS}" length="0.06"/></geometry></collision>"""
KNUCKLE = """<inertial><mass value="0.3"/><inertia ixx="0.001" iyy="0.001" izz="0.001" ixy="0" ixz="0" iyz="0"/></inertial>
<visual><geometry><box size="0.04 0.04 0.04"/></geometry></visual>"""
BODY = """<inertial><mass value="8"/><inertia ixx="0.2" iyy="0.4" izz="0.5" ixy="0" ixz="0" iyz="0"/></inertial>
<visual><geometry><box size="0.8 0.3 0.12"/></geometry></visual><collision><geometry><box size="0.8 0.3 0.12"/></geometry></collision>"""


def _corner(name, x, y):
    """A wheel at a corner; one in front hangs on a knuckle that turns about the upright axis."""
    above, joint = "body", ""
    at = f"{x} {y} -0.05"
    if x > 0:
        joint = (f'<link name="{name}_knuckle">{KNUCKLE}</link><joint name="{name}_steers" type="revolute"><parent link="body"/>'
                 f'<child link="{name}_knuckle"/><origin xyz="{at}"/><axis xyz="0 0 1"/>'
                 '<limit lower="-0.7" upper="0.7" effort="200" velocity="10"/></joint>')
        above, at = f"{name}_knuckle", "0 0 0"
    return (f'{joint}<link name="{name}">{WHEEL}</link><joint name="{name}_rolls" type="continuous"><parent link="{above}"/>'
            f'<child link="{name}"/><origin xyz="{at}"/><axis xyz="0 1 0"/></joint>')


@pytest.fixture
def car(tmp_path):
    corners = "".join(_corner(f"{end}_{side}", x, y) for end, x in (("rear", -LONG / 2), ("front", LONG / 2))
                      for side, y in (("left", WIDE / 2), ("right", -WIDE / 2)))
    (tmp_path / "car.urdf").write_text(f'<robot name="car"><link name="body">{BODY}</link>{corners}</robot>')
    return mechanism("car", str(tmp_path / "car.urdf"), on=(0, 0, 0), fixed=False).thing


def test_front_wheels_stand_across_the_middle_of_the_bend(car) -> None:
    found = undercarriage(car.model)
    assert {wheel.joint for wheel in found.wheels if wheel.steering} == {"front_left_rolls", "front_right_rolls"}
    rolling, steering = found.speeds(1.0, 0.5)  # a bend of 2 m to the left
    for side, y in (("left", WIDE / 2), ("right", -WIDE / 2)):
        assert steering[f"front_{side}_steers"] == pytest.approx(np.arctan2(LONG, 2.0 - y))  # Ackermann
        assert rolling[f"rear_{side}_rolls"] == pytest.approx((2.0 - y) * 0.5 / RADIUS, rel=1e-4)


@pytest.mark.parametrize("to", [(3.0, 0.0), (3.0, 1.5), (2.5, -1.5)])
def test_it_gets_where_it_is_told_and_stands_there(car, to) -> None:
    go = drive("car", to=to, speed=1.2, name="go")
    trajectory = simulate(Scene(bodies=(floor(),), mechanisms=(car,), actions=(go,), frames=140))
    body = [part.path for part in trajectory.parts].index("car.body")
    assert trajectory.actions[0].status == "done", trajectory.actions[0].reason
    way = trajectory.positions[:, body]
    rear = way[-1] + quat_rotate(trajectory.rotations[-1, body], np.array([-LONG / 2, 0.0, 0.0]))
    assert np.hypot(*(rear[:2] - to)) < 0.2  # what does not steer is what is driven there
    assert np.linalg.norm(way[-1] - way[-2]) * 24 < 0.02
    assert np.ptp(way[:, 2]) < 0.03  # it does not jump
