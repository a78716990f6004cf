"""From typed parameters to a schema, and back."""

from dataclasses import dataclass
from typing import Literal

import pytest
from omegaconf import OmegaConf
from omegaconf.errors import ValidationError

from sim.errors import DeclarationError
from studio.parameters import call, outline, schema


@dataclass(frozen=True, kw_only=True)
class Size:
    width: int = 384
    height: int = 216


@dataclass(frozen=True, kw_only=True)
class Config:
    out: str = "takes"
    fps: str | float | int | None = None
    size: Size = Size()


@dataclass(frozen=True, kw_only=True)
class Many:
    sizes: tuple[Size, ...] = (Size(width=8),)
    mode: Literal["slow", "fast"] = "fast"
    size: Size = Size(height=9)


def film(speed: float, place: tuple[float, float, float] = (0.0, 1.0, 2.0), *, name: str = "x", loud: bool = False,
         helper: Size | list = Size()):  # noqa: B008
    return speed, place, name, loud


def test_defaults_come_through_unchanged() -> None:
    values = OmegaConf.to_container(OmegaConf.structured(schema(Config)))
    assert values == {"out": "takes", "fps": None, "size": {"width": 384, "height": 216}}
    assert call(Config, values) == Config()


def test_types_are_kept() -> None:
    config = OmegaConf.structured(schema(Config))
    with pytest.raises(ValidationError):
        config.size.width = "wide"
    config.fps = "24000/1001"
    assert config.fps == "24000/1001"


def test_a_function_is_called_with_tuples() -> None:
    config = OmegaConf.structured(schema(film))
    config.speed = 2
    config.place = [3, 4, 5]
    assert call(film, OmegaConf.to_container(config)) == (2.0, (3.0, 4.0, 5.0), "x", False)


def test_what_must_be_given_is_missing() -> None:
    assert OmegaConf.missing_keys(OmegaConf.structured(schema(film))) == {"speed"}


def test_lists_of_config_classes_and_choices() -> None:
    config = OmegaConf.structured(schema(Many))
    assert call(Many, OmegaConf.to_container(config)) == Many()
    config = OmegaConf.merge(config, {"sizes": [{"width": 1}, {"height": 2}]})
    assert call(Many, OmegaConf.to_container(config)).sizes == (Size(width=1), Size(height=2))
    config.mode = "fsat"
    with pytest.raises(DeclarationError, match="mode: .*'fsat'.*fast, slow"):
        call(Many, OmegaConf.to_container(config))


def test_what_config_cannot_carry_is_left_out() -> None:
    assert outline(film) == ["speed", "place=(0.0, 1.0, 2.0)", "name=x", "loud=False"]


def test_each_schema_has_defaults_of_its_own() -> None:
    first, second = OmegaConf.structured(schema(film)), OmegaConf.structured(schema(film))
    first.place[0] = 9.0
    assert second.place[0] == 0.0
