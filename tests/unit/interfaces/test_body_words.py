"""Words for sore places, read against the packaged body map."""

import pytest

from unweary.interfaces.terminal.body_words import match_parts, read_sore
from unweary.service.person import packaged_knowledge
from unweary.vocab.errors import UserError


@pytest.fixture(scope="module")
def parts():
    return tuple(packaged_knowledge().body.values())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("left quads 6", ("quads", "left", 6.0)),
        ("6 left thigh front", ("quads", "left", 6.0)),
        ("right inner calf 3/10", ("gastroc_medial", "right", 3.0)),
        ("right achilles 4.5", ("achilles", "right", 4.5)),
        ("left knee 2 of 10", ("knee_joint", "left", 2.0)),
        ("my left buttock is a bit sore, 5", ("glute_max", "left", 5.0)),
        ("upper abs 4", ("abs_upper", "mid", 4.0)),
        ("l side of hip 3", ("tfl", "left", 3.0)),
        ("it band right 3", ("itb", "right", 3.0)),
    ],
)
def test_one_place_is_understood(parts, words, expected):
    (place,) = read_sore(words, parts)
    assert (place.site, place.side, place.soreness_0_10) == expected


def test_both_sides_are_two_places(parts):
    assert [place.side for place in read_sore("both quads 4", parts)] == ["left", "right"]


def test_signs_are_kept(parts):
    (place,) = read_sore("left outer calf 7 swollen and warm", parts)
    assert place.signs == ("swelling", "warmth")
    assert read_sore("quads:left:6:bruise,redness", parts)[0].signs == ("bruise", "redness")


@pytest.mark.parametrize("words", ["left thigh 6", "left shoulder 3", "left hip 2"])
def test_words_that_fit_several_places_are_never_guessed(parts, words):
    with pytest.raises(UserError, match="fits several places"):
        read_sore(words, parts)


def test_where_several_fit_the_person_chooses(parts):
    found = read_sore("left calf 6", parts, lambda words, fitting: fitting[:2])
    assert [place.site for place in found] == ["gastroc_medial", "gastroc_lateral"]


def test_a_shoulder_is_never_silently_the_joint(parts):
    assert len(match_parts(["shoulder"], parts)) > 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("left quads", "score"),
        ("left quads 11", "score"),
        ("left quads 3 4", "score"),
        ("quads 3", "side"),
        ("left tail 3", "body_part"),
        ("3", "body_part"),
        ("quads:left", "sore"),
        ("quads:up:3", "side"),
        ("quads:left:3:itchy", "sign"),
        ("quadz:left:3", "body_part"),
        ("quads:left:nan", "score"),
        ("quads:left:-1", "score"),
    ],
)
def test_what_cannot_be_read_says_what_would_be_accepted(parts, words, code):
    with pytest.raises(UserError) as caught:
        read_sore(words, parts)
    assert caught.value.code == code
    assert caught.value.accepted


def test_every_part_is_found_by_its_own_everyday_name(parts):
    for part in parts:
        found = read_sore(f"left {part.lay_name} 3", parts, lambda words, fitting: fitting)
        assert part.id in [place.site for place in found]


@pytest.mark.parametrize(
    ("words", "sites", "signs"),
    [
        ("left calf 7, swollen, warm", {"gastroc_medial", "gastroc_lateral", "soleus", "tibialis_posterior"},
         ("swelling", "warmth")),
        ("left hamstring 8", {"hamstring_medial", "hamstring_lateral"}, ()),
        ("left shin 6", {"tibialis_anterior", "shin_bone"}, ()),
    ],
)  # fmt: skip
def test_a_word_for_one_group_keeps_the_group_where_nobody_can_be_asked(parts, words, sites, signs):
    found = read_sore(words, parts)
    assert {place.site for place in found} == sites
    assert {place.side for place in found} == {"left"}
    assert {place.signs for place in found} == {signs}


def test_both_sides_of_a_part_by_its_id(parts):
    assert [place.side for place in read_sore("quads:both:6", parts)] == ["left", "right"]
