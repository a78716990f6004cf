"""Throwing what is held."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills.hands import back, inwards
from sim.character.skills.pairs import face
from sim.character.skills.preconditions import holding
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Array, Vec3
from sim.scene.act import Act

HARD, STROKE = 9.0, 0.45
"""m/s, the fastest throw, and m, the way along which a hand gathers speed."""


@dataclass(frozen=True, kw_only=True)
class Throw(Act):
    """Throw what is held so that it flies to an object, a place, or before someone's chest. flight: s in the air; None: as suits."""

    thing: str
    to: str | Vec3
    flight: float | None = None


def throw(context: Context, me: Character, act: Throw) -> Iterator[None]:
    """A Throw: along a straight line, faster and faster, and let go with the velocity that flies there."""
    side = holding(me, act.thing)
    yield from face(me, (me, context.where(act.to, me.ground)))
    target, held = _target(context, act.to, me.ground), me.held[side]
    aside = np.cross([0.0, 0.0, 1.0], me.forward()) * me.arms[side].sign
    release = me.at(f"{side}_upper_arm") + me.size * (0.36 * me.forward() + 0.06 * aside + [0.0, 0.0, 0.16])
    velocity = _velocity(context, release, target, act.flight)
    speed = float(np.linalg.norm(velocity))
    if speed > HARD:
        far = float(np.linalg.norm(target - release))
        raise Unable(f"{act.thing} is to fly {far:.1f} m, which takes {speed:.1f} m/s; {me.person.name} throws at up to {HARD:.1f} m/s")
    turn = held.level(inwards(me, side, me.forward()))
    frames = max(2, round(2 * STROKE * me.size * me.fps / speed) - 1)
    steps = np.concatenate([[0.0], np.cumsum(np.arange(1, frames + 1))]) / (frames * me.fps)  # the last step has the whole velocity
    path = release + (steps - steps[-1])[:, None] * velocity
    me.sends(side, lambda: (path[0] - turn @ held.place, turn), 0.5)
    yield from me.waits(0.55)
    start = me.frame
    me.sends(side, lambda: (path[min(me.frame - start, frames)] - turn @ held.place, turn), 0.0)
    for _ in range(frames):
        yield
    context.let_go(me, side, through=True)
    yield from back(me, side)
    context.bodies.pass_through(me, act.thing, False)


def _target(context: Context, to: str | tuple[float, ...], ground: float) -> Array:
    """Where a throw is to go: before someone's chest, or the place itself."""
    aim = context.where(to, ground)
    return aim + 0.35 * context.characters[to].forward() if isinstance(to, str) and to in context.characters else aim


def _velocity(context: Context, start: Array, end: Array, flight: float | None) -> Array:
    """m/s with which a thing flies from one place to another; without a time, a little flatter than with the least speed."""
    fall = context.physics.world.gravity
    seconds = flight or 0.8 * float(np.sqrt(2 * np.linalg.norm(end - start) / max(float(np.linalg.norm(fall)), 1e-9)))
    return np.asarray((end - start) / seconds - fall * seconds / 2)


VERB = VerbSpec(word="throw", act=Throw, steps=throw, done="threw", given=("thing", "to"))
