"""One way to draw a page: a template, what every page shares, and strict escaping."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from unweary.interfaces.web import assets
from unweary.interfaces.web.texts import SPOKEN, count_words, link, say
from unweary.interfaces.web.view import view_of
from unweary.interfaces.web.words import explained
from unweary.reports import phrases

_TEMPLATES = Path(__file__).parent / "templates"
#: Where the menu leads, the text of it, and the name of its picture in ``parts.html``.
TABS = (
    ("/", "menu.today", "sun"),
    ("/check-in", "menu.check_in", "person"),
    ("/timeline", "menu.timeline", "line"),
    ("/causes", "menu.causes", "graph"),
    ("/plan", "menu.plan", "list"),
)
MORE = (
    ("/you", "menu.you"),
    ("/labs", "menu.labs"),
    ("/files", "menu.files"),
    ("/entries", "menu.entries"),
    ("/report", "menu.report"),
    ("/tests", "menu.tests"),
    ("/breathe", "menu.breathe"),
    ("/learn", "menu.learn"),
    ("/settings", "menu.settings"),
)


def day_name(day: date) -> str:
    """Weekday, day and month.

    Examples
    --------
    >>> day_name(date(2026, 11, 20))
    'Friday 20 November'
    """
    month = say("dates.months").split()[day.month - 1]
    return say("dates.day", weekday=weekday(day), day=day.day, month=month)


def weekday(day: date) -> str:
    """The name of the day of the week.

    Examples
    --------
    >>> weekday(date(2026, 11, 20))
    'Friday'
    """
    return say("dates.weekdays").split()[day.weekday()]


def day_short(day: date) -> str:
    """Day, month and year.

    Examples
    --------
    >>> day_short(date(2026, 11, 20))
    '20 Nov 2026'
    """
    return say("dates.short", day=day.day, month=month_short(day), year=day.year)


def month_short(day: date) -> str:
    """The month in three letters or so.

    Examples
    --------
    >>> month_short(date(2026, 11, 20))
    'Nov'
    """
    return say("dates.short_months").split()[day.month - 1]


def day_brief(day: date) -> str:
    """Day and month.

    Examples
    --------
    >>> day_brief(date(2026, 11, 20))
    '20 Nov'
    """
    return say("dates.brief", day=day.day, month=month_short(day))


def moment_words(at: datetime) -> str:
    """A moment to the minute, in the zone it was recorded in.

    Examples
    --------
    >>> moment_words(datetime(2026, 11, 20, 7, 5))
    '20 Nov 2026, 07:05'
    """
    return say("dates.moment", day=day_short(at), time=f"{at:%H:%M}")


def svg(text: str) -> Markup:
    """A picture of our own making, which needs no escaping."""
    return Markup(text)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        tabs=TABS,
        more=MORE,
        say=say,
        link=link,
        count_words=count_words,
        asset=assets.address,
    )
    made.filters.update(
        day_name=day_name,
        day_short=day_short,
        weekday=weekday,
        moment=moment_words,
        svg=svg,
        number=phrases.number_words,
        signs=phrases.signs_words,
        group=phrases.group_words,
        size=size_words,
        capitalize_first=lambda text: text[:1].upper() + text[1:],
    )
    return made


def size_words(size_bytes: int) -> str:
    """The size of a file.

    Examples
    --------
    >>> size_words(812), size_words(1_260_000)
    ('812 B', '1.3 MB')
    """
    if size_bytes < 1_000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1_000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


_ENVIRONMENT = _environment()


#: The cookie of a browser that looks at the example person; it ends with the browser.
EXAMPLE = "unweary-example"


def looks_at_example(request: Request) -> bool:
    """Whether this browser asked to look at the example person from its own home."""
    return EXAMPLE in request.cookies and getattr(request.app.state, "example", None) is not None


def shows_example(request: Request) -> bool:
    """Whether what the page shows is the example person, looked at or served alone."""
    return looks_at_example(request) or bool(getattr(request.app.state, "demo", False))


def page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """Draw one page.

    Parameters
    ----------
    template : str
        File name in ``templates``.
    shown : values
        What the template names; a name that is missing is an error, never an empty place.
    """
    state, looking = request.app.state, looks_at_example(request)
    text = _ENVIRONMENT.get_template(template).render(
        here=request.url.path,
        language=SPOKEN.get(),
        view=view_of(request),
        demo=shows_example(request),
        can_leave=looking,
        can_look=not looking and getattr(state, "example", None) is not None,
        **shown,
    )
    return HTMLResponse(text if template == "api.html" else explained(text), status)


def svg_fragment(name: str, m: object) -> Markup:
    """A drawing from the templates, filled in by ``m``."""
    return svg(_ENVIRONMENT.get_template(name).render(m=m))
