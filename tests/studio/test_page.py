"""report.html: well-formed, complete, and safe whatever a shot is called."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
from PIL import Image

from studio.measure_docs import reading, split_name
from studio.page import page

VOID = {"meta", "img", "br", "hr", "link", "input"}
REPORT = {
    "schema": "Report.2", "shot": "<b>film</b> & co", "prompt": 'toon "dusk"', "seed": 3,
    "frames": 48, "fps": "24", "width": 64, "height": 48,
    "seconds": {"paint": 3.25, "total": 4.5}, "denoiser_evaluations": 6, "consistency": "cast", "anchors": [4, 9],
    "measures": {"warp_error_1": 2.5e-6, "warp_error_floor_beauty_1": 4e-5, "warp_error_24": None, "drift_de2000": 0.875,
                 "vbench_encoders": "subject by a stand-in, not a VBench score"},
    "parent": "film-0007", "painted_width": 640, "reused": {"pictures": 3}, "cpu_seconds": 12.75,
    "peak_memory_mb": {"studio": 900.0, "worker": 700.0}, "rasteriser": {"name": "rays", "description": "rays"},
    "model": "embedded model, small", "revision": None, "device": "cpu, 1 threads", "notes": ["ball: does not read 'shiny'"],
    "actions": [{"title": "push <cup>", "status": "waiting", "reason": "", "start": None, "end": None},
                {"title": "ask", "status": "done", "reason": "", "start": 1.2, "end": 2.5, "said": "Where is <b>my</b> cup?"}],
    "measured_whole": True, "moved_m": {"ball": 1.25}, "versions": {"python": "3.11"}}
SERIES = {"warp_error_1": [(0, 2e-6), (24, 3e-6)], "warp_error_floor_beauty_1": [(0, 4e-5), (24, 4e-5)],
          "drift_de2000 ball": [(12, 0.5), (30, 1.5)]}


class Reader(HTMLParser):
    """Keeps what is open, and fails where an end does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text, self.tags = "", []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open and self.open.pop() == tag, tag

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read() -> Reader:
    picture = np.full((48, 64, 3), 200, np.uint8)
    reader = Reader()
    contact = io.BytesIO()
    Image.fromarray(picture).save(contact, "PNG")
    reader.feed(page(REPORT, SERIES, contact.getvalue()))
    return reader


def test_the_page_is_well_formed_and_fetches_nothing() -> None:
    reader = read()
    assert reader.open == [] and not any(tag in ("script", "link", "iframe") for tag, _ in reader.tags)
    assert all(attrs["src"].startswith("data:image/") for tag, attrs in reader.tags if tag == "img")


def test_names_are_text_and_never_markup() -> None:
    reader = read()
    assert "<b>film</b> & co" in reader.text and "push <cup>" in reader.text and 'toon "dusk"' in reader.text
    assert "cup" not in [tag for tag, _ in reader.tags]


def test_what_is_said_stands_beside_its_times() -> None:
    assert re.search(r'ask: "Where is <b>my</b> cup\?"\s*done\s*1\.20\s*2\.50', read().text)


def test_every_measure_series_note_and_cost_is_there() -> None:
    text = read().text
    for value in ("0.0025", "0.04", "0.875", "none", "not a VBench score", "embedded model, small", "read 'shiny'", "0.125", "film-0007",
                  "900", "700", "12.75"):
        assert value in text, value
    assert sum(tag == "svg" for tag, _ in read().tags) == 2 and "ball" in text


def test_pictures_decode() -> None:
    (source, *_) = [attrs["src"] for tag, attrs in read().tags if tag == "img"]
    image = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2])))
    assert image.size == (64, 48) and abs(np.asarray(image).mean() - 200) < 3


def test_names_are_split_and_read() -> None:
    assert split_name("warp_error_all_24") == ("warp_error_all", "24")
    assert split_name("warp_error_first_last") == ("warp_error", "first_last")
    assert split_name("drift_de2000") == ("drift_de2000", "") and split_name("drift_de2000 ball") == ("drift_de2000", "")
    assert reading("subject_consistency_efficientnet_lite0")[1] == "Subject consistency, by efficientnet_lite0"
    assert "Not a VBench score" in reading("subject_consistency_efficientnet_lite0")[0].how and reading("new")[0].group == "Others"
    assert re.search("lower|higher", reading("warp_error")[0].better)
