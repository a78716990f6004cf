"""Schemas that are made from functions and config classes, found again by name: a launcher's other processes make them anew instead of
having them sent, which dataclasses do not survive."""

import functools
import importlib
from collections.abc import Callable
from dataclasses import make_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError
from studio import scripts

FUNCTION = "_function_"
"""Where a shot's schema says which function declares it; its other fields are the function's parameters."""
PREFIX = "schema_"
_MADE: dict[str, type] = {}


def schema_of(kind: type) -> type:
    """The schema of a config class; of one inside a function, which no other process can find, one that is not found either."""
    return _local(kind) if "<" in kind.__qualname__ else _made(f"config {kind.__module__} {kind.__qualname__}")


def root_schema() -> type:
    """That of conf/config.yaml: studio.config.ShootConfig's, and a shot."""
    return _made("root")


def train_schema() -> type:
    """That of conf/train.yaml."""
    from studio.training import TrainConfig

    return schema_of(TrainConfig)


def shot_schema(name: str) -> type:
    """The parameters of a shot's function, and under FUNCTION its name. Raises DeclarationError."""
    file = Path(name.rpartition(":")[0])
    content = sha256(file.read_bytes()).hexdigest() if scripts.is_script(name) and file.is_file() else ""
    return _made(f"shot {content} {name}")


def __getattr__(name: str) -> type:
    if not name.startswith(PREFIX):
        raise AttributeError(name)
    return _made(bytes.fromhex(name.removeprefix(PREFIX)).decode())


def _made(key: str) -> type:
    if key not in _MADE:
        kind, _, rest = key.partition(" ")
        made = _MAKERS[kind](rest)
        made.__module__, made.__qualname__ = __name__, PREFIX + key.encode().hex()
        _MADE[key] = made
    return _MADE[key]


@functools.cache
def _local(kind: type) -> type:
    from studio.parameters import schema

    return schema(kind)


def _config(rest: str) -> type:
    from studio.parameters import schema

    module, name = rest.split(" ")
    return schema(getattr(importlib.import_module(module), name))


def _root(_: str) -> type:
    from studio.config import ShootConfig

    return make_dataclass("Config", [("shot", Any, "???")], bases=(schema_of(ShootConfig),), kw_only=True)


def _shot(rest: str) -> type:
    from studio.jobs import shot_function
    from studio.parameters import schema

    name = rest.partition(" ")[2]
    function = shot_function(name)
    try:
        return make_dataclass("Shot", [(FUNCTION, str, name)], bases=(schema(function),), kw_only=True)
    except Exception as error:  # a type can be written as text, which is worked out only now
        raise DeclarationError(f"shot {name!r}: its parameters' types cannot be read: {scripts.words(error)}.") from None


_MAKERS: dict[str, Callable[[str], type]] = {"config": _config, "root": _root, "shot": _shot}
