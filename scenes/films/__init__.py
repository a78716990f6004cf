"""The library of films: FILMS maps a name to a function with typed parameters that declares it."""

from collections.abc import Callable

from scenes.film import Film
from scenes.films.visit import visit

FILMS: dict[str, Callable[..., Film]] = {"visit": visit}
