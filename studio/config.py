"""What a run is asked beyond its shot, and how the changes asked for are laid over a shot."""

from dataclasses import dataclass
from pathlib import Path

from neural.bank.cache import Work
from neural.config import NeuralConfig
from render.config import RenderConfig
from scenes.shot import Shot, with_overrides
from sim.errors import DeclarationError, check_number
from sim.math.conventions import rate
from studio.declarations import digest
from studio.export.layers import chosen_layers
from studio.keys import code, device
from studio.store import Store

CLUSTER = "auto"
"""The farm that is there already: the Ray cluster that RAY_ADDRESS names, or that was started on this machine."""


@dataclass(frozen=True, kw_only=True)
class StyleChanges:
    """Changes to the shot's Style; None leaves what the shot says."""

    prompt: str | None = None
    seed: int | None = None
    resemblance: float | None = None


@dataclass(frozen=True, kw_only=True)
class ShootConfig:
    """out: folder for takes, made when missing. store: folder where what was made is kept to be used again, in `out` unless it is
    absolute; it can be deleted at any time, and empty keeps nothing. parent: the take that this one builds on, whose painted surfaces it is
    served: its name in `out` or its path, 'none', or 'auto' for the latest in `out` of the same world. passes: layers that are written
    beside the take as OpenEXR, as `steadycast passes` does, such as [depth,normal] or [all]. fps: frame rate, as 24 or
    '24000/1001', and seconds: length; None leaves the shot's own, and a new rate keeps the length. objective: the measure, by its name in
    the report, that a sweep's table shows, and that a sweeper which searches makes small or large. hourly_rate: what an hour of this
    machine costs, in any money, to be told what takes and finished seconds cost; 0 for not said. farm: how many workers Ray is to start on
    this machine to share the work, or 'auto' for those of a cluster that is there; empty for none. Takes come out the same. Raises
    DeclarationError for a value that cannot be honoured."""

    out: str = "takes"
    store: str = ".store"
    parent: str = "auto"
    passes: tuple[str, ...] = ()
    objective: str = ""
    hourly_rate: float = 0.0
    farm: str = ""
    fps: str | float | int | None = None
    seconds: float | None = None
    style: StyleChanges = StyleChanges()
    render: RenderConfig = RenderConfig()
    neural: NeuralConfig = NeuralConfig()

    def __post_init__(self) -> None:
        if not self.out:
            raise DeclarationError("out: is empty; give the folder that takes go to, such as out=takes.")
        if self.passes:
            chosen_layers(self.passes, "exr", painted=True)
        if self.seconds is not None:
            check_number("shot", "seconds", self.seconds, above=0, unit="s")
        check_number("shot", "hourly_rate", self.hourly_rate, least=0, most=1e6)
        if self.farm not in ("", CLUSTER) and not (self.farm.isdecimal() and int(self.farm)):
            raise DeclarationError(f"farm: is {self.farm!r}; it must be a number of workers, from 1, or {CLUSTER!r} for a cluster's.")
        if self.farm and not self.store:
            raise DeclarationError("farm: its workers hand what they make over in the store; give store=FOLDER, or leave farm out.")
        try:
            rate(24 if self.fps is None else self.fps)
        except (ValueError, ZeroDivisionError):
            raise DeclarationError(f"shot: fps is {self.fps}; it must be above 0 and at most 1000, as 24, 29.97 or '24000/1001'.") from None


def store_of(config: ShootConfig) -> Store:
    """Where what was made is kept."""
    return Store(Path(config.out, config.store).absolute() if config.store else None)


def changed(shot: Shot, config: ShootConfig) -> Shot:
    """`shot` with the config's changes to its clock and style."""
    return with_overrides(shot, fps=config.fps, seconds=config.seconds, **vars(config.style))


def work_of(config: ShootConfig, store: Store) -> Work:
    """Where paintings and pictures are kept, and what all of them depend on."""
    return Work(cache=store, depends=digest("pictures", code("render", "neural"), device(config.neural.device), config.neural.precision))
