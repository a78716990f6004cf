"""From overrides on the command line to jobs, through Hydra: its grammar, its composition, its sweeps. Config runs no code."""

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, make_dataclass
from typing import Any

from hydra import compose, initialize_config_module
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, OverrideType, RangeSweep
from hydra.errors import HydraException, MissingConfigException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import MissingMandatoryValue, OmegaConfBaseException

from scenes.shot import Shot
from scenes.shots import SHOTS
from sim.errors import DeclarationError, unknown
from studio import scripts
from studio.config import MODELS, ShootConfig, changed
from studio.parameters import call, populated, schema

GROUPS = ("neural",)
"""What has named choices; `shot` has too: the library and the user's scripts."""

DEFAULT_SHOT = "tea"
MOST_JOBS = 10_000
"""In one sweep."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One shot to shoot. settings: what was asked for, by name. shot: what it declares. resolved: the whole config as plain
    values, the shot's name and parameters included."""

    settings: Mapping[str, Any]
    shot: Shot
    config: ShootConfig
    resolved: Mapping[str, Any]


def jobs(overrides: Sequence[str], *, sweep: bool = False) -> tuple[Job, ...]:
    """One job, or with `sweep` one for each combination of the values that a comma or range(a, b) gives. All shots are
    declared here, so that a mistake in any shows before the first is shot. Raises DeclarationError."""
    parsed = _parsed(overrides, sweep)
    _check_count(parsed)
    combinations = BasicSweeper.split_arguments(parsed, max_batch_size=None)[0]
    if not combinations:
        raise DeclarationError("there is nothing to shoot: a range in it has no values. Give range(first,end,step) with first before end.")
    return tuple(_job(combination) for combination in combinations)


def checked(overrides: Sequence[str]) -> list[str]:
    """The overrides, each looked at for mistakes in its form. Raises DeclarationError."""
    return [override.input_line or "" for override in _parsed(overrides, sweep=False)]


def shot_function(name: str) -> Callable:
    """A library shot's function by its name, or a script's by 'path.py:function'."""
    if scripts.is_script(name):
        return scripts.load_function(name)
    if name not in SHOTS:
        raise DeclarationError(f"{unknown('shot', name, SHOTS)} Or name your own: shot=my_film.py:my_shot.")
    return SHOTS[name]


def compose_values(name: str, root: type, overrides: Sequence[str]) -> dict[str, Any]:
    """Plain values of the config `name` with schema `root` after the overrides, each checked to be there. DeclarationError."""
    ConfigStore.instance().store(name=f"{name}_schema", node=root)
    chosen = [text for text in overrides if text.split("=")[0] in GROUPS]
    with initialize_config_module(version_base="1.3", config_module="conf"):
        base = None
        try:
            base = compose(name, chosen)
            for text in overrides:
                if text not in chosen:
                    _check_key(base, text)
            return OmegaConf.to_container(compose(name, list(overrides)), resolve=True, throw_on_missing=True)  # type: ignore[return-value]
        except (HydraException, OmegaConfBaseException, OverflowError) as error:
            raise DeclarationError(_rephrase(error, base)) from error


def _parsed(overrides: Sequence[str], sweep: bool) -> list[Override]:
    first: dict[str, str] = {}
    found = [_parse(text, sweep) for text in overrides]
    for text, override in zip(overrides, found):
        if (name := override.key_or_group) in first:
            raise DeclarationError(f"{name} is given twice, as {first[name]!r} and as {text!r}; leave one out.")
        first[name] = text
    return found


def _check_count(overrides: Sequence[Override]) -> None:
    counts = {o.input_line: _count(o.value()) for o in overrides if o.is_sweep_override()}
    number, longest = math.prod(counts.values()), max(counts, key=lambda text: counts[text], default="")
    if number > MOST_JOBS:
        raise DeclarationError(f"{number:,.0f} combinations are too many for one sweep, {counts[longest]:,.0f} by {longest!r} alone; "
                               f"give at most {MOST_JOBS:,}.")


def _count(values: Any) -> float:
    if not isinstance(values, RangeSweep):
        return len(values.list)
    length = float(values.stop or 0) - float(values.start or 0)
    return math.ceil(abs(length / float(values.step))) if values.step else math.inf


