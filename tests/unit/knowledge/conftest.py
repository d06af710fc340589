"""A small knowledge folder that hangs together; each test breaks one thing in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

_NUMBER = (
    '{ mid = 0.1, low = 0.05, high = 0.2, unit = "probability", grade = "D", check = "E", source = "own_estimate" }'
)

_FILES = {
    "graded.toml": "graded = []\n",
    "contradictions.toml": "contradiction = []\n",
    "scope.toml": "note = []\n",
    "instruments.toml": "instrument = []\n",
    "lab_ranges.toml": "range = []\n",
    "soreness.toml": "sign = []\nkind = []\nwatch = []\n",
    "overreaching.toml": "row = []\n",
    "articles.toml": "article = []\n",
    "exercises.toml": "exercise = []\n",
    "findings.toml": f"""
[[finding]]
id = "fever"
question = "Do you have a fever?"
label = "fever"
kind = "binary"
leak = {_NUMBER}
valid_days = 1
collected_by = "self"
alarm = true
codes = {{ snomed_ct = "386661006" }}

[[finding]]
id = "confusion"
question = "Is anyone newly confused?"
label = "new confusion"
kind = "binary"
leak = {_NUMBER}
collected_by = "self"
ask_if = "fever"

[[finding]]
id = "heavy_legs"
question = "Do your legs feel heavy?"
label = "heavy legs"
kind = "binary"
leak = {_NUMBER}
collected_by = "self"

[[finding]]
id = "weakness_days"
question = "For how many days have you been weak?"
label = "days of weakness"
kind = "number"
leak = {_NUMBER}
collected_by = "self"

[[finding]]
id = "temp_high"
question = ""
label = "a temperature of 38 or more"
kind = "derived"
leak = {_NUMBER}
collected_by = "derived"
""",
    "quantities.toml": """
[[quantity]]
id = "age"
label = "age"
unit = "years"
origin = "computed"

[[quantity]]
id = "urgency"
label = "urgency"
unit = "1"
origin = "computed"

[[quantity]]
id = "fatigue_0_10"
label = "tiredness today"
unit = "0 to 10"
origin = "computed"

[[quantity]]
id = "group_soreness"
label = "soreness of the group"
unit = "0 to 10"
origin = "computed"

[[quantity]]
id = "ferritin_ug_l"
label = "ferritin"
unit = "ug/L"
origin = "lab:ferritin"
valid_days = 180

[[quantity]]
id = "temp_c"
label = "body temperature"
unit = "degC"
origin = "signal:temp_c"
valid_days = 1

[[quantity]]
id = "onset_days"
label = "days since it began"
unit = "days"
origin = "answer:weakness_days"
""",
    "derived.toml": """
[[derived]]
id = "temp_high"
present = "temp_c >= 38"
source = "ng253"

[[points]]
id = "shock_score"
items = [ { when = "fever", points = 1 }, { when = "confusion OR temp_high", points = 2.5 } ]
label = "shock score"
""",
    "profile_words.toml": """
[[profile_word]]
field = "conditions"
words = ["anaemia"]
sets = ["heavy_legs"]
""",
    "screens.toml": """
checklist = []
[[screen]]
id = "unwell"
text = "Any of these?"
findings = ["fever", "confusion"]
""",
    "red_flags.toml": """
[[red_flag]]
id = "rf_sepsis"
when = "(fever OR temp_high) AND (confusion OR shock_score >= 3)"
urgency = "emergency_now"
message = "Call for help now."
who = "emergency service"
why = "This may be sepsis."
source = "ng253"
check = "V"

[[red_flag]]
id = "rf_alone"
when = "confusion AND NOT any_red"
urgency = "same_day"
message = "Be seen today."
who = "doctor"
why = "New confusion needs a look."
source = "ng253"
check = "R"
""",
    "causes.toml": f"""
[[cause]]
id = "iron_def"
plain_name = "Too little iron"
clinical_name = "Iron deficiency"
category = "nutrition"
tier = "treatable"
prior = {_NUMBER}
prior_why = "own estimate"
tests = "ferritin"
who = "GP"
kind = "systemic"
cap = 0.9
""",
    "likelihoods.csv": (
        "cause,finding,sensitivity,low,high,grade,check,source,locator,positive_only,lr_pos_published,note\n"
        'iron_def,heavy_legs,0.6,0.4,0.8,B,V,ng253,table 1,true,2.5,"seen in women, mostly"\n'
        "iron_def,fever,0.1,0.05,0.2,D,E,own_estimate,,,,\n"
    ),
    "modifiers.toml": """
