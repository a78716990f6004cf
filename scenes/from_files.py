"""Things as others make them: mesh files and mechanisms, which look as their files say where nothing else is said."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

from scenes.look import Appearance, Look
from scenes.looks_of_files import look_of, look_of_link
from scenes.placing import depth_of
from scenes.props import Options, Prop, assembly, euler_quat, piece, placed_at, with_defaults
from sim.errors import DeclarationError, unknown
from sim.math.conventions import Vec3
from sim.scene.objects import Mechanism
from sim.scene.shapes import MeshFile, check_shape
from sim.scene.urdf_files import ros_folders

log = logging.getLogger("steadycast")
LARGE, SMALL = 30.0, 0.004
"""m: things that are wider, or nowhere so wide, may be meant in other units."""
UNITS = (("millimetres", 0.001), ("centimetres", 0.01))


def mesh(name: str, path: str, *, scale: float = 1.0, looks: Mapping[str, Look] | None = None, **options: Unpack[Options]) -> Prop:
    """A GLB, glTF, OBJ, DAE, PLY, STL, USD or USDZ file: one part for each of its materials, called as the material is and looking as the
    file says. `on` puts its lowest point there, `at` the file's own origin. scale: a factor, m a unit.

    look: of all of it, instead of what the file says; looks: of some materials, by their names. Raises DeclarationError, naming the file.
    """
    from sim.geometry.mesh_files import load_mesh  # here: declaring other things needs no SciPy
    from sim.geometry.mesh_reading import clean, read

    shape = MeshFile(path=str(path), scale=scale)
    check_shape(name, shape)
    try:
        parts = read(shape.path)
        _doubt(shape, load_mesh(shape.path, scale)[0])
    except DeclarationError as error:
        raise DeclarationError(f"{name}: {error}") from None
    names = [part.material.name for part in parts]
    chosen = {clean(key): each for key, each in (looks or {}).items()}
    for key in chosen:
        if key not in names:
            raise unknown("material", key, filter(None, names), f"{name}: {Path(path).name}")
    given: dict[str, Any] = dict(with_defaults(options, label="sculpture", noun="statue", matter="ceramic"))
    look, label, noun = given.pop("look", None), given.pop("label"), given.pop("noun", "")
    pieces = [piece(part.material.name or "body", replace(shape, material=part.material.name if len(parts) > 1 else ""),
                    look=chosen.get(part.material.name, look) or look_of(part), label=label, noun=noun) for part in parts]
    return assembly(name, pieces, **given)


def _doubt(shape: MeshFile, vertices: Any) -> None:
    """Ask aloud whether a size is meant."""
    size = float((vertices.max(axis=0) - vertices.min(axis=0)).max())
    if SMALL <= size <= LARGE:
        return
    hint = f"give scale={shape.scale * 1000:g} for {size * 1000:g} m"
    if size > LARGE:
        unit, factor = next(((unit, factor) for unit, factor in UNITS if size * factor <= LARGE), UNITS[0])
        hint = f"units in {unit}? give scale={shape.scale * factor:g}"  # type: ignore[operator]
    log.warning("%s is %.4g m wide; %s", Path(shape.path).name, size, hint)


def mechanism(name: str, urdf: str, *, at: Vec3 | None = None, on: Vec3 | None = None, turn: Vec3 = (0.0, 0.0, 0.0),
              joints: Mapping[str, float] | None = None, look: Look | None = None, links: Mapping[str, Look] | None = None,
              label: str = "door", noun: str = "", damping: float = 0.1, friction: float = 0.5, restitution: float = 0.1,
              fixed: bool = True, packages: Sequence[str] = ()) -> Prop:
    """A URDF file, looking as it says. at: where its base's own frame is; or on: where its lowest point is, m. joints: start positions, rad
    or m. fixed: its base stands fixed in the world; a car's does not.

    look: of all of it, instead of what the file says; links: of some links. damping, friction: of every joint that the file gives none,
    N m s/rad and N m. restitution: of the links. packages: folders to look for ROS packages in, before those that ROS_PACKAGE_PATH and
    AMENT_PREFIX_PATH name. Raises DeclarationError, naming the file.
    """
    roots = tuple(dict.fromkeys((*map(str, packages), *ros_folders())))  # declared, so that what is read again is found again
    thing = Mechanism(name=name, urdf=str(urdf), rotation=euler_quat(name, turn), joints=tuple((joints or {}).items()), damping=damping,
                      friction=friction, restitution=restitution, fixed=fixed, packages=roots)
    given = {key: place for key, place in (("at", at), ("on", on)) if place is not None}
    thing = replace(thing, position=placed_at(name, given, depth_of(thing) if on is not None else 0.0))
    looks = {name: look} if look is not None else {f"{name}.{link}": look_of_link(shape) for link, shape in thing.model.links}
    looks |= {f"{name}.{link}": each for link, each in (links or {}).items()}
    return Prop(thing=thing, appearances=tuple(Appearance(path=p, look=each, label=label, noun=noun or label) for p, each in looks.items()))
