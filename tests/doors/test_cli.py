"""The command line from end to end, in this process and a few times as a real program."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from unweary.interfaces.cli import run_line

DISCLAIMER = "Information, not a diagnosis. No doctor has signed this off yet."
RR = "".join(f"{800 + 20 * (beat % 7)}\n" for beat in range(400))


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def unweary(home, capsys, monkeypatch):
    """Runs one command line in this process, on a home of its own, at a terminal of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_HOME", raising=False)
    monkeypatch.delenv("UNWEARY_DEBUG", raising=False)

    def call(*args: str, typed: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        capsys.readouterr()
        code = run_line(["--home", str(home), *args])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def person_json(tmp_path) -> Path:
    file = tmp_path / "person.json"
    file.write_text(json.dumps({
        "as_of": "2026-11-20T07:30:00+01:00",
        "profile": {"birth_year": 1989, "sex": "F", "country": "NO"},
        "days": [{"day": "2026-11-20", "fatigue_0_10": 6, "sleep_h": 5.5}],
        "answers": [{"finding": "dark_urine", "state": "absent", "at": "2026-11-20T07:25:00+01:00"}],
    }))  # fmt: skip
    return file


# ---- answering


def test_with_nothing_known_the_answer_is_that_we_do_not_know(unweary):
    done = unweary("today")
    assert done.code == 0
    assert "We do not know yet." in done.out
    assert done.out.count(DISCLAIMER) == 1


def test_today_as_json_has_the_keys_that_programs_rely_on(unweary):
    done = unweary("today", "--json")
    assert done.code == 0
    assert {"verdict", "red_flags", "causes", "kind", "question", "plan", "knowledge_digest"} <= set(done.json)
    assert {"action", "see", "by_group"} <= set(done.json["verdict"])
    assert len(done.json["verdict"]["by_group"]) == 12
    assert done.json["red_flags"]["checked"] > 100


def test_assess_reads_a_file_and_standard_input_alike_and_stores_nothing(unweary, person_json, home):
    from_file = unweary("assess", str(person_json), "--json")
    from_stdin = unweary("assess", "-", "--json", typed=person_json.read_text())
    assert from_file.code == from_stdin.code == 0
    assert from_file.out == from_stdin.out
    assert from_file.json["as_of"] == "2026-11-20T07:30:00+01:00"
    assert not home.exists()


def test_why_and_plan_show_their_part_of_the_same_answer(unweary):
    unweary("check-in", "--fatigue", "6", "--sleep-h", "5", "--sore", "quads:left:6")
    assert "Numbers in use" in unweary("why").out
    assert "What the letters mean" in unweary("plan").out
    why, plan = unweary("why", "--json").json, unweary("plan", "--json").json
    assert "causes" in why
    assert "plan" not in why
    assert {"plan", "withheld", "verdict"} <= set(plan)


def test_the_answer_reads_the_same_where_the_output_is_no_terminal(unweary):
    assert "\x1b[" not in unweary("today").out


# ---- emergency


def test_an_emergency_stands_alone_with_the_number_of_the_country_and_is_an_answer(unweary):
    unweary("profile", "--country", "no")
    done = unweary("check-in", "--answer", "dark_urine=yes", "--answer", "severe_muscle_pain=yes", "--fatigue", "7")
    assert done.code == 0
    assert "Call for help now." in done.out
    assert "(emergency number, Norway)" in done.out
    assert "Why it may not go away" not in done.out
    assert "One question" not in done.out
    today = unweary("today")
    assert today.code == 0
    assert "Why it may not go away" not in today.out
    assert "Sore places" not in today.out
    assert "--go-on" in today.out
    assert "No plan" in unweary("plan", "--go-on").out


def test_after_an_emergency_one_can_go_on(unweary):
    unweary("check-in", "--answer", "dark_urine=yes", "--answer", "severe_muscle_pain=yes")
    assert "Why it may not go away" in unweary("today", "--go-on").out


def test_without_a_country_the_number_is_not_guessed(unweary):
    done = unweary("check-in", "--answer", "dark_urine=yes", "--answer", "severe_muscle_pain=yes")
    assert "Your own emergency number" in done.out


def test_typing_a_warning_sign_stops_the_interview(unweary):
    form_keys = "\n".join(["7", "6", "3", "5", "6", "", "none"])
    screens = "\n".join(["1"] * 12)
    done = unweary("check-in", typed=f"{form_keys}\n\n{screens}\n")
    assert done.code == 0
    assert "Call for help now." in done.out
    assert "y or n, Enter = not sure" not in done.out


# ---- check-in


def test_a_check_in_by_flags_is_kept_and_answered(unweary):
    done = unweary("check-in", "--fatigue", "4", "--sleep-h", "6.5", "--stress", "3", "--sore", "quads:left:6",
                   "--mark", "sick", "--answer", "dark_urine=absent", "--json")  # fmt: skip
    assert done.code == 0
    kinds = sorted(fact["kind"] for fact in done.json["facts"])
    assert kinds == ["answer", "day", "site"]
    assert done.json["verdict"]["action"] == "pause"
    facts = unweary("facts", "--json").json["facts"]
    day = next(fact["value"] for fact in facts if fact["kind"] == "day")
    assert (day["fatigue_0_10"], day["sleep_h"], day["marks"]) == (4.0, 6.5, ["sick"])


def test_none_of_the_warnings_makes_every_sign_of_the_form_absent_and_nothing_else(unweary):
    before = unweary("today", "--json").json["red_flags"]["not_ruled_out"]
    done = unweary("check-in", "--none-of-the-warnings", "--json")
    assert {fact["value"]["state"] for fact in done.json["facts"]} == {"absent"}
    after = done.json["red_flags"]["not_ruled_out"]
    assert 0 < len(after) < len(before)


def test_an_answer_beside_none_of_the_warnings_stands(unweary):
    done = unweary("check-in", "--none-of-the-warnings", "--answer", "fever=present", "--json")
    states = {fact["value"]["finding"]: fact["value"]["state"] for fact in done.json["facts"]}
    assert states["fever"] == "present"
    assert states["dark_urine"] == "absent"


def test_the_typed_check_in_reads_words_for_places_and_never_takes_enter_for_no(unweary):
    keys = ["6", "6,5", "3", "-", "", "", "outer calf left 6, swollen", ""]
    done = unweary("check-in", typed="\n".join(keys) + "\n" * 30)
    assert done.code == 0
    facts = unweary("facts", "--json").json["facts"]
    day = next(fact["value"] for fact in facts if fact["kind"] == "day")
    assert (day["fatigue_0_10"], day["sleep_h"], day["mood_0_10"]) == (6.0, 6.5, None)
    site = next(fact["value"] for fact in facts if fact["kind"] == "site")
    assert (site["site"], site["side"], site["soreness_0_10"]) == ("gastroc_lateral", "left", 6.0)
    assert site["signs"] == ["swelling"]
    assert [fact for fact in facts if fact["kind"] == "answer"] == []


def test_typing_none_on_a_screen_answers_all_of_it(unweary):
    unweary("check-in", typed="\n" * 6 + "\n" + "n\n" * 15 + "\n" * 5)
    answers = [f["value"] for f in unweary("facts", "--kind", "answer", "--limit", "500", "--json").json["facts"]]
    assert {"dark_urine", "fever", "chest_pain_now"} <= {answer["finding"] for answer in answers}
    assert {answer["state"] for answer in answers} == {"absent"}


def test_a_wrong_number_is_asked_again(unweary):
    done = unweary("check-in", typed="eleven\n6\n" + "\n" * 40)
    assert "A number from 0 to 10, please." in done.out
    assert unweary("facts", "--kind", "day", "--json").json["facts"][0]["value"]["fatigue_0_10"] == 6.0


def test_stopping_in_the_middle_says_what_is_kept(unweary):
    done = unweary("check-in", typed="6\n")
    assert done.code == 1
    assert "Stopped." in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("args", "code", "accepted"),
    [
        (("--sore", "left thigh 6"), "body_part", "quads"),
        (("--sore", "quads 6"), "side", "left, right or both"),
        (("--sore", "quads:left:12"), "score", "0 (not sore) to 10"),
        (("--sore", "tail:left:2"), "body_part", ""),
        (("--mark", "tired"), "mark", "sick"),
        (("--answer", "dark_urin=absent"), "finding", "dark_urine"),
        (("--answer", "dark_urine"), "answer", "finding=state"),
        (("--answer", "dark_urine=maybe"), "state", "present, absent or unknown"),
        (("--answer", "weakness_days=yes"), "state", "a number, or unknown"),
        (("--fatigue", "11"), "usage", ""),
    ],
)
def test_a_wrong_flag_is_refused_with_what_would_work_and_nothing_is_saved(unweary, args, code, accepted):
    done = unweary("check-in", "--stress", "3", *args, "--json")
    error = json.loads(done.err)["error"]
    assert (done.code, error["code"], done.out) == (2, code, "")
    assert accepted in error["accepted"]
    assert unweary("facts", "--json").json["facts"] == []


