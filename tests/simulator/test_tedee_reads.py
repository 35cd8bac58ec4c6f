"""What Tedee tells: offline locks, sync by id, activities, access, everything at once."""

from __future__ import annotations


def test_an_offline_lock_has_no_state_and_one_without_a_bridge_no_connection_either(tedee):
    locks = {lock["name"]: lock for lock in tedee.get("lock").json()["result"]}
    assert (locks["Cellar"]["isConnected"], locks["Cellar"]["deviceState"]) == (False, None)
    gate = locks["Garden Gate"]
    assert (gate["connectedToId"], gate["isConnected"], gate["deviceState"]) == (None, None, None)


def test_a_guest_sees_when_and_how_it_may_use_the_lock(tedee):
    lock = tedee.get("lock/40109").json()["result"]
    assert lock["accessLevel"] == 0
    assert lock["accessDetails"] == {
        "accessLevel": 0,
        "remoteAccessDisabled": True,
        "startDate": None,
        "endDate": None,
        "dayStartTime": "2026-01-01T08:00:00Z",
        "dayEndTime": "2026-01-01T17:00:00Z",
        "weekDays": 31,
    }


def test_sync_takes_ids_and_leaves_out_unknown_ones(sim, tedee):
    synced = tedee.get("lock/sync", id=[40102, 40101, 99]).json()["result"]
    assert [lock["id"] for lock in synced] == [40101, 40102]
    assert set(synced[0]) == {"id", "isConnected", "deviceState", "revision"}
    sim.world.advance(20)
    assert tedee.get("lock/sync", id="x").status_code == 400


def test_the_list_takes_a_text_a_state_and_a_page_and_stays_a_bare_array(tedee):
    def names(**query):
        return [lock["name"] for lock in tedee.get("lock", **query).json()["result"]]

    assert names(**{"Filters.Text": "door"}) == ["Front Door", "Back Door"]
    assert names(**{"Filters.State": 2}) == ["Garage", "Back Door"]
    assert names(ItemsPerPage=4, Page=3) == ["Neighbour"]


def test_an_unknown_lock_is_not_found_in_the_envelope(tedee):
    answer = tedee.get("lock/99")
    assert answer.status_code == 404
    assert answer.json() == {"success": False, "errorMessages": ["Device not found."], "statusCode": 404}


def test_activities_come_late_newest_first_and_page_backwards(sim, tedee):
    for wish in ("lock", "unlock", "lock"):
        tedee.post(f"lock/40102/operation/{wish}")
        sim.world.advance(3.01)
    seen = [entry["event"] for entry in tedee.get("deviceactivity", deviceId=40102).json()["result"]]
    sim.world.advance(4)
    entries = tedee.get("deviceactivity", deviceId=40102).json()["result"]
    assert [entry["event"] for entry in entries] == [32, 33, 32]
    assert len(seen) < 3
    assert set(entries[0]) == {"id", "deviceId", "userId", "username", "event", "source", "date"}
    assert entries[0]["username"] == "Ada Sample"
    older = tedee.get("deviceactivity", deviceId=40102, lastElemDate=entries[0]["date"]).json()["result"]
    assert older == entries[1:]
    assert tedee.get("deviceactivity", deviceId=40102, elements=1).json()["result"] == entries[:1]


def test_no_more_than_200_activities_are_given_at_once(sim, tedee):
    lock = sim.world.locks["Garage"]
    sim.world.do(lambda: [lock.record(38) for _ in range(205)])
    sim.world.advance(5)
    assert len(tedee.get("deviceactivity", deviceId=40102, elements=1000).json()["result"]) == 200


def test_a_pin_is_named_by_its_alias_and_no_user(sim, tedee):
    lock = sim.world.locks["Front Door"]
    sim.world.do(lambda: lock.record(61, sim.world.home.people[4], "Cleaner"))
    sim.world.advance(5)
    entry = tedee.get("deviceactivity", deviceId=40101).json()["result"][0]
    assert (entry["pinAlias"], entry["userId"], entry["username"]) == ("Cleaner", None, None)


def test_guests_see_their_own_activities_and_those_of_nobody(sim, tedee):
    lock = sim.world.locks["Neighbour"]
    people = sim.world.home.people
    sim.world.do(lambda: [lock.record(33, people[0]), lock.record(33, people[3]), lock.record(36)])
    sim.world.advance(5)
    names = [entry["username"] for entry in tedee.get("deviceactivity", deviceId=40109).json()["result"]]
    assert names == [None, "Ada Sample"]


def test_activities_need_a_device(tedee):
    assert tedee.get("deviceactivity").status_code == 400
    assert tedee.get("deviceactivity", deviceId=99).status_code == 404
    assert tedee.get("deviceactivity", deviceId=40101, lastElemDate="soon").status_code == 400


def test_access_is_told_to_owners_in_full_and_to_guests_in_part(tedee):
    owners = tedee.get("device/40101/access").json()["result"]
    assert [entry["principalName"] for entry in owners] == ["Ada Sample", "Jan Sample", "Cleaner"]
    assert (owners[2]["weekDays"], owners[2]["dayStartTime"]) == (31, "08:00:00.000Z")
    assert {entry["principalName"] for entry in tedee.get("device/40109/access").json()["result"]} == {
        "Marek Nowak",
        "Ada Sample",
    }


def test_details_bring_bridges_locks_and_keypads_in_one_answer(tedee):
    details = tedee.get("device/details").json()["result"]
    assert set(details) == {"bridges", "locks", "keypads", "gates", "dryContacts"}
    assert len(details["locks"]) == 9
    assert details["bridges"] == tedee.get("bridge").json()["result"]
    keypad = details["keypads"][0]
    assert (keypad["connectedToLockId"], keypad["isConnected"]) == (40101, None)
    assert keypad["deviceState"]["batteryLevel"] == 88


def test_a_lock_that_is_added_again_keeps_its_serial_number_and_gets_a_new_id(sim, tedee):
    before = tedee.get("lock").json()["result"]
    with sim.world.guard:
        sim.world.home.remove("Garage")
        gone = tedee_ids(sim)
        sim.world.home.put_back("Garage")
    assert 40102 not in gone
    after = {lock["name"]: lock for lock in tedee.get("lock").json()["result"]}
    assert after["Garage"]["serialNumber"] == before[1]["serialNumber"]
    assert after["Garage"]["id"] == 40110
    assert tedee.get("lock/40102").status_code == 404


def tedee_ids(sim):
    return set(sim.world.home.locks)
