"""What may be said of how the reading of one account's people fares: told to the board, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from lockdash.engine.people.agenda import Item
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.bookmark import Bookmark
from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.vendors.people import Origin


class PeopleStanding:
    """One for each account's reading."""

    def __init__(self, account: str, board: PeopleBoard) -> None:
        self._account = account
        self._board = board

    @property
    def state(self) -> AccountState:
        return self._board.snapshot.accounts[self._account]

    def connected(self, origins: tuple[Origin, ...]) -> None:
        self._tell(origins=origins)

    def keeps_nobody(self) -> None:
        """The vendor has no people."""
        self._tell(keeps_people=False)

    def out_of_reach(self, words: str) -> None:
        """Nothing of the account can be read."""
        self._tell(failure=words)

    def troubled(self, feed: str, words: str) -> None:
        """One feed cannot be read."""
        self._tell(troubles={**self.state.troubles, feed: words})

    def recovered(self, feed: str) -> None:
        """A read of this feed went well."""
        self._tell(troubles={name: words for name, words in self.state.troubles.items() if name != feed}, failure="")

    def listed(self, feed: str, found: Bookmark) -> None:
        """A list of the whole account was read as far as `found` says."""
        self._tell_feed(feed, FeedState(found.part, found.parts, found.read_at))

    def toured(self, feed: str, doors: Sequence[Item], of_accesses: Collection[str]) -> None:
        """Doors were read; `doors`: all that are to be. `of_accesses`: the feeds by which it is known who may open
        what."""
        times = [each.read_at for each in doors]
        known = [each for each in times if each is not None]
        whole = min(known) if known and len(known) == len(times) else None
        done = sum(each.was_tried and (not each.under_way or each.read_at is not None) for each in doors)
        self._tell_feed(feed, FeedState(done, len(doors), whole))
        rounds = [self.state.feeds.get(each) for each in of_accesses]
        ends = [each.read_at for each in rounds if each is not None and each.read_at is not None]
        self._tell(accesses_read_at=min(ends) if ends and len(ends) == len(rounds) else None)

    def knows_accesses_of(self, person_key: str) -> None:
        """What somebody may open was read of them alone."""
        if person_key not in self.state.accesses_of:
            self._tell(accesses_of=self.state.accesses_of | {person_key})

    def _tell_feed(self, name: str, state: FeedState) -> None:
        self._tell(feeds={**self.state.feeds, name: state})

    def _tell(self, **changes: object) -> None:
        self._board.tell(self._account, msgspec.structs.replace(self.state, **changes))
