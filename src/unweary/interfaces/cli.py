"""The command line. Each command parses, calls one service verb, and prints; what is heavy is loaded inside it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from unweary.interfaces.cli_doing import doing_app
from unweary.interfaces.cli_home import Home, Json, opened
from unweary.interfaces.cli_keeping import keeping_app
from unweary.interfaces.cli_knowledge import knowledge_app
from unweary.interfaces.cli_physiology import physiology_app
from unweary.interfaces.terminal.failing import run

# No completion installer: it would write into the shell's start files, and nothing is written outside the home.
app = typer.Typer(
    name="unweary",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="For people whose muscles stay tired after rest. Information, not a diagnosis. Begin with: unweary demo",
)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(doing_app)
app.add_typer(keeping_app)
app.add_typer(physiology_app)

Score = typer.Option(min=0, max=10)


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(f"'{text}' is not a moment with its offset, such as 2026-11-20T07:30:00+01:00")
    return moment


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"unweary {version('unweary')}")
        raise typer.Exit


@app.callback()
def _top(
    home: Annotated[
        Path | None,
        typer.Option(envvar="UNWEARY_HOME", file_okay=False, help="Folder in which your data lie."),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Work with the invented example person.")] = False,
    at: Annotated[
        datetime | None,
        typer.Option(parser=_instant, metavar="INSTANT", help="Look from this moment instead of now."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    Home.path, Home.demo, Home.at = home, demo, at


@app.command("check-in")
def check_in(
    fatigue: Annotated[float | None, Score] = None,
    heaviness: Annotated[float | None, Score] = None,
    stiffness: Annotated[float | None, Score] = None,
    sleep_h: Annotated[float | None, typer.Option(min=0, max=24, help="Hours slept.")] = None,
    sleep_quality: Annotated[float | None, Score] = None,
    stress: Annotated[float | None, Score] = None,
    mood: Annotated[float | None, Score] = None,
    motivation: Annotated[float | None, Score] = None,
    fog: Annotated[float | None, Score] = None,
    sitting_h: Annotated[float | None, typer.Option(min=0, max=24)] = None,
    standing_h: Annotated[float | None, typer.Option(min=0, max=24)] = None,
    sore: Annotated[
        list[str] | None, typer.Option(help="A sore place: quads:left:6, or words: 'left inner calf 6, swollen'.")
    ] = None,
    mark: Annotated[list[str] | None, typer.Option(help="sick, travel, race, rest_day, injury, ...")] = None,
    answer: Annotated[list[str] | None, typer.Option(help="finding=present, absent, unknown or a number.")] = None,
    unsure: Annotated[
        list[str] | None, typer.Option(help="An answer you only lean to: finding=present (rather yes) or absent.")
    ] = None,
    none_of_the_warnings: Annotated[
        bool, typer.Option("--none-of-the-warnings", help="None of the warning signs of today's form.")
    ] = False,
    json: Json = False,
) -> None:
    """Say how you are. Without options it asks, in under a minute."""
    from unweary.interfaces.terminal.check_in import Typed
    from unweary.interfaces.terminal.entering import check_in as enter

    numbers = {
        "fatigue_0_10": fatigue, "heaviness_0_10": heaviness, "stiffness_0_10": stiffness, "sleep_h": sleep_h,
        "sleep_quality_0_10": sleep_quality, "stress_0_10": stress, "mood_0_10": mood,
        "motivation_0_10": motivation, "fog_0_10": fog, "sitting_h": sitting_h, "standing_h": standing_h,
    }  # fmt: skip
    given = {name: value for name, value in numbers.items() if value is not None}
    typed = Typed(given, mark or (), sore or (), answer or (), none_of_the_warnings, unsure or ())
    with opened() as person:
        enter(person, typed, as_json=json)


@app.command()
def profile(
    birth_year: Annotated[int | None, typer.Option(min=1900, max=2100)] = None,
    sex: Annotated[Literal["F", "M"] | None, typer.Option(help="Sex recorded at birth.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, for the emergency number.")] = None,
    height_m: Annotated[float | None, typer.Option(help="In metres: 1.71.")] = None,
    mass_kg: Annotated[float | None, typer.Option(help="In kilograms.")] = None,
    pregnant: Annotated[bool | None, typer.Option("--pregnant/--not-pregnant")] = None,
    postpartum: Annotated[bool | None, typer.Option("--postpartum/--not-postpartum")] = None,
    medicine: Annotated[list[str] | None, typer.Option(help="Add one; may be given several times.")] = None,
    supplement: Annotated[list[str] | None, typer.Option(help="Add one.")] = None,
    condition: Annotated[list[str] | None, typer.Option(help="Add one.")] = None,
    sport: Annotated[list[str] | None, typer.Option(help="Add one.")] = None,
    forget: Annotated[list[str] | None, typer.Option(help="Take a word out of these lists.")] = None,
    answer: Annotated[list[str] | None, typer.Option(help="finding=present, absent or unknown.")] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask one thing after the other.")] = False,
    json: Json = False,
) -> None:
    """Show or set what safety needs to know once: age, sex, country, medicines, conditions."""
    from unweary.interfaces.terminal.entering import profile as enter
    from unweary.interfaces.terminal.profile import Changes

    values = {
        "birth_year": birth_year, "sex": sex, "country": country, "height_m": height_m, "mass_kg": mass_kg,
        "pregnant": pregnant, "postpartum": postpartum,
    }  # fmt: skip
    added = {
        "medicines": medicine or (), "supplements": supplement or (), "conditions": condition or (),
        "sports": sport or (),
    }  # fmt: skip
    changes = Changes({k: v for k, v in values.items() if v is not None}, added, forget or (), answer or ())
    with opened() as person:
        enter(person, changes, ask_all=ask, as_json=json)


@app.command()
def ask(
    text: Annotated[str, typer.Option("--text", help="What is wrong, in your own words.")],
    keep: Annotated[bool, typer.Option("--keep", help="Store it, after you said yes.")] = False,
    json: Json = False,
) -> None:
    """Say it in your own words; you see what was understood, and what would follow. Nothing is stored."""
    from unweary.interfaces.terminal.asking import ask as read

    with opened() as person:
        read(person, text, keep=keep, as_json=json)


@app.command()
def interview(
    text: Annotated[str | None, typer.Option("--text", help="What is wrong, in your own words, to begin with.")] = None,
    json: Json = False,
) -> None:
    """Find out why: a few short pages of questions, until nothing left is worth a page."""
    from unweary.interfaces.terminal.interviewing import interview as begin

    with opened() as person:
        begin(person, text, as_json=json)


GoOn = Annotated[bool, typer.Option("--go-on", help="After an emergency message: show the rest too.")]


@app.command()
def today(go_on: GoOn = False, json: Json = False) -> None:
    """Today's answer: push, modify, pause or see someone, and why."""
    _answer("today", json, go_on)


