"""The gallery in the docs: every simulation as it first stands, drawn anew, and the page that shows them.

    python tools/gallery.py            # writes docs/gallery.md and docs/img/gallery/<name>.svg

The words are those of the knowledge, so nothing is written twice. The page's second part, the models on real files,
is made by ``gallery_real`` where UNWEARY_DATA names their folder; else it stays as it is.
"""

from __future__ import annotations

import os
from pathlib import Path

from unweary.knowledge import load
from unweary.reports.simulation import dashed, number_said, picture_file
from unweary.service.simulations import simulate, simulations, turned
from unweary.vocab.simulation import SimulationWords

DOCS = Path(__file__).resolve().parents[1] / "docs"
_HEAD = """# The body's models, as pictures

Every model as it first stands, each drawn by the program itself (`make gallery` writes this page). Turn the knobs under
*Learn, See how it works* in the app, or with `unweary simulate NAME`. A model is a picture to understand with: it knows
nothing of you, and no answer of Unweary rests on it. The letter says how far to trust it: A strong, B good, C weak,
D unclear, E experimental. What the models make of real recordings stands [further down](#on-real-files).
"""
#: Where the second part begins.
REAL = "# On real files\n"


def pictures() -> dict[str, str]:
    """File name -> SVG of every simulation at its defaults."""
    found = {}
    for told in simulations():
        values = turned(told, {})
        found[f"{dashed(told.id)}.svg"] = picture_file(told, values, simulate(told.id, values))
    return found


def page() -> str:
    """The first part of the page, in Markdown."""
    return "\n".join([_HEAD, *(_section(told) for told in simulations())])


def _section(told: SimulationWords) -> str:
    name, sources = dashed(told.id), load().sources
    result = simulate(told.id, {})
    numbers = ". ".join(
        f"{words.label}: {number_said(words, result.numbers[key])}" for key, words in told.numbers.items()
    )
    return f"""## {told.title}

![{told.title}: {told.summary}](img/gallery/{name}.svg)

{told.shows} {numbers}.

**Where it stops being true.** {told.stops}

Grade {told.grade}. {". ".join(sources[key].citation for key in told.sources)}. `unweary simulate {name}`
"""


def write() -> None:
    """Write the page and its pictures; a picture of a simulation that is no more goes."""
    folder, drawn = DOCS / "img" / "gallery", pictures()
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.svg"):
        if file.name not in drawn:
            file.unlink()
    for name, text in drawn.items():
        (folder / name).write_text(text, encoding="utf-8")
    (DOCS / "gallery.md").write_text(f"{page()}\n{_on_real_files()}", encoding="utf-8")


def _on_real_files() -> str:
    """The second part, made anew, or where the files are not here as it was."""
    data = os.environ.get("UNWEARY_DATA", "")
    if Path(data or "nowhere").is_dir():
        import gallery_real

        return gallery_real.write(DOCS, Path(data))
    print("UNWEARY_DATA names no folder of real files: the part 'On real files' stays as it is")
    _, heading, rest = (DOCS / "gallery.md").read_text(encoding="utf-8").partition(REAL)
    return heading + rest


if __name__ == "__main__":
    write()
