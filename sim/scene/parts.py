"""Which part id stands for what, and what shape it has: the one numbering that every later stage shares."""

from collections.abc import Iterator, Mapping

from sim.scene.scene import Scene
from sim.scene.shapes import Shape
from sim.scene.vessels import vessels
from sim.trajectory import PartRef


def part_table(scene: Scene) -> tuple[PartRef, ...]:
    """The parts of a scene, ids from 1: the bodies' in the scene's order, the mechanisms' visible links, the liquids, the people's.

    A body's only part has the body's name as its path; others are 'object.part', links 'object.link', liquids 'object.liquid', clothes
    'object.garment'.
    Object ids count the scene's `names` from 1, so that an object without a visible link keeps its number.
    """
    numbers = {name: i for i, name in enumerate(scene.names, 1)}
    paths = [(name, path) for name, path, _ in _parts(scene)]
    paths += [(person.name, path) for person in scene.people for path in person.parts]
    return tuple(PartRef(id=i, path=path, object_id=numbers[name], object=name) for i, (name, path) in enumerate(paths, 1))


def liquid_ids(scene: Scene) -> Mapping[str, int]:
    """By vessel, the id of the part that is its liquid."""
    ids = {part.path: part.id for part in part_table(scene)}
    return {vessel.name: ids[vessel.path] for vessel in vessels(scene.bodies)}


def part_shapes(scene: Scene) -> tuple[Shape, ...]:
    """The shape of each rigid part of `part_table`, in the part's own frame (for a link, its URDF frame), same order."""
    return tuple(shape for _, _, shape in _parts(scene))


def _parts(scene: Scene) -> Iterator[tuple[str, str, Shape]]:
    for body in scene.bodies:
        for part in body.parts:
            yield body.name, f"{body.name}.{part.name}" if len(body.parts) > 1 else body.name, part.shape
    for mechanism in scene.mechanisms:
        for link, shape in mechanism.model.links:
            yield mechanism.name, f"{mechanism.name}.{link}", shape
    for vessel in vessels(scene.bodies):
        yield vessel.name, vessel.path, vessel.disc
