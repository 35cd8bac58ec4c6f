"""From the options of `lockdash events` to what is asked of the log."""

from __future__ import annotations

import argparse
from datetime import datetime

from lockdash.cli.event_pages import Asked
from lockdash.cli.event_parser import LISTED
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.pointing import pointed
from lockdash.domain.event_filter import event_query
from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.domain.query import QuerySyntax
from lockdash.domain.text import fold

_NOT_WITH_BACKFILL = ("json", "csv", "filter", "since", "until", "limit")


def asked(options: argparse.Namespace, now: datetime) -> Asked:
    """Return what is asked for at `now`. Raises Stop for a filter that cannot be read, and for what contradicts
    itself."""
    if options.backfill:
        _check_backfill(options)
    try:
        query = event_query(options.filter, now)
    except QuerySyntax as error:
        raise Stop(Exit.usage, f"--filter: {pointed(options.filter, error)}") from None
    since = max(filter(None, (query.since, options.since)), default=None)
    until = min(filter(None, (query.until, options.until)), default=None)
    if since is not None and until is not None and since >= until:
        raise Stop(Exit.usage, "nothing can be found: the time that is asked for ends before it begins")
    clauses = query.clauses
    if options.account is not None:
        # The query finds parts of names, too: it is the quick way there, and Asked looks at each row.
        clauses = (*clauses, Clause(Field.account, (fold(options.account),)))
    return Asked(
        query=EventQuery(clauses, since, until),
        account=options.account,
        limit=_limit(options, since),
    )


def _limit(options: argparse.Namespace, since: datetime | None) -> int:
    """An export that ends somewhere without a word would be a lie; a list for people says that there are more."""
    if options.limit is not None:
        return int(options.limit)
    is_all = since is not None if options.follow else options.json or options.csv
    return 0 if is_all else LISTED


def _check_backfill(options: argparse.Namespace) -> None:
    if given := [f"--{name}" for name in _NOT_WITH_BACKFILL if getattr(options, name) not in (None, False, "")]:
        raise Stop(Exit.usage, f"--backfill prints no events: leave out {', '.join(given)}")
