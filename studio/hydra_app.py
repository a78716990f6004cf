"""`steadycast shoot`: an application of Hydra, so that its flags, groups, launchers and sweepers work as its users know them."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import hydra
from hydra._internal.utils import get_args_parser
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.errors import DeclarationError, ResourceError, SimulationError, unknown
from studio.config import ShootConfig
from studio.jobs import Job, compose_values, jobs, made, rephrase, settings_of
from studio.overrides import parsed
from studio.progress import log_to_screen
from studio.shoot import shoot
from studio.summary import summary
from studio.sweep import gather, shoot_in_sweep, sweep_folder

SEARCHER = "hydra/sweeper=optuna"
"""The sweeper that chooses values itself: what it will ask for cannot be declared beforehand."""


def shoot_command(arguments: Sequence[str]) -> int:
    """Shoot as the words after `steadycast shoot` say; the exit code. Raises DeclarationError, SimulationError and ResourceError."""
    given = _flags(arguments)
    if given.cfg or given.info or given.shell_completion or given.hydra_help:
        with _told(given), _words(arguments):
            application()
        return 0
    return _sweep(given) if given.multirun else _one(given)


@hydra.main(version_base="1.3", config_path="pkg://conf", config_name="config")
def application(config: DictConfig) -> float | None:
    """One job of Hydra's, in whatever process a launcher has started. Returns what a sweeper that searches is to make small or large."""
    told = HydraConfig.get()
    asked = list(told.overrides.task)
    if told.mode == RunMode.MULTIRUN:
        log_to_screen()
        return shoot_in_sweep(partial(_job, config, asked), settings_of(asked), Path(told.sweep.dir), int(told.job.num))
    try:
        job = _job(config, asked)
        print(summary(shoot(job.shot, job.config, job.resolved)))
    except (DeclarationError, SimulationError, ResourceError) as error:
        _failed.append(error)
    return None


_failed: list[DeclarationError | SimulationError | ResourceError] = []
"""What went wrong with the one job of this process; Hydra would say so in its own words."""


def complete(arguments: Sequence[str], commands: Iterable[str]) -> int:
    """Hydra's tab completion, also of the names of commands. The shell's line so far stands in COMP_LINE."""
    words = os.environ.get("COMP_LINE", "").split(" ") if arguments[-1].startswith("query=") else []
    if len(words) == 2:
        print(*(name for name in commands if name.startswith(words[1])), sep="\n")
        return 0
    if words[1:2] == ["shoot"]:
        os.environ["COMP_LINE"] = " ".join([words[0], *words[2:]])
    return shoot_command(arguments)


def _one(given: argparse.Namespace) -> int:
    parsed(given.overrides, sweep=False)
    with _told(given), _words(_passed_on(given, given.overrides)):
        application()
    if _failed:
        raise _failed.pop()
    return 0


def _sweep(given: argparse.Namespace) -> int:
    searches = SEARCHER in given.overrides
    settings = {override.key_or_group: override.value() for override in parsed(given.overrides, sweep=True, interval=searches)}
    own = [text for text in given.overrides if not text.startswith("hydra.sweep.dir=")]
    if settings.get("farm"):
        raise DeclarationError("farm: a sweep's jobs are shared out by a launcher, as hydra/launcher=ray. Leave farm out.")
    if not searches:  # a mistake in any shows before the first is shot
        jobs([text for text in own if not text.lstrip("+").startswith("hydra")], sweep=True, config_dir=given.config_dir or "")
    given_folder = str(settings.get("hydra.sweep.dir", ""))
    folder, finished = sweep_folder(own, given_folder, str(settings.get("out", ShootConfig.out))), False
    try:
        with _told(given), _words(_passed_on(given, [*own, f"hydra.sweep.dir='{folder}'"])):
            application()
        finished = True
    finally:
        done = gather(folder, finished)
    print(done.table + (f"\n{folder}" if done.takes else "\nNo take was made."))
    return 0 if done.whole else 2


@contextmanager
def _told(given: argparse.Namespace) -> Iterator[None]:
    """Where what Hydra finds wrong with the words comes back as a DeclarationError in ours."""
    try:
        yield
    except (HydraException, OmegaConfBaseException, OverflowError, OSError) as error:
        if not given.multirun:
            compose_values("config", given.overrides, given.config_dir or "")
        if isinstance(error, OSError):  # not of Hydra's looking for files
            raise
        raise DeclarationError(rephrase(error)) from error


def _flags(arguments: Sequence[str]) -> argparse.Namespace:
    """The words, as Hydra's own parser reads them."""
    parser = get_args_parser()
    known = [flag for action in parser._actions for flag in action.option_strings]
    for word in arguments:
        if word.startswith("-") and word.split("=")[0] not in known:
            raise unknown("flag", word, known, "steadycast shoot")
    parser.error = _refuse  # type: ignore[method-assign, assignment]
    return parser.parse_intermixed_args(list(arguments))


def _refuse(message: str) -> None:
    raise DeclarationError(f"steadycast shoot: {message}. steadycast shoot --hydra-help tells what its flags are.")


def _passed_on(given: argparse.Namespace, overrides: Sequence[str]) -> list[str]:
    places = [word for flag, value in (("--config-dir", given.config_dir), ("--config-path", given.config_path),
                                       ("--config-name", given.config_name)) if value for word in (flag, value)]
    return [*(["--multirun"] if given.multirun else []), *places, *overrides]


@contextmanager
def _words(arguments: Sequence[str]) -> Iterator[None]:
    """Where Hydra's application finds these words, and lets its errors out as they are."""
    before, full = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv, os.environ["HYDRA_FULL_ERROR"] = ["steadycast", *arguments], "1"
    try:
        yield
    finally:
        sys.argv = before
        os.environ.pop("HYDRA_FULL_ERROR")
        if full is not None:
            os.environ["HYDRA_FULL_ERROR"] = full


def _job(config: DictConfig, overrides: list[str]) -> Job:
    values = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    assert isinstance(values, dict)
    return made(settings_of(overrides), {str(name): value for name, value in values.items()})
