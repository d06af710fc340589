"""Twice as large text on a phone: no column gets so narrow that words fall apart, and nothing leaves the screen."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

PAGES = (
    *("/", "/check-in?view=front-legs", "/check-in/day", "/check-in/more", "/check-in/signs", "/interview?ask=1"),
    *("/tests", "/tests/calf", "/learn", "/learn/soreness", "/learn/models", "/learn/models/muscle", "/timeline"),
    *("/causes", "/plan", "/labs", "/files", "/entries", "/you", "/settings"),
)
#: Words that stand in a column of less than three letters' height, and are cut into pieces by it.
NARROW = """
() => [...document.querySelectorAll('main *')].filter(e =>
    e.checkVisibility() && !e.closest('svg') && !e.closest('.sr')
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 16)
    && e.clientWidth && e.clientWidth < 3 * parseFloat(getComputedStyle(e).fontSize)
).map(e => e.className + ': ' + e.textContent.trim().slice(0, 40))
"""


def test_no_column_gets_too_narrow_to_read(page, example):
    screen = page()
    for path in PAGES:
        screen.goto(example + path)
        screen.evaluate("document.documentElement.style.fontSize = '200%'")
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"
        assert screen.evaluate(NARROW) == [], path
