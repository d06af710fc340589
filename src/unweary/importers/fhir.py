"""Results of laboratories as FHIR (R4, R5): bundles, single observations, reports, NDJSON.

Not yet seen on a real file: written after the specification (hl7.org/fhir, Observation). The folder
``clinical-records`` of an Apple Health export holds such files, one resource each. Blood tests are told by LOINC code,
or by name where a resource has no LOINC code. Body weight, blood pressure, temperature, oxygen, breathing and the
resting pulse become observations. A pulse without the word 'resting' is left out: taken in a waiting room it is no
baseline.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, tzinfo
from typing import Any, BinaryIO

from unweary.importers.written import day, few, instant
from unweary.vocab.errors import Problem
from unweary.vocab.figures import Figure, figure, parted
from unweary.vocab.history import Lab, Observation
from unweary.vocab.lab_names import analyte_named, analyte_of_loinc
from unweary.vocab.signals import ANALYTES, SIGNALS
from unweary.vocab.units import KG_PER_POUND, accepted_units, unit_named

TITLE = "results of laboratories (FHIR JSON)"
#: A document is held whole, and of NDJSON one line; a whole practice is no person's file.
MOST_BYTES = 64 << 20
MOST_VALUES = 200_000
_DEEPEST = 8
_MOST_NAMED = 30
_OURS = re.compile(rb'"resourceType"\s*:\s*"(Observation|DiagnosticReport|Bundle)"')
_LOINC = "loinc.org"
_LOCAL_HOUR = time(8)
_LEFT_OUT = "The result was left out; the file itself is kept."
_COMPARATORS: Mapping[str, Any] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
#: What a laboratory puts behind a result and its unit: a mark, or the range in brackets.
_FLAG = re.compile(r"(?:\s+(?:HH?|LL?|A)|\s*[*!]+|\s*[(\[][^()\[\]]*[)\]])+$")
_NOT_SO = ("entered-in-error", "cancelled", "registered")

#: Signal, and how each unit of it leads to ours: (factor, offset).
_KILOGRAMS = {"kg": (1.0, 0.0), "g": (0.001, 0.0), "[lb_av]": (KG_PER_POUND, 0.0), "lb": (KG_PER_POUND, 0.0)}
_CELSIUS = dict.fromkeys(("Cel", "degC", "°C"), (1.0, 0.0)) | dict.fromkeys(("[degF]", "°F"), (5 / 9, -160 / 9))
_PRESSURE = {"mm[Hg]": (1.0, 0.0), "mmHg": (1.0, 0.0), "kPa": (7.500617, 0.0)}
_MINUTE = {"/min": (1.0, 0.0), "{beats}/min": (1.0, 0.0), "{breaths}/min": (1.0, 0.0), "bpm": (1.0, 0.0)}
_PERCENT = {"%": (1.0, 0.0)}
_VITALS: Mapping[str, tuple[str, Mapping[str, tuple[float, float]]]] = {
    "29463-7": ("mass_kg", _KILOGRAMS),
    "3141-9": ("mass_kg", _KILOGRAMS),
    "40443-4": ("hr_rest_bpm", _MINUTE),
    "8480-6": ("sbp_mmhg", _PRESSURE),
    "8462-4": ("dbp_mmhg", _PRESSURE),
    "8310-5": ("temp_c", _CELSIUS),
    "8331-1": ("temp_c", _CELSIUS),
    "2708-6": ("spo2_pct", _PERCENT),
    "59408-5": ("spo2_pct", _PERCENT),
    "9279-1": ("rr_per_min", _MINUTE),
}


def recognise(head: bytes, name: str) -> int:
    """2 for JSON whose resources are observations, reports or bundles."""
    return 2 if head.lstrip()[:1] in (b"{", b"[") and _OURS.search(head) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Lab | Observation | Problem]:
    """Every value with a number that belongs to one person.

    Yields
    ------
    Lab, Observation
        At the time of the sample (``effective``). Where only a day is told, 08:00 in ``zone``.
    Problem
        ``several_people`` (nothing else then), ``unknown_tests`` once, with the names of what we do not read,
        ``status`` and ``absent`` once, with their count; ``unit``, ``date``, ``not_a_number`` each; ``json_broken``,
        ``too_large``, ``not_recognised``.

    Examples
    --------
    >>> text = b'''{"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-02T07:40:00Z",
    ...  "code": {"coding": [{"system": "http://loinc.org", "code": "2276-4"}]},
    ...  "valueQuantity": {"value": 12, "comparator": "<", "unit": "ng/mL"}}'''
    >>> lab, = read(io.BytesIO(text), "Observation-1.json")
    >>> lab.analyte, lab.comparator, lab.value, lab.unit
    ('ferritin', '<', 12.0, 'ng/mL')
    """
    yield from few(_File(name, zone).read(stream), name)


def _documents(stream: BinaryIO, name: str) -> Iterator[dict[str, Any] | Problem]:
    """The whole file as one document, or each line of it; what is no JSON is a problem."""
    lines = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    number, first = 0, b""
    while not first.strip():
        first, number = lines.readline(MOST_BYTES + 1), number + 1
        if not first:
            return
    whole = _json(first)
    if whole is None:
        first += lines.read(max(MOST_BYTES + 1 - len(first), 0))
        whole = _json(first)
        if len(first) > MOST_BYTES:
            yield Problem(name, "too_large", f"This document has more than {MOST_BYTES >> 20} MB. Nothing was read.")
            return
        if whole is None:
            yield Problem(name, "json_broken", "This is no complete JSON document. Nothing was read.")
            return
    yield from _resources(whole)
    while line := lines.readline(MOST_BYTES + 1):
        number += 1
        if line.strip():
            said = _json(line)
            if said is None:
                yield Problem(f"{name}, line {number}", "json_broken", "This line is no JSON. It was left out.")
            else:
                yield from _resources(said)


def _json(text: bytes) -> Any:
    """The value, or None where it is none. Trailing commas are passed over, as some exports write them."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(re.sub(rb",(\s*[}\]])", rb"\1", text), parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _resources(said: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every observation in a resource, however it is wrapped."""
    if isinstance(said, list):
        for each in said:
            yield from _resources(each, depth + 1) if depth < _DEEPEST else ()
    elif isinstance(said, dict) and depth < _DEEPEST:
        if said.get("resourceType") == "Observation":
            yield said
        for inner in ("entry", "contained", "resource"):
            if isinstance(said.get(inner), (list, dict)):
                yield from _resources(said[inner], depth + 1)


