"""Seconds by stage: what stages inside took is not counted twice."""

import pytest

from studio import progress
from studio.progress import Stages


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