# ---- profile, facts, corrections, blood tests


def test_the_profile_says_what_was_not_asked_and_keeps_what_was_said(unweary):
    assert "not asked" in unweary("profile").out
    unweary("profile", "--birth-year", "1989", "--sex", "F", "--country", "no", "--not-pregnant",
            "--medicine", "atorvastatin", "--medicine", "ibuprofen", "--answer", "kidney_disease=no")  # fmt: skip
    done = unweary("profile", "--forget", "ibuprofen", "--json")
    assert done.json["profile"]["medicines"] == ["atorvastatin"]
    assert (done.json["profile"]["country"], done.json["profile"]["pregnant"]) == ("NO", False)
    assert done.json["answers"]["kidney_disease"] == "absent"


def test_the_profile_can_be_asked_line_by_line(unweary):
    done = unweary("profile", "--ask", typed="1989\n1.71\n64\nF\nNO\nn\nn\nstatin, iron\n\n\nrunning\ny\nstop\n")
    assert done.code == 0
    kept = unweary("profile", "--json").json
    assert kept["profile"]["medicines"] == ["statin", "iron"]
    assert list(kept["answers"].values()) == ["present"]


def test_a_wrong_entry_is_put_right_and_can_be_taken_back(unweary):
    unweary("check-in", "--sore", "quads:left:6", "--fatigue", "5")
    rows = {row["kind"]: row["id"] for row in unweary("facts", "--json").json["facts"]}
    assert (
        unweary("correct", rows["site"][-12:], "--value", "2", "--json").json["fact"]["value"]["soreness_0_10"] == 2.0
    )
    assert unweary("correct", rows["day"], "--field", "fatigue_0_10=3").code == 0
    again = {row["kind"]: row for row in unweary("facts", "--json").json["facts"]}
    assert again["day"]["value"]["fatigue_0_10"] == 3.0
    assert again["site"]["corrects"] == rows["site"]
    unweary("correct", again["site"]["id"], "--withdraw")
    assert [row["kind"] for row in unweary("facts", "--json").json["facts"]] == ["day"]


