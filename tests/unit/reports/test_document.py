import json
from dataclasses import replace

from unweary.reports.document import as_document
from unweary.vocab.assessment import Withheld

KEYS = [
    "verdict", "red_flags", "causes", "unexplained", "causes_note",
    "causes_order",
    "set_aside",
    "log_odds_error", "findings_used", "kind", "question", "questions", "tests", "plan",
    "withheld", "advice", "soreness", "overreaching", "instruments", "labs",
    "findings", "quantities", "scope_notes", "not_recognised", "contradictions", "passed_dangers",
    "knowledge_digest", "as_of",
]  # fmt: skip


def test_the_document_has_the_contract_keys_in_a_stable_order(assessment, knowledge):
    assert list(as_document(assessment, knowledge)) == KEYS


def test_the_document_is_strict_json_without_nan_or_infinity(assessment, knowledge):
    text = json.dumps(as_document(assessment, knowledge), allow_nan=False)
    bound = next(q for q in json.loads(text)["quantities"] if q["quantity"] == "ferritin_ug_l")
    assert (bound["low"], bound["high"], bound["unit"]) == (None, 5.0, "ug/L")


def test_scores_and_blood_tests_keep_what_is_open(assessment, knowledge):
    document = as_document(assessment, knowledge)
    wells, apnoea = document["instruments"]
    assert (wells["scored"], wells["low"], wells["high"], wells["most"], wells["word"]) == (True, 1.0, 3.0, 9.0, "")
    assert [item["state"] for item in wells["items"]] == ["present", "unknown"]
    assert wells["needed"] == [{"name": "calf_swell_one", "label": "one swollen calf"}]
    assert (apnoea["scored"], apnoea["low"], apnoea["meaning"]) == (
        False,
        None,
        "Only for adults who are not pregnant.",
    )
    ferritin = document["labs"][0]
    assert (ferritin["comparator"], ferritin["value"], ferritin["unit"], ferritin["flag"]) == ("<", 5.0, "ug/L", "low")


def test_unknown_is_written_as_unknown_and_never_as_absent(assessment, knowledge):
    states = {f["finding"]: f["state"] for f in as_document(assessment, knowledge)["findings"]}
    assert states == {"heavy_periods": "present", "fever": "unknown", "dark_urine": "absent"}


def test_numbers_are_those_of_the_assessment(assessment, knowledge):
    document = as_document(assessment, knowledge)
    cause = document["causes"][0]
    assert (cause["posterior"], cause["low"], cause["high"], cause["prior"]) == (0.384, 0.17, 0.65, 0.1)
    assert cause["for"][0]["label"] == "heavy periods"
    assert cause["against"][0]["log_lr"] == -0.3
    assert cause["unknown"] == [{"name": "fever", "label": "fever"}]
    assert document["unexplained"] == 0.22


def test_an_emergency_keeps_its_urgency_its_message_and_its_reason(emergency, knowledge):
    document = as_document(emergency, knowledge)
    assert document["verdict"]["urgency"] == "emergency_now"
    assert document["verdict"]["see"][0] == {
        "urgency": "emergency_now", "who": "hospital", "why": "Go to hospital now.", "rule": "rf14",
    }  # fmt: skip
    assert document["red_flags"]["fired"][0]["because"] == ["dark urine"]
    assert document["question"] is None


def test_rules_not_ruled_out_name_what_is_missing(assessment, knowledge):
    open_ = as_document(assessment, knowledge)["red_flags"]["not_ruled_out"]
    assert open_[0]["missing"] == [{"name": "calf_swell_one", "label": "one swollen calf"}]


def test_a_withheld_kind_says_so_with_one_key(assessment, knowledge):
    assert as_document(assessment, knowledge)["kind"]["withheld"] is False
    thin = replace(assessment, kind=Withheld("Too few signs.", ("fever",)))
    assert as_document(thin, knowledge)["kind"] == {
        "withheld": True, "reason": "Too few signs.", "needed": [{"name": "fever", "label": "fever"}],
    }  # fmt: skip


def test_groups_keep_their_verdict_and_soreness(assessment, knowledge):
    groups = as_document(assessment, knowledge)["verdict"]["by_group"]
    assert groups["quads"]["action"] == "pause"
    assert groups["quads"]["soreness_0_10"] == 6.0
    assert groups["chest"]["soreness_0_10"] is None
