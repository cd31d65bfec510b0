"""Figures as words (指标的写法), the same on pages, in circulars and in reminders. Reads nothing."""

NO_DATA = "无数据"


def percent(rate: float | None) -> str:
    """A rate with one decimal, never rounded up to 100 or down to 0; without a denominator “无数据”."""
    if rate is None:
        return NO_DATA
    shown = min(max(round(rate * 100, 1), 0.1 if rate > 0 else 0), 99.9 if rate < 1 else 100)
    return f"{shown:g}%" if shown in (0, 100) else f"{shown:.1f}%"


def compared(now: float | None, before: float | None) -> str:
    """The change of a rate in per cent points (百分点)."""
    if now is None or before is None:
        return "不作比较"
    change = round((now - before) * 100, 1)
    if change == 0:
        return "持平"
    return f"{'上升' if change > 0 else '下降'}{abs(change):.1f}个百分点"