def test_an_answer_is_corrected_by_its_state(unweary):
    unweary("check-in", "--answer", "dark_urine=present", "--answer", "severe_muscle_pain=present")
    assert "Call for help now." in unweary("today").out
    for row in unweary("facts", "--json").json["facts"]:
        assert unweary("correct", row["id"], "--state", "absent").code == 0
    assert "Call for help now." not in unweary("today").out


@pytest.mark.parametrize("args", [("no-such-id", "--value", "3"), ("no-such-id", "--withdraw"), ("x",)])
def test_a_correction_that_fits_nothing_is_refused(unweary, args):
    done = unweary("correct", *args, "--json")
    assert done.code == 2
    assert json.loads(done.err)["error"]["code"] in ("unknown_fact", "correct")


def test_a_blood_test_bound_stays_a_bound(unweary):
    done = unweary("lab", "ferritin", "<15", "--on", "2026-01-10", "--json")
    assert done.json["fact"]["value"]["comparator"] == "<"
    assert done.json["fact"]["value"]["unit"] == "ug/L"
    assert "5 possible" not in done.out
    refused = unweary("lab", "ferritin", "low", "--json")
    assert (refused.code, json.loads(refused.err)["error"]["code"]) == (2, "value")


def test_a_blood_test_may_be_named_as_a_report_names_it(unweary):
    assert unweary("lab", "hb", "118", "--json").json["fact"]["value"]["analyte"] == "haemoglobin"
    refused = unweary("lab", "K", "140", "--json")
    assert json.loads(refused.err)["error"]["message"].startswith("lab: value: 140 mmol/L is outside")
    assert json.loads(unweary("lab", "unicorn", "1", "--json").err)["error"]["code"] == "analyte"


