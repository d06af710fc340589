"""Unweary: for people whose muscles stay tired after rest.

``unweary.assess(history)`` is the whole of it as one pure function. Nothing heavy loads until it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unweary.service.person import assess

    __version__: str

__all__ = ["__version__", "assess"]


def __getattr__(name: str) -> Any:
    if name == "assess":
        from unweary.service.person import assess

        return assess
    if name == "__version__":
        from importlib.metadata import version

        return version("unweary")
    raise AttributeError(f"module 'unweary' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
