"""The mesh and URDF files of the library's shots."""

from pathlib import Path


def asset(name: str) -> str:
    """The path of a file in this folder."""
    return str(Path(__file__).parent / name)
