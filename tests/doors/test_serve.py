"""The server: this machine only, quiet ending, clear refusal of a port or an address that cannot be."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from datetime import date

import pytest

from unweary.interfaces import server
from unweary.interfaces.cli import run_line
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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--address", "192.168.1.7"], "--lan"),
        (["--certfile", __file__], "--lan"),
        (["--lan", "--keyfile", __file__], "--certfile"),
        (["--lan", "--address", "8.8.8.8"], "private"),
        (["--lan", "--address", "0.0.0.0"], "private"),
        (["--lan", "--certfile", "/no/such/file"], "not exist"),
    ],
)
def test_a_slip_about_the_home_network_is_told_before_anything_is_opened(tmp_path, capsys, options, said):
    assert run_line(["--home", str(tmp_path / "home"), "serve", "--port", "0", *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux answers on all of 127.0.0.0/8")
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_terminal_shows_how_a_phone_is_paired(tmp_path, encoding):
    line = ["--home", str(tmp_path), "serve", "--lan", "--address", "127.0.0.2", "--port", "0"]
    command = [sys.executable, "-c", "import sys; from unweary.interfaces.cli import main; main()", *line]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as running:
        try:
            told = []
            while not told or b"others" not in told[-1]:
                told.append(running.stdout.readline())
                assert told[-1], b"".join(told)
            text = b"".join(told).decode(encoding)
            assert "/pair?code=" in text
            assert ("█" in text) is (encoding == "utf-8")
            assert "can be read by others in the same network" in text
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(timeout=20) == 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux answers on all of 127.0.0.0/8")
def test_with_a_certificate_all_goes_over_https(tmp_path):
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=laptop"]
    cert, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    names = ["-addext", "subjectAltName=IP:127.0.0.2,IP:127.0.0.1", "-keyout", key, "-out", cert]
    subprocess.run([*made, *names], check=True, capture_output=True)
    start = START_HTTPS, str(tmp_path / "home"), cert, key
    with subprocess.Popen([sys.executable, "-c", *start], stdout=subprocess.PIPE, text=True) as running:
        try:
            near, far = (running.stdout.readline().strip() for _ in range(2))
            assert near.startswith("https://127.0.0.1:")
            assert far.startswith("https://127.0.0.2:")
            trusted = ssl.create_default_context(cafile=cert)
            with urllib.request.urlopen(near, timeout=20, context=trusted) as page:
                assert page.status == 200
            with urllib.request.urlopen(far, timeout=20, context=trusted) as page:
                assert "could read it" not in page.read().decode()
            door, _, code = far.partition("/pair?code=")
            sent = urllib.request.Request(f"{door}/pair", f"code={code}&name=x".encode(), {"Origin": door})
            opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted), Staying())
            with opener.open(sent, timeout=20) as answer:
                assert answer.status == 303
                assert "Secure" in answer.headers["set-cookie"].split("; ")
        finally:
            running.kill()


START_HTTPS = """
import sys
from pathlib import Path
from unweary.interfaces.server import HomeNetwork, serve
say = lambda text: print(text, flush=True)
home, cert, key = map(Path, sys.argv[1:])
serve(home, port=0, on_ready=say, lan=HomeNetwork(say, "127.0.0.2", cert, key))
"""


class Staying(urllib.request.HTTPErrorProcessor):
    """Follows no redirect."""

    def http_response(self, request, response):
        return response

    https_response = http_response
