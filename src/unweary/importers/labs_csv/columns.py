"""What the columns of a table of blood tests are: by their names, and by what the person said."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from unweary.importers.written import Row, heading, rows
from unweary.vocab.lab_names import analyte_named
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, unit_named

#: What a column may be beside a test; a person may say these words too.
ROLES: Mapping[str, str] = {
    "date": (
        "date; datum; day; fecha; data; dato; taken; collected; collection date; date collected; drawn; draw "
        "date; sample date; entnahmedatum; abnahmedatum; probendatum; date de prelevement; fecha de "
        "extraccion; datetime; time; collected at; collection time; observation date; test date; date of "
        "test; timestamp; provdatum; paivamaara; pvm; prelevement; datum afname; data prelievo; "
        "provtagningsdatum; effectivedatetime; specimen date; service date"
    ),
    "test": (
        "test; test name; analyte; parameter; marker; biomarker; component; untersuchung; analyse; analysis; "
        "prueba; esame; exame; examen; laboratory test; lab test; measurement; messwert; laborwert; "
        "bezeichnung; item; name; bepaling; tutkimus; analys; determinacion; description; loinc name; "
        "observation; blood test"
    ),
    "code": "loinc; loinc code; code; loinc num",
    "value": (
        "value; result; wert; ergebnis; valeur; resultat; valor; resultado; valore; risultato; waarde; "
        "uitslag; tulos; varde; numeric value; test result; result value; reading; verdi; svar; messergebnis; "
        "amount"
    ),
    "unit": (
        "unit; units; einheit; unite; unidad; unita; eenheid; enhet; yksikko; enhed; unidade; uom; unidades; einheiten"
    ),
    "sign": "comparator; sign; operator; prefix; qualifier; vorzeichen",
    "person": (
        "patient; patient id; patientid; person; person id; subject; subject id; seqn; mrn; id; row; participant"
    ),
    "sex": "sex; gender; geschlecht; sexe; sexo",
    "ignore": (
        "range; reference range; ref range; normal range; reference; referenzbereich; norm; normwert; "
        "referenz; valeurs de reference; valores de referencia; flag; abnormal; interpretation; status; "
        "laboratory; lab; labor; comment; comments; note; notes; kommentar; age; alter; low; high; min; max; "
        "ref low; ref high; fasting; category; panel; specimen; doctor; order; lower limit; upper limit; "
        "bemerkung; group; nr; no; number; race"
    ),
}
#: The role of each of these words, the first that has it.
_ROLE_OF = {name: role for role, names in reversed(list(ROLES.items())) for name in names.split("; ")}
_BARE = str.maketrans("éèàäöüåñã", "eeaaouana")
_MOST_ASKED = 200
_LONGEST_NAME = 200
_IN_BRACKETS = re.compile(r"(.*?)[\s_]*[(\[]([^()\[\]]*(?:\([^()]*\)|\[[^\]]*\])?[^()\[\]]*)[)\]]\s*")
_AT_END = re.compile(r"(.*?)[\s,:_]+(\S*[/%]\S*(?: ?FEU)?|fL|pg)", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person can say about a table: each column or test with what it is taken for ('' where that is unknown)."""

    known: Mapping[str, str]
    samples: Mapping[str, str]


def asked(head: bytes) -> Asked:
    """The columns of a table that begins like this; in a long table its tests too.

    Examples
    --------
    >>> asked(b"Datum;Foo;Ferritin (ng/ml)\\n2.11.26;5;12\\n").known
    {'Datum': 'date', 'Foo': '', 'Ferritin (ng/ml)': 'ferritin ng/mL'}
    """
    names = heading(head)
    layout = layout_of(names, {})
    table = [row for row in islice(rows(io.BytesIO(head), ""), 2_000) if isinstance(row, Row)]
    samples = {name: next((row[name][:40] for row in table if row[name]), "") for name in names if name}
    known = {name: layout.roles.get(name, "") or _told(*layout.tests.get(name, ("", ""))) for name in samples}
    for name, (analyte, unit) in layout.tests.items() if not layout.long else ():
        # Where neither the heading nor a row of units says it, the unit is still to be said.
        if not unit and len(accepted_units(analyte)) > 1 and not unit_named(analyte, samples[name]):
            known[name] = ""
    if layout.long:
        values = {row[layout.column("test")] or row[layout.column("code")]: row for row in reversed(table)}
        for test, row in list(values.items())[:_MOST_ASKED]:
            if test:
                known[test] = analyte_of(test, row[layout.column("code")], {}) or ""
                samples[test] = f"{row[layout.column('value')]} {row[layout.column('unit')]}"[:40].strip()
    return Asked(known, samples)


def _told(analyte: str, unit: str) -> str:
    return f"{analyte} {unit_named(analyte, unit) or ''}".strip() if analyte else ""


def key_of(text: str) -> str:
    """Letters and figures of a name, to compare by."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@dataclass(slots=True)
class Layout:
    """What the columns are. ``tests`` maps a column to its analyte and the unit that it names."""

    roles: dict[str, str] = field(default_factory=dict)
    tests: dict[str, tuple[str, str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    def column(self, role: str) -> str:
        """The column with this role; '' where none has it (a cell of no column is empty)."""
        return next((column for column, has in self.roles.items() if has == role), "")

    @property
    def long(self) -> bool:
        """One row a value."""
        return bool((self.column("test") or self.column("code")) and self.column("value"))


def layout_of(names: Sequence[str], said: Mapping[str, str]) -> Layout:
    found = Layout()
    for column in names:
        meaning = said.get(key_of(column), "")
        role = meaning if meaning in ROLES else "" if meaning else _role(column)
        analyte, unit = meant(meaning) if meaning else headed(column)
        if role and not (role in ("test", "value", "date", "unit") and found.column(role)):
            found.roles[column] = role
        elif analyte:
            found.tests[column] = (analyte, unit)
        elif column:
            found.rest.append(column)
    return found


def _role(column: str) -> str:
    key = " ".join(key_of(column).replace("_", " ").split())
    return _ROLE_OF.get(key.translate(_BARE), "")


def meant(meaning: str) -> tuple[str, str]:
    """Analyte and unit of what a person said: ``ferritin ug/L``."""
    word, _, unit = meaning.partition(" ")
    if word in ANALYTES:
        return word, unit.strip()
    return analyte_named(meaning) or "", ""


def headed(column: str) -> tuple[str, str]:
    """Analyte and unit of a heading: ``Ferritin (ng/mL)``, ``Ferritin ng/mL``, ``Ferritin``."""
    # No name of a blood test is longer; the patterns would try every place of a long line.
    for pattern in (_IN_BRACKETS, _AT_END) if len(column) <= _LONGEST_NAME else ():
        found = pattern.fullmatch(column)
        if found and (analyte := analyte_named(found[1])):
            unit = found[2].strip()
            # 'TSH (basal)' names no unit; 'Iron (mg)' names one that no blood test of iron has.
            if unit_named(analyte, unit) or re.search(r"[/%]|^m?g$|^.?g$", unit):
                return analyte, unit
    return analyte_named(column) or "", ""


def analyte_of(test: str, code: str, said: Mapping[str, str]) -> str | None:
    meaning = said.get(key_of(test), "") or said.get(key_of(code), "")
    if meaning:
        return meant(meaning)[0] or None
    return analyte_named(code) or analyte_named(test) or headed(test)[0] or None
