"""The programs' door: the same verbs as the pages and the command line, as JSON.

Every error has one shape, ``{"error": {code, message, accepted}}``, with a status from 400 up. The description of all
of it is at ``/openapi.json``; ``/api`` shows it as a page.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, StreamingResponse

from unweary.interfaces.rest_description import description
from unweary.reports.document import as_document
from unweary.reports.document_schema import document_schema
from unweary.reports.simulation import as_described
from unweary.reports.simulation import as_document as simulation_document
from unweary.service import CheckIn, Unweary
from unweary.service.doing import Said
from unweary.service.interviewing import Replies
from unweary.service.interviewing import as_document as interview_document
from unweary.service.lab_words import LabsSent, LabWords, keep_labs, lab_proposals
from unweary.service.looking import LookedAt
from unweary.service.own_words import Complaint
from unweary.service.own_words import as_document as proposals_document
from unweary.service.person import assess, person_schema, read_person
from unweary.service.reading import read_json
from unweary.service.self_tests import Observations
from unweary.service.simulations import simulate, simulations, turned, words
from unweary.vocab.assessment import as_json

_ERROR = {
    "description": "What was wrong, where, and what is accepted",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
#: Every endpoint: not paired (in the home network), from another web page, under a name that is not ours.
router = APIRouter(responses=dict.fromkeys((401, 403, 421, 422), _ERROR))


def opened(request: Request) -> Unweary:
    """The home that this server answers for."""
    person: Unweary = request.app.state.person
    return person


Person = Annotated[Unweary, Depends(opened)]


async def read_body(request: Request) -> bytes:
    """What was sent, as it was sent: reading is the service's, with its messages."""
    return await request.body()


Body = Annotated[bytes, Depends(read_body)]

