"""One FIT file, read: its messages, its clock, and what to call it."""

from __future__ import annotations

from dataclasses import dataclass

from unweary.importers.fit.clock import Clock
from unweary.importers.fit.messages import FloatArray, Messages


@dataclass(frozen=True, slots=True)
class File:
    """One FIT file; ``device`` is the maker and the product as the file says them."""

    messages: Messages
    clock: Clock
    name: str
    device: str

    def times(self, kind: str, field: str = "timestamp") -> FloatArray:
        """When each message of a kind was [Unix s]; NaN where it says no time, or one that cannot be."""
        return self.clock.read(self.messages.numbers(kind, field))


def device_of(messages: Messages) -> str:
    """Maker and product.

    Examples
    --------
    >>> device_of(Messages({}, {}))
    'unknown'
    """
    file_id = next(iter(messages.rows("file_id")), {})
    maker = file_id.get("manufacturer", "unknown")
    product = file_id.get("product_name") or file_id.get("product")
    words = [f"{word:g}" if isinstance(word, float) else str(word).strip("\0 ") for word in (maker, product) if word]
    return " ".join(word for word in words if word)[:200] or "unknown"
