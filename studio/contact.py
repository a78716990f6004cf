"""Contact sheets: what the renderer knew and what was painted, side by side over time; and a sweep's takes under each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from render.developing import Development
    from render.passes import Passes

Picture = NDArray[np.uint8]
MARGIN = 4
LABEL = 22
CELL = 384
"""px; pictures wider than this are scaled down to it."""
HEADINGS = ("depth", "ids", "beauty", "painted")
"""Of a frame's row."""
BACKGROUND, INK = (24, 24, 26), (225, 225, 225)


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """Pictures (H, W, 3) uint8 that stand side by side under one caption."""

    caption: str
    pictures: tuple[Picture, ...]


def sample(frames: int, count: int = 6) -> tuple[int, ...]:
    """At most `count` frame numbers spread evenly from the first to the last."""
    return tuple(sorted({round(i * (frames - 1) / max(1, count - 1)) for i in range(count)}))


def known_pictures(passes: "Passes", number: int, development: "Development | None" = None) -> dict[str, Picture]:
    """What was known of one frame before it was painted, under all HEADINGS but the last: no wider than it is shown, and beauty
    developed as the painting is."""
    scale = min(1.0, CELL / passes.width)
    passes = passes.resized(max(1, round(passes.width * scale)), max(1, round(passes.height * scale)))
    frame = passes[number]
    beauty = replace(development, passes=passes).beauty(number) if development else frame.beauty
    return dict(zip(HEADINGS, (depth_picture(frame.depth, *passes.depth_range), id_picture(frame.part), beauty)))


def frame_row(passes: "Passes", number: int, pictures: tuple[Picture, ...]) -> Row:
    """One frame's pictures under HEADINGS."""
    return Row(caption=f"frame {number}, {float(number / passes.fps):.2f} s", pictures=pictures)


def depth_picture(depth: NDArray[np.float32], near: float, far: float) -> Picture:
    """Depth (H, W), m, as disparity: near white, far dark grey, background (inf) black."""
    span = max(1 / near - 1 / far, 1e-9)
    grey = np.where(np.isfinite(depth), 0.15 + 0.85 * np.clip((1 / depth - 1 / far) / span, 0, 1), 0)
    return np.repeat((grey * 255 + 0.5).astype(np.uint8)[..., None], 3, axis=-1)


def id_picture(ids: NDArray[np.int32]) -> Picture:
    """Ids (H, W) as colours: 0 black, neighbours in number far apart in hue (golden ratio steps)."""
    hue = ids * 0.61803398875 % 1
    channels = np.abs((hue[..., None] * 6 + np.array([0, 4, 2])) % 6 - 3) - 1
    value = np.where(ids % 3 == 0, 0.7, 0.95)[..., None]
    return np.where(ids[..., None] > 0, (0.25 + 0.75 * np.clip(channels, 0, 1)) * value * 255, 0).astype(np.uint8)


def contact_sheet(rows: Sequence[Row], headings: Sequence[str] = (), cell_width: int = CELL) -> Image.Image:
    """All rows under one line of column headings; pictures wider than `cell_width` are scaled down to it."""
    height, width = max(picture.shape[:2] for picture in rows[0].pictures)
    scale = min(1.0, cell_width / width)
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    top = LABEL if headings else 0
    columns = max(len(row.pictures) for row in rows)
    out = Image.new("RGB", (MARGIN + columns * (width + MARGIN), top + len(rows) * (height + LABEL) + MARGIN), BACKGROUND)
    draw, font = ImageDraw.Draw(out), ImageFont.load_default(14)
    for column, heading in enumerate(headings):
        draw.text((MARGIN + column * (width + MARGIN), 3), heading, INK, font)
    for number, row in enumerate(rows):
        y = top + number * (height + LABEL)
        draw.text((MARGIN, y + 3), row.caption, INK, font)
        for column, picture in enumerate(row.pictures):
            image = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
            out.paste(image, (MARGIN + column * (width + MARGIN), y + LABEL))
    return out
