"""What Hydra finds under shots://: the group `shot`, which is the library's shots and the functions of scripts, each as a config of its
parameters; and the schemas of conf/config.yaml and conf/train.yaml."""

from hydra.core.object_type import ObjectType
from hydra.core.plugins import Plugins
from hydra.plugins.config_source import ConfigResult, ConfigSource
from omegaconf import OmegaConf

from scenes.shots import SHOTS
from sim.errors import DeclarationError, unknown
from studio.schemas import root_schema, shot_schema, train_schema
from studio.scripts import is_script

GROUP, ENDING = "shot", ".yaml"
ROOTS = {"config_schema": root_schema, "train_schema": train_schema}


class ShotSource(ConfigSource):
    """The configs under shots://, which are made when they are asked for."""

    @staticmethod
    def scheme() -> str:
        return "shots"

    def load_config(self, config_path: str) -> ConfigResult:
        root = config_path.removesuffix(ENDING)
        node = OmegaConf.structured(ROOTS[root]() if root in ROOTS else shot_schema(_name(config_path)))
        return ConfigResult(provider=self.provider, path=self.full_path(), config=node, header={"package": None}, is_schema_source=True)

    def available(self) -> bool:
        return True

    def is_group(self, config_path: str) -> bool:
        return config_path.strip("/") in ("", GROUP)

    def is_config(self, config_path: str) -> bool:
        name = _name(config_path)
        return name in SHOTS or is_script(name) or config_path.removesuffix(ENDING) in ROOTS

    def list(self, config_path: str, results_filter: ObjectType | None) -> list[str]:
        path = config_path.strip("/")
        groups = [GROUP] if path == "" and results_filter != ObjectType.CONFIG else []
        return groups + (sorted(SHOTS) if path == GROUP and results_filter != ObjectType.GROUP else [])


def unknown_shot(name: str) -> DeclarationError:
    """What is said of a name that no shot has."""
    return DeclarationError(f"{unknown('shot', name, SHOTS)} Or name your own: shot=my_film.py:my_shot.")


def _name(config_path: str) -> str:
    """The shot's name, '' if it is no path of one."""
    return config_path.removeprefix(f"{GROUP}/").removesuffix(ENDING) if config_path.startswith(f"{GROUP}/") else ""


Plugins.instance().register(ShotSource)
