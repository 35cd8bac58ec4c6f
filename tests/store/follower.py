"""A session that looks at people and writes nothing."""

from __future__ import annotations

from lockdash.store.store import Store


class Follower:
    """`known`: all that it has heard of, by what identifies it."""

    def __init__(self) -> None:
        self.revision = 0
        self.known: dict[tuple, object] = {}

    def hear(self, store: Store) -> None:
        rows = store.load_people(self.revision)
        self.revision = rows.revision
        self.known |= {each.key: each for each in (*rows.people, *rows.accesses)}
        self.known |= {("group", each.account, each.id): each for each in rows.groups}
        self.known |= {("place", each.account, each.id): each for each in rows.places}
        self.known |= {("schedule", each.account, each.id): each for each in rows.schedules}
        self.known |= {("exception", each.account, each.id): each for each in rows.exceptions}
        self.known |= {("defaults", each.account): each for each in rows.defaults}
        for account, id in rows.dropped_groups:
            self.known.pop(("group", account, id), None)
        for account, id in rows.dropped_places:
            self.known.pop(("place", account, id), None)
        for account, id in rows.dropped_schedules:
            self.known.pop(("schedule", account, id), None)
        for account, id in rows.dropped_exceptions:
            self.known.pop(("exception", account, id), None)