def test_a_blood_test_from_before_anybody_who_lives_is_refused(unweary):
    refused = unweary("lab", "ferritin", "15", "--on", "1850-01-01", "--json")
    assert (refused.code, json.loads(refused.err)["error"]["code"]) == (2, "past")


def test_a_blood_test_of_a_day_to_come_is_refused_and_not_moved_to_today(unweary):
    refused = unweary("--at", "2026-11-20T07:30:00+01:00", "lab", "ferritin", "15", "--on", "2026-11-21", "--json")
    assert (refused.code, json.loads(refused.err)["error"]["code"]) == (2, "future")
    assert unweary("facts", "--json").json["facts"] == []


# ---- importing


def test_importing_twice_adds_nothing_the_second_time(unweary, tmp_path):
    (tmp_path / "2026-11-20 06-40-00.txt").write_text(RR)
    first = unweary("import", str(tmp_path / "2026-11-20 06-40-00.txt"), "--json")
    second = unweary("import", str(tmp_path / "2026-11-20 06-40-00.txt"), "--json")
    assert (first.code, second.code) == (0, 0)
    assert first.json["added"] > 0
    assert (second.json["added"], second.json["known"]) == (0, first.json["added"] + first.json["known"])


def test_one_broken_file_does_not_stop_the_others(unweary, tmp_path):
    (tmp_path / "2026-11-20 06-40-00.txt").write_text(RR)
    (tmp_path / "broken.fit").write_bytes(b"\x0e\x10.FIT" + bytes(50))
    done = unweary("import", str(tmp_path / "2026-11-20 06-40-00.txt"), str(tmp_path / "broken.fit"), "--json")
    assert done.code == 0
    assert done.json["added"] > 0
    assert any("broken.fit" in problem["where"] for problem in done.json["problems"])


def test_a_folder_without_files_says_so(unweary, tmp_path):
    (tmp_path / "empty").mkdir()
    done = unweary("import", str(tmp_path / "empty"))
    assert (done.code, done.out) == (1, "There are no files in there.\n")


