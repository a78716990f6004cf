"""From the typed parameters of a function or config class to a schema that Hydra can fill, and back."""

import dataclasses
import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from types import NoneType, UnionType
from typing import Any

PLAIN = (int, float, str, bool, NoneType)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter that config can reach; `default` is dataclasses.MISSING where it must be given."""

    name: str
    annotation: Any
    default: Any


def parameters(function: Callable) -> tuple[Parameter, ...]:
    """The parameters of a function or dataclass that hold plain values: numbers, words, tuples of them, config classes."""
    hints = typing.get_type_hints(function.__init__ if isinstance(function, type) else function)
    found = [Parameter(name=p.name, annotation=hints.get(p.name, Any), default=MISSING if p.default is p.empty else p.default)
             for p in inspect.signature(function).parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    return tuple(p for p in found if p.default is MISSING or _is_plain(p.annotation))


def schema(function: Callable) -> type:
    """A mutable dataclass with the same fields, types and defaults, as OmegaConf wants it (a frozen one it makes read-only)."""
    fields: list[tuple[str, Any, Any]] = []
    for p in parameters(function):
        if dataclasses.is_dataclass(p.annotation):
            inner = schema(typing.cast(type, p.annotation))
            fields.append((p.name, inner, dataclasses.field(default_factory=inner)))
        elif p.default is MISSING:
            fields.append((p.name, p.annotation if _is_plain(p.annotation) else Any, "???"))
        else:
            fields.append((p.name, p.annotation, dataclasses.field(default_factory=lambda value=p.default: _listed(value))))
    return dataclasses.make_dataclass(function.__name__, fields, kw_only=True)


def outline(function: Callable) -> list[str]:
    """'name=default' of each parameter, or 'name' where it must be given, for a person to read."""
    return [p.name if p.default is MISSING else f"{p.name}={p.default}" for p in parameters(function)]


def call(function: Callable, values: Mapping[str, Any]) -> Any:
    """`function` called with plain config values: nested groups built first, lists handed over as tuples."""
    annotations = {p.name: p.annotation for p in parameters(function)}
    return function(**{name: call(annotations[name], value) if dataclasses.is_dataclass(annotations[name]) else _tupled(value)
                       for name, value in values.items()})


def _is_plain(annotation: Any) -> bool:
    if annotation in PLAIN or annotation is Any or annotation is Ellipsis or dataclasses.is_dataclass(annotation):
        return True
    origin = typing.get_origin(annotation)
    return origin in (tuple, UnionType, typing.Union) and all(map(_is_plain, typing.get_args(annotation)))


def _listed(value: Any) -> Any:
    return [_listed(x) for x in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(x) for x in value) if isinstance(value, list) else value
