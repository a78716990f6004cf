"""How the picture is taken, apart from what is in it."""

from dataclasses import dataclass

from sim.errors import DeclarationError, check_number, unknown

RASTERISERS = ("auto", "cpu", "gl", "rays")


@dataclass(frozen=True, kw_only=True)
class RenderConfig:
    """width, height: px, even numbers (H.264 needs it). rasteriser: cpu (compiled loops), gl (pyrender), rays
    (Embree), or auto: cpu.

    Raises DeclarationError for a size or rasteriser that cannot be honoured.
    """

    width: int = 1280
    height: int = 720
    rasteriser: str = "auto"

    def __post_init__(self) -> None:
        for name, value in (("width", self.width), ("height", self.height)):
            check_number("render", name, value, least=16, most=8192, unit="px")
            if value % 2:
                raise DeclarationError(f"render: {name} is {value}; it must be an even number of pixels, such as {int(value) // 2 * 2}.")
        if self.rasteriser not in RASTERISERS:
            raise unknown("rasteriser", self.rasteriser, RASTERISERS, "render")
