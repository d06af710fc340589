"""Two versions of the knowledge: which rows differ, and what that does to people."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from unweary.knowledge import load
from unweary.reports.knowledge_changes import Comparison, PersonChange, Standing, changes, changes_page
from unweary.reports.knowledge_report import knowledge_report
from unweary.service.knowledge_review import compare, write_pages
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Knowledge, Urgency

_PERSON = """{"as_of": "2026-11-20T07:30:00+01:00", "profile": {"birth_year": 1986},
 "answers": [
  {"finding": "heavy_legs", "state": "present", "at": "2026-11-20T07:20:00+01:00"},
  {"finding": "tendon_site", "state": "present", "at": "2026-11-20T07:20:00+01:00"}]}"""


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged data as they are now: both sides of a comparison come from this one copy."""
    folder = tmp_path_factory.mktemp("packaged") / "data"
    shutil.copytree(str(files("unweary.knowledge").joinpath("data")), folder)
    return folder


@pytest.fixture(scope="module")
def newer(packaged: Path) -> Knowledge:
    return load(packaged)


@pytest.fixture
def other(packaged: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(packaged, folder)
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "sore_heel_person.json").write_text(_PERSON, encoding="utf-8")
    quiet = _PERSON.replace('"tendon_site", "state": "present"', '"fever", "state": "absent"')
    (folder / "only_heavy_person.json").write_text(quiet, encoding="utf-8")
    return folder


