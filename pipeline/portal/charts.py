"""Bar charts as geometry (柱状图): rectangles and labels that a template writes as SVG. No drawing library.

Nothing is read or written. The chart is an image of the table under it; the table carries the figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1080, 260
LEFT, TOP, BOTTOM = 56, 12, 36


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: its three stacked parts as (class, y, height), and its label when it has one."""

    x: float
    width: float
    label: str
    parts: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A stacked bar chart; `summary` says in words what it shows."""

    id: str
    title: str
    summary: str
    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[str, str], ...]


def _top_of_scale(most: int) -> int:
    """The next of 4, 8, 12 … 32, 40, 80, 120 … at or above `most`: its quarters are whole numbers."""
    power = 1
    while True:
        for step in (4, 8, 12, 16, 20, 24, 32):
            if step * power >= most:
                return step * power
        power *= 10


def _bar(
    x: float, width: float, label: str, values: Sequence[int], classes: Sequence[str], scale: float
) -> Bar:
    parts, base = [], float(HEIGHT - BOTTOM)
    for name, value in zip(classes, values, strict=True):
        height = round(value * scale, 1)
        base = round(base - height, 1)
        if value:
            parts.append((name, base, height))
    return Bar(round(x, 1), round(width, 1), label, tuple(parts))


def stacked(
    id_: str,
    title: str,
    summary: str,
    legend: tuple[tuple[str, str], ...],
    columns: Sequence[tuple[str, Sequence[int]]],
) -> Chart:
    """A chart of `columns` (label, one value for each (class, name) of `legend`), first value at the bottom."""
    top = _top_of_scale(max((sum(values) for _, values in columns), default=1))
    room = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT) / max(len(columns), 1)
    every = max(1, -(-len(columns) // 12))
    classes = [name for name, _ in legend]
    bars = tuple(
        _bar(
            LEFT + number * step + (step - min(step * 0.6, 40)) / 2,
            min(step * 0.6, 40),
            label if number % every == 0 else "",
            values,
            classes,
            room / top,
        )
        for number, (label, values) in enumerate(columns)
    )
    ticks = tuple(
        Tick(round(HEIGHT - BOTTOM - room * part / 4, 1), f"{top * part / 4:g}") for part in range(5)
    )
    return Chart(id_, title, summary, WIDTH, HEIGHT, LEFT, bars, ticks, legend)
