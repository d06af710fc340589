"""The figure on the report: the sore parts marked and numbered once, nothing that needs a screen."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from unweary import knowledge
from unweary.interfaces.web.body_print import printed
from unweary.vocab.assessment import SoreSite

PARTS = knowledge.load().body


def sore(site: str, side: str, score: float) -> SoreSite:
    return SoreSite(site, side, PARTS[site].lay_name, PARTS[site].group, score, None, 1, (), "")


def test_each_sore_part_is_marked_and_has_its_number_once():
    drawn = printed([sore("quads", "left", 6), sore("gastroc_medial", "right", 3), sore("achilles", "right", 8)], PARTS)
    assert re.findall(r'<text class="num"[^>]*>(\d+)</text>', drawn) == ["6", "3", "8"]
    assert {"3", "6", "8"} == set(re.findall(r'data-score="(\d+)"', drawn))
    assert "Front view. Sore: Front of thigh, left 6" in drawn


def test_it_is_well_formed_light_and_has_no_link_no_target_and_no_id_twice():
    for figure in ("neutral", "fuller"):
        drawn = printed([sore("quads", "left", 6)], PARTS, figure)
        ElementTree.fromstring(f"<g>{drawn}</g>")
        assert not re.search(r"<a |class=\"hit\"|style=", drawn)
        ids = re.findall(r' id="([^"]+)"', drawn)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', drawn)) <= set(ids)
        assert len(drawn) < 60_000


def test_where_nothing_is_sore_there_is_no_figure():
    assert printed([], PARTS) == ""
