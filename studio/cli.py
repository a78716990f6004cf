"""The command line: steadycast shoot | list | describe | train | doctor."""

import sys
from collections.abc import Callable, Sequence

from sim.errors import DeclarationError, ResourceError, SimulationError, unknown
from studio.progress import console, log_to_screen

USAGE = """\
steadycast: from a declared scene to a painted shot.

  steadycast shoot [shot=NAME] [name=value ...]       shoot; the default shot is the ball, the pillar and the cup
  steadycast shoot shot=my_film.py:my_shot            shoot a function of your own script that returns a Shot
  steadycast shoot -m shot.ball_speed=2,3 fps=12,24   shoot every combination: one table, one contact sheet
  steadycast list                                     the library's shots and their parameters
  steadycast describe [shot=NAME] [name=value ...]    the shot list and all settings; nothing is shot
  steadycast train [name=value ...]                   make the embedded model anew (hours); goes on where it was stopped
  steadycast doctor                                   what this machine has, and what to do about what it has not

A take is a folder in out=takes: shot.mp4, contact.png, trajectory.npz, report.json, config.yaml.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code: 0 done, 1 the doctor or a sweep found faults, 2 bad input, 130 Ctrl-C."""
    command, *rest = arguments if arguments is not None else sys.argv[1:] or ["help"]
    log_to_screen()
    try:
        if command in ("help", "-h", "--help"):
            print(USAGE, end="")
            return 0
        if command not in COMMANDS:
            raise unknown("command", command, COMMANDS, "steadycast")
        return COMMANDS[command](rest)
    except (DeclarationError, SimulationError, ResourceError) as error:
        _complain(str(error))
        return 2
    except OSError as error:
        _complain(f"cannot read or write {error.filename or 'a file'}: {error.strerror or error}.")
        return 2
    except KeyboardInterrupt:
        _complain("stopped. Nothing unfinished was kept.")
        return 130


def _shoot(arguments: Sequence[str]) -> int:
    from studio.jobs import jobs
    from studio.shoot import shoot
    from studio.sweep import shoot_all, table

    sweep = any(word in ("-m", "--multirun") for word in arguments)
    found = jobs(_overrides(arguments, "-m", "--multirun"), sweep=sweep)
    if sweep:
        folder, whole = shoot_all(found)
        print(f"{table(folder)}\n{folder}")
        return 0 if whole else 1
    take = shoot(found[0].shot, found[0].config, found[0].resolved)
    print(summary(take))
    return 0


def _list(arguments: Sequence[str]) -> int:
    from scenes.library import SHOTS
    from studio.parameters import outline

    _overrides(arguments[:0], *_refuse(arguments))
    for name, function in SHOTS.items():
        print(f"{name:16} {(function.__doc__ or '').strip().splitlines()[0]}")
        print(f"{'':16} {', '.join(outline(function))}")
    return 0
