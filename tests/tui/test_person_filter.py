"""Who is found by what, and that a PIN is not looked at while nobody may see it."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.domain.matching import Searched
from lockdash.domain.people import Credentials
from lockdash.domain.query import QuerySyntax
from lockdash.domain.secret import Secret
from lockdash.engine.people.directory import Directory
from lockdash.tui.people.roster import PeopleRoster
from lockdash.tui.render.person_filter import PersonFilter
from tests.tui.build_people import ADA, DEVICES, people_snapshot
from tests.tui.world import NOW


def roster(**more) -> PeopleRoster:
    people, devices = people_snapshot(**more), {each.key: each for each in DEVICES}
    found = PeopleRoster()
    found.take(people, Directory(people, devices), devices, NOW)
    return found


def names(of: PeopleRoster, wanted: str) -> list[str]:
    of.wanted = wanted
    return sorted(of.views[key].person.name.split()[0] for key in of.shown())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ada", ["Ada"]),
        ("ADA sample", ["Ada"]),
        ("ben@example", ["Ben"]),
        ("cleaning", ["Dora"]),
        ("pool gate", ["Ada", "Ben", "Dora"]),
        ("cabin 3", ["Dora"]),
        ("all cabins", ["Dora"]),
        ("house 2", ["Ben", "Dora"]),
        ("home", ["Cleaner's", "Hugo", "Ida"]),
        ("resort", ["Gina"]),
        ("keypads", ["Cleaner's"]),
        ("upcoming", ["Ben", "Cleo"]),
        ("upc lodge", ["Cleo"]),
        ("failed", ["Ada"]),
        ("pending", ["Ben", "Cleo", "Ida"]),
        ("pending long", ["Ben"]),
        ("synced", ["Dora"]),
        ("user rentals", ["Dora"]),
        ("nobody", []),
        ("ada nobody", []),
    ],
)
def test_each_word_is_found_somewhere(wanted, found):
    assert names(roster(), wanted) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("name:ada", ["Ada"]),
        ("who:ada,ben", ["Ada", "Ben"]),
        ('"pool gate" -ben', ["Ada", "Dora"]),
        ("email:ben", ["Ben"]),
        ("name:example", ["Ben"]),
        ("department:clean", ["Dora"]),
        ("name:cleaning", []),
        ("door:pool", ["Ada", "Ben", "Dora"]),
        ("-door:pool account:rentals status:cur -list:resort", []),
        ("account:home", ["Cleaner's", "Hugo", "Ida"]),
        ("list:keypad", ["Cleaner's"]),
        ("status:upcoming", ["Ben", "Cleo"]),
        ("status:current kind:pin", ["Cleaner's"]),
        ("kind:user", ["Dora"]),
        ("sync:failed,long", ["Ada", "Ben"]),
        ("sync:pending -sync:long", ["Cleo"]),
        ("status:pending", ["Ida"]),
        ("sync:all", ["Dora"]),
        ("status:asked", []),
    ],
)
def test_each_key_looks_at_one_thing(wanted, found):
    assert names(roster(), wanted) == found


@pytest.mark.parametrize("wanted", ["status:gone", "sync:never", "kind:code", "dor:x", '"ada'])
def test_what_it_cannot_be(wanted):
    with pytest.raises(QuerySyntax):
        roster().check(wanted)


def test_words_of_a_status_are_found_at_their_beginning_only():
    assert names(roster(), "coming") == []
    assert names(roster(), "ynced") == []


def test_accents_and_case_do_not_count():
    zoe = msgspec.structs.replace(ADA, name="Zoë Müller")
    assert names(roster(people=[zoe]), "ZOE mull") == ["Zoë"]


def test_a_pin_is_found_only_while_it_is_shown():
    found = roster()
    assert names(found, "4839") == []
    found.revealed = lambda key: Credentials(pin=Secret("483921")) if key == ADA.key else None
    assert names(found, "4839") == ["Ada"]
    assert names(found, "ada 4839") == ["Ada"]
    assert names(found, "ben 4839") == []
    assert "Ada" not in names(found, "-4839")
    assert names(found, "name:4839") == []
    found.revealed = lambda key: None
    assert names(found, "4839") == []
    assert "Ada" in names(found, "-4839")


def test_nobody_is_asked_for_a_pin_by_a_word():
    def shown(key: str) -> Credentials | None:
        raise AssertionError("asked")

    ben = Searched("x", "ben", "\ncurrent")
    assert PersonFilter("ada", shown).left([ben]) == []
    assert PersonFilter("ben", shown).left([ben]) == ["x"]
