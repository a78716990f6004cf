"""Points of someone's skin, of their feet and of a cup, where a trajectory has them."""

from collections.abc import Iterator

import numpy as np

from render.skinning import blended
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import RIG, number
from sim.character.body.skin import rest_pose, skins
from sim.geometry.convex import Pose
from sim.geometry.tessellate import tessellate
from sim.math.conventions import Array, quat_rotate
from sim.scene.parts import part_shapes, part_table
from sim.scene.person import Person
from sim.scene.scene import Scene
from sim.scene.shapes import Cup
from sim.trajectory import Trajectory

EVERY = 4
"""Of the skin's vertices, which are 1 cm or so apart, one in so many is looked at."""


class SkinSample:
    """Some of the vertices of someone's skin and clothes, by the bone that holds each most."""

    def __init__(self, person: Person) -> None:
        made = skins(person.figure, person.hair, person.clothes).values()
        rest, bones, weights = (np.concatenate([getattr(one, name)[::EVERY] for one in made]) for name in ("vertices", "bones", "weights"))
        main = bones[np.arange(len(bones)), weights.argmax(axis=1)]
        order = np.argsort(main, kind="stable")
        self._rest, self._bones, self._weights = rest[order], bones[order], weights[order]
        self._bone_from_rest = rest_pose(person.figure).inverse()
        names, firsts = np.unique(main[order], return_index=True)
        self._pieces = [(RIG[name], slice(a, b)) for name, a, b in zip(names, firsts, [*firsts[1:], len(rest)])]

    def posed(self, bones: Pose) -> list[tuple[str, Array]]:
        """By bone, (N, 3) vertices, m, world."""
        turn, shift = blended(bones.then(self._bone_from_rest), self._bones, self._weights)
        points = (turn @ self._rest[..., None])[..., 0] + shift
        return [(name, points[piece]) for name, piece in self._pieces]


def moving(person: Person, bones: Pose) -> Iterator[tuple[int, str, Array]]:
    """Frame, bone and (N, 3) its skin, m, world, of each frame in which someone moves."""
    body = SkinSample(person)
    for frame in range(len(bones.position)):
        if frame == 0 or np.abs(bones.position[frame] - bones.position[frame - 1]).max() > 1e-5:
            for name, points in body.posed(Pose(bones.position[frame], bones.rotation[frame])):
                yield frame, name, points


def cup_points(scene: Scene, trajectory: Trajectory, thing: str, frame: int) -> Array:
    """(N, 3) points on a cup: its mesh's vertices, and rings round it, m, world."""
    part, = (p.id - 1 for p in part_table(scene) if p.object == thing)
    shape = part_shapes(scene)[part]
    assert isinstance(shape, Cup)
    angle, height = np.meshgrid(np.linspace(0, 2 * np.pi, 24, endpoint=False), np.linspace(-0.5, 0.5, 9) * shape.height)
    rings = np.stack([shape.radius * np.cos(angle), shape.radius * np.sin(angle), height], axis=-1).reshape(-1, 3)
    points = np.concatenate([rings, tessellate(shape).vertices])
    return trajectory.positions[frame, part] + quat_rotate(trajectory.rotations[frame, part], points)


def balls(person: Person, bones: Pose) -> Iterator[Array]:
    """(T, 3) the ball of each foot, m, world: the middle of the sole where the shoe is widest."""
    ball = anatomy(person.figure, person.clothes).ball
    for side in ("right", "left"):
        bone = number(f"{side}_foot")
        yield bones.position[:, bone] + quat_rotate(bones.rotation[:, bone], ball)
