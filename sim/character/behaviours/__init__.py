"""What people can do: one verb a file, each with its VERB. A new file here is a new verb, everywhere."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act

VERBS: Mapping[str, VerbSpec] = {spec.word: spec for spec in (
    import_module(f"{__name__}.{found.name}").VERB for found in iter_modules(__path__))}
"""By what scripts call them."""
SPECS: Mapping[type[Act], VerbSpec] = {spec.act: spec for spec in VERBS.values()}
"""By their declarations."""
