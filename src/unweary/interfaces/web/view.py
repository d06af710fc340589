"""How this browser wants to see the pages, and in which language. A small cookie, nothing about health."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from unweary.interfaces.web.texts import LANGUAGE, SPOKEN, languages

Theme = Literal["system", "light", "dark"]
Units = Literal["metric", "imperial"]
#: The two drawings of the body map.
Figure = Literal["neutral", "fuller"]

#: The cookie, and how long it holds: 400 days, the most that browsers allow.
COOKIE = "unweary-view"
_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class View:
    """What was chosen. The cookie holds these words with dots between them, and nothing else is read from it."""

    theme: Theme = "system"
    units: Units = "metric"
    quiet: bool = False
    figure: Figure = "neutral"
    language: str = LANGUAGE

    @property
    def words(self) -> str:
        """As the cookie keeps it.

        Examples
        --------
        >>> View("dark", "imperial", True).words
        'dark.imperial.quiet'
        """
        figure = () if self.figure == "neutral" else (self.figure,)
        language = () if self.language == LANGUAGE else (self.language,)
        return ".".join((self.theme, self.units, *(("quiet",) if self.quiet else ()), *figure, *language))


def view_from(text: str) -> View:
    """The choices in a cookie; what is unknown in it counts as not chosen.

    Examples
    --------
    >>> view_from("dark.metric.quiet")
    View(theme='dark', units='metric', quiet=True, figure='neutral', language='en')
    >>> view_from("<script>") == View(), view_from("light.metric.fuller").figure
    (True, 'fuller')
    """
    said = text.split(".")
    theme: Theme = next((known for known in get_args(Theme) if known in said), "system")
    units: Units = next((known for known in get_args(Units) if known in said), "metric")
    figure: Figure = next((known for known in get_args(Figure) if known in said), "neutral")
    language = next((known for known in languages() if known in said), LANGUAGE)
    return View(theme, units, "quiet" in said, figure, language)


def view_of(request: Request) -> View:
    """What this browser chose."""
    return view_from(request.cookies.get(COOKIE, ""))


class Speaking:
    """ASGI middleware: every request is answered in the language that its browser chose."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            SPOKEN.set(view_of(Request(scope)).language)
        await self.app(scope, receive, send)


def keep(answer: Response, view: View) -> None:
    """Let the browser remember it; the default needs no cookie."""
    if view == View():
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    else:
        answer.set_cookie(COOKIE, view.words, max_age=_SECONDS, httponly=True, samesite="lax")