def change(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(before) == 1
    (folder / file).write_text(text.replace(before, after), encoding="utf-8")


def halve_the_tendon_sign(folder: Path) -> None:
    change(folder, "likelihoods.csv", "tendinopathy,tendon_site,0.78,0.703,", "tendinopathy,tendon_site,0.39,0.3,")


def test_the_same_data_differ_in_nothing(other: Path, people: Path, newer: Knowledge) -> None:
    comparison = compare(newer, other, people)
    assert changes(comparison.older, comparison.newer) == ()
    assert [person.changed for person in comparison.people] == [False, False]
    assert "0 differences in the knowledge" in changes_page(comparison).lead


def test_a_changed_row_and_the_changed_chance_are_named(other: Path, people: Path, newer: Knowledge) -> None:
    halve_the_tendon_sign(other)
    comparison = compare(newer, other, people)
    (found,) = changes(comparison.older, comparison.newer)
    assert (found.kind, found.key) == ("likelihoods", "sensitivity")
    assert "tendinopathy" in found.entry
    assert "tendon_site" in found.entry
    assert found.before.startswith("0.39 (0.3 to ")
    assert found.after.startswith("0.78 (0.703 to ")

    heel = next(person for person in comparison.people if person.name == "sore_heel")
    moved = {name: (before, after) for name, before, after in heel.moves()}
    before, after = moved["tendinopathy"]
    assert after > before + 0.05
    heavy = next(person for person in comparison.people if person.name == "only_heavy")
    assert not heavy.changed

    page = knowledge_report(comparison.newer, comparison)["changes.html"]
    assert found.entry in page
    tendon = comparison.newer.causes["tendinopathy"].plain_name
    assert tendon in page
    assert f"{100 * (after - before):+.1f} points" in page
    assert page.index("sore heel") < page.index("only heavy"), "people for whom something changes come first"


def test_a_changed_rule_shows_in_urgency_and_answer(other: Path, people: Path, newer: Knowledge) -> None:
    flag = next(flag for flag in newer.red_flags if flag.id.startswith("rf01"))
    change(other, "red_flags.toml", f'message = "{flag.message}"', 'message = "Call now."')
    rules = (other / "red_flags.toml").read_text(encoding="utf-8")
    extra = """
[[red_flag]]
id = "rf999_made_up"
when = "heavy_legs"
urgency = "same_day"
message = "See a doctor today."
who = "GP"
why = "made up for a test"
source = "expert_estimate"
check = "E"
"""
    (other / "red_flags.toml").write_text(rules + extra, encoding="utf-8")
    comparison = compare(newer, other, people)
    kinds = {(found.entry, found.key) for found in changes(comparison.older, comparison.newer)}
    assert kinds == {(flag.id, "message"), ("rf999_made_up", "gone")}
    assert all(person.weight[0] for person in comparison.people), "urgency changes for both"
    page = knowledge_report(comparison.newer, comparison)["changes.html"]
    assert "See someone →" in page
    assert "rf999_made_up → none" in page


def test_an_older_layout_without_the_later_files_and_parameters_is_read(
    other: Path, people: Path, newer: Knowledge
) -> None:
    for name in ("graded", "contradictions", "instruments", "lab_ranges", "soreness", "overreaching"):
        for file in other.glob(f"{name}*.toml"):
            file.unlink()
    name = next(iter(newer.parameters))
    change(other, "parameters.toml", f'id = "{name}"', f'id = "{name}_old"')
    comparison = compare(newer, other, people)
    assert comparison.older.instruments == ()
    assert any(name in note for note in comparison.notes)
    assert len(comparison.people) == 2
    with pytest.raises(UserError, match="missing in the knowledge folder"):
        load(other)


def test_answers_that_the_older_version_does_not_know_are_left_out_and_counted(
    other: Path, people: Path, newer: Knowledge
) -> None:
    """A finding that came later cannot be told to the version before it."""
    text = (other / "findings.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition('[[finding]]\nid = "alt_dx_likely"')
    assert rest
    (other / "findings.toml").write_text(head + "[[finding]]" + rest.partition("[[finding]]")[2], encoding="utf-8")
    person = (people / "sore_heel_person.json").read_text(encoding="utf-8")
    (people / "sore_heel_person.json").write_text(person.replace('"tendon_site"', '"alt_dx_likely"'), encoding="utf-8")
    comparison = compare(newer, other, people)
    notes = {judged.name: judged.note for judged in comparison.people}
    assert notes == {"sore_heel": "The older version does not know 1 of the answers.", "only_heavy": ""}
    assert ("alt_dx_likely", "new") in {(one.entry, one.key) for one in changes(comparison.older, comparison.newer)}


def test_a_version_that_lacks_what_the_program_needs_is_refused(other: Path, people: Path, newer: Knowledge) -> None:
    text = (other / "findings.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition('[[finding]]\nid = "tendon_site"')
    (other / "findings.toml").write_text(head + "[[finding]]" + rest.partition("[[finding]]")[2], encoding="utf-8")
    with pytest.raises(UserError, match="'tendon_site'") as refused:
        compare(newer, other, people)
    assert refused.value.code == "knowledge"


def test_data_that_this_version_cannot_read_are_refused_with_their_place(other: Path, newer: Knowledge) -> None:
    change(other, "likelihoods.csv", "cause,finding,sensitivity,", "cause,finding,chance,")
    with pytest.raises(UserError, match=r"likelihoods\.csv: line 2: chance"):
        compare(newer, other)


@pytest.mark.parametrize("name", ["no_such_folder", "0f" * 32])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str, newer: Knowledge) -> None:
    with pytest.raises(UserError, match="is not a folder") as refused:
        compare(newer, tmp_path / name)
    assert "digest" in refused.value.accepted


def test_a_folder_without_people_is_refused(other: Path, tmp_path: Path, newer: Knowledge) -> None:
    with pytest.raises(UserError, match=r"_person\.json"):
        compare(newer, other, tmp_path)


def test_pages_are_written_where_they_can_be(tmp_path: Path) -> None:
    assert write_pages(tmp_path / "a" / "b", {"index.html": "hello"}) == ("index.html",)
    assert (tmp_path / "a" / "b" / "index.html").read_text(encoding="utf-8") == "hello"
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="cannot write"):
        write_pages(tmp_path / "file", {"index.html": "hello"})


def test_chances_that_one_version_withholds_are_said_to_be_withheld_and_not_to_have_fallen(newer: Knowledge) -> None:
    given = Standing(Urgency.NONE, "push", ("doms",), {"doms": 0.3})
    person = PersonChange("sore", given, Standing(Urgency.NONE, "not_known", (), {}))
    assert person.moves() == ()
    assert person.weight[:2] == (True, True)
    page = knowledge_report(newer, Comparison(newer, newer, "before", (person,)))["changes.html"]
    assert "given before, withheld now" in page
    assert "points" not in page