class _File:
    def __init__(self, name: str, zone: tzinfo) -> None:
        self.name, self.zone = name, zone
        self.people: set[str] = set()
        self.unknown: dict[str, int] = {}
        self.not_so = self.absent = self.seen = 0

    def read(self, stream: BinaryIO) -> Iterator[Lab | Observation | Problem]:
        """Held until the end: only then it is known that all of it is one person's."""
        kept: list[Lab | Observation | Problem] = []
        for said in _documents(stream, self.name):
            if isinstance(said, Problem):
                kept.append(said)
                continue
            kept += self._observation(said, f"{self.name}, {_text(said.get('id')) or f'observation {self.seen + 1}'}")
            self.seen += 1
            if len(self.people) > 1:
                yield self._several()
                return
            if len(kept) > MOST_VALUES:
                words = f"This file has more than {MOST_VALUES} values. The rest was left out."
                kept.append(Problem(self.name, "too_large", words))
                break
        yield from dict.fromkeys(kept)
        yield from self._summary()
        if not self.seen and not kept:
            yield Problem(self.name, "not_recognised", "There is no observation in this FHIR file.")

    def _several(self) -> Problem:
        return Problem(
            self.name,
            "several_people",
            "The results in this file are of more than one person, and blood tests of others must not be mixed with "
            "yours. Nothing was read. Import a file with your own results alone.",
        )

    def _summary(self) -> Iterator[Problem]:
        if self.unknown:
            names = list(self.unknown)
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            words = f"{sum(self.unknown.values())} results are of kinds that we do not read: "
            words += f"{'; '.join(names[:_MOST_NAMED])}{more}. The file itself is kept."
            yield Problem(self.name, "unknown_tests", words)
        if self.not_so:
            words = f"{self.not_so} results were left out: the laboratory took them back, or has not finished them."
            yield Problem(self.name, "status", words)
        if self.absent:
            yield Problem(self.name, "absent", f"{self.absent} results have no value, as the file itself says.")

    # ---- one observation

    def _observation(self, said: dict[str, Any], where: str) -> list[Lab | Observation | Problem]:
        who = said.get("subject")
        person = _text(_inner(who, "reference")) or _text(_inner(who, "identifier", "value"))
        if person:
            self.people.add(person.rpartition("/")[2])
        if said.get("status") in _NOT_SO:
            self.not_so += 1
            return []
        parts = [said, *(part for part in _list(said.get("component")) if isinstance(part, dict))]
        made: list[Lab | Observation | Problem] = []
        for part in parts:
            if any(key.startswith("value") and each is not None for key, each in part.items()):
                made += self._value(part, said, where)
            elif "dataAbsentReason" in part:
                self.absent += 1
        return made

    def _value(self, part: dict[str, Any], of: dict[str, Any], where: str) -> list[Lab | Observation | Problem]:
        codes, name = _codes(part)
        analyte = next((known for code in codes if (known := analyte_of_loinc(code))), None)
        vital = next((_VITALS[code] for code in codes if code in _VITALS), None)
        if analyte is None and vital is None and not codes:
            analyte = analyte_named(name)
        if analyte is None and vital is None:
            shown = " ".join((name or "without a name").split())[:60] + (f" ({codes[0][:12]})" if codes else "")
            self.unknown[shown] = self.unknown.get(shown, 0) + 1
            return []
        at = self._at(of)
        if at is None:
            words = "No day of the sample is told, or none from 1990 to 2100. The result was left out."
            return [Problem(where, "date", words)]
        told, units, words = _told(part, analyte or "")
        if told is None or told.either:
            return [_unread(told, words, analyte, vital[0] if vital else "", where)]
        if analyte is not None:
            return [_lab(analyte, told, units, at, where)]
        assert vital is not None
        return [_vital(vital, told, units, at, of, where)]

    def _at(self, said: Mapping[str, Any]) -> datetime | None:
        """When the sample was taken; a year or a month alone is no day."""
        texts = [
            said.get("effectiveDateTime"),
            said.get("effectiveInstant"),
            _inner(said, "effectivePeriod", "start"),
            next(iter(_list(_inner(said, "effectiveTiming", "event"))), None),
        ]
        text = next((text for text in texts if isinstance(text, str) and text), "")
        if (moment := instant(text, self.zone, "ymd")) is not None:
            return moment
        on = day(text, "ymd")
        return None if on is None else datetime.combine(on, _LOCAL_HOUR, self.zone)


