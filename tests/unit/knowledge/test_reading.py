"""Reading the data files: what is read, and what is refused with file, entry and key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from unweary.knowledge import load
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Number, Urgency
from unweary.vocab.logic import AtLeast, Compare, Is, parse
from unweary.vocab.remedies import Gate

Change = Callable[[str, str, str], None]
Add = Callable[[str, str], None]


def refused(folder: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        load(folder)
    assert caught.value.code == "knowledge"
    return caught.value


# ---- what is read


def test_every_kind_of_entry_is_read(folder: Path) -> None:
    known = load(folder)
    assert list(known.findings) == ["fever", "confusion", "heavy_legs", "weakness_days", "temp_high"]
    assert known.findings["confusion"].ask_if == Is("fever")
    assert known.findings["fever"].codes == {"snomed_ct": "386661006"}
    assert known.quantities["ferritin_ug_l"].valid_days == 180.0
    assert known.derived[0].present == Compare("temp_c", ">=", 38.0)
    assert known.points[0].items == ((Is("fever"), 1.0), (parse("confusion OR temp_high"), 2.5))
    assert known.red_flags[0].urgency is Urgency.EMERGENCY_NOW
    assert known.causes["iron_def"].cap == 0.9
    assert known.modifiers[0].when == AtLeast(2, (Is("female"), Compare("age", "<", 50.0)))
    assert known.remedies["iron_tablets"].gates == (Gate(Is("fever"), "Not while you have a fever."),)
    assert known.remedies["iron_tablets"].sources == ("ng253",)
    assert known.safety_rules[0].unknown_withholds is True
    assert known.body["gastroc_medial"].anatomical == "gastrocnemius, medial head"
    assert known.countries["NO"].emergency == "113"
    assert known.sources["ng253"].doi == "10.1000/1"
    assert known.label("shock_score") == "shock score"


def test_likelihood_rows_become_numbers_with_their_origin(folder: Path) -> None:
    strong, weak = load(folder).likelihoods
    assert strong.sensitivity == Number(0.6, 0.4, 0.8, "probability", "B", "V", "ng253", "table 1")
    assert (strong.positive_only, strong.lr_pos_published, strong.note) == (True, 2.5, "seen in women, mostly")
    assert (weak.positive_only, weak.lr_pos_published, weak.note) == (False, None, "")


def test_a_parameter_is_a_number_with_an_id(folder: Path) -> None:
    number = load(folder).parameters["sore_from"]
    assert (number.low, number.mid, number.high, number.unit) == (3.0, 4.0, 5.0, "0 to 10")
    assert isinstance(number.mid, float)


def test_what_may_be_left_out_gets_its_default(folder: Path) -> None:
    known = load(folder)
    heavy = known.findings["heavy_legs"]
    assert (heavy.valid_days, heavy.ask_if, heavy.burden, heavy.alarm) == (None, None, 1.0, False)
    assert known.findings["fever"].leak.population == "active adults who complain of lingering muscle fatigue"
    assert known.body["gastroc_medial"].uberon == known.body["gastroc_medial"].fma == ""


def test_a_file_may_be_continued_in_another(folder: Path) -> None:
    (folder / "sources_remedies.toml").write_text('[[source]]\nid = "more"\ncitation = "More"\ncheck = "R"\n')
    (folder / "derived_remedies.toml").write_text('[[derived]]\nid = "hot"\npresent = "temp_c >= 39"\n')
    known = load(folder)
    assert list(known.sources) == ["own_estimate", "ng253", "more"]
    assert [entry.id for entry in known.derived] == ["temp_high", "hot"]
    assert [score.id for score in known.points] == ["shock_score"]


def test_a_second_file_may_add_another_way_to_a_finding_but_one_file_may_not(folder: Path) -> None:
    another = '[[derived]]\nid = "temp_high"\npresent = "fever"\n'
    (folder / "derived_remedies.toml").write_text(another)
    assert [entry.id for entry in load(folder).derived] == ["temp_high", "temp_high"]
    (folder / "derived_remedies.toml").write_text(another + another)
    assert "'temp_high' is there twice" in refused(folder).message


def test_an_empty_file_of_the_right_shape_is_fine(folder: Path) -> None:
    (folder / "modifiers.toml").write_text("modifier = []\n")
    assert load(folder).modifiers == ()


def test_other_files_such_as_a_readme_are_left_alone(folder: Path) -> None:
    before = load(folder).digest
    (folder / "README.md").write_text("for people")
    assert load(folder).digest == before


# ---- the digest


def test_the_digest_is_a_sha_256_over_names_and_bytes(folder: Path) -> None:
    expected = hashlib.sha256()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        raw = path.read_bytes()
        expected.update(f"{path.name}\0{len(raw)}\0".encode() + raw)
    assert load(folder).digest == expected.hexdigest()


def test_any_changed_byte_changes_the_digest(folder: Path, add: Add) -> None:
    before = load(folder).digest
    assert load(folder).digest == before
    add("likelihoods.csv", "")
    assert load(folder).digest == before
    add("red_flags.toml", "# a comment\n")
    assert load(folder).digest != before


# ---- what is refused


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "red_flags.toml").unlink()
    (folder / "likelihoods.csv").unlink()
    error = refused(folder)
    assert error.message == "red_flags.toml, likelihoods.csv: missing in the knowledge folder 'small'"
    assert "causes.toml" in error.accepted


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere").message == "nowhere: there is no such folder"


@pytest.mark.parametrize("name", ["redflags.toml", "likelihoodsmore.csv", "findings.old.toml", "rules.toml"])
def test_a_file_that_nobody_reads_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("")
    assert refused(folder).message == f"{name}: is not a file of the knowledge folder 'small'"


@pytest.mark.parametrize(
    ("file", "old", "new", "message", "accepted"),
    [
        (
            "causes.toml",
            'kind = "systemic"',
            'kynd = "systemic"',
            "causes.toml: cause[0] 'iron_def': kynd: is not a key here; did you mean 'kind'?",
            "plain_name",
        ),
        ("causes.toml", 'who = "GP"\n', "", "causes.toml: cause[0] 'iron_def': who: is missing", "a text"),
        ("causes.toml", 'tier = "treatable"\n', "", "causes.toml: cause[0] 'iron_def': tier: is missing", "benign"),
        (
            "causes.toml",
            'tier = "treatable"',
            'tier = "mild"',
            "causes.toml: cause[0] 'iron_def': tier: 'mild' is not one of the words",
            "benign, treatable, serious, emergency, other",
        ),
        (
            "causes.toml",
            "mid = 0.1",
            'mid = "0.1"',
            "causes.toml: cause[0] 'iron_def': prior: mid: expected a number, found '0.1'",
            "a number",
        ),
        (
            "causes.toml",
            "mid = 0.1, ",
            "",
            "causes.toml: cause[0] 'iron_def': prior: mid: is missing",
            "a number",
        ),
        (
            "causes.toml",
            "mid = 0.1",
            "mid = nan",
            "causes.toml: cause[0] 'iron_def': prior: mid: nan is not a number that can be reviewed",
            "finite",
        ),
        (
            "causes.toml",
            "mid = 0.1",
            "mid = true",
            "causes.toml: cause[0] 'iron_def': prior: mid: expected a number, found True",
            "a number",
        ),
        (
            "causes.toml",
            "cap = 0.9",
            "cap = 0.9\ncodes = { icd10 = 5 }",
            "causes.toml: cause[0] 'iron_def': codes: icd10: expected a text, found 5",
            "a text",
        ),
        (
            "causes.toml",
            "cap = 0.9",
            'cap = 0.9\ncodes = "D50"',
            "causes.toml: cause[0] 'iron_def': codes: expected a table, found 'D50'",
            "a table",
        ),
        (
            "findings.toml",
            'ask_if = "fever"',
            'ask_if = "fever AND"',
            "findings.toml: finding[1] 'confusion': ask_if: condition 'fever AND': expected 'a name', found 'the end'",
            "atleast",
        ),
        (
            "findings.toml",
            "alarm = true",
            "alarm = 1",
            "findings.toml: finding[0] 'fever': alarm: expected true or false, found 1",
            "true or false",
        ),
        (
            "red_flags.toml",
            '"emergency_now"',
            '"EMERGENCY_NOW"',
            "red_flags.toml: red_flag[0] 'rf_sepsis': urgency: 'EMERGENCY_NOW' is not one of the words",
            "none, routine, within_days, same_day, emergency_now",
        ),
        (
            "red_flags.toml",
            'when = "confusion AND NOT any_red"',
            "when = 3",
            "red_flags.toml: red_flag[1] 'rf_alone': when: expected a text, found 3",
            "a text",
        ),
        (
            "red_flags.toml",
            'id = "rf_alone"',
            'id = "rf_sepsis"',
            "red_flags.toml: red_flag[1] 'rf_sepsis': 'rf_sepsis' is there twice; "
            "the first is red_flags.toml: red_flag[0] 'rf_sepsis'",
            "an id of its own",
        ),
        (
            "screens.toml",
            'findings = ["fever", "confusion"]',
            'findings = "fever"',
            "screens.toml: screen[0] 'unwell': findings: expected a list, found 'fever'",
            "[...]",
        ),
        (
            "screens.toml",
            '"confusion"]',
            "7]",
            "screens.toml: screen[0] 'unwell': findings[1]: expected a text, found 7",
            "a text",
        ),
        (
            "derived.toml",
            'when = "fever", points = 1',
            'when = "fever"',
            "derived.toml: points[0] 'shock_score': items[0]: points: is missing",
            "a number",
        ),
        (
            "derived.toml",
            '{ when = "fever", points = 1 }',
            '"fever"',
            "derived.toml: points[0] 'shock_score': items[0]: expected a table, found 'fever'",
            "when, points",
        ),
        (
            "remedies.toml",
            'words = "Not while you have a fever."',
            'why = "Not while you have a fever."',
            "remedies.toml: remedy[0] 'iron_tablets': gates[0]: why: is not a key here",
            "when, words",
        ),
        (
            "remedies.toml",
            "min_pairs = 3",
            "min_pairs = 3.5",
            "remedies.toml: remedy[0] 'iron_tablets': min_pairs: expected a whole number, found 3.5",
            "a whole number",
        ),
        (
            "modifiers.toml",
            'effect = "multiply"',
            'effect = "add"',
            "modifiers.toml: modifier[0] 'iron_def': effect: 'add' is not one of the words",
            "multiply, set",
        ),
        (
            "parameters.toml",
            'id = "sore_from"\n',
            "",
            "parameters.toml: parameter[0]: id: is missing",
            "a text",
        ),
        ("kind.toml", "[[sign]]", "[[signs]]", "kind.toml: signs: is not a table of this file", "[[sign]]"),
        ("kind.toml", "[[sign]]", "[sign]", "kind.toml: sign: is missing or no array of tables", "sign = []"),
        ("safety.toml", "[[rule]]", "rule = [1]\n[x]", "safety.toml: x: is not a table of this file", "[[rule]]"),
        (
            "likelihoods.csv",
            "0.6,0.4",
            "high,0.4",
            "likelihoods.csv: line 2: sensitivity: expected a number, found 'high'",
            "a number",
        ),
        ("likelihoods.csv", "0.6,0.4", ",0.4", "likelihoods.csv: line 2: sensitivity: expected a number", "a number"),
        (
            "likelihoods.csv",
            "true",
            "yes",
            "likelihoods.csv: line 2: positive_only: expected true or false, found 'yes'",
            "true, false",
        ),
        ("likelihoods.csv", ",table 1", "", "likelihoods.csv: line 2: 11 cells", "12 cells"),
        (
            "likelihoods.csv",
            "iron_def,fever",
            "iron_def,heavy_legs",
            "likelihoods.csv: line 3: 'iron_def + heavy_legs' is there twice; the first is likelihoods.csv: line 2",
            "an id of its own",
        ),
        (
            "likelihoods.csv",
            "cause,finding",
            "cause,symptom",
            "likelihoods.csv: line 2: symptom: is not a key here",
            "finding",
        ),
        ("likelihoods.csv", '"seen in', '"seen" in', "likelihoods.csv: ", "double quotes"),
        (
            "body.csv",
            "muscle,back",
            "muscles,back",
            "body.csv: line 2: kind: 'muscles' is not one of the words",
            "joint",
        ),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(
    folder: Path, change: Change, file: str, old: str, new: str, message: str, accepted: str
) -> None:
    change(file, old, new)
    error = refused(folder)
    assert error.message.startswith(message)
    assert accepted in error.accepted


def test_an_entry_that_is_no_table_is_refused(folder: Path) -> None:
    (folder / "safety.toml").write_text("rule = [1]\n")
    assert refused(folder).message == "safety.toml: rule[0]: expected a table, found 1"


def test_a_doubled_id_across_two_files_is_refused(folder: Path) -> None:
    (folder / "sources_more.toml").write_text('[[source]]\nid = "ng253"\ncitation = "Other"\ncheck = "R"\n')
    message = refused(folder).message
    assert message.startswith("sources_more.toml: source[0] 'ng253': 'ng253' is there twice")
    assert message.endswith("sources.toml: source[1] 'ng253'")


def test_toml_that_cannot_be_read_is_named_with_its_line(folder: Path) -> None:
    (folder / "causes.toml").write_text("[[cause]]\nid = \n")
    message = refused(folder).message
    assert message.startswith("causes.toml: ")
    assert "line 2" in message


def test_bytes_that_are_not_utf_8_are_named(folder: Path) -> None:
    (folder / "causes.toml").write_bytes(b"# caf\xe9\n")
    assert refused(folder).message == "causes.toml: byte 5 is not UTF-8"
