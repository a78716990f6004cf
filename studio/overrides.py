"""Overrides as Hydra's users write them, looked at before Hydra has them, so that a mistake is told in our words."""

import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, OverrideType, RangeSweep
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf

from sim.errors import DeclarationError, unknown
from studio.scripts import is_script
from studio.shot_configs import unknown_shot

GROUPS = ("shot", "neural", "render", "look")
"""Of conf/: of each one choice is made."""
MOST_JOBS = 10_000
"""In one sweep."""
LONGEST = 200
"""Letters of a file's name, with room for its ending; file systems take 255 bytes."""
FIXED = {"hydra.run.dir": "out=PATH", "hydra.sweep.subdir": "hydra.sweep.dir=PATH", "hydra.output_subdir": "out=PATH",
         "hydra.job.chdir": "out=PATH"}
"""Hydra's settings that say where a job works, which here the take's folder does; and what to say instead."""


def parsed(overrides: Sequence[str], sweep: bool, interval: bool = False) -> list[Override]:
    """The overrides, as Hydra reads them. sweep: whether they may have several values; interval: and intervals, as some sweepers take.
    Raises DeclarationError."""
    first: dict[str, str] = {}
    found = [_parse(text, sweep, interval) for text in overrides]
    for text, override in zip(overrides, found):
        if (name := override.key_or_group) in first:
            raise DeclarationError(f"{name} is given twice, as {first[name]!r} and as {text!r}; leave one out.")
        first[name] = text
    return found


def is_choice(text: str) -> bool:
    """Whether an override chooses from a group, or is for Hydra itself."""
    name = text.split("=")[0]
    return name in GROUPS or name[:1] == "+" or "/" in name or name.startswith("hydra.")


def check_count(overrides: Sequence[Override]) -> None:
    """Raises DeclarationError if there are too many combinations."""
    counts = {o.input_line: _count(o.value()) for o in overrides if o.is_sweep_override()}
    number, longest = math.prod(counts.values()), max(counts, key=lambda text: counts[text], default="")
    if number > MOST_JOBS:
        raise DeclarationError(f"{number:,.0f} combinations are too many for one sweep, {counts[longest]:,.0f} by {longest!r} alone; "
                               f"give at most {MOST_JOBS:,}.")


def check_key(base: DictConfig, text: str) -> None:
    """Raises DeclarationError if the setting that an override changes is not there, or is a group of settings."""
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


def _check_choice(group: str, value: Any) -> None:
    """Raises DeclarationError for what can be no file's name, before it is looked for as one."""
    name = str(value)
    if not isinstance(value, str) or max(map(len, name.split("/"))) > LONGEST and not is_script(name):
        raise unknown_shot(name) if group == "shot" else unknown("choice", value, options(group), group)


def options(group: str) -> list[str]:
    """The choices that conf/ has in a group."""
    return sorted(file.name.removesuffix(".yaml") for file in files("conf").joinpath(group).iterdir())


def _count(values: Any) -> float:
    if not isinstance(values, RangeSweep):
        return len(values.list)
    length = float(values.stop or 0) - float(values.start or 0)
    return math.ceil(abs(length / float(values.step))) if values.step else math.inf


def _parse(text: str, sweep: bool, interval: bool) -> Override:
    try:
        override = OverridesParser.create().parse_override(text)
    except HydraException as error:
        raise DeclarationError(f"cannot read {text!r} ({str(error).splitlines()[0]}). Write name=value, such as fps=25; put quotes "
                               "within quotes round a value with spaces, commas or brackets: \"style.prompt='toon, dusk'\".") from None
    name, added = override.key_or_group, override.type == OverrideType.ADD and "." not in override.key_or_group
    if not name or override.package is not None or not (override.type == OverrideType.CHANGE or added or name.startswith("hydra.")):
        raise DeclarationError(f"cannot use {text!r}: settings are changed with name=value; a choice of a group is added with + "
                               "(+experiment=NAME), and none can be taken away (~).")
    if name in GROUPS and not override.is_sweep_override():
        _check_choice(name, override.value())
    if name in FIXED:
        raise DeclarationError(f"cannot use {text!r}: {name} has no effect here. Say {FIXED[name]}.")
    if override.is_sweep_override() and not sweep:
        raise DeclarationError(f"{text!r} has several values. For one value with a comma, quote it within quotes: "
                               f"\"{name}='...'\"; for a list: name=[a,b]; to shoot them all, add -m.")
    if override.is_interval_sweep() and not interval or override.is_sweep_override() and "glob(" in text:
        raise DeclarationError(f"cannot sweep over {text!r}: list the values, as 1,2,3, or give range(first,end,step)"
                               f"{'; an interval is for a sweeper that searches, as hydra/sweeper=optuna' * override.is_interval_sweep()}.")
    return override
