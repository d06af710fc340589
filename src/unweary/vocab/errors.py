"""What goes wrong, in three shapes: bad input is data, a wrong request is a UserError, a fault of ours is a Bug."""

from __future__ import annotations

from dataclasses import dataclass


class UnwearyError(Exception):
    """Base of every error that Unweary raises on purpose.

    Examples
    --------
    >>> error = UserError("json_field", "person.json: 'hart_rate' is not a field", "hr_bpm")
    >>> error.as_dict()["error"]["code"]
    'json_field'
    """

    def __init__(self, code: str, message: str, accepted: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.accepted = accepted

    def as_dict(self) -> dict[str, dict[str, str]]:
        """The error as every door prints it: what was wrong and what would be accepted."""
        return {"error": {"code": self.code, "message": self.message, "accepted": self.accepted}}


class UserError(UnwearyError):
    """Something that the person (or the calling program) can put right."""


class Bug(UnwearyError):  # noqa: N818 - the house's word
    """Something that only we can put right."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the input that could not be read; everything else was kept.

    Parameters
    ----------
    where : str
        File, line, JSON path or byte offset, for example ``"run.fit, byte 7471"``.
    code : str
        Short stable name, for programs.
    message : str
        What was wrong, and what would be accepted, in one or two sentences.
    """

    where: str
    code: str
    message: str
