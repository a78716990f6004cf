"""Shots from a user's own script, named as path.py:function. The script runs as Python; its errors come back as messages."""

import runpy
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError, unknown

MODULE = "shot_script"


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
    own = {key: value for key, value in _run(file).items() if getattr(value, "__module__", None) == MODULE and callable(value)}
    if function not in own:
        raise unknown("function", function, own, path)
    return own[function]


def place(error: BaseException, file: str) -> str:
    """'file, line n' of the last step in `file` on the way to an error."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"{file}, line {error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f"{file}, line {lines[-1]}" if lines else file


def words(error: BaseException) -> str:
    """What an error says, after its type's name unless it is one of ours."""
    message = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())[:500]
    return message if isinstance(error, DeclarationError) else f"{type(error).__name__}: {message}"


def _run(file: Path) -> dict[str, Any]:
    # runpy leaves no compiled file beside the user's script; neighbours are found, but never in place of our own rooms.
    if str(file.parent.absolute()) not in sys.path:
        sys.path.append(str(file.parent.absolute()))
    try:
        return runpy.run_path(str(file), run_name=MODULE)
    except (Exception, SystemExit) as error:
        raise DeclarationError(f"{place(error, str(file))}: {words(error)}") from error
