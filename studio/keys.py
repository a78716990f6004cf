"""What each stage's result depends on, as keys: declarations, files, code, weights, libraries and machine, all by content."""

import hashlib
import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim.scene.scene import Scene
from sim.scene.shapes import Compound, MeshFile, Shape
from studio.declarations import digest

ROOT = Path(__file__).parents[1]
LIBRARIES = {
    "sim": ("numpy", "scipy", "pybullet", "coacd", "trimesh", "scikit-image"),
    "render": ("numpy", "scipy", "numba", "embreex", "pyrender-maintained", "trimesh", "scikit-image"),
    "neural": ("numpy", "scipy", "scikit-learn", "numba", "torch", "diffusers", "transformers"),
    "studio": ("av", "pillow", "numpy"),
}
"""By room, the libraries that its results depend on."""
NAMED = re.compile(rb"[^\"'<>|*?\x00-\x1f]+?\.(?:obj|mtl|stl|dae|ply|glb|gltf|bin|usd[acz]?|png|jpe?g|tga|bmp|tiff?|webp)\b",
                   re.IGNORECASE)
"""Names of files in a file's text."""


@cache
def code(*rooms: str) -> str:
    """What rooms' own code is, with the libraries below it and the machine."""
    files = [path for room in rooms for path in sorted((ROOT / room).rglob("*")) if path.suffix in (".py", ".vert", ".frag")
             and "training" not in path.parts]
    libraries = sorted({name for room in rooms for name in LIBRARIES[room]})
    return digest([_content(path) for path in files], [(name, _version(name)) for name in libraries], machine())


@cache
def machine() -> str:
    """What arithmetic depends on: the kind of processor, and what it can do."""
    try:
        flags = re.findall(r"^flags\s*:(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)[:1]
    except OSError:
        flags = []
    return digest(platform.machine(), platform.system(), platform.python_version(), flags)


@cache
def device(wanted: str) -> str:
    """What paints: the graphics driver, if there is one and it is not declined, or the processor."""
    try:
        return "cpu" if wanted == "cpu" else Path("/proc/driver/nvidia/version").read_text()
    except OSError:
        return "cpu"


def scene_files(scene: Scene) -> list[str]:
    """The content of the files that a scene names, in order."""
    shapes = (shape for body in scene.bodies for part in body.parts for shape in _flat(part.shape))
    meshes = [_with_neighbours(Path(shape.path)) for shape in shapes if isinstance(shape, MeshFile)]
    return meshes + [_with_neighbours(Path(path)) for machine in scene.mechanisms for path in (machine.urdf, *machine.model.files)]


def _flat(shape: Shape) -> Iterator[Shape]:
    if isinstance(shape, Compound):
        for piece in shape.pieces:
            yield from _flat(piece.shape)
    else:
        yield shape


def _with_neighbours(path: Path) -> str:
    """A file's content, and that of all files which it names and which lie where it says, and so on: an OBJ's materials, their pictures."""
    waiting, found = [path], dict[Path, str]()
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        content = one.read_bytes() if one.is_file() else b""
        found[one] = hashlib.sha256(content).hexdigest()
        waiting += _named(one, content)
    return digest([found[one] for one in sorted(found)])


def _named(path: Path, content: bytes) -> list[Path]:
    """The files that a file names and that lie where it says, after a keyword or with blanks in their names."""
    names = {name.decode(errors="replace") for name in set(NAMED.findall(content[:2_000_000]))}
    words = [name.split(" ") for name in names]
    there = [path.parent / " ".join(some[i:]) for some in words for i in range(len(some))]
    return [other for other in there if other.is_file()]


def _content(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except ImportError:
        return ""
