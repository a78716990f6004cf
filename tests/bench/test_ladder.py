"""The bench's bookkeeping: medians, going on where it stopped, the table, and what a clip is."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from bench.kept import middle
from bench.results import key_of, read_part, together, write_part
from bench.table import BEGIN, END, put_in, table


def test_medians_are_over_the_shots_that_have_a_number():
    shots = {"a": {"cast": {"x": 1.0, "y": None, "by": "net"}}, "b": {"cast": {"x": 2.0, "y": 5.0, "by": "net"}},
             "c": {"cast": {"x": 9.0, "y": None, "by": "net"}, "fixed": {"x": 4.0}}}
    whole = together(shots)
    assert whole["median"] == {"cast": {"x": 2.0, "y": 5.0, "by": "net"}, "fixed": {"x": 4.0}} and whole["shots"] == shots
    assert together({"a": {"cast": {"by": "net"}}, "b": {"cast": {"by": "other"}}})["median"]["cast"]["by"] is None
    assert together({"a": {"cast": {"y": None}}})["median"]["cast"]["y"] is None


def test_a_rung_is_found_again_only_with_the_same_settings(tmp_path):
    key = key_of({"steps": 2, "look": "toon"})
    assert key == key_of({"look": "toon", "steps": 2}) != key_of({"look": "toon", "steps": 3})
    assert read_part(tmp_path, "pillar", "cast", key) is None
    write_part(tmp_path, "pillar", "cast", key, {"x": 1.5, "y": None})
    assert read_part(tmp_path, "pillar", "cast", key) == {"x": 1.5, "y": None}
    assert read_part(tmp_path, "pillar", "cast", "other") is None and read_part(tmp_path, "pillar", "fixed", key) is None
    with pytest.raises(ValueError):
        write_part(tmp_path, "pillar", "cast", key, {"x": float("nan")})
    assert json.loads((tmp_path / "pillar" / "cast.json").read_text())["measures"]["x"] == 1.5


def test_the_table_stands_between_its_markers(tmp_path):
    text = table({"cast": {"warp_error_1": 2.5e-6, "drift_de2000": None}})
    row = text.splitlines()[2].split(" | ")
    assert len(text.splitlines()) == 3 and row[0] == "| cast" and row[1] == "0.003" and row[5] == "-"
    page = tmp_path / "README.md"
    page.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n")
    put_in(page, text)
    assert page.read_text() == f"above\n{BEGIN}\n{text}\n{END}\nbelow\n"
    page.write_text("none")
    with pytest.raises(ValueError, match="one line"):
        put_in(page, text)


def test_the_middle_of_the_action_is_where_half_the_way_is_done():
    places = np.zeros((11, 2, 3))
    places[6:, 0, 0] = np.arange(1, 6)
    assert middle(SimpleNamespace(positions=places)) == 8
    assert middle(SimpleNamespace(positions=places[:1])) == 0
