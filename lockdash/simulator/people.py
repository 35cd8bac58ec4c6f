"""People who come and go. Names and codes are made up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from lockdash.simulator.rentals.events import Party


@dataclass(frozen=True)
class Person:
    """`number`: the user id at Tedee. `pin`: opens their doors; never the same for two. `guest`: comes for a stay."""

    name: str
    number: int
    pin: str
    guest: bool = False

    @property
    def id(self) -> str:
        """The id at RemoteLock, and as a principal at Tedee."""
        return identifier(f"person/{self.name}")

    @property
    def email(self) -> str:
        return self.name.lower().replace(" ", ".").replace("ł", "l").replace("ż", "z") + "@example.com"

    @property
    def party(self) -> Party:
        return Party("access_guest" if self.guest else "access_user", self.id)


def identifier(name: str) -> str:
    """A uuid that is the same in every run, whatever the seed: tests may rely on it."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://simulator.example/{name}"))


OWNER = Person("Ada Sample", 701, "48150")

FAMILY = (
    OWNER,
    Person("Jan Sample", 702, "73914"),
    Person("Zofia Sample", 703, "60273"),
    Person("Marek Nowak", 704, "91846"),
    Person("Cleaner", 705, "25907"),
)

GUESTS = (
    Person("Ines Duarte", 801, "4821", guest=True),
    Person("Tom Whitaker", 802, "7093", guest=True),
    Person("Yuki Tanaka", 803, "3358", guest=True),
    Person("Lea Brandt", 804, "9126", guest=True),
    Person("Omar Haddad", 805, "6407", guest=True),
    Person("Priya Nair", 806, "5579", guest=True),
)

STAFF = (
    Person("Ruth Calder", 851, "2468"),
    Person("Ben Ortiz", 852, "8135"),
    Person("Housekeeping", 853, "7711"),
)
