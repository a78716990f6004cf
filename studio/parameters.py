"""From the typed parameters of a function or config class to a schema that Hydra can fill, and back."""

import dataclasses
import functools
import inspect
import operator
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from types import EllipsisType, NoneType, UnionType
from typing import Any, Literal

from sim.errors import unknown
from studio.schemas import schema_of

PLAIN = (int, float, str, bool, NoneType, EllipsisType, Any, ...)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter that config can reach; `default` is dataclasses.MISSING where it must be given."""

    name: str
    annotation: Any
    default: Any


def parameters(function: Callable) -> tuple[Parameter, ...]:
    """The parameters of a function or config class that config can carry: numbers, words, choices of words, other config
    classes, tuples of these. Others are left at their defaults."""
    hints = typing.get_type_hints(function)
    found = [Parameter(name=p.name, annotation=hints.get(p.name, Any), default=MISSING if p.default is p.empty else p.default)
             for p in inspect.signature(function).parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    return tuple(p for p in found if p.default is MISSING or _is_plain(p.annotation))


def schema(function: Callable) -> type:
    """A mutable dataclass with the same fields, types and defaults, as OmegaConf wants it (a frozen one it makes read-only)."""
    fields: list[tuple[str, Any, Any]] = []
    for p in parameters(function):
        annotation = _as_omegaconf(p.annotation) if _is_plain(p.annotation) else Any
        default = "???" if p.default is MISSING else dataclasses.field(default_factory=functools.partial(populated, p.default))
        fields.append((p.name, annotation, default))
    return dataclasses.make_dataclass(function.__name__, fields, kw_only=True)


def populated(value: Any) -> Any:
    """A value of a config class as one of its schema; tuples as lists; what else there is as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = schema_of(type(value))
        return kind(**{f.name: populated(getattr(value, f.name)) for f in dataclasses.fields(kind)})
    return [populated(x) for x in value] if isinstance(value, tuple) else value


def outline(function: Callable) -> list[str]:
    """'name=default' of each parameter, or 'name' where it must be given, for a person to read."""
    return [p.name if p.default is MISSING else f"{p.name}={p.default}" for p in parameters(function)]


def call(function: Callable, values: Mapping[str, Any], owner: str = "") -> Any:
    """`function` called with plain config values; messages call its parameters 'owner.name'.

    Raises DeclarationError for a word that is not one of a parameter's choices, and what `function` raises.
    """
    annotations = {p.name: p.annotation for p in parameters(function)}
    return function(**{name: _built(f"{owner}.{name}" if owner else name, annotations[name], value) for name, value in values.items()})


def _is_plain(annotation: Any) -> bool:
    if annotation in PLAIN or dataclasses.is_dataclass(annotation):
        return True
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    return origin is Literal or origin in (tuple, UnionType, typing.Union) and all(map(_is_plain, inner))


def _as_omegaconf(annotation: Any) -> Any:
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if dataclasses.is_dataclass(annotation):
        return schema_of(typing.cast(type, annotation))
    if origin is Literal:
        return str
    if origin is tuple:
        return tuple[tuple(map(_as_omegaconf, inner))]  # type: ignore[misc]
    return functools.reduce(operator.or_, map(_as_omegaconf, inner)) if inner else annotation


def _built(name: str, annotation: Any, value: Any) -> Any:
    inner = typing.get_args(annotation)
    if dataclasses.is_dataclass(annotation):
        return call(typing.cast(type, annotation), value, name)
    if typing.get_origin(annotation) is Literal and value not in inner:
        raise unknown("choice", value, map(str, inner), name)
    if isinstance(value, list):
        return tuple(_built(name, inner[0] if inner else Any, x) for x in value)
    return value
