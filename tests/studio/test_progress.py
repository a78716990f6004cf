"""Seconds by stage: what stages inside took is not counted twice; and the time left, as far as it is known."""

import json
from pathlib import Path

import pytest

from studio import progress
from studio.pace import pace
from studio.progress import Stages, time_left
from tests.neural.shots import Shot


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Stages:
    """Stages on a clock that goes on by 1 s each time it is read."""
    clock = iter(range(1000))
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(clock))
    return Stages()


def test_inner_stages_are_taken_out_of_outer_ones(stages: Stages) -> None:
    with stages.timed("paint"):  # from 0 to 5
        for _ in range(2):
            with stages.timed("render"):  # from 1 to 2, from 3 to 4
                pass
    assert stages.seconds == {"render": 2, "paint": 3}


def test_a_stage_left_by_an_error_still_counts(stages: Stages) -> None:
    with pytest.raises(ValueError), stages.timed("paint"), stages.timed("render"):
        raise ValueError
    assert stages.seconds == {"render": 1, "paint": 2}


@pytest.mark.parametrize("seconds, later, said", [
    (None, 5.0, ""), (65.4, None, "1:05 left of this stage"), (65.4, 0.0, "1:05 left in all"), (59.0, 121.0, "3:00 left in all")])
def test_the_time_left_is_of_the_whole_only_if_the_rest_is_known(seconds, later, said) -> None:
    assert time_left(seconds, later) == said


def test_what_comes_takes_as_long_a_frame_as_it_did_in_a_take_of_the_same_kind(tmp_path: Path) -> None:
    shot = Shot(6)
    facts = {"width": shot.width, "height": shot.height, "consistency": "cast", "parent": "none", "frames": 3, "reused": {"pictures": 0},
             "seconds": {"deliver": 1.0, "assemble": 2.0, "measure": 0.5}}
    for number, changes in enumerate(({"parent": "a-0001"}, {"width": 2}, {"reused": {"pictures": 3}}, {"frames": 0}, {"seconds": []},
                                      {"seconds": {"deliver": float("nan"), "assemble": 1e999, "measure": -1}})):
        take = tmp_path / f"a-000{number}"
        take.mkdir()
        (take / "config.yaml").touch()
        (take / "report.json").write_text(json.dumps(facts | changes))
        assert pace(tmp_path, shot, "cast", edit=False) is None
    assert pace(tmp_path, shot, "cast", edit=True) == {"assemble": 6.0, "measure": 1.0}
    (take / "report.json").write_text(json.dumps(facts))
    assert pace(tmp_path, shot, "cast", edit=False) == {"assemble": 6.0, "measure": 1.0}
