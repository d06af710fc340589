"""Ferritin on its scale: the network gives back the published likelihood ratios.

Source: Guyatt 1992, J Gen Intern Med 7:145-153, table of serum ferritin against marrow iron (counts of patients with
and without iron deficiency by band). Tolerance 1 %: the ratios in the knowledge are rounded to four digits.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from unweary.inference.findings import findings
from unweary.inference.network import network
from unweary.inference.state import state
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import History, Lab

AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ferritin_ug_l", "published"),
    [(9, 52), (14.9, 52), (15, 8.8), (20, 8.8), (30, 2.5), (40, 1.8), (70, 0.54), (100, 0.08), (150, 0.08)],
)
def test_each_band_has_its_published_likelihood_ratio(ferritin_ug_l: float, published: float) -> None:
    knowledge = packaged_knowledge()
    history = History(as_of=AT, labs=(Lab("ferritin", ferritin_ug_l, "ug/L", AT),))
    body = state(history, knowledge, AT)
    net = network(knowledge, findings(history, knowledge, AT, body.numbers, body.given))
    measured = [finding for finding in (*net.open, *net.weighed.absent) if "iron_def" in net.links[finding]]
    assert measured == ["iron_stores_low"], "the yes-or-no bands must not count beside the scale"
    assert math.exp(net.log_lr("iron_stores_low", "iron_def")) == pytest.approx(published, rel=0.01)
