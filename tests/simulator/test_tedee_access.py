"""Who may use a Tedee lock: told, granted, changed, taken away, copied (tedee-facts 2.4, 3.6, samples 5.8 and 5.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lockdash.simulator.home.access import Access, Level
from tests.simulator.conftest import Tedee

FRONT, STUDIO, NEIGHBOUR = "device/40101/access", "device/40107/access", "device/40109/access"

DETAILS = {
    "id", "deviceId", "accessLevel", "isPending", "organizationUserId", "principalType", "principalId", "principalName",
    "userEmail", "remoteAccessDisabled", "startDate", "endDate", "dayStartTime", "dayEndTime", "weekDays",
}  # fmt: skip
RESULT = {"id", "principalType", "principalId", "userEmail", "displayName", "success", "error"}
SCHEDULE = {
    "startDate": "2026-12-01T00:00:00.000Z",
    "endDate": "2026-12-08T00:00:00.000Z",
    "dayStartTime": "08:00:00.000Z",
    "dayEndTime": "17:00:00.000Z",
    "weekDays": 31,
}
GUEST = {"accessLevel": 0, "principalType": 0, "userEmail": "new.guest@example.com", "remoteAccessDisabled": True}


def listed(tedee, path=FRONT, **query):
    answer = tedee.get(path, **query)
    assert answer.status_code == 200, answer.text
    return {entry["principalName"]: entry for entry in answer.json()["result"]}


def granted(tedee, path=FRONT, **fields):
    answer = tedee.send("POST", path, GUEST | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_every_kind_of_access_has_the_keys_of_the_sample(tedee):
    entries = listed(tedee, STUDIO)
    assert list(entries) == ["Ada Sample", "Cleaning Team", "nina.berg@example.com", "Felix Lind"]
    assert all(set(entry) == DETAILS for entry in entries.values())
    group, invited, guest = (entries[name] for name in ("Cleaning Team", "nina.berg@example.com", "Felix Lind"))
    assert (group["principalType"], group["userEmail"], group["weekDays"]) == (1, None, 9)
    assert group["dayStartTime"] == "2026-11-02T07:00:00.000Z"
    assert (invited["isPending"], invited["userEmail"], invited["principalType"]) == (True, "nina.berg@example.com", 0)
    assert (guest["isPending"], guest["startDate"]) == (False, "2026-11-17T00:00:00.000Z")
    assert (guest["organizationUserId"], invited["organizationUserId"]) == (31, 0)


def test_the_list_is_filtered_by_principal_kind_and_text(tedee):
    group = listed(tedee, STUDIO)["Cleaning Team"]["principalId"]
    assert list(listed(tedee, STUDIO, **{"Filters.PrincipalType": 1})) == ["Cleaning Team"]
    assert list(listed(tedee, STUDIO, **{"Filters.PrincipalId": group})) == ["Cleaning Team"]
    assert list(listed(tedee, STUDIO, **{"Filters.Text": "FELIX.LIND@"})) == ["Felix Lind"]


def test_a_grant_answers_without_envelope_and_is_listed_as_asked(tedee):
    result = granted(tedee, **SCHEDULE)
    assert set(result) == RESULT
    assert (result["success"], result["error"], result["displayName"]) == (True, None, "new.guest@example.com")
    entry = listed(tedee)["new.guest@example.com"]
    assert entry["id"] == result["id"]
    assert {name: entry[name] for name in SCHEDULE} == SCHEDULE
    assert (entry["isPending"], entry["remoteAccessDisabled"], entry["accessLevel"]) == (True, True, 0)


def test_somebody_with_an_account_has_access_at_once(tedee):
    result = granted(tedee, userEmail="Felix.Lind@example.com")
    assert result["userEmail"] == "felix.lind@example.com"
    assert listed(tedee)["Felix Lind"]["isPending"] is False


def test_an_invitation_becomes_an_access_of_the_same_id_when_it_is_accepted(sim, tedee):
    ids = {path: granted(tedee, path)["id"] for path in (FRONT, "device/40102/access")}
    sim.world.do(lambda: sim.world.home.accept("new.guest@example.com"))
    for path, number in ids.items():
        entry = listed(tedee, path)["New Guest"]
        assert (entry["id"], entry["isPending"], entry["userEmail"]) == (number, False, "new.guest@example.com")
    assert granted(tedee)["error"]["code"] == 1003


def test_the_invitation_that_stood_from_the_beginning_keeps_its_id_too(sim, tedee):
    invited = listed(tedee, STUDIO)["nina.berg@example.com"]
    sim.world.do(lambda: sim.world.home.accept("Nina.Berg@example.com"))
    accepted = listed(tedee, STUDIO)["Nina Berg"]
    assert (accepted["id"], accepted["principalId"]) == (invited["id"], invited["principalId"])
    assert (accepted["startDate"], accepted["isPending"]) == (invited["startDate"], False)


def test_invitations_are_accepted_by_time_if_the_world_says_so_unless_withdrawn(sim, tedee):
    sim.world.home.accepts_after = 60.0
    granted(tedee)
    withdrawn = granted(tedee, userEmail="other@example.com")["id"]
    tedee.send("DELETE", f"{FRONT}/{withdrawn}")
    sim.world.advance(59)
    assert listed(tedee)["new.guest@example.com"]["isPending"] is True
    sim.world.advance(1)
    assert listed(tedee)["New Guest"]["isPending"] is False
    assert granted(tedee, userEmail="other@example.com")["displayName"] == "other@example.com"


def test_access_is_over_at_its_end_and_may_be_given_again(sim, tedee):
    assert "Felix Lind" in listed(tedee, STUDIO)
    sim.world.advance(3 * 3600)
    assert "Felix Lind" not in listed(tedee, STUDIO)
    assert granted(tedee, STUDIO, userEmail="felix.lind@example.com")["success"] is True


def test_a_change_replaces_all_terms(tedee):
    path = f"{FRONT}/{granted(tedee, **SCHEDULE)['id']}"
    answer = tedee.send("PUT", path, {"accessLevel": 1, "remoteAccessDisabled": False, "weekDays": 127})
    assert (answer.status_code, answer.content) == (204, b"")
    entry = listed(tedee)["new.guest@example.com"]
    assert (entry["accessLevel"], entry["remoteAccessDisabled"], entry["weekDays"]) == (1, False, 127)
    assert (entry["startDate"], entry["endDate"], entry["dayStartTime"]) == (None, None, None)


def test_what_is_removed_is_gone_and_comes_back_under_another_id(tedee):
    path = f"{FRONT}/{granted(tedee)['id']}"
    assert tedee.send("DELETE", path).status_code == 204
    assert "new.guest@example.com" not in listed(tedee)
    assert tedee.send("DELETE", path).status_code == 404
    assert tedee.send("PUT", path, GUEST).status_code == 404
    assert f"{FRONT}/{granted(tedee)['id']}" != path


def test_a_copy_gives_the_same_terms_to_others_and_tells_of_each(tedee):
    first = granted(tedee, STUDIO, **SCHEDULE)["id"]
    principals = [
        {"principalType": 0, "userEmail": "second@example.com"},
        {"principalType": 0, "userEmail": "felix.lind@example.com"},
        {"principalType": 1, "principalId": "no such group"},
    ]
    answer = tedee.send("POST", f"{STUDIO}/{first}/copy-to", {"principals": principals})
    assert (answer.status_code, set(answer.json())) == (201, {"principals"})
    results = answer.json()["principals"]
    assert all(set(result) == RESULT for result in results)
    assert [result["success"] for result in results] == [True, False, False]
    assert [result["error"]["code"] for result in results[1:]] == [1003, 1006]
    copied = listed(tedee, STUDIO)["second@example.com"]
    assert {name: copied[name] for name in SCHEDULE} == SCHEDULE
    assert copied["remoteAccessDisabled"] is True


def test_guests_see_the_owner_and_themselves_and_may_change_nothing(tedee):
    assert set(listed(tedee, NEIGHBOUR)) == {"Marek Nowak", "Ada Sample"}
    assert tedee.send("POST", NEIGHBOUR, GUEST).status_code == 403
    own = listed(tedee, NEIGHBOUR)["Ada Sample"]["id"]
    assert tedee.send("PUT", f"{NEIGHBOUR}/{own}", GUEST).status_code == 403
    assert tedee.send("DELETE", f"{NEIGHBOUR}/{own}").status_code == 403


@pytest.mark.parametrize(("hours", "seen", "status"), [(-1, 5, 201), (1, 2, 403)])
def test_admins_see_and_share_all_at_their_times_and_else_as_guests(sim, tedee, hours, seen, status):
    jan, zofia = sim.world.home.people[1:3]
    with sim.world.guard:
        lock = sim.world.home.locks[40101]
        lock.access_level = Level.admin
        own, *others = sim.world.home.access[lock.id]
        own = replace(own, level=Level.admin, start=sim.world.now + timedelta(hours=hours))
        others = [replace(entry, level=Level.owner) if entry.holder == jan else entry for entry in others]
        sim.world.home.access[lock.id] = [own, *others, Access(zofia, Level.guest), Access(sim.world.home.people[3], 1)]
    assert len(listed(tedee)) == seen
    assert tedee.send("POST", FRONT, GUEST).status_code == status


def test_the_owners_access_cannot_be_changed_or_removed(tedee):
    owner = listed(tedee)["Ada Sample"]["id"]
    assert tedee.send("PUT", f"{FRONT}/{owner}", GUEST).status_code == 403
    assert tedee.send("DELETE", f"{FRONT}/{owner}").status_code == 403


def test_before_v37_access_can_only_be_read(sim):
    older = Tedee(sim, "v1.36")
    assert older.send("POST", FRONT, GUEST).status_code == 404
    older.close()
