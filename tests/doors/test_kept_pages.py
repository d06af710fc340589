"""Pages that are given again are true: the next request sees what the one before it changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from unweary.interfaces.kept_pages import PATHS
from unweary.interfaces.server import create_app
from unweary.interfaces.web.view import COOKIE
from unweary.service import open_home
from unweary.vocab.errors import UserError

ADDRESS = "127.0.0.1:8421"


class Standing:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(morning):
    return Standing(morning)


@pytest.fixture
def drawn(web, person, monkeypatch):
    """One entry for each page that is really drawn."""
    from unweary.interfaces.web import rendering

    made = []
    real = rendering.HTMLResponse
    monkeypatch.setattr(rendering, "HTMLResponse", lambda *args, **more: made.append(1) or real(*args, **more))
    person.history()
    return made


def test_a_page_is_drawn_once_in_a_minute(web, drawn, clock):
    first = web.get("/")
    assert web.get("/").content == first.content
    assert web.get("/").headers.multi_items() == first.headers.multi_items()
    assert len(drawn) == 1
    clock.now += timedelta(minutes=1)
    assert web.get("/").status_code == 200
    assert len(drawn) == 2


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_page_that_is_given_again_is_the_same_and_as_guarded(web, drawn, path):
    first, second = web.get(path), web.get(path)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)
    assert second.headers["cache-control"] == "no-store"
    assert "content-security-policy" in second.headers
    assert web.get(path, headers={"host": "evil.example"}).status_code == 421


def test_a_warning_sign_stands_on_the_next_page(web, drawn, clock):
    assert "Call for help now." not in web.get("/").text
    sent = {"finding": "chest_pain_now", "state": "present"}
    assert web.post("/answer", data=sent, headers={"origin": f"http://{ADDRESS}"}).status_code == 303
    assert "Call for help now." in web.get("/").text
    assert web.get("/api/today").json()["verdict"]["urgency"] == "emergency_now"
    clock.now += timedelta(seconds=1)  # of two answers at one moment the more careful one counts
    assert web.post("/answer", data={**sent, "state": "absent"}).status_code == 303
    assert "Call for help now." not in web.get("/").text


def test_a_warning_sign_from_another_program_stands_on_the_next_page(web, drawn, person, clock):
    assert "Call for help now." not in web.get("/").text
    with open_home(person.home, clock=clock) as other:
        other.answer("chest_pain_now", "present")
    assert "Call for help now." in web.get("/").text


def test_another_address_or_another_cookie_is_another_page(web, drawn):
    plain = web.get("/").text
    assert 'data-theme="dark"' in web.get("/", headers={"cookie": f"{COOKIE}=dark"}).text
    assert web.get("/").text == plain
    web.get("/timeline?days=7")
    web.get("/timeline?days=28")
    assert len(drawn) == 4


def test_the_example_person_never_stands_on_ones_own_page(person, clock, serve_person, tmp_path):
    with open_home(tmp_path / "example", clock=clock) as example:
        example.answer("chest_pain_now", "present")
        client = serve_person(person)
        client.app = create_app(person, hosts=[ADDRESS], example=lambda: example, clock=clock)
        person.history()
        for _ in range(2):
            assert "Call for help now." not in client.get("/").text
            assert "Call for help now." in client.get("/", headers={"cookie": "unweary-example=1"}).text


def test_what_goes_wrong_is_not_kept(web, drawn, person, monkeypatch):
    monkeypatch.setattr(type(person), "assess_today", lambda *_: 1 / 0)
    assert web.get("/").status_code == 500
    monkeypatch.undo()
    assert web.get("/").status_code == 200


def test_few_pages_are_kept_however_many_are_asked_for(web, drawn):
    for days in range(40):
        web.get(f"/timeline?days=7&x={days}")
    made = len(drawn)
    web.get("/timeline?days=7&x=0")
    web.get("/timeline?days=7&x=39")
    assert len(drawn) == made + 1


def test_a_database_that_cannot_be_read_is_told_in_words(web, drawn, person, monkeypatch):
    def broken(*_):
        raise UserError("database", "the database does not answer", "a sound one")

    for verb in ("stamp", "assess_today"):
        monkeypatch.setattr(type(person), verb, broken)
    answer = web.get("/api/today")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "database"
