"""report.html: a take on one page for people. Pictures and plots are inside it; it fetches nothing and runs nothing."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from PIL import Image

from studio.measure_docs import GROUPS, SPAN, MeasureDoc, reading, split_name
from studio.plots import Points, plot

Value = float | str | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a table of measures. cells: text by span, of the spans that there are."""

    title: str
    reading: MeasureDoc
    cells: Mapping[str, str]

    @property
    def none(self) -> str:
        """Why a cell has none, if one has."""
        return self.reading.none if "none" in self.cells.values() else ""


def page(report: Mapping[str, Any], series: Mapping[str, Points], contact: bytes) -> str:
    """The page, HTML. report: as report.json. series: as the Meter's. contact: the contact sheet, a PNG."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
    return template.render(report=report, contact=_embedded(contact), groups=tables({**report["measures"], **_costs(report)}),
                           spans=SPAN, plots=plots(series, report["frames"]))


def tables(measures: Mapping[str, Value]) -> dict[str, list[Line]]:
    """By group, in the order of GROUPS, the lines of its table; a measure that was taken over several spans is one line."""
    cells: dict[str, dict[str, str]] = {}
    for name, value in measures.items():
        base, span = split_name(name)
        cells.setdefault(base, {})[span] = figure(value, reading(base)[0].scale)
    lines = [Line(title=title, reading=how, cells=some) for base, some in cells.items() for how, title in [reading(base)]]
    return {group: some for group in GROUPS if (some := [line for line in lines if line.reading.group == group])}


def plots(series: Mapping[str, Points], frames: int) -> dict[str, Markup]:
    """By title, one plot for each measure and span: with its floors, or with a line for each object, on the same axes."""
    families: dict[tuple[str, str], dict[str, Points]] = {}
    for name, points in ((name, points) for name, points in series.items() if points):
        base, span = split_name(name)
        how, title = reading(base)
        lines = families.setdefault((base.partition("_floor_")[0], span), {})
        lines[name.partition(" ")[2] or title] = [(number, value * how.scale) for number, value in points]
    out = {}
    for (base, span), lines in families.items():
        how, title = reading(base)
        label = how.unit.replace("mean square, colours in 0..1, ", "mean square ") or title
        out[f"{title}, {SPAN.get(span, span)}" if span else title] = Markup(plot(lines, frames, label))  # plot escapes
    return out


def figure(value: Value, scale: float = 1.0) -> str:
    """A measure as it is printed: four figures, words as they are, or 'none'."""
    return "none" if value is None else value if isinstance(value, str) else f"{value * scale:.4g}"


def _costs(report: Mapping[str, Any]) -> dict[str, float]:
    memory = report["peak_memory_mb"]
    return {"denoiser_evaluations_per_frame": report["denoiser_evaluations"] / report["frames"],
            "seconds_per_frame": report["seconds"]["total"] / report["frames"],
            "cpu_seconds": report["cpu_seconds"], "peak_memory_mb": memory["studio"], "render_worker_memory_mb": memory["worker"]}


def _embedded(picture: bytes) -> str:
    """A data URI of a PNG, as a JPEG."""
    image, file = Image.open(io.BytesIO(picture)).convert("RGB"), io.BytesIO()
    image.save(file, "JPEG", quality=90, subsampling=0)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"
