"""Declarations as data: a Shot or a config written as JSON and read back, without running anything.

Only the frozen classes of DECLARING can be read: what is read is numbers, words and these, whatever the text says.
"""

import dataclasses
import hashlib
import importlib
import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from sim.character.behaviours import VERBS
from sim.errors import DeclarationError

DECLARING = ("sim.scene.actions", "sim.scene.figure", "sim.scene.forms", "sim.scene.objects", "sim.scene.person", "sim.scene.scene",
             "sim.scene.shapes", "sim.scene.when", "sim.story.claims", "sim.story.outcomes",
             *(spec.act.__module__ for spec in VERBS.values()), "render.config", "render.view", "neural.config", "neural.style",
             "scenes.film", "scenes.shot", "studio.config")
"""The modules whose classes declare something."""
CLASS, MAP, FRACTION = "class", "map", "fraction"
"""What marks an object of the JSON as a declaration, a mapping or an exact fraction."""
RENAMED = {"render.view.Surface": "render.view.Shading"}
"""Classes that older takes name otherwise."""


def encoded(value: Any) -> Any:
    """Plain JSON values of a declaration. Raises DeclarationError for what cannot be written down."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Fraction):
        return {FRACTION: str(value)}
    if isinstance(value, Mapping):
        return {MAP: [[encoded(key), encoded(inner)] for key, inner in value.items()]}
    if isinstance(value, (tuple, list)):
        return [encoded(inner) for inner in value]
    if _name(type(value)) in _classes():
        return {CLASS: _name(type(value)), **{f.name: encoded(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init}}
    if hasattr(value, "tolist"):  # a number of numpy's, or an array
        return encoded(value.tolist())
    raise DeclarationError(f"{value!r} is part of a declaration, but cannot be written down; use numbers, words and what scenes offers.")


def decoded(data: Any) -> Any:
    """The declaration that `encoded` gave this for, its lists as tuples. Raises DeclarationError if it is none."""
    if isinstance(data, list):
        return tuple(decoded(inner) for inner in data)
    if not isinstance(data, dict):
        return data
    try:
        if FRACTION in data:
            return Fraction(str(data[FRACTION]))
        if MAP in data:
            return {decoded(key): decoded(inner) for key, inner in data[MAP]}
    except DeclarationError:
        raise
    except (ValueError, TypeError, ArithmeticError) as error:
        raise DeclarationError(f"{str(data)[:100]}: is no fraction or mapping ({str(error)[:200]}).") from None
    return _declared(data)


def _declared(data: dict[str, Any]) -> Any:
    name = str(data.get(CLASS))
    kind = _classes().get(RENAMED.get(name, name))
    if kind is None:
        raise DeclarationError(f"{str(data.get(CLASS))[:100]!r} is no declaration that this version knows.")
    try:
        return kind(**{name: decoded(inner) for name, inner in data.items() if name != CLASS})
    except DeclarationError:
        raise
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError) as error:
        raise DeclarationError(f"{data[CLASS]}: cannot be read ({str(error)[:200]}); it was written by another version.") from None


def digest(*values: Any) -> str:
    """64 hexadecimal digits that stand for declarations and plain values: equal for equal ones, on any machine."""
    text = json.dumps([encoded(value) for value in values], sort_keys=True, allow_nan=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _classes() -> dict[str, type]:
    found = [kind for module in DECLARING for kind in vars(importlib.import_module(module)).values() if isinstance(kind, type)]
    return {_name(kind): kind for kind in found if dataclasses.is_dataclass(kind) and kind.__module__ in DECLARING}


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
