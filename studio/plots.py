"""Line plots over frame numbers as inline SVG: both axes labelled, the vertical one from 0 unless there are values below."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 28, 44
"""px round the field of the plot."""
STYLES = (("#1f4e8c", ""), ("#b3541e", "6 3"), ("#3d7a3d", "2 3"), ("#7a3d7a", "8 3 2 3"), ("#555555", "1 2"), ("#8c1f3f", "10 4"))
"""Colours and dashes of lines: told apart in grey print too."""
Points = Sequence[tuple[int, float]]


def plot(lines: Mapping[str, Points], frames: int, label: str) -> str:
    """An <svg> of lines by name: (frame number, value). frames: of the whole shot. label: of the vertical axis, with unit."""
    values = [value for points in lines.values() for _, value in points]
    ticks = nice(min(0.0, *values), max(0.0, *values))
    last = max(1, frames - 1)

    def at(number: float, value: float) -> tuple[float, float]:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(LEFT + (WIDTH - LEFT - RIGHT) * number / last, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)

    parts = [_axes(ticks, [t for t in nice(0, last, 8) if t <= last], at, label)]
    for index, (name, points) in enumerate(lines.items()):
        parts.append(_line(name, [at(*point) for point in points], index, len(lines)))
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'


def nice(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers, evenly spaced, whose first and last enclose low..high; at most `most` steps within."""
    span = high - low or 1.0
    step = 10.0 ** math.floor(math.log10(span / most))
    step *= next(factor for factor in (1, 2, 5, 10, 20) if span <= most * factor * step * (1 + 1e-9))
    first, end = math.floor(low / step + 1e-9), math.ceil((low + span) / step - 1e-9)
    return [i * step for i in range(first, end + 1)]


def _axes(ticks: Sequence[float], numbers: Sequence[float], at, label: str) -> str:
    out = []
    for tick in ticks:
        y = at(0, tick)[1]
        out.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" class="grid"/>'
                   f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{tick:.4g}</text>')
    bottom, middle = HEIGHT - BOTTOM, (TOP + HEIGHT - BOTTOM) / 2
    for number in numbers:
        x = at(number, ticks[0])[0]
        out.append(f'<line x1="{x}" y1="{bottom}" x2="{x}" y2="{bottom + 4}" class="axis"/>'
                   f'<text x="{x}" y="{bottom + 17}" text-anchor="middle">{number:g}</text>')
    return "".join([*out, f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" class="axis"/>',
                    f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">frame number</text>',
                    f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{escape(label)}</text>'])


def _line(name: str, places: Sequence[tuple[float, float]], index: int, of: int) -> str:
    colour, dash = STYLES[index % len(STYLES)]
    x = LEFT + (WIDTH - LEFT - RIGHT) * index / of
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in places) if len(places) <= 60 else ""
    stroke = f'fill="none" stroke="{colour}" stroke-width="1.5" stroke-dasharray="{dash}"'
    return (f'<polyline points="{" ".join(f"{x},{y}" for x, y in places)}" {stroke}/>{dots}'
            f'<path d="M{x} 12H{x + 24}" {stroke}/><text x="{x + 30}" y="16">{escape(name)}</text>')
