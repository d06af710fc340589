"""What was done since, of the plan and by a clinician: saying it, taking it back, looking at it."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from unweary.interfaces.terminal.records import fact_document
from unweary.interfaces.terminal.show import console, print_json, print_sections
from unweary.reports.sections import Section, Table
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from unweary.service import Unweary
    from unweary.vocab.knowledge import Knowledge

_DAYS = 14
_WORDS = {True: "done", False: "not done", None: "-"}


def say_done(person: Unweary, remedy: str, done: bool | None, day: date | None, *, as_json_: bool) -> None:
    """Keep one tick; ``done`` None takes back what was said."""
    chosen = remedy_of(remedy, person.knowledge)
    row = person.doing.say(chosen, done, day)
    if as_json_:
        print_json({"fact": None if row is None else fact_document(row)})
        return
    name = person.knowledge.remedies[chosen].name
    on = (day or person.now().date()).isoformat()
    console().print(f"Taken back: {name}, {on}." if row is None else f"Kept: {name}, {on}: {_WORDS[done]}.")


def remedy_of(text: str, knowledge: Knowledge) -> str:
    """The id of a remedy, from its id or its name as the plan shows it.

    Raises
    ------
    UserError
        ``unknown_id`` with the nearest ones.
    """
    names = {name.casefold(): id_ for id_, remedy in knowledge.remedies.items() for name in (id_, remedy.name)}
    wanted = text.strip().casefold()
    if wanted in names:
        return names[wanted]
    near = list(dict.fromkeys(names[name] for name in get_close_matches(wanted, names, n=3, cutoff=0.5)))
    raise UserError("unknown_id", f"'{text}' is not in the plan", ", ".join(near) or "a name or id from `unweary done`")


def list_done(person: Unweary, *, as_json_: bool) -> None:
    """Today's plan with what was said of it today, and the ticks of the last two weeks."""
    rows = person.doing.rows(_DAYS)
    if as_json_:
        print_json({"ticks": [as_json(row.value) for row in rows]})
        return
    today = person.now().date()
    week, remedies = person.doing.week(), person.knowledge.remedies
    plan = tuple(
        (item.remedy, item.name, _WORDS[week.get(item.remedy, {}).get(today)])
        for item in person.assess_today().plan.items
    )
    if plan:
        print_sections(console(), (Section("Today's plan", (), Table(("id", "what", "today"), plan)),))
    else:
        console().print("There is nothing in today's plan. See: unweary plan")
    lines = tuple(
        (remedies[remedy].name, ", ".join(f"{day:%a} {_WORDS[done]}" for day, done in sorted(said.items())))
        for remedy, said in week.items()
        if remedy in remedies
    )
    if lines:
        print_sections(console(), (Section("The last seven days", (), Table(("what", "said"), lines)),))
    console().print("\nSay it: unweary done ID, unweary done ID --not, unweary done ID --undo")


def say_looked(person: Unweary, finding: str, day: date | None, *, looked: bool, as_json_: bool) -> None:
    """Keep that a clinician looked at one danger that has passed, or take that back."""
    row = person.looking.say(finding.strip(), day, looked=looked)
    if as_json_:
        print_json({"fact": None if row is None else fact_document(row)})
        return
    label = person.knowledge.label(finding.strip())
    on = (day or person.now().date()).isoformat()
    console().print(f"Taken back: {label}." if row is None else f"Kept: {label}: looked at by a clinician on {on}.")
    console().print("See: unweary today")


def list_looked(person: Unweary, *, as_json_: bool) -> None:
    """The dangers that have passed and still count, with the day on which each was looked at."""
    dangers = person.looking.dangers()
    if as_json_:
        rows = person.looking.rows()
        print_json({"passed_dangers": as_json(dangers), "looks": [as_json(row.value) for row in rows]})
        return
    if not dangers:
        console().print("No danger has passed lately that waits for a look. See: unweary today")
        return
    rows_ = tuple(
        (danger.finding, danger.label, "-" if danger.looked_on is None else danger.looked_on.isoformat())
        for danger in dangers
    )
    print_sections(console(), (Section("Passed dangers", (), Table(("id", "what", "looked at"), rows_)),))
    console().print("\nSay it: unweary looked ID --on DAY, unweary looked ID --undo")
