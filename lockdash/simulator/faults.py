"""Switches that make the servers misbehave, per path."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from lockdash.simulator.mangling import MANGLERS

LONGEST_DELAY = 600.0


@dataclass(eq=False)
class Fault:
    """`path`: found in the path and query, as plain text; `pattern`: the same as a regular expression.

    `method`: None for any. `times`: how many requests it spoils, None until it is cleared.
    What it does, in any combination that makes sense:
    `delay`: seconds before anything happens. `status` with `body` and `headers`: the answer, instead of the real one.
    `cut`: the connection is closed in the middle of the body. `mangle`: a name in `MANGLERS`, done to the real
    answer, to its item number `item` only if given. `date_skew`: seconds added to the answer's Date header.
    """

    path: str = ""
    pattern: str | None = None
    method: str | None = None
    times: int | None = None
    delay: float = 0.0
    status: int | None = None
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    mangle: str | None = None
    item: int | None = None
    date_skew: float = 0.0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.mangle is not None and self.mangle not in MANGLERS:
            raise ValueError(f"no mangling named {self.mangle!r}; there are {', '.join(MANGLERS)}")
        try:
            re.compile(self.pattern or "")
        except (re.error, TypeError) as error:
            raise ValueError(f"{self.pattern!r} is no regular expression: {error}") from None
        if self.status is not None and self.status not in range(200, 600):
            raise ValueError(f"{self.status!r} is no status of an answer")
        if not 0 <= self.delay <= LONGEST_DELAY:
            raise ValueError(f"a delay of {self.delay} s; from 0 to {LONGEST_DELAY}")

    def concerns(self, method: str, target: str) -> bool:
        return (
            (self.times is None or self.hits < self.times)
            and (self.method is None or self.method.upper() == method)
            and self.path.lower() in target.lower()
            and (self.pattern is None or re.search(self.pattern, target) is not None)
        )


class Faults:
    """The faults that are switched on; of several that match, the newest counts. Safe to use from any thread."""

    def __init__(self) -> None:
        self._active: list[Fault] = []
        self._guard = threading.Lock()

    def add(self, path: str = "", **traits: Any) -> Fault:
        """Switch a fault on. Raises TypeError for a trait that faults do not have, ValueError for a bad value."""
        fault = Fault(path, **traits)
        with self._guard:
            self._active.append(fault)
        return fault

    def add_from(self, traits: Mapping[str, Any]) -> Fault:
        """The same from JSON."""
        known = {item.name for item in fields(Fault)} - {"hits"}
        if unknown := set(traits) - known:
            raise TypeError(f"a fault has no {', '.join(sorted(unknown))}")
        return self.add(**traits)

    def remove(self, fault: Fault) -> None:
        with self._guard:
            if fault in self._active:
                self._active.remove(fault)

    def clear(self) -> None:
        with self._guard:
            self._active.clear()

    def strike(self, method: str, target: str) -> Fault | None:
        """Return the fault that spoils this request, counting it, or None."""
        with self._guard:
            for fault in reversed(self._active):
                if fault.concerns(method, target):
                    fault.hits += 1
                    return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        with self._guard:
            return [asdict(fault) for fault in self._active]
