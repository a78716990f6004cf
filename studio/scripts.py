"""Shots from a user's own script, named as path.py:function. The script runs as Python; its errors come back as messages."""

import importlib.util
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from sim.errors import DeclarationError, unknown


def is_script(name: str) -> bool:
    """Whether a shot's name means a function in a file."""
    return ".py:" in name or name.endswith(".py")


def load(name: str) -> Callable:
    """The function that 'path.py:function' names. Raises DeclarationError with file and line for what is wrong in it."""
    path, _, function = name.rpartition(":")
    if not function or not path.endswith(".py"):
        raise DeclarationError(f"shot {name!r}: say which function of the script is the shot: shot={name.rstrip(':')}:my_shot.")
    file = Path(path)
    if not file.is_file():
        raise DeclarationError(f"shot {name!r}: there is no file {path!r} (looked in {Path.cwd()}).")
    module = _run(file)
    own = {key: value for key, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__ and callable(value)}
    if function not in own:
        raise unknown("function", function, own, path)
    return own[function]


def failure(error: BaseException, file: str) -> str:
    """'file, line n: Type: message' for an error raised in `file` or below it."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"{file}, line {error.lineno}: {error.msg}: {(error.text or '').strip()}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    where = f"{file}, line {lines[-1]}" if lines else file
    return f"{where}: {type(error).__name__}: {' '.join(str(error).split())[:500]}"


def _run(file: Path):
    spec = importlib.util.spec_from_file_location(f"shot_script_{file.stem}", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up here
    sys.path.insert(0, str(file.parent.absolute()))
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise DeclarationError(f"the script has an error. {failure(error, str(file))}") from error
    finally:
        sys.path.remove(str(file.parent.absolute()))
    return module
