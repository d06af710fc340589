"""The examples in the scripts of validation/ run."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name", ["calibration", "intervals", "odds", "people", "reliability", "rule_dangers", "union_rates", "world"]
)
def test_the_examples_hold(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 0
    assert failed == 0
