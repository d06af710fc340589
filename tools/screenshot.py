"""Pictures of every page to be looked at: phone and desk, light and dark; an example, somebody new, an emergency.

    python tools/screenshot.py                 # every page, into docs/img/pages (not kept in the repository)
    python tools/screenshot.py today causes    # only those whose names hold one of the words
    python tools/screenshot.py --chosen        # the six of the README and the manual, into docs/img

Needs Chromium: what ``UNWEARY_CHROMIUM`` names, else its headless shell or the whole browser in /usr/bin. Nothing of
the person who runs it is read: the people are made in a temporary folder, always on the same morning.
"""

from __future__ import annotations

import argparse
import base64
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from unweary.interfaces.network import listen
from unweary.interfaces.server import Server, create_app
from unweary.service import CheckIn, Unweary, open_home
from unweary.service.demo import build_demo
from unweary.vocab.history import Answer, Day, Profile

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
PHONE, DESK = (390, 844), (1280, 900)
MOST_BYTES = 120_000

#: Name and address of every page as the example person shows it.
PAGES = {
    "today": "/",
    "body-front": "/check-in",
    "body-legs": "/check-in?view=back-legs&part=achilles&side=right",
    "check-in-day": "/check-in/day",
    "check-in-more": "/check-in/more",
    "check-in-signs": "/check-in/signs",
    "interview": "/interview?ask=1",
    "interview-words": "/interview/words",
    "interview-end": "/interview/end",
    "causes": "/causes",
    "plan": "/plan",
    "timeline": "/timeline",
    "timeline-long": "/timeline?days=182",
    "day": f"/timeline/{MORNING:%Y-%m-%d}",
    "you": "/you",
    "labs": "/labs",
    "lab-new": "/labs?test=ferritin_ug_l",
    "files": "/files",
    "entries": "/entries",
    "tests": "/tests",
    "test-reaction": "/tests/reaction",
    "test-calf": "/tests/calf",
    "breathe": "/breathe",
    "learn": "/learn",
    "article": "/learn/soreness",
    "models": "/learn/models",
    "model": "/learn/models/muscle",
    "settings": "/settings",
    "api": "/api",
    "report": "/report",
    "lost": "/no-such-page",
    "gone": "/settings/gone",
    "pair": "/pair?code=example",
}
#: Somebody who has said nothing: the first run, then every page while it is empty.
NEW = {
    **{f"start-{step}": f"/start?step={step}" for step in (1, 2, 3)},
    "today": "/?anyway=1",
    **{name: PAGES[name] for name in ("causes", "plan", "timeline", "labs", "files", "entries", "tests", "report")},
    "interview": "/interview",
}
URGENT = {"today": "/", "anyway": "/?anyway=1", "causes": "/causes", "plan": "/plan", "report": "/report"}
#: The six that the README and the manual show: file, person, page, width, dark.
CHOSEN = (
    ("today", "example", "today", PHONE, False),
    ("body", "example", "body-front", PHONE, False),
    ("causes", "example", "causes", PHONE, True),
    ("emergency", "urgent", "today", PHONE, False),
    ("plan", "example", "plan", PHONE, False),
    ("timeline", "example", "timeline", DESK, False),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    name: str
    size: tuple[int, int]
    dark: bool = False
    cookie: str = ""
    text_pct: int = 100


LOOKS = (
    Look("phone", PHONE),
    Look("phone-dark", PHONE, dark=True),
    Look("desk", DESK),
    Look("desk-dark", DESK, dark=True),
    Look("phone-quiet", PHONE, cookie="system.metric.quiet"),
    Look("phone-large-text", PHONE, text_pct=200),
    # What a browser of 1280 px shows at a zoom of 200 %.
    Look("desk-zoomed", (640, 450)),
)


def pages_of(person: str, look: Look) -> dict[str, str]:
    """Which pages of a person are worth that look."""
    pages = {"example": PAGES, "new": NEW, "urgent": URGENT}[person]
    return {name: pages[name] for name in ("today", "plan") if name in pages} if look.cookie else pages


@contextmanager
def answering(person: Unweary, *, demo: bool) -> Iterator[str]:
    """The address of a server that runs beside and stops at the end."""
    listening = listen("127.0.0.1", 0)
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    ready = threading.Event()
    server = Server(create_app(person, hosts=[host], demo=demo, clock=lambda: MORNING), ready.set)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    try:
        if not ready.wait(timeout=30):
            raise SystemExit("the server did not start")
        yield f"http://{host}"
    finally:
        server.should_exit = True
        running.join(timeout=20)
        listening.close()


@contextmanager
def somebody(name: str) -> Iterator[str]:
    """The address at which a person's pages stand."""
    with tempfile.TemporaryDirectory() as folder:
        demo = name == "example"
        if demo:
            build_demo(Path(folder), MORNING)
        with open_home(Path(folder), demo=demo, clock=lambda: MORNING) as person:
            if name == "urgent":
                said = tuple(Answer(sign, "present", MORNING) for sign in ("breathless_rest", "chest_pain_now"))
                person.save_profile(Profile(birth_year=1989, sex="F", country="NO"), {})
                person.check_in(CheckIn(Day(MORNING.date(), fatigue_0_10=7), answers=said))
            with answering(person, demo=demo) as address:
                yield address


def opened(browser: Browser, address: str, look: Look, density: float = 1) -> Page:
    """A page that looks as ``look`` says."""
    width, height = look.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=density,
        color_scheme="dark" if look.dark else "light",
        has_touch=width < DESK[0],
    )
    if look.cookie:
        context.add_cookies([{"name": "unweary-view", "value": look.cookie, "url": address}])
    return context.new_page()


