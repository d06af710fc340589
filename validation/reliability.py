"""The reliability plot: stated against seen, both on the logit scale, as an SVG that stands alone in a page of text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

_WIDTH, _HEIGHT = 460, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 444, 16, 366
_TICKS = (0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95)
_LOWEST, _HIGHEST = 0.00005, 0.97
#: Colour and dash are both told apart, so the picture does not rest on colour alone.
_LOOKS = (("#1f5fa8", ""), ("#b4531a", "5 3"))
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd}.ideal{stroke:#666;stroke-dasharray:2 3}"
    ".paper{fill:#fff}"
)


class Point(Protocol):
    """One group of similar stated chances."""

    @property
    def stated(self) -> float: ...

    @property
    def seen(self) -> float: ...

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...


def reliability_svg(series: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """Each series as dots with their intervals, joined; the dotted diagonal is perfect.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> picture = reliability_svg([("ours", [Some(stated=0.1, seen=0.1, low=0.05, high=0.2)])])
    >>> picture.count("<circle")
    1
    """
    parts = [f'<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}"/>', *_axes()]
    for place, (name, points) in enumerate(series):
        colour, dash = _LOOKS[place % len(_LOOKS)]
        parts += _series(points, colour, dash)
        y = _TOP + 18 + 20 * place
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(
            f'<path d="M{_LEFT + 12} {y - 4}h26" stroke="{colour}" stroke-width="2"{dashed}/>'
            f'<text x="{_LEFT + 46}" y="{y}">{name}</text>'
        )
    label = "Reliability: how often a cause was there, by the chance that was stated; on the diagonal both are equal"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
        f'aria-label="{label}"><style>{_STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _axes() -> list[str]:
    parts = []
    for tick in _TICKS:
        x, y = _x(tick), _y(tick)
        text = f"{100 * tick:g} %"
        parts.append(f'<path class="grid" d="M{x:.1f} {_TOP}V{_BOTTOM}M{_LEFT} {y:.1f}H{_RIGHT}"/>')
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 18}" text-anchor="middle">{text}</text>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>')
    parts.append(f'<path class="ideal" d="M{_LEFT} {_BOTTOM}L{_RIGHT} {_TOP}"/>')
    parts.append(f'<text x="{(_LEFT + _RIGHT) / 2}" y="{_HEIGHT - 12}" text-anchor="middle">stated chance</text>')
    parts.append(f'<text transform="translate(14 {(_TOP + _BOTTOM) / 2}) rotate(-90)" text-anchor="middle">seen</text>')
    return parts


def _series(points: Sequence[Point], colour: str, dash: str) -> list[str]:
    placed = [(_x(point.stated), _y(point.seen), point) for point in points]
    path = "".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y, _) in enumerate(placed))
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    parts = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'] if path else []
    for x, y, point in placed:
        parts.append(f'<path d="M{x:.1f} {_y(point.low):.1f}V{_y(point.high):.1f}" stroke="{colour}"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
    return parts


def _share(p: float) -> float:
    """Where a chance lies between the ends of the axis, on the logit scale."""
    low, high, at = (math.log(one / (1 - one)) for one in (_LOWEST, _HIGHEST, min(max(p, _LOWEST), _HIGHEST)))
    return (at - low) / (high - low)


def _x(p: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * _share(p)


def _y(p: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * _share(p)
