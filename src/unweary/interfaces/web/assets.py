"""Style and script as browsers get them: put together in memory, without comments and blanks, cached for a year.

Today waits for one stylesheet and one script. The address holds a hash of the content, so another version has another
address, and what a browser has kept is never out of date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

router = APIRouter(include_in_schema=False)

_STATIC = Path(__file__).parent / "static"
#: ``first`` is all that Today needs; ``rest`` comes after it on every other page.
_MADE_OF: Mapping[str, Sequence[str]] = {
    "first.css": ("tokens.css", "components.css", "app.css", "ticks.css"),
    "rest.css": ("pages.css", "emergency.css", "check_in.css"),
    **{name: (name,) for name in ("app.js", "body_map.js", "breathe.js", "files.js", "read_out.js", "tests.js")},
}
_TYPES = {"css": "text/css", "js": "text/javascript"}
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: A colour in which each letter stands twice, and the 0 before a point.
_TWICE = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b")
_BELOW_ONE = re.compile(r"(?<![\d.])0(?=\.\d)")
_UNSURE = re.compile(r"['`/\\\\]")
_QUOTED = re.compile(r'("[^"]*")')
_SIGN = re.compile(r" ?([=<>?:;,{}()&|*]) ?")


def small_css(text: str) -> str:
    """The same rules without comments and needless blanks.

    Examples
    --------
    >>> small_css("/* why */ .a  .b > p { margin: 0 auto; width: calc(1px + 2px); }")
    '.a .b>p{margin:0 auto;width:calc(1px + 2px)}'
    >>> small_css("b { color: #ffffff; opacity: 0.5; top: 10.5px !important; }")
    'b{color:#fff;opacity:.5;top:10.5px!important}'
    """
    text = re.sub(r"\s+", " ", _COMMENT.sub("", text)).strip()
    text = re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").replace(";}", "}").replace(" !", "!")
    return _TWICE.sub(r"#\1\2\3", _BELOW_ONE.sub("", text))


def small_js(text: str) -> str:
    """The same script without indents, lines that are comments, and blanks around signs.

    Text between double quotes is left as it is, and so is a whole line with another quote or a slash.

    Examples
    --------
    >>> small_js('// why\\nif (a) {\\n  b = { c, d }; // kept\\n  e = [f ? "1 , 2" : 2, g];\\n}')
    'if(a){\\nb = { c, d }; // kept\\ne=[f?"1 , 2":2,g];\\n}'
    """
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(_tight(line) for line in lines if line and not line.startswith("//"))


def _tight(line: str) -> str:
    if _UNSURE.search(line):
        return line
    parts = _QUOTED.split(line)
    return "".join(part if n % 2 else _SIGN.sub(r"\1", part) for n, part in enumerate(parts))


@cache
def _made(name: str) -> tuple[str, bytes]:
    stem, kind = name.split(".")
    text = "\n".join((_STATIC / file).read_text("utf-8") for file in _MADE_OF[name])
    content = (small_css if kind == "css" else small_js)(text).encode()
    return f"/static/{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{kind}", content


def address(name: str) -> str:
    """Where a page finds ``first.css``, ``rest.css`` or ``app.js``."""
    return _made(name)[0]


@router.get("/static/{stem}.{digest}.{kind}")
def asset(stem: str, digest: str, kind: str) -> Response:
    """One of them. An address of another version is none of ours."""
    name = f"{stem}.{kind}"
    if name not in _MADE_OF or f"/static/{stem}.{digest}.{kind}" != address(name):
        raise HTTPException(404)
    return Response(_made(name)[1], media_type=_TYPES[kind], headers={"Cache-Control": _FOR_A_YEAR})
