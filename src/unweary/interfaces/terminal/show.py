"""How an answer looks on a terminal: the verdict first and largest, then one idea after the other.

Colour is never alone: every verdict has its mark and its word, every line its sign. Where the output is no terminal,
``rich`` leaves colours out and the text reads the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from rich.box import HEAVY, ROUNDED
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as RichTable
from rich.text import Text

from unweary.reports.phrases import DISCLAIMER
from unweary.reports.sections import Section, Table
from unweary.reports.words import VerdictWords

_MARKS = {
    "push": "▶", "modify": "◐", "pause": "‖", "see_clinician": "✚", "emergency": "▲", "not_known": "?",
}  # fmt: skip
_COLOURS = {
    "push": "green", "modify": "yellow", "pause": "blue", "see_clinician": "magenta", "emergency": "bold red",
    "not_known": "bright_black",
}  # fmt: skip
_LINE_STYLES = {"+": "green", "-": "red", "?": "bright_black", "!": "bold"}
_NEVER_BROKEN = ("id", "day", "kind")
#: Longer lines are hard to read, however wide the terminal is.
_WIDEST = 100


def console(*, stderr: bool = False) -> Console:
    """The console that everything is printed on."""
    plain = Console(stderr=stderr, highlight=False)
    return Console(stderr=stderr, highlight=False, width=min(plain.width, _WIDEST))


def verdict_panel(words: VerdictWords, day: str = "") -> Panel:
    """The verdict: mark, word, headline, what to do, how urgent, how sure."""
    style = _COLOURS[words.tone]
    text = Text()
    text.append(f"{words.headline}\n", style="bold")
    text.append(words.advice)
    if words.urgency and words.tone != "emergency":
        text.append(f"\n{words.urgency}", style="bold")
    if words.sure and words.tone != "emergency":
        text.append(f"\n{words.sure}", style="bright_black")
    title = Text(f" {_MARKS[words.tone]} {words.word} ", style=style)
    box = HEAVY if words.tone == "emergency" else ROUNDED
    return Panel(text, title=title, title_align="left", subtitle=day or None, subtitle_align="right",
                 border_style=style, box=box, padding=(0, 1))  # fmt: skip


def print_answer(out: Console, words: VerdictWords, sections: Iterable[Section], day: str = "") -> None:
    """Verdict, sections, and once: information, not a diagnosis."""
    out.print(verdict_panel(words, day))
    print_sections(out, sections)
    out.print(Text(f"\n{DISCLAIMER}", style="bright_black"))


def print_sections(out: Console, sections: Iterable[Section]) -> None:
    """Each section with its title, its lines and its table."""
    for section in sections:
        out.print(Text(f"\n{section.title}", style="bold underline"))
        for line in section.lines:
            print_line(out, line)
        if section.table:
            out.print(Padding(table_of(section.table), (0, 0, 0, 2), expand=False))


def print_line(out: Console, line: str) -> None:
    """One line, hanging under its first word; the text is never read as markup."""
    indent = len(line) - len(line.lstrip())
    text = line.strip()
    sign = text[:2].strip()
    style = _LINE_STYLES.get(sign, "") if text[1:2] == " " else ""
    if style or (sign.endswith(".") and sign[:-1].isdigit()):
        grid = RichTable.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(sign, style=style), Text(text[len(sign) :].strip()))
        out.print(Padding(grid, (0, 0, 0, 2 + indent), expand=False))
    else:
        out.print(Padding(Text(text), (0, 0, 0, 2 + indent), expand=False))


def table_of(table: Table) -> RichTable:
    """A table with a thin head and no frame."""
    drawn = RichTable(box=None, header_style="bright_black", padding=(0, 2, 0, 0), pad_edge=False)
    for name in table.header:
        drawn.add_column(Text(name), overflow="fold", no_wrap=name in _NEVER_BROKEN)
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def print_json(document: Any) -> None:
    """A document for programs on standard output; NaN is refused, since JSON has none."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=not utf8, allow_nan=False) + "\n")
