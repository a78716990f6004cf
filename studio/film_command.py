"""What `steadycast film` does with the words after it."""

import inspect
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from scenes.film import Film
from scenes.films import FILMS
from sim.errors import DeclarationError, unknown
from studio import scripts
from studio.config import ShootConfig
from studio.filming import VIDEO, WARN, Filmed, shoot_film
from studio.jobs import checked, compose_values
from studio.money import Price
from studio.parameters import call, parameters
from studio.words import split, values

OWN = "film."
"""What a film's own settings begin with: its parameters, and film.check."""


def film_command(words: Sequence[str]) -> str:
    """Shoot the film that the words name; what there is to say of it. Raises as studio.filming.shoot_film."""
    names, _ = split(words)
    if len(names) != 1:
        raise DeclarationError("steadycast film: takes one film, as in steadycast film my_film.py:tea or steadycast film "
                               f"{next(iter(FILMS))}; {len(names)} were given.")
    settings = checked([word for word in words if "=" in word])
    own = {path.removeprefix(OWN): value for path, value in values(word for word in settings if word.startswith(OWN)).items()}
    check = str(own.pop("check", WARN))
    others = [word for word in settings if not word.startswith(OWN)]
    for word in others:
        if word.startswith("shot"):
            raise DeclarationError(f"cannot use {word!r}: a film's parameters are given as film.NAME=VALUE.")
    composed = compose_values("config", others)
    composed.pop("shot")
    film = declared(names[0], own)
    return summary(shoot_film(film, call(ShootConfig, composed), check, {"film": {"name": names[0], "parameters": own}, **composed}))


def declared(name: str, own: dict[str, Any]) -> Film:
    """The film of the library or of a script, with these parameters."""
    if scripts.is_script(name):
        function = scripts.load_function(name)
        with scripts.running(inspect.getsourcefile(function) or name, f"film {name!r}: "):
            film = _called(function, own)
    elif name in FILMS:
        film = _called(FILMS[name], own)
    else:
        raise DeclarationError(f"{unknown('film', name, FILMS)} Or name your own: steadycast film my_film.py:my_film.")
    if not isinstance(film, Film):
        raise DeclarationError(f"film {name!r}: the function returned {type(film).__name__}; it must return what film(...) gives.")
    return film


def _called(function: Callable, own: dict[str, Any]) -> Any:
    known = [each.name for each in parameters(function)]
    for name in own:
        if name not in known:
            raise unknown("parameter", name, [*known, "check"], "film")
    return call(function, own, "film")


def summary(filmed: Filmed) -> str:
    """The shots, what they cost if it is said what an hour does, what the continuity check found, and the place."""
    begins, lines = 0.0, []
    for take in filmed.takes:
        seconds = float(take.report["frames"] / Fraction(take.report["fps"]))
        lines.append(f"{begins:7.2f} s  {take.report['shot']:14} {seconds:6.2f} s  {take.folder.name}, builds on {take.report['parent']}")
        begins += seconds
    lines += _price(filmed, begins)
    lines += [f"continuity: {finding}" for finding in filmed.findings] or ["continuity: nothing found"]
    return "\n".join([*lines, f"film: {filmed.folder}", f"      {filmed.folder / VIDEO}"])


def _price(filmed: Filmed, shown: float) -> list[str]:
    rates = {(take.report["price"] or {}).get("hourly_rate") for take in filmed.takes}
    if len(rates) > 1 or not (rate := rates.pop()):
        return []
    spent = filmed.farmed + sum(take.report["seconds"]["total"] for take in filmed.takes)
    return [Price(seconds=spent, shown=shown, hourly_rate=rate).words()]