def _lab(analyte: str, told: Figure, units: list[str], at: datetime, where: str) -> Lab | Problem:
    known = next((unit for each in units if (unit := unit_named(analyte, each))), None)
    if known is None:
        said = f"'{units[0][:40]}' is not a unit of {ANALYTES[analyte].label}" if units else "There is no unit"
        words = f"{said} beside {told.bound or ''}{told.value:g}. Accepted: {', '.join(accepted_units(analyte))}."
        return Problem(where, "unit", f"{ANALYTES[analyte].label}: {words} {_LEFT_OUT}")
    spelled = units[-1]
    written = "" if spelled == known else f"{told.bound or ''}{told.value:g} {spelled}"
    return Lab(analyte, told.value, known, at, told.bound, "FHIR", written[:240])


def _vital(
    vital: tuple[str, Mapping[str, tuple[float, float]]], told: Figure, said: list[str], at: datetime,
    of: Mapping[str, Any], where: str,
) -> Observation | Problem:  # fmt: skip
    signal, units = vital
    known = next((units[each] for each in said if each in units), None)
    if known is None or told.bound is not None:
        words = f"'{(said or ['nothing'])[0][:40]}' is not a unit of {SIGNALS[signal].label}, or it is a bound."
        return Problem(where, "unit", f"{words} Accepted: {', '.join(units)}. {_LEFT_OUT}")
    source = _text(_inner(of, "device", "display")) or "FHIR"
    return Observation(signal, told.value * known[0] + known[1], SIGNALS[signal].unit, at, source[:200])


