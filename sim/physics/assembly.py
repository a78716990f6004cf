"""Puts a scene's objects into an empty Bullet world, at frame 0."""

from collections.abc import Sequence

from sim.geometry.convex import Pose, pose
from sim.physics.bullet.builder import Builder
from sim.physics.bullet.world import BulletWorld
from sim.physics.physics_scene import Actor, Handle, Machine, PhysicsScene, spin_about_pivot, velocity_at_centre
from sim.physics.rigid_bodies import RigidBody, part_poses, rigid_body
from sim.scene.act import LINKED, PIVOTED
from sim.scene.objects import Body, Mechanism, Pivot
from sim.scene.parts import part_table
from sim.scene.scene import Scene


def assemble(scene: Scene, world: BulletWorld) -> PhysicsScene:
    """Put a scene's objects into an empty Bullet world, at frame 0."""
    physics = PhysicsScene(world=world)
    firsts: dict[str, int] = {}
    for ref in part_table(scene):
        firsts.setdefault(ref.object, ref.id)
    hung = {pivot.body for pivot in scene.pivots} | {pivot.to for pivot in scene.pivots}
    for body in scene.bodies:
        physics.actors[body.name] = Actor(body=body, first=firsts[body.name])
        if body.fixed and body.name not in scene.moved:
            _add_static(physics, body)
        elif body.name not in hung:
            found = rigid_body(body)
            _add_actor(physics, found, Builder(world).add_free(found), jointed=False)
    _add_trees(physics, scene)
    for mechanism in scene.mechanisms:
        _add_machine(physics, mechanism, firsts.get(mechanism.name))
    world.settle()
    for actor in sorted(physics.actors.values(), key=lambda actor: actor.handle or (-1, -1)):  # what carries before what hangs
        _start(physics, actor)
    physics.still.update(body.name for body in scene.bodies if body.fixed)
    return physics


def _add_static(physics: PhysicsScene, body: Body) -> None:
    actor = physics.actors[body.name]
    positions, rotations = part_poses(body, pose(body.position, body.rotation))
    for i, part in enumerate(body.parts):
        handle = Builder(physics.world).add_static(body, part.shape, Pose(positions[i], rotations[i]))
        physics.owners[handle] = body.name, actor.first + i, None


def _add_actor(physics: PhysicsScene, found: RigidBody, handle: Handle, pivot: Pivot | None = None, above: Handle | None = None,
               jointed: bool = True) -> None:
    """Note a body that moves."""
    name, first = found.body.name, physics.actors[found.body.name].first
    physics.actors[name] = Actor(body=found.body, first=first, handle=handle, found=found, pivot=pivot, above=above, jointed=jointed)
    physics.owners[handle] = name, first, found


def _start(physics: PhysicsScene, actor: Actor) -> None:
    """Give a body its velocity at frame 0."""
    body = actor.body
    if actor.handle and actor.pivot is None:
        physics.world.set_velocity(actor.handle, *velocity_at_centre(physics, body.name, body.velocity, body.spin))
    elif actor.pivot and any(body.spin):
        spin_about_pivot(physics, actor, body.spin)


def _add_trees(physics: PhysicsScene, scene: Scene) -> None:
    """Bodies on pivots: one articulated body for each that hangs in the world or carries others."""
    under: dict[str, list[Pivot]] = {}
    for pivot in scene.pivots:
        under.setdefault(pivot.to, []).append(pivot)
    bodies = {body.name: body for body in scene.bodies}
    for pivot in scene.pivots:
        if scene.kind(pivot.body) == PIVOTED:
            _add_tree(physics, None, _below([pivot], 0, 0, under, bodies))
            if pivot.to:
                _ignore(physics, pivot)
    for name in under:
        if name and name not in {p.body for p in scene.pivots} and any(scene.kind(p.body) == LINKED for p in under[name]):
            _add_tree(physics, rigid_body(bodies[name]), _below(under[name], 0, 0, under, bodies))


def _below(pivots: Sequence[Pivot], parent: int, before: int, under: dict[str, list[Pivot]],
           bodies: dict[str, Body]) -> list[tuple[RigidBody, Pivot, int]]:
    """Links below a parent, depth first, with the number of the link that each hangs on; `before` links come first."""
    links: list[tuple[RigidBody, Pivot, int]] = []
    for pivot in pivots:
        links.append((rigid_body(bodies[pivot.body]), pivot, parent))
        number = before + len(links)
        links += _below(under.get(pivot.body, []), number, number, under, bodies)
    return links


def _add_tree(physics: PhysicsScene, root: RigidBody | None, links: list[tuple[RigidBody, Pivot, int]]) -> None:
    handles = Builder(physics.world).add_linked(root, links)
    if root:
        _add_actor(physics, root, handles[0])
    for (found, pivot, parent), handle in zip(links, handles[1:] if root else handles):
        above = (handle[0], parent - 1) if root or parent else None
        _add_actor(physics, found, handle, pivot, above)


def _ignore(physics: PhysicsScene, pivot: Pivot) -> None:
    """A body on a pivot passes through the fixed body that carries it, as through a hinge's own frame."""
    handle = physics.actors[pivot.body].handle
    for other, (name, _, _) in physics.owners.items():
        if name == pivot.to and handle is not None:
            physics.world.ignore(handle, other)


def _add_machine(physics: PhysicsScene, mechanism: Mechanism, first: int | None) -> None:
    model = mechanism.model
    passive = {joint.name: (mechanism.damping if joint.damping is None else joint.damping,
                            mechanism.friction if joint.friction is None else joint.friction) for joint in model.joints}
    number, links, joints = Builder(physics.world).add_mechanism(mechanism, passive, model)
    seen = [name for name, _ in model.links]
    physics.machines[mechanism.name] = Machine(name=mechanism.name, model=model, number=number, joints=joints, shapes=model.links,
                                            limits={joint.name: (joint.lower, joint.upper) for joint in model.joints},
                                            links=tuple((number, links[name]) for name in seen))
    for name, link in links.items():
        physics.owners[number, link] = mechanism.name, (first or 0) + (seen.index(name) if name in seen else 0), None
