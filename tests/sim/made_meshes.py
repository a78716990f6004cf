"""Mesh files made by hand for the tests, with what files from others have: several materials and nodes, pictures, cut-outs, colours."""

from pathlib import Path

import numpy as np
import trimesh
from PIL import Image
from trimesh.transformations import rotation_matrix, translation_matrix
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

QUAD = np.array([[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]])
UV = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)


def picture(size: int = 64) -> Image.Image:
    """Four quarters, each its own colour ramp, so that no turn or flip of it is the same."""
    y, x = np.mgrid[:size, :size] / (size - 1)
    out = np.zeros((size, size, 3))
    out[..., 0], out[..., 1], out[..., 2] = 0.2 + 0.8 * x, 0.2 + 0.8 * y, np.where((x < 0.5) == (y < 0.5), 0.9, 0.1)
    return Image.fromarray((out * 255).astype(np.uint8))


def holed(size: int = 64) -> Image.Image:
    """The same with a round hole, off the middle."""
    image = picture(size).convert("RGBA")
    y, x = np.mgrid[:size, :size] / (size - 1)
    image.putalpha(Image.fromarray(np.where(np.hypot(x - 0.4, y - 0.6) < 0.25, 0, 255).astype(np.uint8)))
    return image


def quad(material: PBRMaterial, repeats: float = 1.0) -> trimesh.Trimesh:
    """A square of 1 m that faces +z, its picture upright."""
    return trimesh.Trimesh(QUAD, [[0, 1, 2], [0, 2, 3]], visual=TextureVisuals(uv=UV * repeats, material=material), process=False)


def box(material: PBRMaterial, size: float = 0.6) -> trimesh.Trimesh:
    """A box whose six sides each show the whole picture."""
    sides = [rotation_matrix(np.pi / 2 * i, (0, 1, 0)) for i in range(4)]
    sides += [rotation_matrix(np.pi / 2 * i, (1, 0, 0)) for i in (1, 3)]
    square = QUAD + (0, 0, 0.5)
    corners = np.concatenate([size * trimesh.transform_points(square, side) for side in sides])
    faces = np.concatenate([np.array([[0, 1, 2], [0, 2, 3]]) + 4 * i for i in range(6)])
    return trimesh.Trimesh(corners, faces, visual=TextureVisuals(uv=np.tile(UV, (6, 1)), material=material), process=False)


def still_life() -> trimesh.Scene:
    """y up: a red wall, before it a card with a hole, a box with a picture, and another, mirrored and turned, of the same material."""
    scene = trimesh.Scene()
    red = PBRMaterial(name="Red.001", baseColorFactor=(255, 0, 0, 255), metallicFactor=0.0, roughnessFactor=0.9)
    card = PBRMaterial(name="card", baseColorTexture=holed(), alphaMode="MASK", alphaCutoff=0.5, roughnessFactor=0.5, metallicFactor=0.0)
    boxes = PBRMaterial(name="steel", baseColorTexture=picture(), metallicFactor=1.0, roughnessFactor=0.3)
    scene.add_geometry(quad(red), geom_name="wall", transform=translation_matrix((0, 1, -0.5)) @ np.diag((4, 2, 1, 1)))
    scene.add_geometry(quad(card), geom_name="card", transform=translation_matrix((-0.6, 0.9, 0.2)))
    scene.add_geometry(box(boxes), geom_name="box", transform=translation_matrix((0.5, 0.4, 0.3)) @ rotation_matrix(0.5, (0, 1, 0)))
    scene.add_geometry(box(boxes), geom_name="other", transform=translation_matrix((1.2, 1.2, 0)) @ np.diag((-1, 1.5, 1, 1)))
    return scene


def write_obj(folder: Path) -> Path:
    """A square of two materials, one with a picture and one of a colour, z up: it stands, and is seen from -y."""
    picture().save(folder / "four parts.png")
    (folder / "card.mtl").write_text("newmtl printed\nKd 1 1 1\nmap_Kd four parts.png\nnewmtl dull green\nKd 0.1 0.6 0.2\n")
    (folder / "card.obj").write_text(
        "mtllib card.mtl\nv -1 0 0\nv 0 0 0\nv 0 0 1\nv -1 0 1\nv 1 0 0\nv 1 0 1\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"
        "usemtl printed\nf 1/1 2/2 3/3 4/4\nusemtl dull green\nf 2/1 5/2 6/3 3/4\n")
    return folder / "card.obj"
