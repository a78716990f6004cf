"""What the embedded model knows: looks, times of day, colours, materials and nouns, and how a prompt is read into them.

A word's token is its place in TOKENS; token 0 stands for "nothing said". Weights carry the vocabulary that they were trained on, and are
looked up by name. Real text-to-image weights do not pass through here: they get the prompts as they are written.
"""

import difflib
import re
from dataclasses import dataclass

from neural.conditioning.ade20k import CLASSES
from render.materials import MATERIALS
from sim.errors import unknown

LOOKS = ("photo", "clay", "watercolour", "oil", "ink", "pencil", "toon", "noir", "blueprint", "neon", "papercut")
TIMES = ("day", "dusk", "night", "overcast", "lamplit")
COLOURS = {
    "red": (0.80, 0.10, 0.10), "orange": (0.95, 0.48, 0.10), "yellow": (0.97, 0.82, 0.15), "green": (0.20, 0.58, 0.22),
    "olive": (0.42, 0.43, 0.15), "teal": (0.06, 0.48, 0.48), "turquoise": (0.30, 0.82, 0.80), "blue": (0.13, 0.36, 0.82),
    "navy": (0.07, 0.11, 0.35), "purple": (0.45, 0.20, 0.66), "pink": (0.95, 0.55, 0.70), "maroon": (0.42, 0.06, 0.14),
    "brown": (0.43, 0.26, 0.14), "tan": (0.80, 0.62, 0.42), "beige": (0.90, 0.82, 0.68), "white": (0.95, 0.95, 0.94),
    "silver": (0.72, 0.73, 0.74), "grey": (0.48, 0.48, 0.49), "charcoal": (0.24, 0.25, 0.27), "black": (0.06, 0.06, 0.07),
}
"""sRGB 0..1."""
NOUNS = (
    "sky", "wall", "floor", "ground", "ceiling", "road", "grass", "sand", "water", "rock", "tree", "plant", "building", "house",
    "tower", "mountain", "fence", "gate", "door", "window", "curtain", "table", "desk", "chair", "stool", "sofa", "bench", "bed",
    "shelf", "cabinet", "drawer", "counter", "rug", "lamp", "box", "crate", "barrel", "basket", "bag", "ball", "cup", "bottle",
    "vase", "bowl", "glass", "plate", "pot", "tray", "book", "pillar", "block", "domino", "ramp", "track", "step", "stairs", "pole",
    "bridge", "board", "screen", "sign", "cone", "wheel", "handle", "robot", "arm", "gripper", "base", "machine", "car", "truck",
    "toy", "statue", "cushion", "animal", "person", "head", "shirt", "trousers", "dress", "coat", "hat", "hair", "skin", "shoe",
    "oven", "refrigerator", "sink", "kettle", "pan", "jar", "jug", "spoon", "knife", "phone", "computer", "keyboard", "television", "clock",
    "picture", "mirror", "blanket", "flower", "bush", "hedge", "leaf", "trunk", "branch", "log", "streetlight", "hydrant", "bin", "bus",
    "van", "bicycle", "boat", "roof", "chimney", "railing", "awning", "umbrella", "tent", "bucket", "ladder", "candle", "fireplace",
    "guitar", "piano", "stage", "spotlight", "blackboard", "poster", "mailbox", "kerb", "beach", "blind", "radiator", "suitcase", "scooter",
)
TOKENS = tuple(dict.fromkeys(("", *COLOURS, *MATERIALS, *NOUNS, *LOOKS, *TIMES)))
SLOTS = 32
"""Regions that a training picture has room for. A picture of fewer is filled up with regions that nothing shows."""

_FILLERS = frozenset(("a", "an", "the", "of", "on", "in", "at", "with", "and", "to", "its", "his", "her", "their", "made", "some", "by",
                      "for"))
