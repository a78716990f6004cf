"""The bench's bookkeeping: medians, going on where it stopped, the table, and what a clip is."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

import bench.ladder
from bench.kept import KEPT, keep, middle
from bench.ladder import RUNGS, Settings, run
from bench.results import key_of, read_part, together, write_part
from bench.table import BEGIN, COLUMNS, END, put_in, table
from render.config import RenderConfig
from render.passes import render
from render.prefetch import prefetch
from render.rig import cut_number
from scenes.shot import with_overrides
from scenes.shots import SHOTS
from sim.execution.engine import simulate


def test_medians_are_of_the_shots_that_have_a_number():
    whole = together({"a": {"fixed": {"x": 1.0, "y": None, "z": None, "who": "net"}},
                      "b": {"fixed": {"x": 3.0, "y": 5.0, "z": None, "who": "net"}},
                      "c": {"fixed": {"x": 10.0}, "cast": {"x": 0.5, "who": "one"}}, "d": {"cast": {"x": 1.5, "who": "other"}}})
    assert whole["median"] == {"fixed": {"x": 3.0, "y": 5.0, "z": None, "who": "net"}, "cast": {"x": 1.0, "who": None}}
    assert whole["shots"]["c"] == {"fixed": {"x": 10.0}, "cast": {"x": 0.5, "who": "one"}}


def test_a_part_is_found_again_with_its_key_only(tmp_path):
    key, other = key_of({"a": 1, "b": [2]}), key_of({"a": 1, "b": [3]})
    assert key == key_of({"b": [2], "a": 1}) != other
    assert read_part(tmp_path, "door", "cast", key) is None
    write_part(tmp_path, "door", "cast", key, {"x": 1.5, "y": None})
    assert read_part(tmp_path, "door", "cast", key) == {"x": 1.5, "y": None}
    assert read_part(tmp_path, "door", "cast", other) is None and read_part(tmp_path, "door", "fixed", key) is None
    with pytest.raises(ValueError):
        write_part(tmp_path, "door", "cast", other, {"x": float("nan")})
    assert read_part(tmp_path, "door", "cast", key) == {"x": 1.5, "y": None}


def test_what_has_been_measured_is_not_measured_again(tmp_path, monkeypatch):
    asked = []

    def measured(rung, kept, style):
        asked.append((kept, rung))
        if len(asked) == 3:
            raise KeyboardInterrupt
        return {"x": float(len(asked))}

    monkeypatch.setattr(bench.ladder, "measured", measured)
    monkeypatch.setattr(bench.ladder, "_kept", lambda shot, settings: shot.name)
    results, rungs = tmp_path / "results.json", {name: RUNGS[name] for name in ("fixed", "cast")}
    prompts = {"pillar": "toon, day", "door": "photo, day"}
    with pytest.raises(KeyboardInterrupt):
        run(results, Settings(), prompts, rungs)
    assert json.loads(results.read_text())["shots"] == {"pillar": {"fixed": {"x": 1.0}, "cast": {"x": 2.0}}}
    run(results, Settings(), prompts, rungs)
    assert asked[3:] == [("door", rungs["fixed"]), ("door", rungs["cast"])]
    assert json.loads(results.read_text())["median"] == {"fixed": {"x": 2.5}, "cast": {"x": 3.5}}
    run(results, Settings(), prompts | {"door": "clay, day"}, rungs)
    assert [shot for shot, _ in asked[5:]] == ["door", "door"]
    run(results, Settings(seconds=1.0), {"pillar": "toon, day"}, rungs)
    assert len(asked) == 9 and list(json.loads(results.read_text())["shots"]) == ["pillar"]


def test_the_table_has_a_row_for_each_rung_and_dashes_for_nulls(tmp_path):
    text = table({"fixed": {"warp_error_1": 0.000254, "drift_de2000": None}, "cast": {"warp_error_1": 0.000003, "drift_de2000": 1.234}})
    head, line, fixed, cast = ([cell.strip() for cell in row.strip("|").split("|")] for row in text.splitlines())
    assert len(head) == len(line) == len(fixed) == len(cast) == 1 + len(COLUMNS)
    drift = 1 + list(COLUMNS).index("drift_de2000")
    assert (fixed[0], fixed[1], fixed[drift]) == ("fixed", "0.254", "-") and (cast[1], cast[drift]) == ("0.003", "1.23")


def test_the_table_replaces_what_is_between_the_markers(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    for _ in range(2):
        put_in(readme, "| new |")
        assert readme.read_text() == f"before\n{BEGIN}\n| new |\n{END}\nafter\n"
    readme.write_text(f"{END}{BEGIN}")
    with pytest.raises(ValueError, match="README.md"):
        put_in(readme, "| new |")
    assert readme.read_text() == f"{END}{BEGIN}"


def test_the_middle_of_the_action_is_where_half_the_motion_is_done():
    positions = np.zeros((10, 2, 3))
    positions[7:, 1, 0] = 1
    assert middle(SimpleNamespace(positions=positions)) == 7
    assert middle(SimpleNamespace(positions=np.zeros((1, 2, 3)))) == 0


@pytest.fixture(scope="module")
def bowled():
    shot = with_overrides(SHOTS["bowling"](), seconds=1.5)
    return render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=64, height=48))


def test_kept_frames_are_those_of_the_passes_with_nothing_else_left_in_them(bowled):
    marks, number = (2, np.arange(len(bowled.parts) + 1)), 30
    kept = keep(bowled, marks)
    for name in KEPT[:-1]:
        np.testing.assert_array_equal(getattr(kept[number], name), getattr(bowled[number], name))
    assert kept[number].marks(*marks) is kept[number].marks(*marks)
    np.testing.assert_array_equal(kept[number].marks(*marks), bowled[number].marks(*marks))
    assert kept[number].beauty is not kept[number].beauty and kept[number].cells is kept[number].cells
    assert kept.megabytes > sum(kept[i].cells.nbytes for i in range(len(kept))) / 2**20
    with pytest.raises(KeyError, match="beauty"):
        prefetch(kept, ("beauty",))


def test_a_clip_begins_anew_at_nought_and_knows_its_cut(bowled):
    kept = keep(bowled, (0, np.zeros(len(bowled.parts) + 1, np.int64)))
    clip = kept.clip(12)
    first = clip[0].number
    assert len(clip) == clip.frames == len(list(prefetch(clip, ("depth",)))) == 12 and first > 0
    for number in (0, 5, 11):
        assert cut_number(clip.view, clip.trajectory, number) + cut_number(bowled.view, bowled.trajectory, first) == \
            cut_number(bowled.view, bowled.trajectory, first + number)
        assert clip.sized(number, 32, 24).number == clip[number].number == first + number
    assert len(kept.clip(99)) == len(bowled)
