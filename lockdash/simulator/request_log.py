"""What was asked of the simulator: for tests that count requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

REQUESTS_KEPT = 10_000


@dataclass
class Heard:
    """One request. `path`: below the vendor's mount included, without the query. `at`: by the pretend clock.

    `status`: what was answered; 0 while under way, or if nothing was. Headers are not kept: they hold secrets.
    """

    method: str
    path: str
    query: str
    at: datetime
    status: int = 0
