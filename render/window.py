"""A rectangle of a picture."""

from typing import NamedTuple

from render.camera import Camera


class Window(NamedTuple):
    """Columns left..right and rows top..bottom of a picture, px; the last of each is not in it."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def whole(cls, camera: Camera) -> "Window":
        """All of a camera's picture."""
        return cls(0, 0, camera.width, camera.height)
