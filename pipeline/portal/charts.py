"""Charts as geometry (统计图): bars, lines and labels that a template writes as SVG. No drawing library.

Nothing is read or written. A chart is an image of the table under it; the table carries the figures. Kinds are told
apart by pattern and dash as well as by colour (WCAG 2.2, 1.4.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1080, 260
LEFT, TOP, BOTTOM = 56, 16, 36


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: its stacked parts as (class, y, height), its label when it has one, and its words."""

    x: float
    width: float
    label: str
    parts: tuple[tuple[str, float, float], ...]
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through its points, broken where a value is missing: `path` of SVG, `points` as (x, y, words)."""

    name: str
    path: str
    points: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, or lines over labelled columns; `summary` says in words what it shows."""

    id: str
    title: str
    summary: str
    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...] = ()


def _top_of_scale(most: int) -> int:
    """The next of 4, 8, 12 … 32, 40, 80, 120 … at or above `most`: its quarters are whole numbers."""
    power = 1
    while True:
        for step in (4, 8, 12, 16, 20, 24, 32):
            if step * power >= most:
                return step * power
        power *= 10


def _parts(
    values: Sequence[int], classes: Sequence[str], scale: float
) -> tuple[tuple[str, float, float], ...]:
    parts, base = [], float(HEIGHT - BOTTOM)
    for name, value in zip(classes, values, strict=True):
        height = round(value * scale, 1)
        base = round(base - height, 1)
        if value:
            parts.append((name, base, height))
    return tuple(parts)


def _step(columns: int) -> float:
    return (WIDTH - LEFT) / max(columns, 1)


def _label(number: int, columns: int, text: str) -> str:
    """At most about twelve labels under a chart."""
    return text if number % max(1, -(-columns // 12)) == 0 else ""


def _ticks(low: float, top: float, ending: str = "") -> tuple[Tick, ...]:
    room = HEIGHT - TOP - BOTTOM
    return tuple(
        Tick(round(HEIGHT - BOTTOM - room * part / 4, 1), f"{low + (top - low) * part / 4:g}{ending}")
        for part in range(5)
    )


def stacked(
    id_: str,
    title: str,
    summary: str,
    legend: tuple[tuple[str, str], ...],
    columns: Sequence[tuple[str, Sequence[int]]],
) -> Chart:
    """A chart of `columns` (label, one value for each (class, name) of `legend`), first value at the bottom."""
    top = _top_of_scale(max((sum(values) for _, values in columns), default=1))
    step = _step(len(columns))
    width = min(step * 0.6, 40)
    classes = [name for name, _ in legend]
    bars = []
    for number, (label, values) in enumerate(columns):
        told = [f"{text} {value:,}" for (_, text), value in zip(legend, values, strict=True) if value]
        bars.append(
            Bar(
                round(LEFT + number * step + (step - width) / 2, 1),
                round(width, 1),
                _label(number, len(columns), label),
                _parts(values, classes, (HEIGHT - TOP - BOTTOM) / top),
                f"{label}：{'，'.join(told) or '无'}",
            )
        )
    return Chart(id_, title, summary, WIDTH, HEIGHT, LEFT, tuple(bars), _ticks(0, top), legend)


def _floor(values: Sequence[float | None]) -> int:
    """Where the scale of per cents begins: the multiple of 20 under the lowest value, so that all are shown."""
    lowest = min((value for value in values if value is not None), default=1.0)
    return min(int(lowest * 5) * 20, 80)


def lines(
    id_: str,
    title: str,
    summary: str,
    legend: tuple[tuple[str, str], ...],
    columns: Sequence[tuple[str, Sequence[float | None]]],
) -> Chart:
    """Shares (0 to 1, None where there is none) by column, one line for each (class, name) of `legend`."""
    low = _floor([value for _, values in columns for value in values])
    step, room = _step(len(columns)), HEIGHT - TOP - BOTTOM
    drawn = []
    for number, (name, text) in enumerate(legend):
        points, path, open_ = [], [], False
        for place, (label, values) in enumerate(columns):
            value = values[number]
            if value is not None:
                x = round(LEFT + (place + 0.5) * step, 1)
                y = round(HEIGHT - BOTTOM - room * (value * 100 - low) / (100 - low), 1)
                points.append((x, y, f"{label}：{text} {value * 100:.1f}%"))
                path.append(f"{'L' if open_ else 'M'}{x} {y}")
            open_ = value is not None
        drawn.append(Line(name, "".join(path), tuple(points)))
    bars = tuple(
        Bar(round(LEFT + (place + 0.5) * step, 1), 0, _label(place, len(columns), label), ())
        for place, (label, _) in enumerate(columns)
    )
    return Chart(id_, title, summary, WIDTH, HEIGHT, LEFT, bars, _ticks(low, 100, "%"), legend, tuple(drawn))