def _told(part: Mapping[str, Any], analyte: str) -> tuple[Figure | None, list[str], str]:
    """The number (None where there is none), the units that stand beside it, and the result in the file's words."""
    quantity = part.get("valueQuantity")
    if isinstance(quantity, dict):
        sign, value = quantity.get("comparator"), quantity.get("value")
        units = [each for each in (_text(quantity.get("code")), _text(quantity.get("unit"))) if each]
        words = " ".join(str(each) for each in (sign, value, *units[-1:]) if each is not None)
        if isinstance(value, str):
            return figure(f"{sign or ''}{value}", analyte), units, words
        if isinstance(value, bool) or not isinstance(value, (int, float)) or (sign and str(sign) not in _COMPARATORS):
            return None, units, words
        try:
            return Figure(_COMPARATORS.get(str(sign)) if sign else None, float(value)), units, words
        except OverflowError:
            return None, units, words
    words = " ".join(_in_words(part).split())
    if (read := figure(words, analyte)) is not None:
        return read, [], words
    number, rest = parted(words)
    units = list(dict.fromkeys((rest, _FLAG.sub("", rest))))
    known = next((unit for each in units if analyte and (unit := unit_named(analyte, each))), "")
    return figure(number, analyte, known), units, words


def _unread(told: Figure | None, words: str, analyte: str | None, signal: str, where: str) -> Problem:
    label = ANALYTES[analyte].label if analyte else SIGNALS[signal].label
    if told is not None and told.either:
        one, other = told.either
        said = f"{label}: '{words[:60]}' can be {one:g} or {other:g}. {_LEFT_OUT}"
        return Problem(where, "unclear_figure", said)
    unit = accepted_units(analyte)[0] if analyte else SIGNALS[signal].unit
    bound = f" or '<5 {unit}'" if analyte else ""
    return Problem(
        where, "not_a_number", f"{label}: '{words[:60]}' is not a number such as '5.2 {unit}'{bound}. {_LEFT_OUT}"
    )


def _in_words(part: Mapping[str, Any]) -> str:
    """A result that is no quantity, as its text; a code by its name, another kind of value by its key."""
    coded = part.get("valueCodeableConcept")
    names = (_text(each.get("display")) for each in _list(_inner(coded, "coding")) if isinstance(each, dict))
    whole = part.get("valueInteger")
    number = str(whole) if isinstance(whole, int) and not isinstance(whole, bool) else ""
    texts = (_text(part.get("valueString")), number, _text(_inner(coded, "text")), *names)
    return next((text for text in texts if text), "") or next(key for key in part if key.startswith("value"))


def _codes(part: Mapping[str, Any]) -> tuple[list[str], str]:
    """The LOINC codes, and the best name."""
    code = part.get("code")
    codings = [each for each in _list(_inner(code, "coding")) if isinstance(each, dict)]
    loinc = [_text(each.get("code")) for each in codings if _LOINC in _text(each.get("system"))]
    names = [_text(_inner(code, "text")), *(_text(each.get("display")) for each in codings)]
    return [each for each in loinc if each], next((name for name in names if name), "")


def _inner(said: Any, *path: str) -> Any:
    for name in path:
        said = said.get(name) if isinstance(said, dict) else None
    return said


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _text(said: Any) -> str:
    return said if isinstance(said, str) else ""
