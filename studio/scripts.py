"""Shots from a user's own script, named as path.py:function. The script runs as Python; its errors come back as messages."""

import runpy
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from sim.errors import DeclarationError, unknown
from studio.progress import log

MODULE = "shot_script"
SLOW = 5.0
"""s after which it is said that a script is still running; twice as many until it is said again."""


class Stopped(KeyboardInterrupt):
    """Ctrl-C while a script runs; a KeyboardInterrupt that the script raises itself is one of its errors."""


def is_script(name: str) -> bool:
    """Whether a shot's name means a function in a file."""
    return ".py:" in name or name.endswith(".py")


def load_function(name: str) -> Callable:
    """The function that 'path.py:function' names. Raises DeclarationError with file and line for what is wrong in it."""
    path, _, function = name.rpartition(":")
    if not function or not path.endswith(".py"):
        raise DeclarationError(f"shot {name!r}: say which function of the script is the shot: shot={name.rstrip(':')}:my_shot.")
    if not Path(path).is_file():
        raise DeclarationError(f"shot {name!r}: there is no file {path!r} (looked in {Path.cwd()}).")
    with running(path):  # runpy leaves no compiled file beside the user's script
        names = runpy.run_path(path, run_name=MODULE)
        own = {key: value for key, value in names.items() if getattr(value, "__module__", None) == MODULE and callable(value)}
    if function not in own:
        raise unknown("function", function, own, path)
    return own[function]


@contextmanager
def running(file: str, owner: str = "") -> Iterator[None]:
    """Where a script's own code runs. Whatever it raises becomes a DeclarationError with file and line; Ctrl-C stays one. Modules beside
    the script are found, but only here, and never in place of our own or of installed ones. After SLOW s it is said where it is."""
    with _beside(file), _watched(file), _stoppable():
        try:
            yield
        except Stopped:
            raise
        except BaseException as error:  # also what says that Python, a generator or a task is to end, for here nothing is
            raise DeclarationError(f"{owner}{place_in_script(error, file)}: {words(error)}") from error


def place_in_script(error: BaseException, file: str) -> str:
    """'file, line n' of the last step in `file` on the way to an error."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"{file}, line {error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f"{file}, line {lines[-1]}" if lines else file


def words(error: BaseException) -> str:
    """What an error says, after its type's name unless it is one of ours."""
    try:
        message = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())[:500]
    except Exception:  # an error of the user's own, whose __str__ has another
        message = ""
    if isinstance(error, DeclarationError):
        return message
    return f"{type(error).__name__}: {message}" if message else f"{type(error).__name__}, which says no more"


@contextmanager
def _beside(file: str) -> Iterator[None]:
    folder = str(Path(file).parent.absolute())
    added = folder not in sys.path
    sys.path += [folder] * added
    try:
        yield
    finally:
        if added and folder in sys.path:  # libraries that look for what else is installed must not find the user's files later
            sys.path.remove(folder)


@contextmanager
def _watched(file: str) -> Iterator[None]:
    done = threading.Event()
    threading.Thread(target=_watch, args=(file, threading.get_ident(), done), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _watch(file: str, thread: int, done: threading.Event) -> None:
    wait = SLOW
    while not done.wait(wait):
        lines = [step.lineno for step in traceback.extract_stack(sys._current_frames()[thread]) if step.filename == file]
        log.warning("still running %s%s; Ctrl-C stops it.", file, f", now at line {lines[-1]}" if lines else "")
        wait *= 2  # what takes minutes is told of a few times


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C raises Stopped inside, where it raised KeyboardInterrupt."""
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: FrameType | None) -> None:
        try:
            before(number, frame)  # type: ignore[operator, misc]
        except KeyboardInterrupt:
            raise Stopped from None

    ours = callable(before) and threading.current_thread() is threading.main_thread()  # only there handlers can be set
    if ours:
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, before)
