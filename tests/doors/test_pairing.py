"""Phones in the home network: nobody gets anything unpaired, a code works once, and what was paired can be removed."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from unweary.interfaces import pairing
from unweary.interfaces.cli import run_line
from unweary.interfaces.server import create_app
from unweary.service import Unweary, open_home
from unweary.service.devices import CODE_HOLDS, DEVICE_HOLDS

NEAR, FAR = "127.0.0.1:8421", "192.168.1.7:8421"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36"


class Clock:
    """The same morning, a millisecond later each time, or as late as the test says."""

    def __init__(self, morning: datetime) -> None:
        self.now = morning
        self.looks = itertools.count()

    def __call__(self) -> datetime:
        return self.now + timedelta(milliseconds=next(self.looks))


@pytest.fixture
def clock(morning: datetime) -> Clock:
    return Clock(morning)


class House:
    """One server with its two doors: ``ask`` comes from a phone, ``near`` from the computer itself."""

    def __init__(self, person: Unweary, clock: Clock) -> None:
        self.person = person
        self.app = create_app(
            person, hosts=[NEAR, FAR], clock=clock, lan=f"http://{FAR}", open_at=[NEAR.partition(":")[0]]
        )

    def ask(
        self, method: str, path: str, *, at: str = FAR, phone: str = "192.168.1.30", **more: object
    ) -> httpx.Response:
        async def send() -> httpx.Response:
            door = httpx.ASGITransport(app=self.app, raise_app_exceptions=False, client=(phone, 50_000))
            async with httpx.AsyncClient(transport=door, base_url=f"http://{at}") as client:
                return await client.request(method, path, **more)  # type: ignore[arg-type]

        return asyncio.run(send())

    def near(self, method: str, path: str, **more: object) -> httpx.Response:
        return self.ask(method, path, at=NEAR, phone="127.0.0.1", **more)

    def pair(self, code: str, name: str = "Ada's phone", **more: object) -> httpx.Response:
        return self.ask("POST", "/pair", data={"code": code, "name": name}, headers=own(FAR), **more)

    def routes(self) -> Iterator[tuple[str, str]]:
        """Every method and address that the application answers, with something in each gap."""
        for route in iter_route_contexts(self.app.routes):
            path = re.sub(r"\{[^}]*\}", "x", getattr(route, "path", "") or route.original_route.path)
            for method in sorted((getattr(route, "methods", None) or {"GET"}) - {"HEAD"}):
                yield method, path


def own(host: str) -> dict[str, str]:
    return {"origin": f"http://{host}"}


def secret_of(answer: httpx.Response) -> dict[str, str]:
    return {"cookie": answer.headers["set-cookie"].partition(";")[0]}


@pytest.fixture
def house(person: Unweary, clock: Clock) -> House:
    return House(person, clock)


# ---- nobody unpaired


def test_every_route_is_refused_to_whoever_is_not_paired(house):
    open_to_all = []
    walked = list(house.routes())
    for method, path in walked:
        answer = house.ask(method, path, headers=own(FAR))
        if answer.status_code == 401:
            assert "no-store" in answer.headers["cache-control"]
            continue
        open_to_all.append((method, path))
    assert len(walked) > 50
    assert {(method, path) for method, path in open_to_all if not path.startswith("/static")} == {
        ("GET", "/pair"),
        ("POST", "/pair"),
        ("GET", "/settings/gone"),
    }


def test_the_same_routes_answer_on_the_computer_itself(house):
    refused = [
        path for method, path in house.routes() if method == "GET" and house.near("GET", path).status_code == 401
    ]
    assert refused == []


@pytest.mark.parametrize(
    "path", ["/api/today", "/openapi.json", "/", "//", "/static/../", "/static/..%2f", "/pair/", "/pair/../", "/PAIR"]
)
def test_no_spelling_of_an_address_leads_past_the_door(house, person, path):
    answer = house.ask("GET", path)
    assert answer.status_code in (401, 404)
    assert "Go easier" not in answer.text
    if path.startswith("/api"):
        assert set(answer.json()["error"]) == {"code", "message", "accepted"}


def test_without_the_home_network_nothing_needs_pairing(web):
    assert web.get("/").status_code == 200
    settings = web.get("/settings").text
    assert "unweary serve --lan" in settings
    assert 'action="/settings/devices/new"' not in settings
    assert web.post("/settings/devices/new").status_code == 422


@pytest.mark.parametrize("cookie", ["", "x", "é", "0" * 64, "../../unweary", "a" * 5_000])
def test_a_made_up_secret_opens_nothing(house, cookie):
    cookies = f"{pairing.COOKIE}={cookie}".encode("latin-1")
    assert house.ask("GET", "/", headers={"cookie": cookies}).status_code == 401


# ---- pairing


def test_a_phone_is_paired_once_and_then_sees_everything(house, person):
    code = person.devices.offer()
    page = house.ask("GET", f"/pair?code={code}", headers={"user-agent": PHONE})
    assert page.status_code == 200
    assert 'value="Android phone"' in page.text
    assert "could read it" in page.text
    assert house.ask("GET", f"/pair?code={code}").status_code == 200, "looking does not use the code up"
    answer = house.pair(code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    told = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(told.split("; "))
    assert len(secret_of(answer)["cookie"]) >= len(pairing.COOKIE) + 1 + 43, "256 bits"
    assert house.ask("GET", "/", headers=secret_of(answer)).status_code == 200
    assert house.ask("GET", "/api/today", headers=secret_of(answer)).status_code == 200
    assert house.pair(code).status_code == 403, "a code works once"


def test_a_code_is_too_old_after_minutes_and_a_new_one_ends_the_one_before(house, person, clock):
    first = person.devices.offer()
    second = person.devices.offer()
    assert house.pair(first).status_code == 403
    clock.now += CODE_HOLDS
    assert house.pair(second).status_code == 403
    assert "does not work" in house.pair(second).text
    assert person.devices.listed() == ()


def test_the_secret_is_nowhere_in_the_home(house, person):
    secret = secret_of(house.pair(person.devices.offer()))["cookie"].partition("=")[2]
    files = [path for path in person.home.rglob("*") if path.is_file()]
    assert any("devices" in path.parts for path in files)
    for path in files:
        assert secret.encode() not in path.read_bytes()
        assert secret not in path.name
    assert {path.stat().st_mode & 0o077 for path in person.home.glob("devices/*")} == {0}


def test_whoever_guesses_is_soon_not_listened_to(house, person, clock):
    code = person.devices.offer()
    told = [house.pair("guess").status_code for _ in range(pairing.MOST_WRONG + 1)]
    assert told == [403] * pairing.MOST_WRONG + [429]
    late = house.pair(code)
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) == pairing.WAIT.seconds
    assert house.pair(code, phone="192.168.1.31").status_code == 303, "another phone is not kept out by that"
    clock.now += pairing.WAIT
    assert house.pair("guess").status_code == 403


def test_many_guessers_together_are_not_listened_to_either(house, person):
    for number in range(pairing.MOST_WRONG_ALL):
        assert house.pair("guess", phone=f"192.168.2.{number}").status_code == 403
    assert house.pair(person.devices.offer(), phone="192.168.3.1").status_code == 429


def test_another_web_page_cannot_pair_remove_or_take_a_code(house, person):
    code = person.devices.offer()
    foreign = {"origin": "https://example.org"}
    for path, sent in (("/pair", {"code": code}), ("/settings/devices/new", {}), ("/settings/devices/remove", {})):
        for at in (FAR, NEAR):
            assert house.ask("POST", path, at=at, data=sent, headers=foreign).status_code == 403
            told = {"sec-fetch-site": "same-site"}
            assert house.ask("POST", path, at=at, data=sent, headers=told).status_code == 403
    assert house.pair(code).status_code == 303


def test_a_foreign_name_that_leads_here_is_refused(house, person):
    paired = secret_of(house.pair(person.devices.offer()))
    for host in ("evil.example:8421", "192.168.1.8:8421", "192.168.1.7"):
        assert house.ask("GET", "/", headers={**paired, "host": host}).status_code == 421


def test_the_names_of_devices_are_only_text(house, person):
    house.pair(person.devices.offer(), name="<script>x</script>\x00\x1b[31m" + "y" * 100)
    page = house.near("GET", "/settings").text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert len(person.devices.listed()[0].name) <= 40
    house.pair(person.devices.offer(), name="")
    assert "a device" in {each.name for each in person.devices.listed()}


# ---- removing


def test_a_removed_phone_is_out_at_once(house, person, capsys):
    paired = secret_of(house.pair(person.devices.offer()))
    page = house.ask("GET", "/settings", headers=paired).text
    assert "Ada&#39;s phone" in page
    assert "this one" in page
    device = person.devices.listed()[0]
    done = house.near("POST", "/settings/devices/remove", data={"id": device.id}, headers=own(NEAR))
    assert (done.status_code, done.headers["location"]) == (303, "/settings?saved=devices#devices")
    assert house.ask("GET", "/", headers=paired).status_code == 401
    assert house.near("POST", "/settings/devices/remove", data={"id": device.id}, headers=own(NEAR)).status_code == 422


@pytest.mark.parametrize("device_id", ["", "*", "../unweary", "0", "[a-f]*"])
def test_only_a_whole_id_removes(house, person, device_id):
    paired = secret_of(house.pair(person.devices.offer()))
    answer = house.near("POST", "/settings/devices/remove", data={"id": device_id}, headers=own(NEAR))
    assert answer.status_code == 422
    assert house.ask("GET", "/", headers=paired).status_code == 200


def test_the_command_line_lists_and_removes_while_the_server_runs(house, person, capsys):
    paired = secret_of(house.pair(person.devices.offer()))
    assert house.ask("GET", "/", headers=paired).status_code == 200
    told = ["--home", str(person.home), "--at", "2026-11-20T08:00:00+01:00"]
    assert run_line([*told, "devices"]) == 0
    assert "Ada's phone" in capsys.readouterr().out
    assert run_line([*told, "devices", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["devices"]
    assert set(listed[0]) == {"id", "name", "paired_at", "seen_at", "until"}
    assert run_line([*told, "devices", "--remove", listed[0]["id"]]) == 0
    assert "Removed: Ada's phone" in capsys.readouterr().out
    assert house.ask("GET", "/", headers=paired).status_code == 401
    assert run_line([*told, "devices"]) == 0
    assert "No phone is paired" in capsys.readouterr().out
    assert run_line([*told, "devices", "--remove", "nobody"]) == 2


def test_half_a_year_later_the_phone_pairs_again(house, person, clock):
    paired = secret_of(house.pair(person.devices.offer()))
    clock.now += DEVICE_HOLDS - timedelta(minutes=1)
    assert house.ask("GET", "/", headers=paired).status_code == 200
    assert person.devices.listed()[0].seen_at > clock.now - timedelta(minutes=1), "when it was here last is kept"
    clock.now += timedelta(minutes=2)
    assert house.ask("GET", "/", headers=paired).status_code == 401
    assert person.devices.listed() == ()


def test_a_damaged_file_lets_nobody_in_and_breaks_nothing(house, person):
    paired = secret_of(house.pair(person.devices.offer()))
    for broken in ("", "[]", "{", '{"name": 1}', '{"name": "x", "paired_at": 1, "until": "never"}'):
        next(person.home.glob("devices/*.json")).write_text(broken)
        assert house.ask("GET", "/", headers=paired).status_code == 401
        assert house.near("GET", "/settings").status_code == 200


def test_deleting_everything_unpairs_every_phone(house, person):
    paired = secret_of(house.pair(person.devices.offer()))
    gone = house.ask("POST", "/settings/delete", data={"typed": "delete"}, headers={**paired, **own(FAR)})
    assert (gone.status_code, gone.headers["location"]) == (303, "/settings/gone")
    assert "Everything is gone" in house.ask("GET", "/settings/gone", headers=paired).text
    assert house.ask("GET", "/", headers=paired).status_code == 401
    assert not (person.home / "devices").exists()


def test_only_a_page_that_ends_a_pairing_lets_the_phone_forget_what_it_has_not_sent(house, person):
    paired = secret_of(house.pair(person.devices.offer()))
    assert "data-forget" not in house.ask("GET", "/plan", headers=paired).text
    assert "data-forget" not in house.ask("GET", "/pair?code=x").text
    assert "data-forget" in house.ask("GET", "/settings/gone").text
    person.devices.remove(person.devices.listed()[0].id)
    assert "data-forget" in house.ask("GET", "/plan", headers=paired).text


# ---- the picture


def test_settings_show_a_new_code_as_picture_and_as_text(house, person):
    page = house.near("POST", "/settings/devices/new", headers=own(NEAR))
    assert page.status_code == 200
    assert "style=" not in page.text
    assert "<svg" in page.text
    code = re.search(rf"http://{FAR}/pair\?code=([\w-]+)", page.text)[1]
    assert house.pair(code).status_code == 303


# ---- over real sockets

START = """
import sys
from pathlib import Path
from unweary.interfaces.server import HomeNetwork, serve
say = lambda text: print(text, flush=True)
serve(Path(sys.argv[1]), port=0, on_ready=say, lan=HomeNetwork(say, "127.0.0.2"))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux answers on all of 127.0.0.0/8")
def test_two_doors_of_one_server_over_real_sockets(tmp_path):
    with subprocess.Popen([sys.executable, "-c", START, str(tmp_path)], stdout=subprocess.PIPE, text=True) as running:
        try:
            near, far = (urlsplit(running.stdout.readline().strip()) for _ in range(2))
            assert (near.hostname, far.hostname) == ("127.0.0.1", "127.0.0.2")

            def ask(door, method="GET", path="/", body=None, **headers):
                line = http.client.HTTPConnection(door.hostname, door.port, timeout=20)
                line.request(
                    method, path, body, headers={name.replace("_", "-"): told for name, told in headers.items()}
                )
                answer = line.getresponse()
                answer.read()
                line.close()
                return answer

            assert ask(near).status == 200
            assert ask(far).status == 401
            assert ask(far, path="/api/today").status == 401
            # The name alone does not open the other door.
            assert ask(far, Host=near.netloc).status == 401
            sent = urlencode({"code": far.query.partition("=")[2], "name": "phone"})
            form = {"Content_Type": "application/x-www-form-urlencoded"}
            assert ask(far, "POST", "/pair", sent, Origin="http://example.org", **form).status == 403
            paired = ask(far, "POST", "/pair", sent, Origin=f"http://{far.netloc}", **form)
            assert paired.status == 303
            cookie = paired.headers["set-cookie"].partition(";")[0]
            assert ask(far, Cookie=cookie).status == 200
            with open_home(tmp_path) as person:
                person.devices.remove(person.devices.listed()[0].id)
            assert ask(far, Cookie=cookie).status == 401
        finally:
            running.kill()