#: The knobs of a simulation as parameters; which there are differs from one to the next.
_KNOBS = {
    "name": "knobs",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "Each knob by its name, as GET /api/simulations lists them",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


def _gives(schema: str, summary: str) -> dict[str, Any]:
    return {
        "description": summary,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _takes(schema: str, summary: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"requestBody": {"required": True, "description": summary, "content": content}}


@router.post(
    "/api/assess",
    summary="Assess a person.json. Nothing is stored.",
    openapi_extra=_takes("Person", "One person's history; as_of is required"),
    responses={200: _gives("AssessmentDocument", "The answer"), 422: _ERROR, 413: _ERROR},
)
def assess_document(body: Body, person: Person) -> JSONResponse:
    """The verdict, red flags, causes, question and plan for the history in the body."""
    history = read_person(body, "body", person.knowledge)
    return JSONResponse(as_document(assess(history, knowledge=person.knowledge), person.knowledge))


@router.get(
    "/api/today",
    summary="Today's assessment of the person of this home",
    responses={200: _gives("AssessmentDocument", "The answer")},
)
def today(person: Person) -> JSONResponse:
    """The same document as ``unweary today --json``."""
    return JSONResponse(as_document(person.assess_today(), person.knowledge))


@router.post(
    "/api/ask",
    summary="Read a complaint in one's own words. Nothing is stored.",
    openapi_extra=_takes("Complaint", "The text, up to 10 000 letters"),
    responses={200: _gives("ProposalsDocument", "What the text proposes"), 422: _ERROR, 413: _ERROR},
)
def ask(body: Body, person: Person) -> JSONResponse:
    """The findings that the text proposes with the words that led to each, and today's answer if all are confirmed."""
    said = person.ask(read_json(Complaint, body, "body").text)
    return JSONResponse(proposals_document(said, person.knowledge))


@router.get(
    "/api/schema",
    summary="JSON Schemas of person.json and of an assessment",
    responses={200: _gives("SchemasDocument", "The two schemas")},
)
def schemas() -> JSONResponse:
    """What ``POST /api/assess`` reads, and the types behind what it answers."""
    return JSONResponse({"person": person_schema(), "assessment": document_schema()})


@router.post(
    "/api/check-in",
    status_code=201,
    summary="Store a check-in: the day, sore places, answers",
    openapi_extra=_takes("CheckIn", "Any of day, sites and answers; what is left out stays unknown"),
    responses={201: _gives("FactsDocument", "What was stored"), 422: _ERROR, 413: _ERROR},
)
def check_in(body: Body, person: Person) -> JSONResponse:
    """The facts that were stored, each with the id under which it can be corrected."""
    facts = person.check_in(read_json(CheckIn, body, "body"))
    return JSONResponse({"facts": as_json(facts)}, 201)


@router.post(
    "/api/observations",
    status_code=201,
    summary="Store measured values, such as a jump height or a reaction time",
    openapi_extra=_takes("Observations", "Each with signal, value, unit and at; all of it or nothing"),
    responses={201: _gives("FactsDocument", "What was stored"), 422: _ERROR, 413: _ERROR},
)
def observe(body: Body, person: Person) -> JSONResponse:
    """The facts that were stored, each with the id under which it can be taken back."""
    said = read_json(Observations, body, "body").observations
    return JSONResponse({"facts": as_json(person.add(said) if said else ())}, 201)


@router.post(
    "/api/labs/read",
    summary="Read blood tests as text; nothing is stored",
    openapi_extra=_takes("LabWords", "The text, and the day of the tests that name none"),
    responses={200: _gives("LabProposals", "What was understood, and what was not"), 422: _ERROR, 413: _ERROR},
)
def read_labs(body: Body, person: Person) -> JSONResponse:
    """Each test as understood; ``lab`` is what ``POST /api/labs`` would take, null where a question is open."""
    said = read_json(LabWords, body, "body")
    return JSONResponse(lab_proposals(said, person.now(), person.knowledge).as_document())


@router.post(
    "/api/labs",
    status_code=201,
    summary="Store blood tests; the same value of the same day is stored once",
    openapi_extra=_takes("LabsSent", "Each with analyte, value, unit and at; all of it or nothing"),
    responses={201: _gives("FactsDocument", "What is new"), 422: _ERROR, 413: _ERROR},
)
def add_labs(body: Body, person: Person) -> JSONResponse:
    """The facts that were stored, each with the id under which it can be corrected."""
    return JSONResponse({"facts": as_json(keep_labs(person, read_json(LabsSent, body, "body").labs))}, 201)


@router.get(
    "/api/plan/ticks",
    summary="What of the plan was done, newest day first",
    responses={200: _gives("TicksDocument", "What was said")},
)
def ticks(person: Person) -> JSONResponse:
    """Each tick that holds: remedy, day, and whether it was done. No tick means that nothing was said."""
    return JSONResponse({"ticks": [as_json(row.value) for row in person.doing.rows()]})


@router.post(
    "/api/plan/ticks",
    status_code=201,
    summary="Say that something in the plan was done, or not, on a day",
    openapi_extra=_takes("Said", "Remedy, done (null takes it back) and day, which is today by default"),
    responses={201: _gives("FactDocument", "What holds now"), 422: _ERROR, 413: _ERROR},
)
def tick(body: Body, person: Person) -> JSONResponse:
    """What holds now for that remedy and day; null where nothing is said any more. The same again changes nothing."""
    said = read_json(Said, body, "body")
    return JSONResponse({"fact": as_json(person.doing.say(said.remedy, said.done, said.day))}, 201)


@router.get(
    "/api/looks",
    summary="The dangers that have passed, and which of them a clinician has looked at",
    responses={200: _gives("LooksDocument", "Both lists")},
)
def looks(person: Person) -> JSONResponse:
    """Each danger that has passed and still counts, and every look that was told, newest first."""
    told = [as_json(row.value) for row in person.looking.rows()]
    return JSONResponse({"passed_dangers": as_json(person.looking.dangers()), "looks": told})


@router.post(
    "/api/looks",
    status_code=201,
    summary="Say that a clinician has looked at one danger that has passed",
    openapi_extra=_takes("LookedAt", "Finding, day (today by default), looked (false takes it back)"),
    responses={201: _gives("FactDocument", "What holds now"), 422: _ERROR, 413: _ERROR},
)
def look(body: Body, person: Person) -> JSONResponse:
    """What holds now for this danger; null where nothing is said any more. What is there now is judged as before."""
    said = read_json(LookedAt, body, "body")
    return JSONResponse({"fact": as_json(person.looking.say(said.finding, said.day, looked=said.looked))}, 201)


@router.get(
    "/api/interview",
    summary="The interview's current step: what to ask next, and why",
    responses={200: _gives("InterviewDocument", "The step")},
)
def interview(person: Person, more: bool = False) -> JSONResponse:
    """The step, what was answered today, and at the end the whole answer; ``more`` goes on after ``enough``."""
    return JSONResponse(interview_document(person.interview.look(more=more), person.knowledge))


@router.post(
    "/api/interview",
    status_code=201,
    summary="Store the replies to a step of the interview; the next step comes back",
    openapi_extra=_takes("Replies", "Replies by finding; another reply on the same day puts the first right"),
    responses={201: _gives("InterviewReplyDocument", "What was stored, and the next step"), 422: _ERROR, 413: _ERROR},
)
def interview_reply(body: Body, person: Person) -> JSONResponse:
    """What was stored, and the next step."""
    replies = read_json(Replies, body, "body")
    facts = person.interview.reply(replies.answers)
    look = person.interview.look(more=replies.more)
    return JSONResponse({"facts": as_json(facts), **interview_document(look, person.knowledge)}, 201)


@router.get(
    "/api/simulations",
    summary="The body's models: what each shows, its knobs, its numbers and pictures, its sources",
    responses={200: _gives("SimulationsDocument", "All of them")},
)
def all_simulations(person: Person) -> JSONResponse:
    """Every model with its words, in an order of meaning."""
    return JSONResponse({"simulations": [as_described(told, person.knowledge) for told in simulations()]})


@router.get(
    "/api/simulations/{name}",
    summary="Run one of the body's models",
    openapi_extra={"parameters": [_KNOBS]},
    responses={200: _gives("SimulationDocument", "Its numbers and the lines of its pictures")},
)
def one_simulation(name: str, request: Request) -> JSONResponse:
    """The same document as ``unweary simulate NAME --json``: each knob is a parameter, left out it stays as it is."""
    told = words(name)
    values = turned(told, request.query_params)
    return JSONResponse(simulation_document(told, values, simulate(told.id, values)))


@router.get(
    "/api/export",
    summary="Everything as one zip file of open formats; POST /api/imports takes it in again",
    responses={200: {"description": "The file", "content": {"application/zip": {}}}},
    response_class=StreamingResponse,
)
def export(person: Person) -> StreamingResponse:
    """The same parts as ``unweary export`` writes."""
    head = {"Content-Disposition": f'attachment; filename="{person.keeping.name()}"'}
    return StreamingResponse(person.keeping.export_zip(), media_type="application/zip", headers=head)


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> JSONResponse:
    """The OpenAPI description, with the schemas of what is sent."""
    return JSONResponse(await run_in_threadpool(description, request))