def test_a_table_with_the_same_fault_in_every_row_takes_one_line(unweary, tmp_path):
    rows = "".join(f"2026-11-{day},7,900\n" for day in range(10, 20))
    (tmp_path / "a, table.csv").write_text(f"date,sleepHours,restingHR\n{rows}")
    (tmp_path / "thing.fit").write_bytes(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT" + bytes(50))
    done = unweary("import", str(tmp_path))
    text = one_line(done.out)
    assert text.count("900 cannot be") == 1
    assert "And 9 more like this in this file." in text
    assert "! thing.fit" in text


@pytest.mark.parametrize(
    "content", [b"", os.urandom(3000), b"hello, these are words\n"], ids=["empty", "random", "words"]
)
def test_a_file_that_says_nothing_ends_with_1_and_a_reason(unweary, tmp_path, content):
    file = tmp_path / "thing.bin"
    file.write_bytes(content)
    done = unweary("import", str(file), "--json")
    assert done.code == 1
    assert done.json["problems"][0]["where"].startswith("thing.bin")
    assert "Traceback" not in done.err


def test_a_path_that_is_not_there_is_refused(unweary):
    done = unweary("import", "/no/such/file.fit", "--json")
    assert (done.code, json.loads(done.err)["error"]["code"]) == (2, "no_such_file")


# ---- report, schema, knowledge, doctor


def test_the_report_lands_where_it_was_asked_for_and_nowhere_else(unweary, tmp_path, home):
    unweary("check-in", "--fatigue", "6")
    target = tmp_path / "out" / "page.html"
    refused = unweary("report", "-o", str(target))
    assert refused.code == 2
    target.parent.mkdir()
    done = unweary("report", "-o", str(target), "--question", "May I run?")
    assert done.code == 0
    assert "May I run?" in target.read_text(encoding="utf-8")
    assert [path.name for path in target.parent.iterdir()] == ["page.html"]
    unweary("report")
    assert len(list((home / "reports").glob("report-*.html"))) == 1


def test_the_schemas_are_json_schemas(unweary):
    assert unweary("schema").json["required"] == ["as_of"]
    assert unweary("schema", "assessment").json["required"][0] == "verdict"
    assert unweary("schema", "other").code == 2


def test_the_answer_has_exactly_the_keys_of_its_schema(unweary, person_json):
    schema = unweary("schema", "assessment").json
    assert list(unweary("assess", str(person_json), "--json").json) == schema["required"]


def test_knowledge_can_be_counted_checked_and_read(unweary, home):
    counts = unweary("knowledge", "check", "--json").json
    assert counts["problems"] == []
    assert list(counts["counts"])[:5] == ["causes", "findings", "likelihoods", "red_flags", "remedies"]
    assert min(counts["counts"].values()) > 0
    assert unweary("knowledge", "counts", "--json").json["counts"]["causes"] == counts["counts"]["causes"]
    cause = unweary("knowledge", "show", "iron_def", "--json").json
    assert cause["causes"]["prior"]["grade"] in "ABCD"
    assert cause["likelihoods"]
    assert "grade" in unweary("knowledge", "show", "iron_def").out
    assert "If " in unweary("knowledge", "show", "red_flags").out
    assert "emergency" in unweary("knowledge", "show", "NO").out
    near = unweary("knowledge", "show", "iron_deff", "--json")
    assert (near.code, "iron_def" in json.loads(near.err)["error"]["accepted"]) == (2, True)
    assert not home.exists()


def test_the_doctor_finds_a_healthy_home_well_and_a_damaged_one_not(unweary, tmp_path, home):
    (tmp_path / "2026-11-20 06-40-00.txt").write_text(RR)
    unweary("import", str(tmp_path / "2026-11-20 06-40-00.txt"))
    assert unweary("doctor").code == 0
    kept = next(path for path in (home / "raw").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(b"changed")
    done = unweary("doctor", "--json")
    assert (done.code, len(done.json["problems"])) == (1, 1)


def test_the_demo_is_labelled_invented_everywhere_and_leaves_the_real_person_alone(unweary, home):
    done = unweary("demo")
    assert done.code == 0
    text = one_line(done.out)
    for part in ("This is an invented example person.", "rules checked", "not ruled out", "Why it may not go away",
                 "Kind of fatigue", "One question", "Sore places", "unweary serve --demo", DISCLAIMER):  # fmt: skip
        assert part in text
    assert (home / "demo" / "report.html").exists()
    assert unweary("facts", "--json").json["facts"] == []
    assert "Go easier today." in unweary("--demo", "today").out or "Rest today." in unweary("--demo", "today").out
    document = unweary("demo", "--json").json
    assert document["synthetic"] is True
    assert document["import"]["problems"] == []


# ---- errors


def test_an_unknown_field_is_refused_with_its_path(unweary, tmp_path):
    file = tmp_path / "p.json"
    file.write_text('{"as_of": "2026-11-20T07:30:00+01:00", "days": [{"day": "2026-11-20", "fatige_0_10": 4}]}')
    done = unweary("assess", str(file), "--json")
    error = json.loads(done.err)["error"]
    assert done.code == 2
    assert "days[0].fatige_0_10" in error["message"]
    assert "fatigue_0_10" in error["accepted"]


def test_a_heart_rate_of_900_is_refused_with_what_is_possible(unweary, tmp_path):
    file = tmp_path / "p.json"
    seen = {"signal": "hr_rest_bpm", "value": 900, "unit": "bpm", "at": "2026-11-20T07:00:00+01:00"}
    file.write_text(json.dumps({"as_of": "2026-11-20T07:30:00+01:00", "observations": [seen]}))
    done = unweary("assess", str(file), "--json")
    error = json.loads(done.err)["error"]
    assert done.code == 2
    assert "900" in error["message"]
    assert "20" in error["accepted"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"as_of": "yesterday"}', "\x00\xff"])
def test_a_person_file_that_is_no_person_is_refused(unweary, text):
    done = unweary("assess", "-", "--json", typed=text)
    assert done.code == 2
    assert set(json.loads(done.err)["error"]) == {"code", "message", "accepted"}


def test_a_zero_byte_database_is_refused_and_left_as_it_is(unweary, home):
    home.mkdir()
    (home / "unweary.db").write_bytes(b"")
    done = unweary("today", "--json")
    assert (done.code, json.loads(done.err)["error"]["code"]) == (2, "database")
    assert (home / "unweary.db").read_bytes() == b""


def test_a_full_disk_is_told_as_such_and_keeps_the_old_page(unweary, tmp_path, monkeypatch):
    unweary("check-in", "--fatigue", "6")
    target = tmp_path / "page.html"
    target.write_text("old page")

    def full(self, *args, **kwargs):
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    done = unweary("report", "-o", str(target), "--json")
    # report --json prints the document and writes nothing, so only the page itself meets the disk
    assert done.code == 0
    done = unweary("report", "-o", str(target))
    assert done.code == 2
    assert "no space is left on the disk" in done.err.lower()
    assert target.read_text() == "old page"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_standard_output_is_told_as_such(home):
    program = [
        sys.executable,
        "-c",
        "from unweary.interfaces.cli import main; main()",
        "--home",
        str(home),
        "today",
        "--json",
    ]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert json.loads(done.stderr.splitlines()[0])["error"]["code"] == "no_space"
    assert "Traceback" not in done.stderr


def test_a_home_that_is_a_file_is_refused(unweary, home):
    home.write_text("x")
    done = unweary("today", "--json")
    assert done.code == 2
    assert json.loads(done.err)["error"]["message"]


def test_an_unexpected_fault_is_one_line_unless_asked_for_more(unweary, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr("unweary.reports.words.today_lines", broken)
    monkeypatch.setattr("unweary.interfaces.terminal.answering.after_verdict", broken)
    done = unweary("today")
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("UNWEARY_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        unweary("today")


def test_an_unknown_command_is_refused(unweary):
    done = unweary("nonsense")
    assert done.code == 2
    assert "nonsense" in done.err


# ---- as a real program


def run_program(home: Path, *args: str, **options) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "UNWEARY_HOME": str(home)}
    script = "from unweary.interfaces.cli import main; main()"
    return subprocess.run([sys.executable, "-c", script, *args], capture_output=True, text=True, timeout=90,
                          env=environment, check=False, **options)  # fmt: skip


def test_the_program_takes_its_home_from_the_environment(home):
    done = run_program(home, "check-in", "--fatigue", "4", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["facts"][0]["value"]["fatigue_0_10"] == 4.0
    assert (home / "unweary.db").exists()


def test_the_program_exits_2_with_one_json_error(home):
    done = run_program(home, "assess", "/no/such/file", "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["code"] == "file"


def test_nothing_is_written_outside_the_home(home, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run_program(home, "today", cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert list(elsewhere.iterdir()) == []


def test_python_runs_it_as_a_module_where_the_command_is_not_on_the_path():
    done = subprocess.run([sys.executable, "-m", "unweary", "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"unweary \d+\.\d+\.\d+\n", done.stdout)
