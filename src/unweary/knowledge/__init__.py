"""Reviewed knowledge: data files that a clinician can read and correct, and one ``load``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from unweary.knowledge.reading import read
from unweary.vocab.knowledge import Knowledge

if TYPE_CHECKING:
    from unweary.vocab.simulation import SimulationWords


def load(folder: Path | None = None, *, older: bool = False) -> Knowledge:
    """All the knowledge as one immutable value.

    Parameters
    ----------
    folder : Path, optional
        A folder of data files with the layout of the packaged ones; the packaged ones when not given (read once).
    older : bool
        Whether files that came with a later layout may be missing.

    Raises
    ------
    UserError
        Code ``knowledge``: the file, the entry and the key that cannot be read, and what would be accepted.

    Examples
    --------
    >>> try:
    ...     load(Path("no-such-folder"))
    ... except Exception as error:
    ...     print(error)
    no-such-folder: there is no such folder
    """
    return _packaged() if folder is None else read(folder, older=older)


@cache
def _packaged() -> Knowledge:
    return read(files("unweary.knowledge").joinpath("data"))


@cache
def simulations() -> tuple[SimulationWords, ...]:
    """What is said about each simulation, by id. Beside the knowledge: it has no part in a judgement or its digest.

    Raises
    ------
    UserError
        Code ``knowledge``: the file, the entry and the key that cannot be read, and what would be accepted.

    Examples
    --------
    >>> "muscle" in [words.id for words in simulations()]
    True
    """
    from unweary.knowledge.simulation_words import read_simulations

    return read_simulations(files("unweary.knowledge").joinpath("data", "simulations"))
