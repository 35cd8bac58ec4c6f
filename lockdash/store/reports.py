"""What a vendor said of an account's budget, and how long that holds. Times are seconds since 1970."""

from __future__ import annotations

import msgspec

from lockdash.domain.budget import Allowance, Limits
from lockdash.store.moments import SKEW, epoch

# A broken header must not silence an account for a year; asking once a day harms nobody.
LONGEST = 86400.0
MOST = 10**9  # what a header may say at most: it has to fit into a column

# RemoteLock gives the end of its window in whole seconds; turned into our clock's time it wavers by as much.
SAME_WINDOW = 2.0


class Report(msgspec.Struct, frozen=True):
    """`limit`: as last reported. `remaining`: as reported, less what was granted since; holds until `resets_at`
    (None: nothing was reported). `window_end`: that end as the first answer of the window gave it.
    `blocked_until`: nothing is sent before. `seen_at`: when it was last corrected."""

    limit: int | None = None
    remaining: int | None = None
    resets_at: float = 0.0
    window_end: float = 0.0
    blocked_until: float = 0.0
    seen_at: float = 0.0

    def limit_within(self, allowance: Allowance) -> int:
        """Return the limit to keep: the documented one, unless the vendor reports a lower one."""
        return allowance.limit if self.limit is None else min(allowance.limit, self.limit)

    def free_from(self, now: float, kept: int) -> float:
        """Return from when on this report lets a request pass that must leave `kept` others."""
        exhausted = self.remaining is not None and now < self.resets_at and self.remaining <= kept
        return max(self.blocked_until, self.resets_at) if exhausted else self.blocked_until

    def as_of(self, now: float) -> Report:
        """Return the report as it stands after the clock was set back: as if it had just been seen."""
        ahead = self.seen_at - now
        if ahead <= SKEW:
            return self
        return msgspec.structs.replace(
            self,
            resets_at=self.resets_at - ahead,
            window_end=self.window_end - ahead,
            blocked_until=self.blocked_until - ahead,
            seen_at=now,
        )

    def merged(self, limits: Limits, window: float, now: float) -> Report:
        """Return the report with what an answer said at `now`.

        Answers overtake each other: within one window the lower remainder and the later end hold, a block is
        never shortened, and an answer from a window that is over says nothing of this one. A remainder
        without a time of reset holds for one window.
        """
        limit = min(limits.limit, MOST) if limits.limit is not None and limits.limit > 0 else self.limit
        blocked = self.blocked_until
        if limits.blocked_until is not None:
            blocked = max(blocked, min(epoch(limits.blocked_until), now + LONGEST))
        report = msgspec.structs.replace(self, limit=limit, blocked_until=blocked, seen_at=max(now, self.seen_at))
        if limits.remaining is None:
            return report
        left = max(0, min(limits.remaining, MOST))
        end = now + window if limits.resets_at is None else min(epoch(limits.resets_at), now + LONGEST)
        if end <= now:
            return report
        if self.remaining is not None and now < self.resets_at and abs(end - self.window_end) <= SAME_WINDOW:
            left, resets_at = min(self.remaining, left), max(self.resets_at, end)
            return msgspec.structs.replace(report, remaining=left, resets_at=resets_at)
        return msgspec.structs.replace(report, remaining=left, resets_at=end, window_end=end)
