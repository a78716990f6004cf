"""What stands after a command that takes names, and values by name: words, and path=value."""

from collections.abc import Iterable, Sequence
from typing import Any

from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from yaml import YAMLError

from sim.errors import DeclarationError


def split(words: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """The words without an equals sign, and the values of the others, such as 'camera.lens=50' or 'camera.position=[0,-4,1.5]', by what
    stands before it. Raises DeclarationError."""
    return [word for word in words if "=" not in word], values(word for word in words if "=" in word)


def values(words: Iterable[str]) -> dict[str, Any]:
    """By path, the values of words such as 'camera.lens=50'. Raises DeclarationError."""
    out: dict[str, Any] = {}
    for word in words:
        path, _, text = word.partition("=")
        if path in out:
            raise DeclarationError(f"{path} is given twice; leave one out.")
        try:
            value = OmegaConf.to_container(OmegaConf.from_dotlist([f"value={text}"]))["value"]  # type: ignore[call-overload, index]
        except (OmegaConfBaseException, YAMLError) as error:
            raise DeclarationError(f"cannot read {word!r} ({str(error).splitlines()[0]}).") from None
        out[path] = tuple(value) if isinstance(value, list) else value
    return out


def numbers(name: str, value: object, count: int | None = None) -> tuple[int, ...]:
    """Whole numbers that were given as 3, 3,5 or [3,5]; so many, if that is said. Raises DeclarationError."""
    try:
        found = tuple(int(str(part)) for part in (value if isinstance(value, tuple) else str(value).split(",")))
    except ValueError:
        raise DeclarationError(f"{name}: is {value!r}; give whole numbers, as {name}=320,180.") from None
    if count is not None and len(found) != count:
        raise DeclarationError(f"{name}: is {value!r}; give {count} whole numbers, as {name}=320,180.")
    return found
