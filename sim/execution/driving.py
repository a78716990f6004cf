"""Driving on wheels: towards a place along a bend (Coulter, 1992), slower towards its end, there at rest with brakes on."""

import math
from dataclasses import dataclass, field

import numpy as np

from sim.math.conventions import Array, quat_rotate
from sim.physics.physics_scene import Machine, PhysicsScene
from sim.physics.wheels import Undercarriage, undercarriage
from sim.scene.action_state import ActionState
from sim.scene.actions import DriveTo, title

NEAR, SLOW, STUCK = 0.12, 0.05, 3.0
"""m from the place and m/s at which it is there; s without getting nearer after which it is stuck."""
BRAKING, GRIP = 1.5, 12.0
"""m/s2: how fast it slows down towards the end; and what its motors could give the whole of it, more than the ground"""
LOCK = 0.6
"""rad that wheels steer at most."""
QUICK, SLIP = 2.0, 2.0
"""rad/s that what steers by its wheels' speeds turns at most, and by how much more these differ than they would if none slipped."""


@dataclass(kw_only=True, eq=False)
class _Way:
    """One drive: the best that is left to go, m, and the step when that was."""

    state: ActionState
    left: float = np.inf
    since: int = 0


@dataclass(kw_only=True, eq=False)
class Driving:
    """Carries out every DriveTo of a scene."""

    physics: PhysicsScene
    _carriages: dict[str, Undercarriage] = field(default_factory=dict)
    _mass: dict[str, float] = field(default_factory=dict)
    _ways: dict[str, _Way] = field(default_factory=dict)

    def start(self, action: DriveTo, state: ActionState, step: int) -> None:
        """Begin; one that is under way gives way."""
        machine = self.physics.machines[action.target]
        if action.target not in self._carriages:
            self._carriages[action.target] = undercarriage(machine.model)
            self._mass[action.target] = self.physics.world.mass(machine.number)
        before = self._ways.get(action.target)
        if before and before.state.running:
            before.state.fail(step, f"{title(action)} took over")
        self._ways[action.target] = _Way(state=state, since=step)

    def steer(self, action: DriveTo, state: ActionState, step: int) -> None:
        """Before each step: turn wheels and steer them, or see that it is there or stuck."""
        machine, carriage = self.physics.machines[action.target], self._carriages[action.target]
        place, ahead, left, moving = self._where(machine, carriage)
        to = np.array(action.to[:2]) - place[:2]
        x, y, away = float(to @ ahead), float(to @ left), float(np.linalg.norm(to))
        way = self._ways[action.target]
        if away < way.left - 0.02:
            way.left, way.since = away, step
        there = away < NEAR or x < 0 and away < 2 * NEAR
        if there and moving < SLOW:
            self._go(machine, carriage, 0.0, 0.0)
            state.done(step)
        elif (step - way.since) * self.physics.world.step > STUCK and not there:
            self._go(machine, carriage, 0.0, 0.0)
            state.fail(step, f"{action.target} is {away:.2f} m from ({action.to[0]:g}, {action.to[1]:g}) and gets no nearer")
        else:
            speed = 0.0 if there else min(action.speed, float(np.sqrt(2 * BRAKING * max(away - NEAR / 2, 0.0))))
            self._go(machine, carriage, *_turning(carriage, x, y, away, speed))

    def _where(self, machine: Machine, carriage: Undercarriage) -> tuple[Array, Array, Array, float]:
        """Place (3,), the level unit ways ahead and to the left (2,), and speed, m/s."""
        at = self.physics.world.link_frame((machine.number, -1))
        ahead = quat_rotate(at.rotation, carriage.forward)[:2]
        ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
        speed = float(np.linalg.norm(self.physics.world.velocity((machine.number, -1))[0]))
        return at.position + quat_rotate(at.rotation, carriage.middle), ahead, np.array([-ahead[1], ahead[0]]), speed

    def _go(self, machine: Machine, carriage: Undercarriage, speed: float, bend: float) -> None:
        rolling, steering = carriage.speeds(speed, bend)
        force = self._mass[machine.name] * GRIP / len(rolling)
        radius = {wheel.joint: wheel.radius for wheel in carriage.wheels}
        for joint, rate in rolling.items():
            self.physics.world.roll(machine.number, machine.joints[joint], rate, force * radius[joint])
        for joint, angle in steering.items():
            self.physics.world.drive(machine.number, machine.joints[joint], angle, 0.0, force)


def _turning(carriage: Undercarriage, x: float, y: float, away: float, speed: float) -> tuple[float, float]:
    """Speed, m/s, and turn, rad/s, towards a place so far ahead and to the left: along an arc, as narrow as the wheels can be steered; or,
    if none are, turning on the spot while the place is aside."""
    steered = [wheel.place - carriage.middle for wheel in carriage.wheels if wheel.steering]
    ahead = max((abs(float(place @ carriage.forward)) for place in steered), default=0.0)
    if not ahead:
        angle = math.atan2(y, x)
        turn = SLIP * min(max(3 * angle, -QUICK), QUICK) if speed else 0.0
        return speed * max(math.cos(angle), 0.0) ** 2, turn
    most = math.tan(LOCK) / ahead
    bend = 2 * y / max(away * away, 1e-6) if x > 0 else math.copysign(most, y)
    return speed, speed * min(max(bend, -most), most)
