"""Pairing codes and paired devices: one code, one device, whoever asks how often and at the same time."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta

import pytest

from unweary.service.devices import CODE_HOLDS, Devices
from unweary.vocab.errors import UserError


@pytest.fixture
def devices(tmp_path, clock) -> Devices:
    return Devices(tmp_path, clock)


def test_of_many_who_use_one_code_at_once_one_is_paired(devices):
    code, gate, came = devices.offer(), threading.Barrier(8), []

    def pair() -> None:
        gate.wait()
        with suppress(UserError):
            came.append(devices.pair(code, "phone"))

    threads = [threading.Thread(target=pair) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came) == 1
    assert len(devices.listed()) == 1


@pytest.mark.parametrize("code", ["", "x", "é\ud800", "a" * 100_000])
def test_without_an_offer_no_code_is_right(devices, code):
    with pytest.raises(UserError, match="wrong, was used, or is too old"):
        devices.pair(code, "phone")
    devices.offer()
    with pytest.raises(UserError, match="wrong, was used, or is too old"):
        devices.pair(code, "phone")


def test_codes_and_secrets_never_repeat_and_are_long(devices):
    codes = {devices.offer() for _ in range(50)}
    secrets = {devices.pair(devices.offer(), "phone") for _ in range(50)}
    assert len(codes) == len(secrets) == len(devices.listed()) == 50
    assert min(map(len, codes)) >= 22, "128 bits"
    assert min(map(len, secrets)) >= 43, "256 bits"


def test_a_code_of_one_home_opens_no_other(tmp_path, clock):
    mine, yours = Devices(tmp_path / "mine", clock), Devices(tmp_path / "yours", clock)
    yours.offer()
    with pytest.raises(UserError):
        yours.pair(mine.offer(), "phone")
    assert yours.known(mine.pair(mine.offer(), "phone")) is None


def test_a_wrong_try_does_not_use_the_code_up(devices, clock):
    code = devices.offer()
    with pytest.raises(UserError):
        devices.pair("guess", "phone")
    clock.now += CODE_HOLDS - timedelta(seconds=1)
    assert devices.known(devices.pair(code, "phone")) is not None


def test_when_a_device_was_here_last_is_kept_to_the_hour(devices, clock):
    secret = devices.pair(devices.offer(), "phone")
    clock.now += timedelta(minutes=59)
    devices.known(secret)
    assert devices.listed()[0].seen_at < clock.now
    clock.now += timedelta(minutes=1)
    devices.known(secret)
    assert devices.listed()[0].seen_at == clock.now


def test_a_device_that_is_removed_while_it_is_here_stays_removed(devices, clock):
    secret = devices.pair(devices.offer(), "phone")
    clock.now += timedelta(hours=2)
    devices.remove(devices.listed()[0].id)
    assert devices.known(secret) is None
    assert devices.listed() == ()
    with pytest.raises(UserError, match="no device"):
        devices.remove("")