_SYNONYMS = {
    "gray": "grey", "violet": "purple", "crimson": "red", "scarlet": "red", "gold": "yellow", "golden": "yellow", "cream": "beige",
    "ivory": "beige", "khaki": "tan", "cyan": "turquoise", "aqua": "turquoise", "magenta": "pink", "burgundy": "maroon",
    "wooden": "wood", "oak": "wood", "metallic": "metal", "steel": "metal", "porcelain": "ceramic", "fabric": "cloth", "cotton": "cloth",
    "cardboard": "paper", "tile": "tiled", "bricks": "brick", "stripes": "striped", "checkered": "checked", "chequered": "checked",
    "dotted": "spotted", "wool": "knitted", "asphalt": "concrete", "cement": "concrete", "leaves": "leaf", "lawn": "grass",
    "mug": "cup", "column": "pillar", "earth": "ground", "soil": "ground", "street": "road", "sidewalk": "ground",
    "path": "ground", "pavement": "ground", "couch": "sofa", "carpet": "rug", "sculpture": "statue", "plaything": "toy",
    "pants": "trousers", "jacket": "coat", "apparel": "shirt", "jumper": "shirt", "sphere": "ball", "shoes": "shoe", "boots": "shoe",
    "grasses": "grass", "glasses": "glass", "shelves": "shelf", "dominoes": "domino", "man": "person", "woman": "person",
    "character": "person", "cube": "block", "conveyor": "track", "belt": "track",
    "lips": "skin", "tongue": "skin", "eyes": "head", "iris": "head", "pupil": "head", "teeth": "head", "brow": "hair", "lash": "hair",
    "scarf": "shirt",
    "beard": "hair", "cap": "hat", "skirt": "dress", "shorts": "trousers", "t-shirt": "shirt", "top": "shirt", "boot": "shoe",
    "watercolor": "watercolour", "cartoon": "toon", "photograph": "photo", "photorealistic": "photo",
    "sketch": "pencil", "storyboard": "pencil", "graphite": "pencil", "papercraft": "papercut", "paper-cut": "papercut",
    "evening": "dusk", "sunset": "dusk", "cloudy": "overcast",
    "daylight": "day", "noon": "day", "lamplight": "lamplit",
}


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """An object's prompt as the embedded model reads it; unread: words it leaves out, each with the nearest it knows."""

    colour: str | None = None
    material: str | None = None
    noun: str | None = None
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()


def token_id(word: str | None) -> int:
    """The token of a known word; 0 for None or ''. Raises ValueError for a word that is not in TOKENS."""
    return TOKENS.index(word or "")


def parse(prompt: str) -> Phrase:
    """Read 'a red ceramic cup'. The first colour and material count, and the last noun (a table lamp is a lamp)."""
    words = _words(prompt)
    colours, materials = _of(words, COLOURS), _of(words, MATERIALS)
    nouns = _of(words, NOUNS)
    used = {*colours[:1], *materials[:1], *nouns[-1:]}
    unread = tuple((word, _nearest(word, TOKENS)) for word in words if word not in used)
    return Phrase(colour=next(iter(colours), None), material=next(iter(materials), None), noun=next(reversed(nouns), None), unread=unread)


def parse_scene(prompt: str) -> tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Read 'watercolour, dusk' into (look, time, unread words). The look comes first; time is '', light and sky as they are rendered, if
    none is said.

    Raises DeclarationError for a look that is not in LOOKS.
    """
    words = _words(prompt) or [""]
    if words[0] not in LOOKS:
        raise unknown("look", words[0], LOOKS, "style")
    times = _of(words[1:], TIMES)
    unread = tuple((word, _nearest(word, (*LOOKS, *TIMES))) for word in words[1:] if word not in times[:1])
    return words[0], next(iter(times), ""), unread


def default_noun(label: str) -> str | None:
    """The noun for a class when the prompt has none; None if no noun is near."""
    return parse(label).noun


def class_id(label: str) -> int:
    """Index of an ADE20K class name in the palette."""
    return CLASSES.index(label)


def _words(prompt: str) -> list[str]:
    """Lower-case words without fillers, synonyms and plurals put as the known word."""
    words = (_known(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", prompt.lower()) if word not in _FILLERS)
    return [word for word in words if word]


def _known(word: str) -> str:
    word = _SYNONYMS.get(word, word)
    singular = word.removesuffix("s")
    return singular if word not in TOKENS and singular in TOKENS else word


def _of(words: list[str], table) -> list[str]:
    return [word for word in words if word in table]


def _nearest(word: str, table) -> tuple[str, ...]:
    """None for a word of the table itself: it is known, and only one of its kind is read."""
    return () if word in table else tuple(difflib.get_close_matches(word, [t for t in table if t], n=2, cutoff=0.5))
