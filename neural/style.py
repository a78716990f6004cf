"""What is declared for the painting: a prompt for the whole picture, and one for each object. Never changes sim or render."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from neural.conditioning.ade20k import CLASSES
from sim.errors import check_number, check_seed, unknown


@dataclass(frozen=True, kw_only=True)
class ObjectStyle:
    """How one object (or part of one) is painted.

    label: its class, an ADE20K name, which a segmentation ControlNet sees, and whose noun is read where the prompt has none. prompt: words
    for this object alone, such as 'a red ceramic cup'. seed: re-rolls this object's noise, and shifts its marks, only. reference: path of
    a picture it should look like.
    """

    label: str
    prompt: str
    seed: int = 0
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class Again:
    """An object, or part of one, painted again with another seed in the frames from `first` to `last`, both included."""

    object: str
    first: int
    last: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Style:
    """prompt: the whole picture, look first, such as 'watercolour, dusk'. objects: by object name or 'object.part' (the
    latter wins). seed: of all noise and marks. resemblance: 0 paints from noise; towards 1 stays close to the beauty pass.
    again: what is painted again for some frames; of several for one frame the last holds."""

    prompt: str = "photo, day"
    objects: Mapping[str, ObjectStyle] = field(default_factory=dict)
    seed: int = 0
    resemblance: float = 0.0
    again: tuple[Again, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "objects", MappingProxyType(dict(self.objects)))
        check_number("style", "resemblance", self.resemblance, least=0, most=1)
        check_seed("style", self.seed)
        for name, style in self.objects.items():
            if style.label not in CLASSES:
                raise unknown("class label", style.label, CLASSES, name)
        for each in self.again:
            if each.object not in self.objects:
                raise unknown("thing with a look", each.object, self.objects, "again")
            check_seed(f"again: {each.object}", each.seed)

    def active(self, frame: int) -> tuple[Again, ...]:
        """What is painted again for a frame."""
        return tuple(each for each in self.again if each.first <= frame <= each.last)

    def painted(self, again: tuple[Again, ...] = ()) -> "Style":
        """The style of all frames for which exactly these are painted again."""
        seeds = {each.object: each.seed for each in again}
        return replace(self, again=(), objects={name: replace(own, seed=seeds.get(name, own.seed)) for name, own in self.objects.items()})
