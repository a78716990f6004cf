"""What a COLLADA file says that its surfaces are made of."""

import logging
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import numpy as np

from sim.geometry.mesh_material import MeshMaterial, cutoff_of, read_picture
from sim.math.srgb import linear_from_srgb

Library = Mapping[str, ElementTree.Element]
"""Elements of a file by their ids."""
log = logging.getLogger("steadycast")
SHADERS = ("phong", "blinn", "lambert", "constant")


def library(root: ElementTree.Element) -> Library:
    """All elements of a file that have an id."""
    return {element.get("id", ""): element for element in root.iter() if element.get("id")}


def floats(text: str | None) -> list[float]:
    """The numbers of a text."""
    return [float(word) for word in (text or "").split()]


def material_of(name: str, parts: Library, folder: Path) -> MeshMaterial:
    """The material with this id; colours are as viewers show them, so sRGB. It is said if its picture is not there."""
    given = parts.get(name)
    instance = None if given is None else given.find("instance_effect")
    effect = None if instance is None else parts.get(instance.get("url", "")[1:])
    if given is None or effect is None:
        return MeshMaterial(name=name)
    shader = next((found for kind in SHADERS if (found := effect.find(f"profile_COMMON/technique/{kind}")) is not None), None)
    diffuse = None if shader is None else shader.find("emission" if shader.tag == "constant" else "diffuse")
    colour = floats(None if diffuse is None else diffuse.findtext("color"))[:3]
    texture = None if diffuse is None else diffuse.find("texture")
    path = "" if texture is None else _picture(texture.get("texture", ""), effect, parts)
    places = [folder / path, folder / Path(path.replace("\\", "/")).name] if path else []
    there = next((place for place in places if place.is_file()), None)
    if path and there is None:
        log.warning("%s: its picture %r is not there", name, path)
    picture = None if there is None else read_picture(str(there))
    linear = linear_from_srgb(np.clip(colour, 0, 1)) if len(colour) == 3 else np.full(3, 0.6 if there is None else 1.0)
    return MeshMaterial(name=given.get("name") or name, colour=tuple(linear.tolist()), picture=picture, cutoff=cutoff_of("MASK", picture))


def _picture(sampler: str, effect: ElementTree.Element, parts: Library) -> str:
    """The path of the picture that a sampler leads to, by surfaces (COLLADA 1.4) or at once (1.5); or that is named itself."""
    params = {param.get("sid", ""): param for param in effect.iter("newparam")}
    for _ in range(3):
        param = params.get(sampler)
        if param is None:
            break
        image = param.find("sampler2D/instance_image")
        sampler = image.get("url", "")[1:] if image is not None else (
            param.findtext("sampler2D/source") or param.findtext("surface/init_from") or "").strip()
    found = parts.get(sampler)
    if found is None:
        return ""
    return unquote((found.findtext("init_from/ref") or found.findtext("init_from") or "").strip()).removeprefix("file://").removeprefix("./")
