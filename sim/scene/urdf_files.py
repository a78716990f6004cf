"""URDF files as others write them: their text, and where the files that they name lie."""

import os
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.errors import DeclarationError

ABOVE = 2
"""How many folders up from its own a URDF's files may be named from."""
SCHEMES = ("package://", "model://")


def root_of(path: str, owner: str) -> ElementTree.Element:
    """The <robot> of a file. What stands before or after it, a declaration that is not first and prefixes that nothing declares are
    overlooked, as other programs do. Raises DeclarationError naming `owner`."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig", errors="replace")
        text = re.sub(r"<\?xml[^>]*\?>|[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
        end = text.rfind("</robot>")
        text = text[text.find("<"):end + len("</robot>") if end >= 0 else None]
        text = re.sub(r"<(/?)(\w+):(\w+)", r"<\1\2_\3", text)
        robot = ElementTree.fromstring(re.sub(r"\s\w+:(\w+)=", r" \1_=", text))
    except (ElementTree.ParseError, OSError, UnicodeDecodeError, ValueError) as error:
        raise DeclarationError(f"{owner}: URDF file {path!r} cannot be read: {error}.") from None
    if robot.tag != "robot" or robot.find("link") is None:
        raise DeclarationError(f"{owner}: {path!r} is not a URDF file: it needs a <robot> with at least one <link>.")
    return robot


def ros_folders() -> tuple[str, ...]:
    """Where ROS has its packages: ROS_PACKAGE_PATH, and the share folders below AMENT_PREFIX_PATH."""
    paths = [path for path in os.environ.get("ROS_PACKAGE_PATH", "").split(os.pathsep) if path]
    paths += [str(Path(path) / "share") for path in os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep) if path]
    return tuple(paths)


def found(name: str, folder: Path, packages: Sequence[str]) -> Path:
    """A file that a URDF in a folder names: from there, or else from a folder above. Of a package: below the folders of `packages`, or,
    from the URDF's folder upwards, in a folder that is called as the package or whose package.xml says so. Where there is none, where it
    should be."""
    scheme = next((scheme for scheme in SCHEMES if name.startswith(scheme)), "")
    if not scheme:
        name = name.removeprefix("file://")
        above = (parent / name for parent in list(folder.absolute().parents)[:ABOVE])
        return next((path for path in (folder / name, *above) if path.is_file()), folder / name)
    package, _, rest = name.removeprefix(scheme).partition("/")
    places = list(_places(package, rest, folder.absolute(), packages))
    return next((place for place in places if place.is_file()), places[0])


def _places(package: str, rest: str, folder: Path, packages: Sequence[str]) -> Iterator[Path]:
    for root in map(Path, packages):
        yield root / package / rest
        if _called(root, package):
            yield root / rest
    for above in (folder, *folder.parents):
        if _called(above, package):
            yield above / rest
        yield above / package / rest


def _called(folder: Path, package: str) -> bool:
    """Whether a folder is this package."""
    if folder.name == package:
        return True
    try:
        return ElementTree.parse(folder / "package.xml").getroot().findtext("name", "").strip() == package
    except (ElementTree.ParseError, OSError):
        return False
