"""What a mouth does when words are said: letters to visemes by rule, and visemes to units of the face.

The rule is plain and meant for English: letters and pairs of letters that are told apart by the shape of lips. No sound is made, and none
is analysed; how long words take is about what people take, two and a half words a second.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

VISEMES: Mapping[str, Mapping[str, float]] = {
    "rest": {}, "closed": {"mouthPressLeft": 0.6, "mouthPressRight": 0.6, "mouthRollLower": 0.3, "mouthRollUpper": 0.3},
    "lip": {"mouthRollLower": 0.7, "mouthUpperUpLeft": 0.25, "mouthUpperUpRight": 0.25, "jawOpen": 0.05},
    "tongue": {"jawOpen": 0.18, "mouthLowerDownLeft": 0.3, "mouthLowerDownRight": 0.3},
    "teeth": {"jawOpen": 0.06, "mouthStretchLeft": 0.35, "mouthStretchRight": 0.35, "mouthLowerDownLeft": 0.3, "mouthLowerDownRight": 0.3},
    "pout": {"mouthFunnel": 0.7, "jawOpen": 0.1}, "back": {"jawOpen": 0.22}, "round": {"mouthPucker": 0.8, "jawOpen": 0.12},
    "open": {"jawOpen": 0.6}, "wide": {"jawOpen": 0.3, "mouthStretchLeft": 0.35, "mouthStretchRight": 0.35},
    "smile": {"jawOpen": 0.15, "mouthSmileLeft": 0.35, "mouthSmileRight": 0.35, "mouthStretchLeft": 0.3, "mouthStretchRight": 0.3},
    "oh": {"jawOpen": 0.4, "mouthFunnel": 0.6}}
"""Shapes of a mouth, as units of the face. 'rest' is that of the face as it is."""
SOUNDS: Mapping[str, tuple[str, float]] = {
    **dict.fromkeys(("p", "b", "m"), ("closed", 0.07)), **dict.fromkeys(("f", "v", "ph"), ("lip", 0.07)),
    **dict.fromkeys(("t", "d", "n", "l", "th"), ("tongue", 0.06)), **dict.fromkeys(("s", "z", "c", "x"), ("teeth", 0.07)),
    **dict.fromkeys(("sh", "ch", "j", "tch"), ("pout", 0.08)), **dict.fromkeys(("k", "g", "h", "q", "ng", "gh"), ("back", 0.05)),
    **dict.fromkeys(("w", "wh", "r", "qu"), ("round", 0.07)), **dict.fromkeys(("oo", "u", "ou", "ew"), ("round", 0.11)),
    **dict.fromkeys(("a", "ar", "au", "aw"), ("open", 0.12)), **dict.fromkeys(("e", "ai", "ay", "ei"), ("wide", 0.1)),
    **dict.fromkeys(("i", "ee", "ea", "y", "ie"), ("smile", 0.1)), **dict.fromkeys(("o", "oa", "ow", "oe"), ("oh", 0.12))}
"""Of letters that are said as one: the shape, and s."""
OTHER = "\N{BULLET}"
"""Stands for a letter of another script than Latin: its sound is not known, but it takes its time."""
SOUNDS_OF_OTHERS = ("wide", 0.11)
PAUSES: Mapping[str, float] = {" ": 0.04, ",": 0.25, ";": 0.3, ":": 0.3, "-": 0.1, ".": 0.4, "!": 0.4, "?": 0.4}
"""s of rest."""
DIGITS = dict(zip("0123456789", ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")))
BLEND = 0.06
"""s in which one shape becomes the next."""
_TOKEN = re.compile("|".join([*sorted(SOUNDS, key=lambda letters: (-len(letters), letters)), *map(re.escape, PAUSES), OTHER]))
_SILENT_E = re.compile(r"(?<=[a-z]{2}[bcdfgklmnpstvz])e\b")
_DOUBLE = re.compile(r"([bcdfghklmnprstvz])\1")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A shape from a time on, s, for so long, s."""

    start: float
    seconds: float
    viseme: str


@lru_cache(maxsize=64)
def spoken(text: str) -> tuple[Spoken, ...]:
    """The shapes of a mouth that says a text, from 0 on, one after the other."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(letter))
    plain = "".join(letter if letter.isascii() else OTHER if letter.isalpha() else " " for letter in letters)
    plain = re.sub(r"\s+", " ", "".join(f" {DIGITS[letter]} " if letter in DIGITS else letter for letter in plain)).strip()
    plain = _DOUBLE.sub(r"\1", _SILENT_E.sub("", plain))
    out, time = [], 0.0
    for token in _TOKEN.findall(plain):
        viseme, seconds = SOUNDS_OF_OTHERS if token == OTHER else SOUNDS.get(token) or ("rest", PAUSES[token])
        out.append(Spoken(start=time, seconds=seconds, viseme=viseme))
        time += seconds
    return tuple(out)


def seconds_of(text: str) -> float:
    """How long it takes to say."""
    return sum(each.seconds for each in spoken(text))


def mouth(text: str, time: float) -> dict[str, float]:
    """Units of the face at a time after a text was begun, s; none before and after. Each shape flows into the next, in BLEND s about the
    moment at which they meet."""
    out: dict[str, float] = {}
    for each in spoken(text):
        begun = (time - each.start + BLEND / 2) / BLEND
        ended = (time - each.start - each.seconds + BLEND / 2) / BLEND
        share = min(max(begun, 0.0), 1.0) - min(max(ended, 0.0), 1.0)
        for unit, strength in VISEMES[each.viseme].items() if share > 0 else ():
            out[unit] = out.get(unit, 0.0) + share * strength
    return out
