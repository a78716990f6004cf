"""The embedded model, made anew: sets by our own simulator and renderer, then the training run. Both go on where stopped."""

from dataclasses import dataclass
from pathlib import Path

from neural.conditioning.vocabulary import parse
from neural.training.maker import Furnishing, RegionWords
from scenes.kit import KIT
from scenes.look import Appearance, colour_name
from sim.errors import DeclarationError, check_number
from sim.geometry.mesh_files import cache_folder
from sim.scene.objects import Body
from studio.progress import Stages


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """folder: where sets, checkpoint and model are kept; '' for one in the user's cache. shards: of 32 views each.
    steps: of training in all; more may be asked for later. seed: of the sets and the training. first: folder of a model to
    train on from; '' begins anew. rate: of learning; None: what suits a model that begins anew. Raises DeclarationError."""

    folder: str = ""
    shards: int = 77
    steps: int = 4200
    seed: int = 0
    first: str = ""
    rate: float | None = None

    def __post_init__(self) -> None:
        check_number("train", "shards", self.shards, least=1)
        check_number("train", "steps", self.steps, least=1)
        check_number("train", "seed", self.seed, least=0)
        if self.rate is not None:
            check_number("train", "rate", self.rate, above=0)
        if self.first and not (Path(self.first) / "training.json").is_file():
            raise DeclarationError(f"train: first is {self.first!r}, which holds no model (no training.json); give the folder of one.")


def furnishings() -> tuple[Furnishing, ...]:
    """The kit's props, as random sets are furnished with them; what rolls comes without its wheels."""
    made = [(name, make(name, on=(0.0, 0.0, 0.0))) for name, make in KIT.items()]
    return tuple(Furnishing(body=prop.thing, own={look.path.removeprefix(name).lstrip("."): _said(look) for look in prop.appearances})
                 for name, prop in made if isinstance(prop.thing, Body))


def _said(appearance: Appearance) -> RegionWords:
    return RegionWords(label=appearance.label, colour=colour_name(appearance.look.colour), material=appearance.look.material,
                       noun=parse(appearance.noun).noun or "")


def train_embedded(config: TrainConfig) -> Path:
    """Make what data are missing, train up to `steps`, and return the model's folder."""
    from neural.training.make_data import make_data
    from neural.training.optimiser import RATE
    from neural.training.run import Plan
    from neural.training.train import train

    folder, stages = Path(config.folder or cache_folder() / "training").expanduser(), Stages()
    sets = folder / f"sets-{config.seed}"
    sets.mkdir(parents=True, exist_ok=True)
    with stages.stage("sets") as progress:
        make_data(sets, config.shards, config.seed, progress=progress, kit=furnishings())
    with stages.stage("train"):
        plan = Plan(steps=config.steps, seed=config.seed, rate=config.rate or RATE)
        return train(sets, folder / f"run-{config.seed}", plan, Path(config.first) if config.first else None)
