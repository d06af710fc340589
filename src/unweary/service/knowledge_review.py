"""An older version of the knowledge beside the one in use: what differs, and what that does to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from unweary.assessment import assess
from unweary.reports.knowledge_changes import Comparison, PersonChange, Standing
from unweary.service.person import read_person
from unweary.vocab.errors import UserError
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge

_ENDING = "_person.json"


def compare(knowledge: Knowledge, folder: Path, people: Path | None = None) -> Comparison:
    """The knowledge in a folder beside this one, and the people of another folder under both.

    Parameters
    ----------
    knowledge : Knowledge
        The version in use.
    folder : Path
        Data files of the other version, usually an older one. Files of a layout that came later may be missing, and so
        may parameters: those are taken from the version in use, and the comparison says so.
    people : Path, optional
        A folder of ``*_person.json``. Each person is assessed with both versions by the code in use.

    Raises
    ------
    UserError
        Code ``knowledge`` where the folder cannot be read as knowledge (file, entry, key), ``people`` where the other
        folder holds nobody.
    """
    older, notes = _older(folder, knowledge)
    found = tuple(
        _judged(name, history, older, knowledge)
        for name, history in (_people(people, knowledge) if people else {}).items()
    )
    return Comparison(older, knowledge, str(folder), found, notes)


def write_pages(folder: Path, pages: Mapping[str, str]) -> tuple[str, ...]:
    """Write the files of a report into a folder, made if need be; files of the same names are replaced.

    Returns
    -------
    tuple of str
        The names of the files.

    Raises
    ------
    UserError
        Code ``output`` where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(
            "output", f"cannot write to {folder}: {error.strerror}", "a folder that can be written"
        ) from error
    return tuple(pages)


def _older(folder: Path, knowledge: Knowledge) -> tuple[Knowledge, tuple[str, ...]]:
    from unweary.knowledge import load

    if not folder.is_dir():
        raise UserError(
            "knowledge",
            f"{folder} is not a folder",
            "a folder of knowledge data files, such as src/unweary/knowledge/data in a checkout of an older version "
            "(a digest alone does not bring its files back)",
        )
    read = load(folder, older=True)
    lent = [name for name in knowledge.parameters if name not in read.parameters]
    if not lent:
        return read, ()
    note = f"Parameters that the older version lacks are taken from this one: {', '.join(lent)}."
    return replace(read, parameters={**knowledge.parameters, **read.parameters}), (note,)


def _people(folder: Path, knowledge: Knowledge) -> Mapping[str, History]:
    files = sorted(folder.glob(f"*{_ENDING}")) if folder.is_dir() else []
    if not files:
        raise UserError(
            "people", f"{folder} holds no file whose name ends in {_ENDING}", "a folder of person.json files"
        )
    return {file.name.removesuffix(_ENDING): read_person(file.read_bytes(), file.name, knowledge) for file in files}


def _judged(name: str, history: History, older: Knowledge, newer: Knowledge) -> PersonChange:
    told = replace(
        history,
        answers=tuple(answer for answer in history.answers if answer.finding in older.findings),
        sites=tuple(site for site in history.sites if site.site in older.body),
    )
    left = len(history.answers) + len(history.sites) - len(told.answers) - len(told.sites)
    note = f"The older version does not know {left} of the answers." if left else ""
    try:
        before = _standing(told, older)
    except KeyError as lacking:  # a name that code or another file of that version relies on
        raise UserError(
            "knowledge",
            f"the other version lacks {lacking}, without which this program cannot judge {name}",
            "knowledge whose files fit together, as 'knowledge check' of its own program says",
        ) from lacking
    return PersonChange(name, before, _standing(history, newer), note)


def _standing(history: History, knowledge: Knowledge) -> Standing:
    result = assess(history, knowledge)
    return Standing(
        urgency=result.verdict.urgency,
        action=result.verdict.action,
        ranked=tuple(cause.cause for cause in result.causes.ranked),
        posterior=result.causes.posterior,
        flags=tuple(sorted(flag.rule for flag in result.red_flags_fired)),
    )
