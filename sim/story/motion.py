"""How objects move, from the poses of their parts."""

from dataclasses import dataclass

import numpy as np

from sim.character.body.anatomy import anatomy
from sim.character.body.bones import BONES, RIG, SIDES, number
from sim.geometry.tessellate import tessellate, volume
from sim.math.conventions import Array, frozen, matrix_from_quat, quat_rotate, turn_between
from sim.scene.parts import liquid_ids, part_shapes, part_table
from sim.scene.person import Person
from sim.scene.scene import Scene
from sim.scene.shapes import Shape, is_unbounded
from sim.trajectory import Trajectory


@dataclass(frozen=True, kw_only=True, eq=False)
class Motion:
    """T frames of N objects: those of the scene that have a part; of a vessel, without its liquid. float64, world, read-only.
    Rates at frame f are means on the way from f-1 to f; those at frame 0 are the first's.

    centre: (T, N, 3) m, of the volume. rotation: (T, N, 4) xyzw, world_from_part of the first part. velocity: (T, N, 3) m/s, of
    the centre. spin: (T, N, 3) rad/s, of the first part. speed: (T, N) m/s, which none of its points exceeds. low, high: (T, N) m,
    of its lowest and highest point. mass: (N,) kg, infinite for what is fixed, for mechanisms and for people.
    """

    names: tuple[str, ...]
    centre: Array
    rotation: Array
    velocity: Array
    spin: Array
    speed: Array
    low: Array
    high: Array
    mass: Array

    def __post_init__(self) -> None:
        for name in ("centre", "rotation", "velocity", "spin", "speed", "low", "high", "mass"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One part: place (T, 3), of its centre, and the rest as in Motion."""

    place: Array
    volume: float
    velocity: Array
    spin: Array
    speed: Array
    low: Array
    high: Array


def object_motion(scene: Scene, trajectory: Trajectory) -> Motion:
    """How each object of a scene moves in its trajectory."""
    fps, table, liquids = float(trajectory.fps), part_table(scene), liquid_ids(scene)
    parts = [_part(shape, trajectory.positions[:, i], trajectory.rotations[:, i], fps) for i, shape in enumerate(part_shapes(scene))]
    people = [(_person(trajectory.bone_positions[:, i:i + len(BONES)], trajectory.bone_rotations[:, i:i + len(BONES)], person, fps), person)
              for i, person in zip(range(0, len(scene.people) * len(RIG), len(RIG)), scene.people)]
    parts += [moves for moves, person in people for _ in person.pieces]
    names = tuple(name for name in scene.names if any(p.object == name for p in table))
    ids = {name: [p.id - 1 for p in table if p.object == name and p.id != liquids.get(name)] for name in names}
    of = {name: [parts[i] for i in ids[name]] for name in names}
    centre = np.stack([_centre(of[name]) for name in names], axis=1)
    first = [of[name][0] for name in names]
    return Motion(
        names=names, centre=centre, rotation=np.stack([trajectory.rotations[:, ids[name][0]] for name in names], axis=1),
        velocity=_rates(centre, fps), spin=np.stack([part.spin for part in first], axis=1),
        speed=np.stack([np.max([part.speed for part in of[name]], axis=0) for name in names], axis=1),
        low=np.stack([np.min([part.low for part in of[name]], axis=0) for name in names], axis=1),
        high=np.stack([np.max([part.high for part in of[name]], axis=0) for name in names], axis=1),
        mass=np.array([_mass(scene, name, sum(part.volume for part in of[name])) for name in names]))


def _part(shape: Shape, positions: Array, rotations: Array, fps: float) -> _Part:
    vertices, (centre, size) = tessellate(shape).vertices, _middle(shape)
    place = positions + quat_rotate(rotations, centre)
    spin, velocity = _spins(rotations, fps), _rates(place, fps)
    turned = np.append(True, (rotations[1:] != rotations[:-1]).any(axis=1))  # what lies still has the same heights throughout
    heights, since = matrix_from_quat(rotations[turned])[:, 2] @ vertices.T, np.cumsum(turned) - 1
    low, high = (ends[since] + positions[:, 2] for ends in (heights.min(axis=1), heights.max(axis=1)))
    reach = np.linalg.norm(vertices - centre, axis=1).max()
    speed = np.linalg.norm(velocity, axis=1) + np.linalg.norm(spin, axis=1) * reach
    return _Part(place=place, volume=size, velocity=velocity, spin=spin, speed=speed, low=low, high=high)


def _person(bones: Array, turns: Array, person: Person, fps: float) -> _Part:
    """All parts of a person move as the person does: from soles to crown, with the pelvis as the middle."""
    body = anatomy(person.figure, person.clothes)
    soles = [bones[:, number(f"{side}_foot"), 2] + quat_rotate(turns[:, number(f"{side}_foot")], end)[:, 2]
             for side in SIDES for end in (body.toe, body.heel)]
    crown = bones[:, number("head"), 2] + quat_rotate(turns[:, number("head")], body.crown)[:, 2]
    ends = np.stack([*soles, crown, *bones[..., 2].T])
    speed = np.linalg.norm(_rates(bones, fps), axis=2).max(axis=1)
    return _Part(place=bones[:, 0], volume=1.0, velocity=_rates(bones[:, 0], fps), spin=_spins(turns[:, 0], fps), speed=speed,
                 low=ends.min(axis=0), high=ends.max(axis=0))


def _middle(shape: Shape) -> tuple[Array, float]:
    """Centre of the volume (3,) and the volume, m3; for a surface without one, the mean of its corners and 0."""
    mesh = tessellate(shape)
    if is_unbounded(shape):
        return mesh.vertices.mean(axis=0), 0.0
    a, b, c = np.moveaxis(mesh.vertices[mesh.faces], 1, 0)
    share, size = np.einsum("ij,ij->i", a, np.cross(b, c)) / 6, volume(mesh)
    return share @ (a + b + c) / 4 / size, size


def _centre(parts: list[_Part]) -> Array:
    weights = np.array([part.volume for part in parts]) + 1e-12
    return np.einsum("p,ptk->tk", weights / weights.sum(), np.array([part.place for part in parts]))


def _mass(scene: Scene, name: str, size: float) -> float:
    body = next((body for body in scene.bodies if body.name == name), None)
    return np.inf if body is None or body.fixed else body.mass or body.density * size


def _rates(values: Array, fps: float) -> Array:
    """Differences over time along the frames (T, ...), the first twice; 0 for a single frame."""
    change = np.diff(values, axis=0) * fps
    return np.concatenate([change[:1], change]) if len(change) else np.zeros_like(values)


def _spins(rotations: Array, fps: float) -> Array:
    rate = turn_between(rotations[:-1], rotations[1:]) * fps
    return np.concatenate([rate[:1], rate]) if len(rate) else np.zeros((1, 3))
