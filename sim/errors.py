"""The errors a user of Steadycast can meet, and the checks that raise the commonest of them."""

import difflib
import math
import unicodedata
from collections.abc import Iterable, Sequence


class DeclarationError(ValueError):
    """Something in a declared shot, config or command cannot be honoured. The message is for the person who wrote it."""


class SimulationError(RuntimeError):
    """The machine failed, not the story: a body left the world or its pose is not a number."""


class ResourceError(RuntimeError):
    """A model, library, driver or file that the shot needs is not there. The message says how to get it."""


def unknown(kind: str, got: object, allowed: Iterable[str], owner: str = "") -> DeclarationError:
    """The error for a name that is not on a list: what came, the nearest, what is allowed."""
    names = sorted(allowed)
    near = difflib.get_close_matches(shortened(str(got)), names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    where = f"{owner}: " if owner else ""
    return DeclarationError(f"{where}unknown {kind} {shortened(repr(got))}.{hint} Allowed: {', '.join(names) or 'none'}.")


def shortened(word: str, most: int = 60) -> str:
    """A word as it can be shown: the middle of a very long one left out."""
    return word if len(word) <= most else f"{word[:most * 2 // 3]}...{word[-most // 3:]}"


def check_seed(owner: str, value: object) -> None:
    """`value` as a seed: a whole number that 63 bits hold; else a DeclarationError naming the owner."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise DeclarationError(f"{owner}: seed is {value!r}; it must be a whole number, at least 0 and below 2^63.")


def check_number(owner: str, field: str, value: object, *, above: float = -math.inf, least: float = -math.inf,
                 most: float = math.inf, unit: str = "") -> float:
    """`value` as a finite float with above < value, least <= value <= most; else a DeclarationError naming owner and field."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise DeclarationError(f"{owner}: {field} is {value!r}; it must be a finite number{_in(unit)}.")
    if not (value > above and least <= value <= most):
        raise DeclarationError(f"{owner}: {field} is {value:g}; it must be {_bounds(above, least, most)}{_in(unit)}.")
    return float(value)


def check_vector(owner: str, field: str, value: object, length: int = 3) -> tuple[float, ...]:
    """`value` as a tuple of `length` finite floats; else a DeclarationError naming owner and field."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise DeclarationError(f"{owner}: {field} is {value!r}; it must be {length} numbers.")
    items = tuple(value)
    if len(items) != length:
        raise DeclarationError(f"{owner}: {field} has {len(items)} numbers, {items!r}; it must have {length}.")
    return tuple(check_number(owner, f"{field}[{i}]", _plain(x)) for i, x in enumerate(items))


def check_name(kind: str, value: object) -> str:
    """A name usable in messages, paths of parts, file names and overrides: letters of any script, digits, `_`, `-` and single spaces
    between them."""
    if not isinstance(value, str) or not value or value != " ".join(value.split()) or not all(map(_of_names, value)):
        raise DeclarationError(f"{kind} name {value!r}: use letters (of any script), digits, '_', '-' and single spaces between them, "
                               "at least one.")
    return value


def _of_names(letter: str) -> bool:
    """Letters, the marks that belong to them in many scripts, numbers, and what joins words."""
    return letter in "_- \u200c\u200d" or unicodedata.category(letter)[0] in "LMN"


def check_unique(kind: str, names: Sequence[str]) -> None:
    """Raise if a name is used twice."""
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise DeclarationError(f"{kind} name {twice[0]!r} is used {names.count(twice[0])} times; give each its own.")


def _plain(x: object) -> object:
    return x.item() if hasattr(x, "item") else x


def _in(unit: str) -> str:
    return f" ({unit})" if unit else ""


def _bounds(above: float, least: float, most: float) -> str:
    low = f"above {above:g}" if above > -math.inf else f"at least {least:g}" if least > -math.inf else ""
    high = f"at most {most:g}" if most < math.inf else ""
    return " and ".join(x for x in (low, high) if x)
