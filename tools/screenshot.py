"""Take the picture of the Today page for the README: the example person, a phone, always the same morning.

Run ``python tools/screenshot.py`` where Chromium is installed (``UNWEARY_CHROMIUM`` names it, else /usr/bin/chromium).
Nothing of the person who runs it is read: the example person is made in a temporary folder.
"""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

from playwright.sync_api import sync_playwright

from unweary.interfaces.server import Server, create_app
from unweary.service import open_home
from unweary.service.demo import build_demo

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
TARGET = Path(__file__).resolve().parents[1] / "docs" / "today-phone.png"
WIDTH_PX, HEIGHT_PX, DENSITY = 390, 844, 2


def take(address: str, target: Path) -> None:
    """Store what a phone in light mode shows at ``address``."""
    chromium = os.environ.get("UNWEARY_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(
            viewport={"width": WIDTH_PX, "height": HEIGHT_PX}, device_scale_factor=DENSITY, color_scheme="light"
        )
        page.goto(address)
        page.screenshot(path=target)
        browser.close()


def main() -> None:
    """Serve the example person, take the picture, stop."""
    with tempfile.TemporaryDirectory() as folder:
        build_demo(Path(folder), MORNING)
        with open_home(Path(folder), demo=True, clock=lambda: MORNING) as person, socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            host = f"127.0.0.1:{listening.getsockname()[1]}"
            ready = threading.Event()
            server = Server(create_app(person, hosts=[host], demo=True, clock=lambda: MORNING), ready.set)
            running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            running.start()
            try:
                if not ready.wait(timeout=30):
                    raise SystemExit("the server did not start")
                take(f"http://{host}/", TARGET)
            finally:
                server.should_exit = True
                running.join(timeout=20)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1_000:.0f} kB")


if __name__ == "__main__":
    main()
