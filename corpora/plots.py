"""Small plots as SVG, written by hand: two kinds of picture are no reason for a plotting library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpora.statistics import Bin

_FONT = 'font-family="sans-serif" font-size="11" fill="#222"'
_INK = "#2458a6"
SIDE = 260


def reliability(bins: Sequence[Bin], error: float) -> str:
    """Plot accuracy against confidence; the area of a dot is the number of measures."""
    most = max((b.size for b in bins), default=1)
    dots = "".join(
        f'<circle cx="{40 + b.confidence * SIDE:.1f}" cy="{20 + (1 - b.accuracy) * SIDE:.1f}" r="{2 + 10 * (b.size / most) ** 0.5:.1f}" '
        f'fill="{_INK}" fill-opacity="0.7"><title>{b.size} measures: {b.confidence:.2f} sure, {b.accuracy:.2f} right</title></circle>'
        for b in bins
    )
    ticks = "".join(
        f'<text x="{40 + t * SIDE / 4:.0f}" y="{SIDE + 36}" text-anchor="middle" {_FONT}>{t / 4:.2f}</text>'
        f'<text x="34" y="{24 + SIDE - t * SIDE / 4:.0f}" text-anchor="end" {_FONT}>{t / 4:.2f}</text>'
        for t in range(5)
    )
    frame = f'<rect x="40" y="20" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
    diagonal = f'<line x1="40" y1="{20 + SIDE}" x2="{40 + SIDE}" y2="20" stroke="#bbb" stroke-dasharray="4 3"/>'
    title = f'<text x="40" y="13" {_FONT}>right against sure (expected calibration error {error:.3f})</text>'
    return _svg(SIDE + 60, SIDE + 50, frame + diagonal + ticks + title + dots)


def bars(rows: Mapping[str, Mapping[str, float]], low: float = 0.5) -> str:
    """Plot a group of bars a row (figure) with a bar a column (form), from `low` to 1."""
    height, parts, y = 9, [], 24
    for name, values in rows.items():
        parts.append(f'<text x="150" y="{y + height * len(values) / 2 + 4:.0f}" text-anchor="end" {_FONT}>{name}</text>')
        for i, (form, value) in enumerate(values.items()):
            width = max(1.0, (value - low) / (1 - low) * 300)
            shade = 0.35 + 0.65 * (i + 1) / len(values)
            parts.append(
                f'<rect x="158" y="{y}" width="{width:.1f}" height="{height - 2}" fill="{_INK}" fill-opacity="{shade:.2f}">'
                f"<title>{name}, {form}: {value:.3f}</title></rect>"
                f'<text x="{163 + width:.0f}" y="{y + 7}" font-family="sans-serif" font-size="8" fill="#444">{form} {value:.3f}</text>'
            )
            y += height
        y += 8
    axis = f'<text x="158" y="14" {_FONT}>{low:g}</text><text x="458" y="14" text-anchor="end" {_FONT}>1</text>'
    return _svg(540, y + 6, axis + "".join(parts))


def _svg(width: int, height: float, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}">'
        f'<rect width="100%" height="100%" fill="white"/>{content}</svg>\n'
    )
