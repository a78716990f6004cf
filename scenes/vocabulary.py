"""The words for what people do, each made of its VerbSpec: walk_to("anna", "cup", when=1.0, name="go"). Places are m, world."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields

from scenes.actions import trigger
from sim.character.behaviours import VERBS
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act

Word = Callable[..., Act]
OWN = ("target", "when", "until", "name")
"""Fields that all acts have: scripts give `until` by `until(...)`."""


def word(spec: VerbSpec) -> Word:
    """A function that declares this verb: who, then the fields that are given by place, then all others, `when` and `name` by name."""
    signature = inspect.Signature(_parameters(spec), return_annotation=spec.act)

    def declare(*args: object, **kwargs: object) -> Act:
        given = signature.bind(*args, **kwargs).arguments
        who, when = str(given.pop("who")), given.pop("when", 0.0)
        return spec.act(target=who, when=trigger(who, when), **given)
    declare.__name__ = declare.__qualname__ = spec.word
    declare.__doc__ = spec.act.__doc__
    declare.__signature__ = signature  # type: ignore[attr-defined]
    return declare


def _parameters(spec: VerbSpec) -> list[inspect.Parameter]:
    own = {field.name: field for field in fields(spec.act) if field.name not in OWN}
    by_name = [name for name in own if name not in spec.given]
    when = inspect.Parameter("when", inspect.Parameter.KEYWORD_ONLY, default=0.0)
    name = inspect.Parameter("name", inspect.Parameter.KEYWORD_ONLY, default="")
    return [inspect.Parameter("who", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(_parameter(own[field], inspect.Parameter.POSITIONAL_OR_KEYWORD) for field in spec.given),
            *(_parameter(own[field], inspect.Parameter.KEYWORD_ONLY) for field in by_name), when, name]


def _parameter(field: Field, kind: inspect._ParameterKind) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is MISSING else field.default
    return inspect.Parameter(field.name, kind, default=default, annotation=field.type)


WORDS: Mapping[str, Word] = {spec.word: word(spec) for spec in VERBS.values()}
"""By their names, as scripts call them."""
