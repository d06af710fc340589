"""The gallery's second part: the models on real files, each picture a result, none a copy of what was recorded.

``tools/gallery.py`` asks for it where UNWEARY_DATA names the folder of real files. What is drawn is summed up or
thinned out (at most some two hundred points of a recording), and only from files whose licence allows it. The words,
with the data sets, stand in ``gallery_real.toml``; how each picture comes about in ``gallery_rest``,
``gallery_training`` and ``gallery_muscles``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gallery_muscles import activation_levels, recovery_laws, soreness, w_left
from gallery_parts import Result
from gallery_rest import beats_reference, beats_repaired, nights, sleep_debt, sleep_regularity
from gallery_training import fitness_app, hilly_run, impulse_response, normalized_power, strength_volume

from unweary.reports import charts

#: The pictures' folder, beside the page.
FOLDER = "img/gallery-real"
_HEAD = """# On real files

The same models on recordings of real people and beside published numbers (`make gallery` with `UNWEARY_DATA` set draws
them anew). The files themselves are not here: a picture shows what came out, summed up or thinned out, with the licence
under which the data may be used so. Files under the GPL, and those whose licence could not be made sure of (PMData
among them), are used in tests only and have no picture. The pictures show whether the numbers are right, not how
somebody is.
"""
_PRINTED = "numbers printed in the paper."
_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
#: From the folder of real files to a picture, in the order of the page; the file name is the name with dashes.
_DRAWN: tuple[Callable[[Path], Result], ...] = (
    beats_reference, beats_repaired, nights, sleep_debt, sleep_regularity, normalized_power, fitness_app,
    impulse_response, hilly_run, strength_volume, w_left, recovery_laws, activation_levels, soreness,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's file, and its section of the page in Markdown."""

    svg: str
    section: str


def pictures(data: Path) -> dict[str, Picture]:
    """Every picture of the second part, by its name."""
    return {(name := drawn.__name__.replace("_", "-")): _picture(name, drawn(data)) for drawn in _DRAWN}


def _picture(name: str, result: Result) -> Picture:
    told = _WORDS["pictures"][name]
    words = {key: text.format_map(result.numbers) for key, text in told.items() if key != "data"}
    sets = [_WORDS["data_sets"][folder] for folder in told["data"]]
    licences = ", ".join(dict.fromkeys(each["licence"] for each in sets))
    short = f"{', '.join(each['origin'] for each in sets)}. Licence: {licences}." if sets else _PRINTED
    linked = ", ".join(f"[{each['origin']}](https://{each['origin']}) ({each['licence']})" for each in sets)
    long = f"{'; '.join(dict.fromkeys(each['told'] for each in sets))}. {linked}." if sets else _PRINTED
    section = f"""## {words["title"]}

![{words["title"]}: {words["seen"]}]({FOLDER}/{name}.svg)

{words["computed"]} {words["seen"]} {words["numbers"]}

**What it does not show:** {words["not_shown"]}

Data: {long} `{words["command"]}`
"""
    return Picture(charts.file_of(words["title"], result.panels, [words["numbers"], f"Data: {short}"]), section)


def part(drawn: dict[str, Picture]) -> str:
    """The second part of the page, in Markdown."""
    return "\n".join([_HEAD, *(picture.section for picture in drawn.values())])


def write(docs: Path, data: Path) -> str:
    """Write the pictures; a picture that is no more goes. Returns the part of the page."""
    folder, drawn = docs / FOLDER, pictures(data)
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.svg"):
        if file.stem not in drawn:
            file.unlink()
    for name, picture in drawn.items():
        (folder / f"{name}.svg").write_text(picture.svg, encoding="utf-8")
    return part(drawn)
