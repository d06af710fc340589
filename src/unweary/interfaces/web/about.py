"""Height, weight, age and country as fields of a page, in the units of this browser; stored in metres and kilograms.

A field that comes back as it was shown leaves the stored number untouched: showing rounds, and storing must not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from unweary.interfaces.web import forms
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.view import Units
from unweary.service.profile_facts import SHARED
from unweary.vocab.errors import UserError
from unweary.vocab.history import Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.units import KG_PER_POUND, M_PER_INCH, feet_and_inches, meant_instead

#: What the vocabulary takes as a height, in the unit of the page.
_HEIGHT_CM = (50.0, 260.0)


def shown(profile: Profile) -> dict[str, str]:
    """Each field as a page shows it, in both kinds of units; empty where it is not known.

    Examples
    --------
    >>> fields = shown(Profile(height_m=1.715, mass_kg=64.0))
    >>> [fields[name] for name in ("height_cm", "height_ft", "height_in", "mass_lb")]
    ['171.5', '5', '7.5', '141.1']
    """
    height, mass = profile.height_m, profile.mass_kg
    feet, inches = (None, None) if height is None else feet_and_inches(height)
    return {
        "birth_year": "" if profile.birth_year is None else str(profile.birth_year),
        "sex": profile.sex or "",
        "country": profile.country or "",
        "height_cm": _number(None if height is None else height * 100),
        "height_ft": _number(feet),
        "height_in": _number(inches),
        "mass_kg": _number(mass),
        "mass_lb": _number(None if mass is None else mass / KG_PER_POUND),
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 1):g}"


def typed(form: FormData) -> dict[str, str]:
    """The same fields as they were typed, so that a slip does not lose them."""
    return {name: forms.word(form, name) for name in shown(Profile())}


def fields_of(form: FormData, before: Profile) -> dict[str, Any]:
    """The details that a form holds, in the units of storage.

    Raises
    ------
    UserError
        Where something is no number, or where another unit was meant.
    """
    was = shown(before)
    return {
        "birth_year": forms.word(form, "birth_year") or None,
        "sex": forms.word(form, "sex") or None,
        "country": forms.word(form, "country") or None,
        "height_m": before.height_m if _same(form, was, _height_names(form)) else _height(form),
        "mass_kg": before.mass_kg if _same(form, was, _mass_names(form)) else _mass(form),
    }


def _height_names(form: FormData) -> tuple[str, ...]:
    return ("height_ft", "height_in") if "height_ft" in form else ("height_cm",)


def _mass_names(form: FormData) -> tuple[str, ...]:
    return ("mass_lb",) if "mass_lb" in form else ("mass_kg",)


def _same(form: FormData, was: Mapping[str, str], names: tuple[str, ...]) -> bool:
    return all(forms.word(form, name) == was[name] for name in names)


def _height(form: FormData) -> float | None:
    if "height_ft" in form:
        feet, inches = (
            forms.number(form, "height_ft", say("forms.height_ft")),
            forms.number(form, "height_in", say("forms.height_in")),
        )
        if feet is None and inches is None:
            return None
        if inches is not None and feet is not None and not 0 <= inches < 12:
            raise UserError("form_value", say("forms.inches_wrong", given=f"{inches:g}"), say("forms.inches_right"))
        height_m = (12 * (feet or 0.0) + (inches or 0.0)) * M_PER_INCH
        if not _HEIGHT_CM[0] <= height_m * 100 <= _HEIGHT_CM[1]:
            wrong = say("forms.feet_wrong", feet=f"{feet or 0:g}", inches=f"{inches or 0:g}")
            raise UserError("form_value", wrong, say("forms.feet_right"))
        return height_m
    height_cm = forms.number(form, "height_cm", say("forms.height"))
    meant = "" if height_cm is None else meant_instead("height_cm", height_cm, *_HEIGHT_CM, "cm")
    if meant:
        wrong = say("forms.cm_wrong", given=f"{height_cm:g}", meant=meant)
        raise UserError("form_value", wrong, say("forms.cm_right"))
    return None if height_cm is None else height_cm / 100


def _mass(form: FormData) -> float | None:
    if "mass_lb" not in form:
        return forms.number(form, "mass_kg", say("forms.mass"))
    pounds = forms.number(form, "mass_lb", say("forms.mass"))
    if pounds is not None and not 33.1 <= pounds <= 881.8:
        raise UserError("form_value", say("forms.pounds_wrong", given=f"{pounds:g}"), say("forms.pounds_right"))
    return None if pounds is None else pounds * KG_PER_POUND


def with_fields(form: FormData, before: Profile) -> Profile:
    """The details with what this form holds; everything that it does not ask stays.

    Raises
    ------
    UserError
        Where something cannot be.
    """
    kept = {name: getattr(before, name) for name in Profile.__slots__}
    return forms.build(Profile, {**kept, **fields_of(form, before)}, called())


def called() -> dict[str, str]:
    """What a page calls each detail, for the messages."""
    return {
        "birth_year": say("settings.birth_year"),
        "sex": say("forms.sex"),
        "country": say("settings.country"),
        "mass_kg": say("settings.mass_kg"),
        "height_m": say("forms.height_m"),
        "medicines": say("forms.medicines"),
    }


def profile_of(form: FormData, before: Profile) -> Profile:
    """All details, from the page that asks them all."""
    fields = fields_of(form, before)
    for name in SHARED:
        said = {"present": True, "absent": False}.get(forms.word(form, name))
        fields[name] = said if name in form else getattr(before, name)
    for name in ("medicines", "supplements", "conditions", "sports"):
        fields[name] = forms.lines(forms.word(form, name))
    return forms.build(Profile, fields, called())


def page(fields: Mapping[str, str], knowledge: Knowledge, units: Units) -> dict[str, Any]:
    """What the fields need to be drawn: values, units and the countries to choose from."""
    countries = sorted((each.name, each.code) for each in knowledge.countries.values())
    return {
        "values": fields,
        "units": units,
        "countries": [(code, name) for name, code in countries],
        "foreign": bool(fields["country"]) and fields["country"] not in knowledge.countries,
    }
