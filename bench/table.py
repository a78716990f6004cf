"""The medians as a table for the README, between its markers."""

from collections.abc import Mapping
from pathlib import Path

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
COLUMNS = {
    "warp_error_1": ("warp error, 1 apart, x 1e-3", 1e3, "{:.3f}"),
    "warp_error_24": ("24 apart, x 1e-3", 1e3, "{:.3f}"),
    "warp_error_floor_resampled_24": ("moved exactly, 24 apart", 1e3, "{:.3f}"),
    "warp_error_all_1": ("whole picture, x 1e-3", 1e3, "{:.3f}"),
    "reappearance_de2000": ("re-appearance, CIEDE2000", 1, "{:.2f}"),
    "drift_de2000": ("drift, CIEDE2000", 1, "{:.2f}"),
    "ghost": ("ghosts, of 255", 1, "{:.2f}"),
    "stain": ("stains, CIEDE2000", 1, "{:.2f}"),
    "light_fidelity": ("light", 1, "{:.3f}"),
    "sharpness_ratio": ("sharpness", 1, "{:.2f}"),
    "control_edge_f1": ("edges, F1", 1, "{:.3f}"),
    "control_mask_iou": ("masks, IoU", 1, "{:.3f}"),
    "denoiser_evaluations_per_frame": ("evaluations a frame", 1, "{:.2f}"),
    "seconds_per_frame": ("s a frame", 1, "{:.3f}"),
    "peak_memory_mb": ("MiB", 1, "{:.0f}"),
}
"""By measure: heading, factor, form."""


def table(median: Mapping[str, Mapping[str, float | str | None]]) -> str:
    """Markdown: a row for each rung, a column for each measure; a dash where there is no number."""
    lines = ["| | " + " | ".join(heading for heading, _, _ in COLUMNS.values()) + " |", "| --- |" + " ---: |" * len(COLUMNS)]
    return "\n".join([*lines, *(f"| {rung} | " + " | ".join(_cell(row, name) for name in COLUMNS) + " |" for rung, row in median.items())])


def put_in(path: Path, text: str) -> None:
    """Replace what is between the markers of a file. Raises ValueError if they are not there, once each and in order."""
    whole = path.read_text()
    if not (whole.count(BEGIN) == whole.count(END) == 1 and whole.index(BEGIN) < whole.index(END)):
        raise ValueError(f"{path.name}: there must be one line {BEGIN} and after it one line {END}, between which the table goes.")
    before, rest = whole.split(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}")


def _cell(row: Mapping[str, float | str | None], name: str) -> str:
    _, factor, form = COLUMNS[name]
    value = row.get(name)
    return "-" if value is None or isinstance(value, str) else form.format(value * factor)