def _parse(text: str, sweep: bool) -> Override:
    try:
        override = OverridesParser.create().parse_override(text)
    except HydraException as error:
        raise DeclarationError(f"cannot read {text!r} ({str(error).splitlines()[0]}). Write name=value, such as fps=25; put quotes "
                               "within quotes round a value with spaces, commas or brackets: \"style.prompt='toon, dusk'\".") from None
    if override.type != OverrideType.CHANGE or override.package is not None or not override.key_or_group:
        raise DeclarationError(f"cannot use {text!r}: settings are changed with name=value; none can be added (+) or taken away (~).")
    if override.is_hydra_override():
        raise DeclarationError(f"cannot use {text!r}: Hydra's own settings have no effect here. Takes go to the folder out=PATH.")
    if override.is_sweep_override() and not sweep:
        raise DeclarationError(f"{text!r} has several values. For one value with a comma, quote it within quotes: "
                               f"\"{override.key_or_group}='...'\"; for a list: name=[a,b]; to shoot them all, add -m.")
    if override.is_interval_sweep() or override.is_sweep_override() and "glob(" in text:
        raise DeclarationError(f"cannot sweep over {text!r}: list the values, as 1,2,3, or give range(first,end,step).")
    return override


def _job(overrides: Sequence[str]) -> Job:
    settings = {o.key_or_group: o.value() for o in OverridesParser.create().parse_overrides(list(overrides))}
    if not isinstance(settings.get("neural", ""), str):
        raise unknown("choice", settings["neural"], MODELS, "neural")
    name = str(settings.get("shot", DEFAULT_SHOT))
    function = shot_function(name)
    store = ConfigStore.instance()
    store.store(group="shot", name="chosen", node=_shot_schema(function, name))
    for model, neural in MODELS.items():
        store.store(group="neural", name=model, node=populated(neural))
    root = make_dataclass("Config", [("shot", Any, "???")], bases=(schema(ShootConfig),), kw_only=True)
    values = compose_values("config", root, [text for text in overrides if not text.startswith("shot=")])
    return _made(settings, name, function, values)


def _made(settings: Mapping[str, Any], name: str, function: Callable, values: dict[str, Any]) -> Job:
    parameters = values.pop("shot")
    config = call(ShootConfig, values)
    return Job(settings=settings, shot=changed(_declare(function, name, parameters), config), config=config,
               resolved={"shot": {"name": name, "parameters": parameters}, **values})


def _shot_schema(function: Callable, name: str) -> type:
    try:
        return schema(function)
    except Exception as error:  # a type can be written as text, which is worked out only now
        raise DeclarationError(f"shot {name!r}: its parameters' types cannot be read: {scripts.words(error)}.") from None


def _declare(function: Callable, name: str, parameters: Mapping[str, Any]) -> Shot:
    if scripts.is_script(name):
        with scripts.running(inspect.getsourcefile(function) or name, f"shot {name!r}: "):
            shot = call(function, parameters, "shot")
    else:
        shot = call(function, parameters, "shot")
    if not isinstance(shot, Shot):
        raise DeclarationError(f"shot {name!r}: the function returned {type(shot).__name__}; it must return a Shot.")
    return shot


def _check_key(base: DictConfig, text: str) -> None:
    key, _, _ = text.partition("=")
    node: Any = base
    walked: list[str] = []
    for step in key.split("."):
        owner = ".".join(walked) or "config"
        if not OmegaConf.is_dict(node):
            raise DeclarationError(f"{text}: {owner} is one value; it has no {step!r} in it.")
        if step not in node:
            raise unknown("setting", step, map(str, node), owner)
        node = node._get_node(step)
        walked.append(step)
    if OmegaConf.is_dict(node):
        raise DeclarationError(f"{text}: {key} is a group of settings; give one of them, such as {key}.{next(iter(node), '')}=VALUE.")


def _rephrase(error: BaseException, base: DictConfig | None) -> str:
    if isinstance(error, MissingConfigException) and error.missing_cfg_file:
        group, _, option = error.missing_cfg_file.rpartition("/")
        return str(unknown("choice", option, error.options or (), group))
    said = str(error)  # by OmegaConf, also of errors that are not its own
    while error.__cause__ is not None:
        error = error.__cause__
    key = getattr(error, "full_key", None) or next((line.split()[-1] for line in said.splitlines() if "full_key: " in line), None)
    first = str(error).splitlines()[0].rstrip(".")
    if isinstance(error, MissingMandatoryValue):
        return f"{key}: has no default and none was given; say {key}=VALUE."
    return f"{key}: {first}. The default is {OmegaConf.select(base, key)}." if key and base else f"{first}."
