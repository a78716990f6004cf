"""From overrides on the command line to jobs, through Hydra: its grammar, its groups, its composition. Config runs no code."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from hydra import compose, initialize_config_module
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException, MissingConfigException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import MissingMandatoryValue, OmegaConfBaseException

from scenes.shot import Shot
from scenes.shots import SHOTS
from sim.errors import DeclarationError, unknown
from studio import scripts
from studio.config import ShootConfig, changed
from studio.overrides import check_count, check_key, is_choice, parsed
from studio.parameters import call
from studio.schemas import FUNCTION
from studio.shot_configs import unknown_shot


@dataclass(frozen=True, kw_only=True)
class Job:
    """One shot to shoot. settings: what was asked for, by name. shot: what it declares. resolved: the whole config as plain
    values, the shot's name and parameters included."""

    settings: Mapping[str, Any]
    shot: Shot
    config: ShootConfig
    resolved: Mapping[str, Any]


def jobs(overrides: Sequence[str], *, sweep: bool = False, config_dir: str = "") -> tuple[Job, ...]:
    """One job, or with `sweep` one for each combination of the values that a comma or range(a, b) gives. All shots are
    declared here, so that a mistake in any shows before the first is shot. config_dir: a folder with groups of the user's own. Raises
    DeclarationError."""
    found = parsed(overrides, sweep)
    check_count(found)
    combinations = BasicSweeper.split_arguments(found, max_batch_size=None)[0]
    if not combinations:
        raise DeclarationError("there is nothing to shoot: a range in it has no values. Give range(first,end,step) with first before end.")
    return tuple(_job(combination, config_dir) for combination in combinations)


def checked(overrides: Sequence[str]) -> list[str]:
    """The overrides, each looked at for mistakes in its form. Raises DeclarationError."""
    return [override.input_line or "" for override in parsed(overrides, sweep=False)]


def shot_function(name: str) -> Callable:
    """A library shot's function by its name, or a script's by 'path.py:function'."""
    if scripts.is_script(name):
        return scripts.load_function(name)
    if name not in SHOTS:
        raise unknown_shot(name)
    return SHOTS[name]


def compose_values(name: str, overrides: Sequence[str], config_dir: str = "") -> dict[str, Any]:
    """Plain values of the config `name` of conf/ after the overrides, each checked to be there. config_dir: a folder with groups of the
    user's own. Raises DeclarationError."""
    choices = [text for text in overrides if is_choice(text)]
    own = [f"hydra.searchpath=['file://{config_dir}','shots://']"] if config_dir else []
    with initialize_config_module(version_base="1.3", config_module="conf"):
        base = None
        try:
            base = compose(name, [*choices, *own])
            for text in overrides:
                if text not in choices:
                    check_key(base, text)
            return OmegaConf.to_container(compose(name, [*overrides, *own]), resolve=True, throw_on_missing=True)  # type: ignore[return-value]
        except (HydraException, OmegaConfBaseException, OverflowError) as error:
            raise DeclarationError(rephrase(error, base)) from error


def _job(overrides: Sequence[str], config_dir: str) -> Job:
    return made(settings_of(overrides), compose_values("config", overrides, config_dir))


def settings_of(overrides: Sequence[str]) -> dict[str, Any]:
    """The values asked for, by name."""
    return {o.key_or_group: o.value() for o in OverridesParser.create().parse_overrides(list(overrides))}


def made(settings: Mapping[str, Any], values: dict[str, Any]) -> Job:
    """The job of a composed config. Raises DeclarationError."""
    parameters = values.pop("shot")
    name = parameters.pop(FUNCTION)
    for added in set(values) - {field.name for field in fields(ShootConfig)}:
        raise DeclarationError(f"cannot use '+{added}={settings.get(added, '')}': there is no group and no setting {added!r}. Settings are "
                               "changed with name=value; a choice of a group is added as +experiment=NAME.")
    config = call(ShootConfig, values)
    return Job(settings=settings, shot=changed(_declare(shot_function(name), name, parameters), config), config=config,
               resolved={"shot": {"name": name, "parameters": parameters}, **values})


def _declare(function: Callable, name: str, parameters: Mapping[str, Any]) -> Shot:
    if scripts.is_script(name):
        with scripts.running(inspect.getsourcefile(function) or name, f"shot {name!r}: "):
            shot = call(function, parameters, "shot")
    else:
        shot = call(function, parameters, "shot")
    if not isinstance(shot, Shot):
        raise DeclarationError(f"shot {name!r}: the function returned {type(shot).__name__}; it must return a Shot.")
    return shot


def rephrase(error: BaseException, base: DictConfig | None = None) -> str:
    """What Hydra or OmegaConf found wrong, as we would say it. base: the config without what was asked for, if it could be composed."""
    if isinstance(error, MissingConfigException) and error.missing_cfg_file:
        group, _, option = error.missing_cfg_file.partition("/")
        return str(unknown_shot(option) if group == "shot" else unknown("choice", option, error.options or (), group))
    said = str(error)  # by OmegaConf, also of errors that are not its own
    while error.__cause__ is not None:
        error = error.__cause__
    key = getattr(error, "full_key", None) or next((line.split()[-1] for line in said.splitlines() if "full_key: " in line), None)
    first = str(error).splitlines()[0].rstrip(".")
    if isinstance(error, MissingMandatoryValue):
        return f"{key}: has no default and none was given; say {key}=VALUE."
    return f"{key}: {first}. The default is {OmegaConf.select(base, key)}." if key and base else f"{first}."