@app.command()
def why(go_on: GoOn = False, json: Json = False) -> None:
    """All reasons and causes, with what speaks for and against each."""
    _answer("why", json, go_on)


@app.command()
def plan(go_on: GoOn = False, json: Json = False) -> None:
    """What may help, with grades; what is held back, and why."""
    _answer("plan", json, go_on)


def _answer(view: Any, json: bool, go_on: bool) -> None:
    from unweary.interfaces.terminal.answering import answer

    with opened() as person:
        answer(person, view, as_json=json, go_on=go_on)


@app.command()
def report(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the page.")] = None,
    question: Annotated[str, typer.Option(help="What you want to ask the doctor.")] = "",
    json: Json = False,
) -> None:
    """Write one A4 page for a doctor or physiotherapist."""
    from unweary.interfaces.terminal.answering import write_report

    with opened() as person:
        write_report(person, output, question, as_json=json)


@app.command()
def assess(
    file: Annotated[Path, typer.Argument(help="A person.json, or - for standard input.")], json: Json = False
) -> None:
    """Assess a person.json without storing anything."""
    from unweary.interfaces.terminal.answering import assess_text

    text = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    assess_text(text, "standard input" if str(file) == "-" else file.name, as_json=json)


@app.command()
def schema(
    name: Annotated[Literal["person", "assessment"], typer.Argument(help="Which document.")] = "person",
    json: Json = False,
) -> None:
    """Print the JSON Schema of the input or of the answer."""
    from unweary.interfaces.terminal.show import print_json
    from unweary.reports.document_schema import document_schema
    from unweary.service.person import person_schema

    print_json(person_schema() if name == "person" else document_schema())