[[modifier]]
cause = "iron_def"
when = "female AND age < 50"
effect = "multiply"
value = { mid = 1.8, low = 1.2, high = 2.5, unit = "odds ratio", grade = "B", check = "V", source = "ng253" }
""",
    "groups.toml": """
[[group]]
id = "legs"
rule = "temper"
members = ["heavy_legs"]
why = "one story"
""",
    "kind.toml": """
[[sign]]
kind = "systemic"
when = "fever OR urgency >= 2"
weight = { mid = 1.0, low = 0.5, high = 1.5, unit = "natural log", grade = "D", check = "E", source = "own_estimate" }
text = "You are ill."
""",
    "verdict.toml": """
[[rule]]
id = "v_tired"
scope = "body"
when = "fatigue_0_10 >= 5 OR p_iron_def >= 0.5"
action = "modify"
reason = "You feel tired: {fatigue_0_10} of 10."
advice = "Move gently."
change = "Tiredness of 5 or more would mean easier."
eases = "Tiredness at 4 or less."
weight = 50
source = "ng253"
check = "V"

[[rule]]
id = "g_sore"
scope = "group"
when = "group_soreness >= 4"
action = "pause"
reason = "Sore: {group_soreness} of 10."
advice = "Leave it out today."
change = ""
eases = ""
weight = 40.5
source = "own_estimate"
check = "E"
""",
    "remedies.toml": """
[[remedy]]
id = "iron_tablets"
name = "Iron tablets"
causes = ["iron_def"]
kinds = ["systemic"]
tags = ["supplement"]
dose = "One tablet every second day."
timing = "Morning."
effect = "Less tiredness in weeks."
grade = "A"
certainty = "moderate"
tier = 0
cost = "low"
effort = "low"
sources = ["ng253"]
needs = "ferritin_ug_l < 30"
gates = [ { when = "fever", words = "Not while you have a fever." } ]
min_pairs = 3
block_days = 14
""",
    "safety.toml": """
[[rule]]
id = "s01"
level = "BLOCK"
when = "fever"
affects = ["tag:supplement"]
spares = ["iron_tablets"]
words = "Not with a fever."
action = "Wait."
sources = ["ng253"]
""",
    "body.csv": (
        "id,kind,view,sides,lay_name,anatomical,group,uberon\n"
        'gastroc_medial,muscle,back,LR,Inner calf,"gastrocnemius, medial head",calves,\n'
    ),
    "lexicon.toml": """
reading = []
change = []
entailed = []

[[word_group]]
id = "hot"
words = ["hot", "burning"]

[[phrase]]
finding = "fever"
words = ["feverish", "{hot} all over"]

[[lasting]]
finding = "weakness_days"
of = ["heavy_legs"]
from_days = 1

[[long_since]]
findings = ["heavy_legs"]
from_days = 365
""",
    "nearby.toml": """
nearly = []

[[alike]]
id = "k_hot"
words = ["hot", "boiling"]
""",
    "countries.toml": """
[[country]]
code = "NO"
name = "Norway"
emergency = "113"
crisis = "116 123"
source = "own_estimate"
check = "R"
""",
    "parameters.toml": """
[[parameter]]
id = "sore_from"
mid = 4
low = 3
high = 5
unit = "0 to 10"
grade = "D"
check = "E"
source = "own_estimate"
""",
    "sources.toml": """
[[source]]
id = "own_estimate"
citation = "Our own estimate"
check = "E"

[[source]]
id = "ng253"
citation = "NICE NG253"
check = "V"
doi = "10.1000/1"
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small folder, with every file of the layout."""
    small = tmp_path / "small"
    small.mkdir()
    for name, text in _FILES.items():
        (small / name).write_text(text.lstrip("\n"), encoding="utf-8")
    return small


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Replace a text that must be there, once, in one of the files."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def add(folder: Path) -> Callable[[str, str], None]:
    """Put a text at the end of one of the files."""

    def append(file: str, text: str) -> None:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return append
