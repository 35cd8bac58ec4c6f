"""RemoteLock's two lists of people and what can be done with them (reference, "Access Persons", "Resort Lock Guests"),
and what can be read of them."""

from __future__ import annotations

from lockdash.domain.devices import DeviceKind
from lockdash.domain.people import Ability, PersonKind
from lockdash.domain.pins import REMOTELOCK
from lockdash.vendors.people import Origin, PeopleFeed, Subject
from lockdash.vendors.remotelock.people.decode import PERSONS, RESORT_GUESTS

_ANEW = "RemoteLock changes nothing of an access but its schedule: grant it anew, and revoke the old one after that"
_MADE_OF_TIMES = "a resort lock's PIN is made of its times: delete the guest and add them again"
_ONE_LOCK = "a guest of a resort lock has this one lock: add them again at the other one"

ORIGINS = (
    Origin(
        name=PERSONS,
        label="RemoteLock",
        kinds=frozenset({PersonKind.user, PersonKind.guest}),
        doors=frozenset({DeviceKind.lock, DeviceKind.door}),
        abilities=frozenset(Ability) - {Ability.one_time, Ability.change_terms, Ability.copy, Ability.preview},
        denied={
            Ability.one_time: "only the PINs of resort locks can be good for one entry",
            Ability.change_terms: _ANEW,
            Ability.copy: "RemoteLock copies no accesses: grant each of them",
            Ability.preview: "RemoteLock shows only the letters to guests of resort locks beforehand",
        },
        pins=REMOTELOCK,
    ),
    Origin(
        name=RESORT_GUESTS,
        label="RemoteLock resort lock",
        kinds=frozenset({PersonKind.guest}),
        doors=frozenset({DeviceKind.offline_lock}),
        abilities=frozenset(
            {
                Ability.create,
                Ability.generate_pin,
                Ability.one_time,
                Ability.change,
                Ability.delete,
                Ability.instruct,
                Ability.preview,
                Ability.reveal,
            }
        ),
        denied={
            Ability.choose_pin: "a resort lock's PIN is made of its times: nobody can choose it",
            Ability.change_pin: _MADE_OF_TIMES,
            Ability.change_stay: _MADE_OF_TIMES,
            Ability.deactivate: "a resort lock hears of nothing: its PIN is good until the stay is over",
            Ability.grant: _ONE_LOCK,
            Ability.grant_many: _ONE_LOCK,
            Ability.change_schedule: "a resort lock knows no schedules",
            Ability.change_terms: _MADE_OF_TIMES,
            Ability.revoke: "the access of a resort lock's guest is the guest: delete them",
            Ability.copy: _ONE_LOCK,
            Ability.instruct_later: "RemoteLock sends this letter at once",
        },
        whole_hours=True,
        born_with_access=True,
        one_door=True,
    ),
)

LIVE: tuple[tuple[str, str], ...] = ()
"""Query parameters. Without any the vendor lists who is current or upcoming."""
FORMER = (("attributes[status][]", "expired"), ("attributes[status][]", "deactivated"))
EVERY_STATUS = (("attributes[status][]", "current"), ("attributes[status][]", "upcoming"), *FORMER)

PEOPLE = "people"
FORMER_PEOPLE = "former_people"
RESORT = "resort_guests"
GROUPS = "groups"
PLACES = "places"
SCHEDULES = "schedules"
EXCEPTIONS = "exceptions"
DEFAULTS = "defaults"
PERSON = "person"
ACCESSES = "accesses"
DEVICE_ACCESSES = "device_accesses"

# Floors are our own: the vendor limits requests, whatever they ask for.
FEEDS = (
    PeopleFeed(PEOPLE, every=300.0, floor=5.0),
    PeopleFeed(FORMER_PEOPLE, every=3600.0, floor=5.0, on_demand=True, lists=Subject.former_people),
    PeopleFeed(RESORT, every=900.0, floor=5.0),
    PeopleFeed(GROUPS, every=3600.0, floor=5.0, lists=Subject.groups),
    PeopleFeed(PLACES, every=3600.0, floor=5.0, lists=Subject.places),
    PeopleFeed(SCHEDULES, every=3600.0, floor=5.0, lists=Subject.schedules),
    PeopleFeed(EXCEPTIONS, every=3600.0, floor=5.0, lists=Subject.exceptions),
    PeopleFeed(DEFAULTS, every=3600.0, floor=5.0),
    PeopleFeed(PERSON, every=60.0, floor=2.0, per_person=True, on_demand=True),
    PeopleFeed(ACCESSES, every=30.0, floor=2.0, per_person=True),
    PeopleFeed(DEVICE_ACCESSES, every=60.0, floor=2.0, per_device=True),
)