@app.command()
def facts(
    kind: Annotated[str | None, typer.Option(help="answer, site, day, lab, observation, session, ...")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 100,
    json: Json = False,
) -> None:
    """List what is kept, newest first."""
    from unweary.interfaces.terminal.records import list_facts

    with opened() as person:
        list_facts(person, kind, limit, as_json_=json)


@app.command()
def correct(
    fact_id: Annotated[str, typer.Argument(help="An id from `unweary facts`.")],
    state: Annotated[str | None, typer.Option(help="For an answer: present, absent, unknown.")] = None,
    value: Annotated[str | None, typer.Option(help="For a sore place, a blood test or a measurement.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="For a day or a session: fatigue_0_10=4.")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the entry back.")] = False,
    json: Json = False,
) -> None:
    """Put an entry right, or take it back. The old one is kept but no longer counts."""
    from unweary.interfaces.terminal.records import changes_of
    from unweary.interfaces.terminal.records import correct as put_right

    with opened() as person:
        put_right(person, fact_id, changes_of(state, value, field or ()), withdraw=withdraw, as_json_=json)


# '-5' is a wrong number, not an option: the command says what it takes instead.
@app.command(context_settings={"ignore_unknown_options": True})
def lab(
    analyte: Annotated[str, typer.Argument(help="Such as ferritin, tsh, ck.")],
    value: Annotated[str, typer.Argument(help="The number as reported; '<5' stays a bound.")],
    unit: Annotated[str | None, typer.Option(help="As reported; else the usual unit.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the test.")] = None,
    json: Json = False,
) -> None:
    """Keep a blood test value."""
    from unweary.interfaces.terminal.records import add_lab

    with opened() as person:
        add_lab(person, analyte, value, unit, on, as_json_=json)


@app.command()
def labs(
    text: Annotated[str, typer.Option("--text", help="As on a report: 'Ferritin 12 ng/mL, Hb 11.8 g/dL 2026-11-02'")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the tests that name none; else today.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Store it, after you said yes.")] = False,
    json: Json = False,
) -> None:
    """Blood tests as text, such as copied out of a report; you see what was understood. Nothing is stored."""
    from unweary.interfaces.terminal.labs import read_labs

    with opened() as person:
        read_labs(person, text, on, keep=keep, as_json=json)


@app.command("test")
def self_test(
    name: Annotated[str, typer.Argument(help="Such as cmj_cm, grip_kg, reaction_ms, balance_left_s.")],
    value: Annotated[float, typer.Argument(help="In the unit that the name ends in.")],
    json: Json = False,
) -> None:
    """Keep the result of a test that you did alone."""
    from unweary.interfaces.terminal.self_tests import add_result

    with opened() as person:
        add_result(person, name, value, as_json_=json)


@app.command()
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="With the invented example person.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8421,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    lan: Annotated[bool, typer.Option("--lan", help="Let paired phones in the home network in.")] = False,
    address: Annotated[
        str | None, typer.Option(help="With --lan: this machine's private address or name, if the one found is wrong.")
    ] = None,
    certfile: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="With --lan: for https.")] = None,
    keyfile: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="The key to --certfile.")] = None,
) -> None:
    """Run the web app on this machine; with --lan for paired phones as well. Stop it with Ctrl+C."""
    from unweary.interfaces.terminal.serving import run_server

    run_server(
        Home.path,
        demo=demo or Home.demo,
        port=port,
        open_browser=open_,
        lan=lan,
        address=address,
        certfile=certfile,
        keyfile=keyfile,
    )


@app.command()
def devices(
    remove: Annotated[str | None, typer.Option(metavar="ID", help="Let this device in no longer.")] = None,
    json: Json = False,
) -> None:
    """List the phones that were paired with `serve --lan`, or remove one."""
    from unweary.interfaces.terminal.serving import list_devices

    with opened() as person:
        list_devices(person, remove, as_json_=json)


@app.command()
def demo(json: Json = False) -> None:
    """Build an invented example person and show today's answer."""
    from unweary.interfaces.terminal.answering import demo as show_demo
    from unweary.service import data_folder
    from unweary.service.demo import build_demo

    show_demo(data_folder(Home.path), as_json=json, build=build_demo)


def run_line(args: Sequence[str]) -> int:
    """Run one command line in this process and return its exit code: 0 answered, 1 nothing usable, 2 refused.

    Examples
    --------
    >>> run_line(["--version"])
    unweary 0.1.0
    0
    """
    return run(lambda words: _command().main(words, prog_name="unweary", standalone_mode=False), args)


@cache
def _command() -> Any:
    return typer.main.get_command(app)


def main() -> None:
    """The program ``unweary``."""
    sys.exit(run_line(sys.argv[1:]))