def every(browser: Browser, words: Sequence[str]) -> None:
    """Each page of each person in each look, in full length; the report on paper as well."""
    target = IMAGES / "pages"
    target.mkdir(parents=True, exist_ok=True)
    for person in ("example", "new", "urgent"):
        with somebody(person) as address:
            for look in LOOKS:
                page = opened(browser, address, look)
                for name, path in pages_of(person, look).items():
                    file = target / f"{person}-{name}-{look.name}.png"
                    if words and not any(word in file.stem for word in words):
                        continue
                    page.goto(address + path)
                    page.evaluate(f"document.documentElement.style.fontSize = '{look.text_pct}%'")
                    page.screenshot(path=file, full_page=True)
                    if name == "report" and look.name == "phone":
                        page.pdf(path=file.with_suffix(".pdf"), prefer_css_page_size=True)
                page.context.close()
    print(f"{len(list(target.iterdir()))} pictures in {target.relative_to(IMAGES.parents[1])}")


def chosen(browser: Browser) -> None:
    """The six, each as its first screen, small enough for a repository."""
    for person in ("example", "urgent"):
        with somebody(person) as address:
            for file, whose, name, size, dark in CHOSEN:
                if whose != person:
                    continue
                page = opened(browser, address, Look(file, size, dark), 2 if size == PHONE else 1.25)
                page.goto(address + pages_of(person, LOOKS[0])[name])
                session = page.context.new_cdp_session(page)
                taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 80})
                content = base64.b64decode(taken["data"])
                if len(content) > MOST_BYTES:
                    raise SystemExit(f"{file}: {len(content):,} bytes are more than {MOST_BYTES:,}")
                (IMAGES / f"{file}.webp").write_bytes(content)
                print(f"{file}.webp: {len(content) / 1_000:.0f} kB")
                page.context.close()


def main() -> None:
    """Take what the command line asks for."""
    asks = argparse.ArgumentParser(description="Take pictures of the pages.")
    asks.add_argument("--chosen", action="store_true", help="only the six of the README and the manual")
    asks.add_argument("words", nargs="*", help="only pictures whose names hold one of these words")
    asked = asks.parse_args()
    path = os.environ.get("UNWEARY_CHROMIUM") or next(filter(os.path.exists, BROWSERS), BROWSERS[-1])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        chosen(browser) if asked.chosen else every(browser, asked.words)
        browser.close()


if __name__ == "__main__":
    main()
