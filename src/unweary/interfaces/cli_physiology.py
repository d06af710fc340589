"""The commands on the body's models: the simulations. What a simulation can be told is read when one is asked for."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from unweary.interfaces.cli_home import Json

if TYPE_CHECKING:
    from unweary.vocab.simulation import Knob, SimulationWords


class _Simulations(TyperGroup):
    """One command for each simulation, with its knobs as options; they come with NumPy, so not before they are used."""

    def list_commands(self, ctx: Any) -> list[str]:
        from unweary.reports.simulation import dashed
        from unweary.service.simulations import simulations

        return [dashed(words.id) for words in simulations()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        from unweary.reports.simulation import dashed
        from unweary.service.simulations import words as words_of

        told = words_of(cmd_name)
        one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        one.command(dashed(told.id), help=f"{told.title}. {told.summary}")(_command(told))
        return typer.main.get_command(one)


#: Its commands stand beside the others, without a name of their own.
physiology_app = typer.Typer()
simulate_app = typer.Typer(cls=_Simulations, subcommand_metavar="[NAME] [--KNOB VALUE]...")
physiology_app.add_typer(simulate_app, name="simulate")


@simulate_app.callback(invoke_without_command=True)
def simulate(context: typer.Context, json: Json = False) -> None:
    """See how a muscle, a night or a vein works: turn a knob, look at the picture. Alone, it lists what there is."""
    if context.invoked_subcommand is None:
        from unweary.interfaces.terminal.simulating import list_simulations

        list_simulations(as_json_=json)


def _command(told: SimulationWords) -> Callable[..., None]:
    """A function whose parameters are the knobs, for Typer to read."""

    def show(json: bool, svg: Path | None, **knobs: str | None) -> None:
        from unweary.interfaces.terminal.simulating import show_simulation

        given = {name: value for name, value in knobs.items() if value is not None}
        show_simulation(told, given, svg, as_json_=json)

    annotations = {knob.name: _option(knob) for knob in told.knobs}
    annotations["svg"] = Annotated[Path | None, typer.Option(help="Write the picture into this file.", dir_okay=False)]
    annotations["json"] = Json
    defaults = {"json": False}
    show.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(name), annotation=annotation)
            for name, annotation in annotations.items()
        ]
    )
    show.__annotations__ = annotations
    return show


def _option(knob: Knob) -> Any:
    from unweary.reports.simulation import dashed
    from unweary.service.simulations import accepted

    usual = knob.default if isinstance(knob.default, str) else f"{knob.default:g}"
    told = f"{knob.label}: {accepted(knob)}; {usual} where it is left out."
    return Annotated[str | None, typer.Option(f"--{dashed(knob.name)}", metavar="VALUE", help=told)]


@physiology_app.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="A training file: FIT, TCX, GPX, PWX, or CSV of sessions or sets.")],
    sex: Annotated[Literal["F", "M"] | None, typer.Option(help="As the TRIMP was fitted.")] = None,
    mass_kg: Annotated[float | None, typer.Option(help="Your body mass.")] = None,
    hr_rest: Annotated[float | None, typer.Option(help="Your resting heart rate.")] = None,
    hr_max: Annotated[float | None, typer.Option(help="Your highest heart rate.")] = None,
    lthr: Annotated[float | None, typer.Option(help="Your heart rate in a hard hour.")] = None,
    vt1: Annotated[
        float | None, typer.Option("--first-threshold", help="Heart rate at your first ventilatory threshold.")
    ] = None,
    vt2: Annotated[
        float | None, typer.Option("--second-threshold", help="Heart rate at your second ventilatory threshold.")
    ] = None,
    ftp: Annotated[float | None, typer.Option(help="Your functional threshold power in W.")] = None,
    cp: Annotated[float | None, typer.Option(help="Your critical power in W.")] = None,
    rpe: Annotated[float | None, typer.Option(help="Your rating of the whole session, 0 to 10.")] = None,
    json: Json = False,
) -> None:
    """Work out every number of load that a training file allows, and say what the others need. Nothing is kept."""
    from unweary.interfaces.terminal.load_of_file import show_load
    from unweary.service.load_of_file import Trainee

    person = Trainee(
        sex=sex, mass_kg=mass_kg, hr_rest_bpm=hr_rest, hr_max_bpm=hr_max, lthr_bpm=lthr, vt1_bpm=vt1, vt2_bpm=vt2,
        ftp_w=ftp, cp_w=cp, rpe_cr10=rpe,
    )  # fmt: skip
    show_load(file, person, as_json_=json)


@physiology_app.command("va")
def va(
    file: Annotated[Path, typer.Argument(help="A CSV with one row for each contraction.", metavar="FILE.csv")],
    least_r2: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Over the cortex: a less straight line gives no activation (else 0.8)."),
    ] = None,
    json: Json = False,
) -> None:
    """Work out voluntary activation from a table of twitches.

    With columns superimposed (or SIT) and resting (or PT): the interpolated twitch, row by row. With force (or torque)
    and superimposed but no resting twitch: over the motor cortex, the resting twitch extrapolated from the contractions
    of 50 to 100 % of each set. A column activation is taken as it is, in percent. A column subject or set parts the
    sets; a column level, target or trial gives mean and SD for each. Nothing is kept.
    """
    from unweary.interfaces.terminal.va_of_file import show_va

    show_va(file, least_r2, as_json_=json)


@physiology_app.command("hrv")
def hrv(
    file: Annotated[Path, typer.Argument(help="Intervals between heartbeats, or an RMSSD for each morning.")],
    stood_up_min: Annotated[
        float | None, typer.Option(help="You lay, and stood up so many minutes after the start.")
    ] = None,
    json: Json = False,
) -> None:
    """Put wrong heartbeats right and work out every number of their variation. Nothing is kept."""
    from unweary.interfaces.terminal.hrv_of_file import show_hrv

    show_hrv(file, stood_up_min, as_json_=json)
