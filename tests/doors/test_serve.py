"""The server: this machine only, quiet ending, clear refusal of a port or an address that cannot be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from datetime import date

import pytest

from unweary.interfaces import server
from unweary.vocab.errors import UserError

START = """
import sys
from pathlib import Path
from unweary.interfaces.server import serve
serve(Path(sys.argv[1]), port=0, demo=len(sys.argv) > 2, on_ready=lambda address: print(address, flush=True))
print("closed", flush=True)
"""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_only_this_machine_is_listened_on(tmp_path, host):
    with pytest.raises(UserError) as refused:
        server.serve(tmp_path, host=host, port=0)
    assert refused.value.code == "host"
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_said_plainly(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UserError) as refused:
            server.serve(tmp_path, port=other.getsockname()[1])
    assert refused.value.code == "port"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_asked_to_stop_and_then_closes_the_home(tmp_path, number):
    command = [sys.executable, "-c", START, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "UNWEARY_HOME": ""}
    ) as running:
        try:
            address = running.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(address, timeout=20) as page:
                assert page.status == 200
            running.send_signal(number)
            assert running.stdout.readline() == "closed\n"
            assert running.wait(timeout=20) == 0
        finally:
            running.kill()


def test_the_example_person_is_made_when_they_have_no_entry_of_today(tmp_path):
    with server._opened(tmp_path, demo=True) as person:
        days = [day.day for day in person.history().days]
        assert max(days) == date.today()  # noqa: DTZ011 - the day of this machine is meant
        assert len(days) > 14
    assert (tmp_path / "demo").is_dir()
    assert not (tmp_path / "unweary.db").exists()
