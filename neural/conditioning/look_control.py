"""Which of a frame's layers a look is painted from: of all that can be told of a form, the eight channels that matter to it. The fewer they
are, the more of each the small model can carry."""

from collections.abc import Mapping

LAYERS = ("disparity", "lines", "light", "pattern", "stroke", "hatch", "cross", "grain", "red", "green", "blue", "plain red", "plain green",
          "plain blue", "gloss", "none")
"""The channels of control_images.form_picture, then how glossy a surface is, and 0.5 everywhere."""
CHANNELS = 8
CHOSEN: Mapping[str, tuple[str, str, str, str]] = {
    "photo": ("gloss", "none", "grain", "red"), "clay": ("none", "stroke", "grain", "plain red"),
    "watercolour": ("none", "stroke", "grain", "red"), "oil": ("none", "stroke", "grain", "red"),
    "ink": ("grain", "hatch", "cross", "red"), "pencil": ("grain", "hatch", "cross", "red"), "toon": ("gloss", "none", "none", "red"),
    "noir": ("none", "none", "grain", "red"), "blueprint": ("pattern", "hatch", "grain", "red"),
    "neon": ("pattern", "none", "none", "plain red"), "papercut": ("pattern", "none", "grain", "plain red"),
}
"""Of each look the three layers beside lines and light, and the first channel of the colour that it is painted from."""


def places(look: str) -> list[int]:
    """Where in LAYERS the channels of a look's control picture stand."""
    return _places(CHOSEN[look])


def sky_places() -> list[int]:
    """The same where the sky is seen: its height stands in the pattern, its colour in the albedo."""
    return _places(("pattern", "none", "none", "red"))


def _places(names: tuple[str, str, str, str]) -> list[int]:
    first = LAYERS.index(names[3])
    return [LAYERS.index("lines"), LAYERS.index("light"), *map(LAYERS.index, names[:3]), first, first + 1, first + 2]
