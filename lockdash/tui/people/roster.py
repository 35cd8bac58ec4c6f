"""The people as the list shows them: what is believed of each, which are shown, in which order. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime

from lockdash.domain.accesses import SyncState
from lockdash.domain.devices import Device
from lockdash.domain.matching import Searched
from lockdash.domain.people import Credentials
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot
from lockdash.engine.people.views import PersonAttention, PersonView, view
from lockdash.tui.people.searching import Index
from lockdash.tui.render.person_filter import PersonFilter
from lockdash.tui.render.person_order import PersonOrder, sort_people

_START = datetime.min.replace(tzinfo=UTC)


class PeopleRoster:
    """`views`: by the person's key, as of the last `take`. `wanted`: the filter's words, as typed. `only`: the keys of
    those who are shown at all, None for everybody; `only_label`: why. `revealed`: what is shown of somebody now."""

    def __init__(self) -> None:
        self.views: dict[str, PersonView] = {}
        self.wanted = ""
        self.order = PersonOrder.attention
        self.with_past = False
        self.only: frozenset[str] | None = None
        self.only_label = ""
        self.revealed: Callable[[str], Credentials | None] = lambda key: None
        self._people: PeopleSnapshot | None = None
        self._doors: Mapping[object, object] = {}
        self._index = Index()
        self._looked_at = _START
        self._aging: frozenset[str] = frozenset()
        self._ranked: tuple[object, list[str]] | None = None
        self._found: list[Searched] | None = None

    def take(
        self, people: PeopleSnapshot, directory: Directory, devices: Mapping[str, Device], now: datetime
    ) -> frozenset[str]:
        """Believe `people` and let time pass until `now`; return the keys of those whose view is another one (or gone).

        Only they are looked at again: a person whose record, accesses and doors are the same values as before, and
        whose status does not hang on the time, is believed to be what they were.
        """
        earlier, self._people = self._people, people
        doors = _doors(people, devices)
        if earlier is None or doors != self._doors:
            keys: Collection[str] = people.people.keys()
            self._index, self._found = Index(), None
        elif people is not earlier:
            keys = _different(earlier, people)
        else:
            keys = ()
        self._doors = doors
        if self._index.take(directory, people.accounts):
            self._found = None
        if _minute(now) != _minute(self._looked_at):
            keys = {*keys, *(key for key in self._aging if key in people.people)}
            self._looked_at = now
        changed = self._look_again(keys, people, directory, now)
        gone = self.views.keys() - people.people.keys()
        for key in gone:
            del self.views[key]
        if changed or gone:
            self._ranked = None
            self._aging = frozenset(key for key, each in self.views.items() if _hangs_on_time(each))
        return changed | gone

    def check(self, text: str) -> None:
        """Raise QuerySyntax if `text` is no filter."""
        PersonFilter(text, self.revealed)

    def shown(self) -> list[str]:
        """The keys that the filter leaves, in the order asked for."""
        wanted = PersonFilter(self.wanted, self.revealed)
        return wanted.left(self._searched()) if wanted else list(self._listed())

    def origin(self, key: str) -> str:
        """What the list is called that somebody is from, "" as long as that is not known."""
        return self._index.label(self.views[key])

    @property
    def total(self) -> int:
        """How many there are without the filter."""
        return len(self._listed())

    @property
    def past(self) -> int:
        """How many are over, whether they are shown or not."""
        return sum(each.attention is PersonAttention.over for each in self.views.values())

    def make_ready(self) -> None:
        """Fold all that can be searched, before the first key of a filter comes."""
        self._searched()

    def _searched(self) -> list[Searched]:
        """Those of `_listed`, by what they are found by; remembered as long."""
        keys = self._listed()
        if self._found is None:
            self._found = [self._index.of(self.views[key]) for key in keys]
        return self._found

    def _listed(self) -> list[str]:
        """Everybody but for the filter, in order; remembered until something changes."""
        asked = self.order, self.with_past, self.only
        if self._ranked is None or self._ranked[0] != asked:
            views: Iterable[PersonView] = self.views.values()
            if self.only is not None:
                views = (self.views[key] for key in self.only if key in self.views)
            if not self.with_past:
                views = (each for each in views if each.attention is not PersonAttention.over)
            self._ranked, self._found = (asked, sort_people(views, self.order)), None
        return self._ranked[1]

    def _look_again(
        self, keys: Iterable[str], people: PeopleSnapshot, directory: Directory, now: datetime
    ) -> frozenset[str]:
        changed = set()
        for key in keys:
            person = people.people.get(key)
            if person is None:
                continue
            seen = view(person, people, directory, now)
            if seen != self.views.get(key):
                self.views[key] = seen
                changed.add(key)
        return frozenset(changed)


def _doors(people: PeopleSnapshot, devices: Mapping[str, Device]) -> dict[object, object]:
    """What is said of the doors on every row: their names, where they are, and their zones."""
    found: dict[object, object] = {
        (each.account, each.vendor_id): (each.name, each.location, each.zone, each.gone_at is None)
        for each in devices.values()
    }
    return {**found, "groups": people.groups, "places": people.places}


def _different(earlier: PeopleSnapshot, people: PeopleSnapshot) -> set[str]:
    """Everybody of whom something else is known: a snapshot says what changed since the one before it, which need not
    be the one that was seen."""
    before, after = earlier.by_person, people.by_person
    keys = {
        key
        for key, person in people.people.items()
        if person is not earlier.people.get(key) or after.get(key) is not before.get(key)
    }
    for name, state in people.accounts.items():
        keys |= _of_account(earlier.accounts.get(name, AccountState()), state, name, people)
    if earlier.changes != people.changes:
        asked = (*earlier.changes.values(), *people.changes.values())
        keys |= {each.person_key for each in asked if each.person_key is not None}
    return keys


def _of_account(earlier: AccountState, state: AccountState, name: str, people: PeopleSnapshot) -> frozenset[str]:
    """Those whose doors are known now and were not, or the other way round."""
    if earlier.origins != state.origins or (earlier.accesses_read_at is None) is not (state.accesses_read_at is None):
        return frozenset(key for key, person in people.people.items() if person.account == name)
    return earlier.accesses_of ^ state.accesses_of


def _hangs_on_time(seen: PersonView) -> bool:
    """Whether it is another one some time from now, though nothing is heard."""
    return seen.person.status is None or seen.sync.state is SyncState.pending


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
