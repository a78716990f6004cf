"""The objects of a scene as they stand in the Bullet world: where each is, and which part a contact is on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim import urdf
from sim.actions import LINKED, PIVOTED
from sim.bodies import Solid, nearest_part, part_poses, solid
from sim.bullet import World
from sim.conventions import IDENTITY, Array
from sim.errors import DeclarationError
from sim.parts import part_table
from sim.pieces import Pose, pose
from sim.scene import Body, Mechanism, Pivot, Scene

Handle = tuple[int, int]
OVERLAP = 0.002
"""m that two objects may overlap at frame 0."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Actor:
    """A body in the world. handle and found are None if it never moves. above: the handle of what its pivot hangs on.
    jointed: it is on a pivot, or carries one."""

    body: Body
    first: int
    handle: Handle | None = None
    found: Solid | None = None
    pivot: Pivot | None = None
    above: Handle | None = None
    jointed: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Machine:
    """A mechanism in the world: its Bullet number, joint numbers by name, and the handle of each link that is a part."""

    name: str
    number: int
    joints: dict[str, int]
    links: tuple[Handle, ...]


@dataclass(kw_only=True, eq=False)
class Cast:
    """All of a scene's objects. owners: the object's name and the parts (first id, Solid or None) of every handle."""

    world: World
    actors: dict[str, Actor] = field(default_factory=dict)
    machines: dict[str, Machine] = field(default_factory=dict)
    owners: dict[Handle, tuple[str, int, Solid | None]] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)
    _nearest: dict[tuple, int] = field(default_factory=dict)

    def world_from_body(self, name: str) -> Pose:
        """Where an object's frame is."""
        actor = self.actors[name]
        if actor.handle is None or actor.found is None:
            return pose(actor.body.position, actor.body.rotation)
        return self.world.pose(actor.handle).then(actor.found.body_from_centre.inverse())

    @cached_property
    def _inner(self) -> Pose:
        """Each part's pose in the frame that `_outer` gives for it."""
        rows = [_in_frame(actor) for actor in self.actors.values()]
        rows += [(np.zeros((1, 3)), np.array([IDENTITY])) for machine in self.machines.values() for _ in machine.links]
        return Pose(np.concatenate([p for p, _ in rows]), np.concatenate([q for _, q in rows]))

    def _outer(self) -> list[Pose]:
        frames = []
        for actor in self.actors.values():
            body = actor.body
            frame = self.world.pose(actor.handle) if actor.handle else pose(body.position, body.rotation)
            frames += [frame] * len(body.parts)
        return frames + [self.world.link_frame(link) for machine in self.machines.values() for link in machine.links]

    def poses(self) -> tuple[Array, Array]:
        """world_from_part of every part, in the order of the part table: positions (P, 3) and quaternions (P, 4)."""
        outer = self._outer()
        at = Pose(np.array([o.position for o in outer]), np.array([o.rotation for o in outer])).then(self._inner)
        return at.position, at.rotation / np.linalg.norm(at.rotation, axis=-1, keepdims=True)

    def joint_names(self) -> tuple[str, ...]:
        """'object.joint' of every joint that moves."""
        return tuple(f"{name}.{joint}" for name, machine in self.machines.items() for joint in machine.joints)

    def joints(self) -> list[float]:
        """Where those joints are, rad or m."""
        return [self.world.joint(machine.number, joint) for machine in self.machines.values() for joint in machine.joints.values()]

    def part_id(self, handle: Handle, point: Sequence[float]) -> int:
        """The part of a thing in Bullet's world that is nearest to a world point (3,), to the millimetre; 0 if none is seen."""
        _, first, found = self.owners[handle]
        if found is None or len(found.parts) == 1:
            return first
        key = handle, tuple(round(x * 1000) for x in self.world.inside(handle, point))
        if key not in self._nearest:
            self._nearest[key] = first + nearest_part(found, np.array(key[1]) / 1000)
        return self._nearest[key]


def assemble(scene: Scene, world: World) -> Cast:
    """Put a scene's objects into an empty Bullet world, at frame 0."""
    cast = Cast(world=world)
    firsts: dict[str, int] = {}
    for ref in part_table(scene):
        firsts.setdefault(ref.object, ref.id)
    hung = {pivot.body for pivot in scene.pivots} | {pivot.to for pivot in scene.pivots}
    for body in scene.bodies:
        cast.actors[body.name] = Actor(body=body, first=firsts[body.name])
        if body.fixed and body.name not in scene.moved:
            _add_static(cast, body)
        elif body.name not in hung:
            found = solid(body)
            _add_actor(cast, found, world.add_free(found), jointed=False)
    _add_trees(cast, scene)
    for mechanism in scene.mechanisms:
        _add_machine(cast, mechanism, firsts.get(mechanism.name))
    world.settle()
    for actor in sorted(cast.actors.values(), key=lambda actor: actor.handle or (-1, -1)):  # what carries before what hangs
        _start(cast, actor)
    cast.still.update(body.name for body in scene.bodies if body.fixed)
    return cast


def check_apart(cast: Cast) -> None:
    """Raise a DeclarationError if two objects overlap by more than 2 mm, unless both are fixed."""
    for touch in sorted(cast.world.look_for_contacts(), key=lambda touch: touch.gap):
        a, b = cast.owners[touch.a][0], cast.owners[touch.b][0]
        if touch.gap < -OVERLAP and a != b and not {a, b} <= cast.still:
            away = ", ".join(f"{x * -touch.gap:.4f}" for x in touch.normal)
            raise DeclarationError(f"{a} and {b} overlap by {-touch.gap * 1000:.1f} mm at frame 0; at most {OVERLAP * 1000:.0f} mm is "
                                   f"allowed. Move {a} by ({away}) m, or {b} the other way.")


