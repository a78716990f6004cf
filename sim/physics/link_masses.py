"""Masses of links that a URDF gives none, or one that nothing can have: from their shapes."""

import logging
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import numpy as np
import scipy

from sim.geometry import mesh_files
from sim.geometry.convex import ConvexPiece, Hull, Mass, Pose, mass_of, pieces, pose
from sim.math.conventions import Array
from sim.scene.objects import Mechanism
from sim.scene.shapes import Compound, MeshFile, Shape
from sim.scene.urdf import Urdf

DENSITY, LEAST = 300.0, 0.02
"""kg/m3 of links that only have a shape, which others make hollow; and kg of those that have none."""
log = logging.getLogger("steadycast")


def weigh(robot: ElementTree.Element, mechanism: Mechanism, model: Urdf) -> tuple[str, ...]:
    """Give each link of a <robot> that has to have one a mass and an inertia; say so, and give the links that are still without."""
    shapes = {**dict(model.links), **dict(model.colliders)}
    moving = _moving(model, mechanism.fixed)
    told, without = [], []
    for link in robot.findall("link"):
        name = link.get("name", "")
        inertial = link.find("inertial")
        if inertial is not None and (_possible(inertial) or name not in moving and name == model.root):
            continue
        if name in moving or inertial is not None:
            found = _mass(shapes.get(name))
            kilograms = _number(inertial, "mass", "value") or found.mass
            if inertial is not None:
                link.remove(inertial)
            link.append(_inertial(found, kilograms))
            told.append(f"{name} ({kilograms:.3g} kg)")
        else:
            without.append(name)
    if told:
        log.warning("%s: links without a mass and inertia that a real thing can have are given those of their shape: %s", mechanism.name,
                    ", ".join(told))
    return tuple(without)


def _moving(model: Urdf, fixed: bool) -> set[str]:
    """The links that must have a mass: those that hang on joints that move, and the root of what stands nowhere fixed."""
    return {joint.child for joint in model.joints} | (set() if fixed else {model.root})


def _possible(inertial: ElementTree.Element) -> bool:
    entries = {key: _number(inertial, "inertia", key) for key in ("ixx", "iyy", "izz", "ixy", "ixz", "iyz")}
    xx, yy, zz, xy, xz, yz = (value or 0.0 for value in entries.values())
    moments = np.linalg.eigvalsh([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
    return bool((_number(inertial, "mass", "value") or 0) > 0 and moments[0] > 0 and moments[2] <= moments[0] + moments[1])


def _number(inertial: ElementTree.Element | None, tag: str, field: str) -> float | None:
    element = None if inertial is None else inertial.find(tag)
    try:
        return None if element is None else float(element.get(field, "0"))
    except ValueError:
        return None


def _mass(shape: Shape | None) -> Mass:
    """Of a shape's hull of hulls; of nothing, a small ball's."""
    try:
        solids = list(_solid(shape, pose())) if shape is not None else []
    except scipy.spatial.QhullError:  # it has no volume
        solids = []
    return mass_of(solids, DENSITY) if solids else Mass(LEAST, np.zeros(3), np.eye(3) * LEAST * 1e-3)


def _solid(shape: Shape, at: Pose) -> Iterator[ConvexPiece]:
    if isinstance(shape, Compound):
        for placed in shape.pieces:
            yield from _solid(placed.shape, at.then(pose(placed.position, placed.rotation)))
    elif isinstance(shape, MeshFile):
        corners = mesh_files.load_mesh(shape.path, shape.scale)[0]
        yield ConvexPiece(solid=Hull(corners=corners[scipy.spatial.ConvexHull(corners).vertices]), at=at)
    else:
        yield from pieces(shape, at)


def _inertial(found: Mass, kilograms: float) -> ElementTree.Element:
    inertia: Array = found.inertia * kilograms / found.mass
    out = ElementTree.Element("inertial")
    ElementTree.SubElement(out, "origin", xyz=" ".join(f"{x:.9g}" for x in found.centre), rpy="0 0 0")
    ElementTree.SubElement(out, "mass", value=f"{kilograms:.9g}")
    entries = {"ixx": (0, 0), "iyy": (1, 1), "izz": (2, 2), "ixy": (0, 1), "ixz": (0, 2), "iyz": (1, 2)}
    ElementTree.SubElement(out, "inertia", {key: f"{inertia[at]:.9g}" for key, at in entries.items()})
    return out
