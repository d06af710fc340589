"""The condition grammar and three-valued logic: what is read, what is refused, and that unknown is never 'no'."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unweary.vocab.errors import UserError
from unweary.vocab.logic import (
    NEVER,
    AtLeast,
    Compare,
    Condition,
    Interval,
    Is,
    Not,
    Truth,
    evaluate,
    in_words,
    missing,
    names,
    negated,
    parse,
)
from unweary.vocab.ways import nearest


@dataclass(frozen=True)
class Known:
    """Facts given as plain tables."""

    truths: Mapping[str, Truth] = field(default_factory=dict)
    numbers: Mapping[str, Interval] = field(default_factory=dict)

    def truth(self, name: str) -> Truth:
        return self.truths.get(name)

    def number(self, name: str) -> Interval | None:
        return self.numbers.get(name)


NOTHING = Known()
T, F, U = True, False, None


# ---- reading


def test_and_binds_tighter_than_or() -> None:
    assert parse("a OR b AND c") == AtLeast(1, (Is("a"), AtLeast(2, (Is("b"), Is("c")))))
    assert parse("a AND b OR c") == AtLeast(1, (AtLeast(2, (Is("a"), Is("b"))), Is("c")))


def test_brackets_bind_tightest() -> None:
    assert parse("(a OR b) AND c") == AtLeast(2, (AtLeast(1, (Is("a"), Is("b"))), Is("c")))
    assert parse("((a))") == Is("a")


def test_not_takes_only_what_follows_it() -> None:
    assert parse("NOT a AND b") == AtLeast(2, (Not(Is("a")), Is("b")))
    assert parse("NOT (a AND b)") == Not(AtLeast(2, (Is("a"), Is("b"))))
    assert parse("NOT NOT a") == Not(Not(Is("a")))
    assert parse("NOT age < 18") == Not(Compare("age", "<", 18.0))


@pytest.mark.parametrize("relation", ["<", "<=", ">", ">="])
def test_all_four_relations_are_read_with_or_without_spaces(relation: str) -> None:
    assert parse(f"hb_g_l{relation}70") == parse(f" hb_g_l  {relation} 70 ") == Compare("hb_g_l", relation, 70.0)


def test_limits_may_be_negative_and_have_decimals() -> None:
    assert parse("lnrmssd_z <= -1.5") == Compare("lnrmssd_z", "<=", -1.5)
    assert parse("bmi<18.5") == Compare("bmi", "<", 18.5)


def test_atleast_holds_whole_conditions_as_parts() -> None:
    read = parse("atleast(2, a, b AND c, d >= 3, NOT e)")
    assert read == AtLeast(2, (Is("a"), AtLeast(2, (Is("b"), Is("c"))), Compare("d", ">=", 3.0), Not(Is("e"))))


def test_a_finding_may_be_called_atleast_when_no_bracket_follows() -> None:
    assert parse("atleast AND b") == AtLeast(2, (Is("atleast"), Is("b")))


def test_line_breaks_and_tabs_are_blanks() -> None:
    assert parse("a\n  AND\tb\n") == parse("a AND b")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected 'a name', found 'the end'"),
        ("   ", "expected 'a name', found 'the end'"),
        ("a AND", "expected 'a name', found 'the end'"),
        ("a OR ", "expected 'a name', found 'the end'"),
        ("NOT", "expected 'a name', found 'the end'"),
        ("AND a", "'AND' needs something on both sides"),
        ("a AND OR b", "'OR' needs something on both sides"),
        ("a b", "'b' is left over"),
        ("a and b", "'and' is left over"),
        ("a)", "')' is left over"),
        ("(a OR b", "expected ')', found 'the end'"),
        ("()", "expected a name, found ')'"),
        ("5 < age", "expected a name, found '5'"),
        ("age < high", "'age <' needs a number"),
        ("age <", "'age <' needs a number"),
        ("18 ", "expected a name, found '18'"),
        ("10 < age < 20", "expected a name, found '10'"),
        ("age < 20 < 30", "'<' is left over"),
        ("age = 20", "cannot read ' = 20'"),
        ("age == 20", "cannot read ' == 20'"),
        ("a & b", "cannot read ' & b'"),
        ("fièvre", "cannot read 'èvre'"),
        ("age < 1e3", "'e3' is left over"),
        ("atleast(two, a, b)", "atleast needs a whole number first"),
        ("atleast(1.5, a, b)", "atleast needs a whole number first"),
        ("atleast(-1, a, b)", "atleast needs a whole number first"),
        ("atleast(3, a, b)", "atleast(3, ...) of 2 parts can never be decided"),
        ("atleast(0, a, b)", "atleast(0, ...) of 2 parts can never be decided"),
        ("atleast(1)", "atleast(1, ...) of 0 parts can never be decided"),
        ("atleast(1, a b)", "expected ')', found 'b'"),
        ("atleast(1, a", "expected ')', found 'the end'"),
        ("atleast()", "atleast needs a whole number first"),
    ],
)
def test_what_does_not_follow_the_grammar_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(text)
    assert caught.value.code == "condition"
    assert words in caught.value.message
    assert caught.value.message.startswith(f"condition '{text}': ")
    assert "atleast(n, ...)" in caught.value.accepted


def test_never_does_not_hold_whatever_is_known() -> None:
    assert parse("never") == NEVER
    assert evaluate(parse("never"), Known({"never": True})) is False
    assert evaluate(parse("fever AND never"), NOTHING) is False
    assert evaluate(parse("fever OR never"), NOTHING) is None
    assert nearest(NEVER, NOTHING) is None
    assert list(names(NEVER)) == []
    assert in_words(NEVER, {}) == "never"


# ---- Kleene's tables


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_and_or_follow_kleenes_tables(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    facts = Known({"a": left, "b": right})
    assert evaluate(parse("a AND b"), facts) is both
    assert evaluate(parse("a OR b"), facts) is either


@pytest.mark.parametrize(("inner", "outer"), [(T, F), (F, T), (U, U)])
def test_not_of_unknown_stays_unknown(inner: Truth, outer: Truth) -> None:
    assert evaluate(parse("NOT a"), Known({"a": inner})) is outer


@pytest.mark.parametrize("truths", list(itertools.product([T, F, U], repeat=4)))
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_atleast_is_decided_only_when_no_answer_could_change_it(count: int, truths: tuple[Truth, ...]) -> None:
    facts = Known(dict(zip("abcd", truths, strict=True)))
    completions = itertools.product(*([truth] if truth is not None else [True, False] for truth in truths))
    possible = {sum(completion) >= count for completion in completions}
    expected = possible.pop() if len(possible) == 1 else None
    assert evaluate(parse(f"atleast({count}, a, b, c, d)"), facts) is expected


def test_an_unanswered_finding_is_unknown_and_not_no() -> None:
    assert evaluate(parse("fever"), NOTHING) is None
    assert evaluate(parse("NOT fever"), NOTHING) is None


# ---- numbers


@pytest.mark.parametrize(
    ("text", "interval", "expected"),
    [
        ("x < 15", (12, 12), T),
        ("x < 15", (15, 15), F),
        ("x <= 15", (15, 15), T),
        ("x > 15", (15, 15), F),
        ("x >= 15", (15, 15), T),
        ("x < 15", (0, 5), T),
        ("x < 15", (10, 20), U),
        ("x >= 15", (10, 20), U),
        ("x < 15", (15, 30), F),
        ("x <= 15", (15, 30), U),
        ("x > 15", (15, 30), U),
        ("x < 5", (0, math.nextafter(5, 0)), T),
        ("x >= 2", (0, math.inf), U),
        ("x >= 2", (2, math.inf), T),
        ("x < 2", (-math.inf, math.inf), U),
    ],
)
def test_an_interval_that_straddles_the_limit_is_unknown(text: str, interval: Interval, expected: Truth) -> None:
    assert evaluate(parse(text), Known(numbers={"x": interval})) is expected


def test_a_missing_number_is_unknown_on_both_sides_of_a_limit() -> None:
    assert evaluate(parse("x < 15"), NOTHING) is None
    assert evaluate(parse("x >= 15"), NOTHING) is None


@pytest.mark.parametrize("interval", [(math.nan, math.nan), (1.0, math.nan), (math.nan, 1.0)])
def test_a_number_that_is_not_a_number_is_unknown_and_not_no(interval: Interval) -> None:
    assert evaluate(parse("x < 15"), Known(numbers={"x": interval})) is None


def test_a_truth_is_no_number_and_a_number_is_no_truth() -> None:
    facts = Known({"x": True}, {"y": (3, 3)})
    assert evaluate(parse("x >= 1"), facts) is None
    assert evaluate(parse("y"), facts) is None


# ---- names, negations


def test_names_come_in_reading_order_with_repeats() -> None:
    assert list(names(parse("b AND (a OR NOT b) AND atleast(1, c > 2, a)"))) == ["b", "a", "b", "c", "a"]


def test_negated_finds_a_not_at_any_depth() -> None:
    assert list(negated(parse("a AND atleast(1, b, NOT c)"))) == [Is("c")]
    assert list(negated(parse("NOT (a OR NOT b)"))) == [parse("a OR NOT b"), Is("b")]
    assert list(negated(parse("a AND b OR c < 3"))) == []


# ---- what is missing


def test_nothing_is_missing_from_a_decided_condition() -> None:
    assert missing(parse("a OR b"), Known({"a": True})) == ()
    assert missing(parse("a AND b"), Known({"a": False})) == ()


def test_only_names_that_can_still_matter_are_missing() -> None:
    condition = parse("fever AND confusion OR cough AND rigors")
    assert missing(condition, Known({"fever": True, "cough": False})) == ("confusion",)
    assert missing(condition, NOTHING) == ("fever", "confusion", "cough", "rigors")


def test_each_missing_name_is_named_once() -> None:
    assert missing(parse("a AND b OR a AND c"), NOTHING) == ("a", "b", "c")


def test_a_straddling_number_is_missing_and_a_name_under_not_is_too() -> None:
    assert missing(parse("x >= 2 AND NOT a"), Known(numbers={"x": (0, 5)})) == ("x", "a")


# ---- how near


def test_nearest_is_empty_when_it_holds_and_none_when_it_cannot() -> None:
    assert nearest(parse("a OR b"), Known({"a": True})) == frozenset()
    assert nearest(parse("a AND b"), Known({"a": False})) is None


def test_nearest_takes_the_shortest_way() -> None:
    assert nearest(parse("a AND b AND c OR d AND e"), NOTHING) == {"d", "e"}
    assert nearest(parse("a AND b AND c OR d AND e"), Known({"a": True, "b": True})) == {"c"}
    assert nearest(parse("atleast(2, a AND b, c, d)"), NOTHING) == {"c", "d"}


def test_nearest_uses_one_sign_for_two_parts() -> None:
    assert nearest(parse("(a OR b) AND (b OR c)"), NOTHING) == {"b"}
    # Giant cell arteritis: jaw pain on chewing is both the symptom and its second sign.
    gca = parse("age_ge50 AND atleast(1, jaw, scalp, headache) AND (girdle OR crp OR fever OR jaw)")
    assert nearest(gca, Known({"age_ge50": True})) == {"jaw"}


def test_nearest_never_counts_on_something_being_absent() -> None:
    assert nearest(parse("NOT a"), NOTHING) is None
    assert nearest(parse("NOT a AND b"), NOTHING) is None
    assert nearest(parse("NOT a OR b"), NOTHING) == {"b"}
    assert nearest(parse("NOT a AND b"), Known({"a": False})) == {"b"}


def test_nearest_skips_what_is_already_known_to_be_absent() -> None:
    assert nearest(parse("atleast(2, a, b, c)"), Known({"a": False})) == {"b", "c"}
    assert nearest(parse("atleast(2, a, b, c)"), Known({"a": False, "b": False})) is None


def test_equal_ways_are_settled_by_the_alphabet() -> None:
    assert nearest(parse("z OR m OR b"), NOTHING) == {"b"}


# ---- words


def test_words_use_labels_and_keep_the_brackets() -> None:
    label = {"a": "fever", "b": "confusion", "age": "age"}
    assert in_words(parse("a AND (b OR age >= 75)"), label) == "fever and (confusion or age at least 75)"
    assert in_words(parse("a OR b AND age < 40"), label) == "fever or (confusion and age below 40)"


def test_words_for_every_relation() -> None:
    spoken = [in_words(parse(f"x {sign} 2.50"), {}) for sign in ("<", "<=", ">", ">=")]
    assert spoken == ["x below 2.5", "x at most 2.5", "x above 2.5", "x at least 2.5"]


def test_words_for_not_and_counting() -> None:
    assert in_words(parse("NOT (a OR b)"), {}) == "not (a or b)"
    assert in_words(parse("atleast(2, a, b AND c, d)"), {}) == "at least 2 of: a, (b and c), d"


def test_a_count_inside_another_condition_shows_where_it_ends() -> None:
    assert in_words(parse("atleast(2, a, b, c) AND d"), {}) == "(at least 2 of: a, b, c) and d"


def test_a_name_without_label_is_shown_with_blanks() -> None:
    assert in_words(parse("dark_urine"), {}) == "dark urine"


# ---- properties

_NAMES = ("a", "b", "c", "d", "e")


def _conditions(*, negation: bool) -> st.SearchStrategy[Condition]:
    leaf = st.sampled_from(_NAMES).map(Is)

    def larger(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        counted = st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.integers(1, len(parts)).map(lambda count: AtLeast(count, tuple(parts)))
        )
        return counted | inner.map(Not) if negation else counted

    return st.recursive(leaf, larger, max_leaves=8)


_TRUTHS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in _NAMES})


@given(_conditions(negation=True), _TRUTHS)
def test_learning_more_never_changes_a_decided_truth(condition: Condition, truths: dict[str, Truth]) -> None:
    before = evaluate(condition, Known(truths))
    unknown = [name for name, truth in truths.items() if truth is None]
    for answers in itertools.product([True, False], repeat=len(unknown)):
        after = evaluate(condition, Known({**truths, **dict(zip(unknown, answers, strict=True))}))
        assert after is not None
        assert before is None or after is before


@given(_conditions(negation=False), _TRUTHS, st.sampled_from(_NAMES))
def test_without_not_one_more_sign_never_makes_a_condition_less_true(
    condition: Condition, truths: dict[str, Truth], sign: str
) -> None:
    order = {False: 0, None: 1, True: 2}
    assert order[evaluate(condition, Known({**truths, sign: True}))] >= order[evaluate(condition, Known(truths))]


@given(_conditions(negation=False), _TRUTHS)
def test_nearest_is_a_smallest_set_that_makes_the_condition_true(
    condition: Condition, truths: dict[str, Truth]
) -> None:
    unknown = [name for name, truth in truths.items() if truth is None]
    enough = [
        chosen
        for size in range(len(unknown) + 1)
        for chosen in itertools.combinations(unknown, size)
        if evaluate(condition, Known({**truths, **dict.fromkeys(chosen, True)})) is True
    ]
    found = nearest(condition, Known(truths))
    if not enough:
        assert found is None
    else:
        assert found is not None
        assert len(found) == len(enough[0])
        assert tuple(sorted(found)) in {tuple(sorted(chosen)) for chosen in enough}