def _in_frame(actor: Actor) -> tuple[Array, Array]:
    """Poses of a body's parts in its principal frame, or in its own if it never moves."""
    return part_poses(actor.body, actor.found.body_from_centre.inverse() if actor.found else pose())


def _add_static(cast: Cast, body: Body) -> None:
    actor = cast.actors[body.name]
    positions, rotations = part_poses(body, pose(body.position, body.rotation))
    for i, part in enumerate(body.parts):
        handle = cast.world.add_static(body, part.shape, Pose(positions[i], rotations[i]))
        cast.owners[handle] = body.name, actor.first + i, None


def _add_actor(cast: Cast, found: Solid, handle: Handle, pivot: Pivot | None = None, above: Handle | None = None,
               jointed: bool = True) -> None:
    """Note a body that moves."""
    name, first = found.body.name, cast.actors[found.body.name].first
    cast.actors[name] = Actor(body=found.body, first=first, handle=handle, found=found, pivot=pivot, above=above, jointed=jointed)
    cast.owners[handle] = name, first, found


def _start(cast: Cast, actor: Actor) -> None:
    """Give a body its velocity at frame 0."""
    body = actor.body
    if actor.handle and actor.pivot is None:
        cast.world.set_velocity(actor.handle, *velocity_at_centre(cast, body.name, body.velocity, body.spin))
    elif actor.pivot and any(body.spin):
        spin_about_pivot(cast, actor, body.spin)


def velocity_at_centre(cast: Cast, name: str, velocity: Sequence[float], spin: Sequence[float]) -> tuple[Array, Array]:
    """Velocity and spin of a body's centre of mass for those of its frame."""
    actor = cast.actors[name]
    assert actor.handle is not None
    arm = cast.world.pose(actor.handle).position - cast.world_from_body(name).position
    return np.array(velocity, float) + np.cross(spin, arm), np.array(spin, float)


def spin_about_pivot(cast: Cast, actor: Actor, spin: Sequence[float]) -> None:
    """Set the spin of a body on a pivot, rad/s, world axes."""
    assert actor.handle is not None and actor.pivot is not None
    above = cast.world.velocity(actor.above)[1] if actor.above else np.zeros(3)
    cast.world.set_spin(actor.handle, np.array(spin, float), above, actor.pivot.axis)


def _add_trees(cast: Cast, scene: Scene) -> None:
    """Bodies on pivots: one articulated body for each that hangs in the world or carries others."""
    under: dict[str, list[Pivot]] = {}
    for pivot in scene.pivots:
        under.setdefault(pivot.to, []).append(pivot)
    bodies = {body.name: body for body in scene.bodies}
    for pivot in scene.pivots:
        if scene.kind(pivot.body) == PIVOTED:
            _add_tree(cast, None, _below([pivot], 0, 0, under, bodies))
            if pivot.to:
                _ignore(cast, pivot)
    for name in under:
        if name and name not in {p.body for p in scene.pivots} and any(scene.kind(p.body) == LINKED for p in under[name]):
            _add_tree(cast, solid(bodies[name]), _below(under[name], 0, 0, under, bodies))


def _below(pivots: Sequence[Pivot], parent: int, before: int, under: dict[str, list[Pivot]],
           bodies: dict[str, Body]) -> list[tuple[Solid, Pivot, int]]:
    """Links below a parent, depth first, with the number of the link that each hangs on; `before` links come first."""
    links: list[tuple[Solid, Pivot, int]] = []
    for pivot in pivots:
        links.append((solid(bodies[pivot.body]), pivot, parent))
        number = before + len(links)
        links += _below(under.get(pivot.body, []), number, number, under, bodies)
    return links


def _add_tree(cast: Cast, root: Solid | None, links: list[tuple[Solid, Pivot, int]]) -> None:
    handles = cast.world.add_linked(root, links)
    if root:
        _add_actor(cast, root, handles[0])
    for (found, pivot, parent), handle in zip(links, handles[1:] if root else handles):
        above = (handle[0], parent - 1) if root or parent else None
        _add_actor(cast, found, handle, pivot, above)


def _ignore(cast: Cast, pivot: Pivot) -> None:
    """A body on a pivot passes through the fixed body that carries it, as through a hinge's own frame."""
    handle = cast.actors[pivot.body].handle
    for other, (name, _, _) in cast.owners.items():
        if name == pivot.to and handle is not None:
            cast.world.ignore(handle, other)


def _add_machine(cast: Cast, mechanism: Mechanism, first: int | None) -> None:
    model = urdf.read(mechanism.urdf, mechanism.name)
    passive = {joint.name: (mechanism.damping if joint.damping is None else joint.damping,
                            mechanism.friction if joint.friction is None else joint.friction) for joint in model.joints}
    number, links, joints = cast.world.add_mechanism(mechanism, passive, model.weightless)
    seen = [name for name, _ in model.links]
    cast.machines[mechanism.name] = Machine(name=mechanism.name, number=number, joints=joints,
                                            links=tuple((number, links[name]) for name in seen))
    for name, link in links.items():
        cast.owners[number, link] = mechanism.name, (first or 0) + (seen.index(name) if name in seen else 0), None

