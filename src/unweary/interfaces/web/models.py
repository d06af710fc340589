"""The body's models as pages: knobs to turn, pictures, what they show, and where they stop being true."""

from __future__ import annotations

from math import isfinite
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web.pages import Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.reports import charts
from unweary.reports.simulation import dashed, digits_of
from unweary.service.simulations import simulate, simulations, turned, words
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.simulation import Knob, Panel, PanelWords, Simulated, SimulationWords

router = APIRouter(include_in_schema=False)

#: Article to the model that shows what it tells of.
_SHOWN_BY = {
    "soreness": "damage",
    "lactate": "lactate",
    "magnesium": "magnesium",
    "central_fatigue": "activation",
    "veins": "venous",
    "sleep": "sleep",
    "overtraining": "fitness",
    "iron": "iron",
}


@router.get("/learn/models")
def models_page(request: Request) -> Response:
    """Every model with what it is about."""
    return page(request, "models.html", rows=[row_of(told) for told in simulations()])


@router.get("/learn/models/{name}")
def model_page(request: Request, person: Person, name: str) -> Response:
    """One model as its knobs stand. Each knob is a slider and a number of one name, so it is sent several times."""
    try:
        told = words(name)
    except UserError:
        raise HTTPException(404) from None
    query = request.query_params
    given = {knob: _meant(query.getlist(knob)) for knob in query}
    if dashed(told.id) != name or any(len(query.getlist(knob)) > 1 for knob in given):
        # An address that can be kept and sent on: each knob once.
        return RedirectResponse(f"/learn/models/{dashed(told.id)}?{urlencode(given)}", 303)
    # What was typed stays in the form, also where it cannot be taken.
    values: dict[str, float | str] = dict(given)
    wrong, result = None, None
    try:
        values = turned(told, given)
        result = simulate(told.id, values)
    except UserError as error:
        wrong = error
    shown = _shown(told, values, result, person.knowledge)
    return page(request, "model.html", status=422 if wrong else 200, m=shown, wrong=wrong)


def _meant(sent: list[str]) -> str:
    """Which of several values of one knob: first comes how it stood, then slider and number; one of them was moved."""
    return next((value for value in reversed(sent) if value != sent[0]), sent[0])


def row_of(told: SimulationWords) -> dict[str, Any]:
    """A model in a list."""
    return {
        "address": f"/learn/models/{dashed(told.id)}",
        "title": told.title,
        "summary": told.summary,
        "letter": told.grade,
        "word": _grade(told.grade),
    }


def model_of(article: str) -> dict[str, Any] | None:
    """The model that is offered beside an article; None where there is none."""
    return next((row_of(told) for told in simulations() if told.id == _SHOWN_BY.get(article)), None)


def _grade(letter: str) -> str:
    return say("models.experimental") if letter == "E" else say(f"grade.{letter}")


def _shown(
    told: SimulationWords, values: dict[str, float | str], result: Simulated | None, knowledge: Knowledge
) -> dict[str, Any]:
    """What the page needs; ``values`` hold what was sent where it cannot be taken, so that nothing typed is lost."""
    every = simulations()
    place = [each.id for each in every].index(told.id)
    return {
        **row_of(told),
        "shows": told.shows,
        "stops": told.stops,
        "sources": [
            {"citation": knowledge.sources[name].citation, "check": say(f"grade.{knowledge.sources[name].check}")}
            for name in told.sources
        ],
        "knobs": [_knob(knob, values.get(knob.name, knob.default)) for knob in told.knobs],
        "numbers": [
            {
                "label": number.label,
                "value": digits_of(number, value) if isfinite(value) else number.none,
                "unit": number.unit if isfinite(value) else "",
            }
            for name, number in told.numbers.items()
            if result is not None
            for value in [result.numbers[name]]
        ],
        "panels": [_panel(panel, told.panels[panel.id]) for panel in result.panels] if result else [],
        "next": [row_of(each) for each in (*every[place + 1 :], *every[:place])[:3]],
    }


def _knob(knob: Knob, value: float | str) -> dict[str, Any]:
    steps = (value - knob.least) / knob.step if isinstance(value, float) else 0.0
    return {
        "name": knob.name,
        "label": knob.label,
        "unit": knob.unit,
        "choices": knob.choices,
        "value": f"{value:.10g}" if isinstance(value, float) else str(value),
        **{end: f"{getattr(knob, end):.10g}" for end in ("least", "most", "step")},
        # A slider would pull a value between two steps to one of them, as if it had been moved.
        "slide": f"{knob.step:.10g}" if abs(steps - round(steps)) < 1e-6 else "any",
    }


def _panel(panel: Panel, told: PanelWords) -> dict[str, Any]:
    return {
        "id": panel.id,
        "title": told.title,
        "x": told.x_label,
        "y": told.y_label,
        "chart": charts.curves(panel, told),
        "legend": [{"swatch": charts.swatch(line.kind), "name": told.lines[line.id]} for line in panel.lines],
        "rows": [
            (f"{at:g}", [f"{value:.3g}" if isfinite(value) else "–" for value in row])
            for at, row in charts.table_of(panel)
        ],
    }
