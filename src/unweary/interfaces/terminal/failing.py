"""How a command fails: a clear message or JSON on standard error, and an exit code that means something.

0: answered (an emergency is an answer). 1: nothing usable was found, or something broke on our side.
2: the request was wrong, or this machine cannot do it (disk full, damaged database).
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from unweary.vocab.errors import UserError

ANSWERED, NOTHING_USABLE, REFUSED = 0, 1, 2
#: What shells expect after Ctrl+C: 128 and the number of the signal.
INTERRUPTED = 130
_ISSUES = "Please tell the people who make Unweary what you did and this line; leave out health data."


class CommandError(Exception):
    """A command that printed what was wrong and ends with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def run(call: Callable[[list[str]], Any], args: Sequence[str]) -> int:
    """Run one command line and return its exit code. No traceback unless ``UNWEARY_DEBUG`` is set.

    Parameters
    ----------
    call : callable
        Takes the arguments; returns an exit code or None.
    args : sequence of str
        The arguments; ``--json`` among them makes errors JSON.
    """
    from typer import Abort, TyperException

    as_json = "--json" in args
    debug = os.environ.get("UNWEARY_DEBUG", "") not in ("", "0")
    try:
        code = call(list(args))
    except UserError as error:
        return _refused(error, as_json)
    except CommandError as failed:
        return failed.code
    except TyperException as error:
        return _refused(UserError("usage", error.format_message(), "unweary --help"), as_json)
    except (Abort, EOFError):
        return _refused(UserError("stopped", "Stopped. What was saved before stays saved", ""), as_json, NOTHING_USABLE)
    except KeyboardInterrupt:
        return _interrupted()
    except SystemExit as stop:
        # Typer ends with 1 when the reader of the output (head, less) goes away; for the person nothing is wrong.
        return ANSWERED if isinstance(stop.__context__, BrokenPipeError) else int(stop.code or 0)
    except Exception as error:  # the outermost door: whatever broke, a person reads words here
        known = from_system(error)
        if known is not None:
            return _refused(known, as_json)
        if debug:
            raise
        what = f"{type(error).__name__}: {error}"[:300]
        return _refused(UserError("bug", f"Something broke on our side ({what})", _ISSUES), as_json, NOTHING_USABLE)
    # Typer turns Ctrl+C into a plain result.
    if code == INTERRUPTED:
        return _interrupted()
    return code if isinstance(code, int) else ANSWERED


def _interrupted() -> int:
    sys.stderr.write("\nStopped. What was saved before stays saved.\n")
    return INTERRUPTED


def from_system(error: BaseException) -> UserError | None:
    """What the machine refuses, in words; None when it is not the machine.

    Examples
    --------
    >>> from_system(OSError(errno.ENOSPC, "No space left on device", "/home/me/x")).code
    'no_space'
    >>> from_system(ValueError("x")) is None
    True
    """
    if type(error).__module__.startswith(("sqlalchemy", "sqlite3")):
        return UserError("database", f"the database cannot be used: {error.__cause__ or error}", "unweary doctor")
    if not isinstance(error, OSError):
        return None
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("no_space", f"no space is left on the disk{where}; nothing was half saved", "free some space")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError("not_allowed", f"this place cannot be written or read{where}", "--home with a folder of yours")
    return UserError("file", f"{error.strerror or error}{where}", "a file or folder that is there and can be read")


def _refused(error: UserError, as_json: bool, code: int = REFUSED) -> int:
    if as_json:
        sys.stderr.write(json.dumps(error.as_dict()) + "\n")
    else:
        message = error.message if error.message.endswith((".", "?")) else f"{error.message}."
        # A message may begin with the name of a file or an option, which has no capital of its own.
        plain = message.split(" ", 1)[0].rstrip(":").isalpha()
        sys.stderr.write(f"{message[:1].upper()}{message[1:]}\n" if plain else f"{message}\n")
        if error.accepted:
            sys.stderr.write(f"What works: {error.accepted}\n")
    return code
