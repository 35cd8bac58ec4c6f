"""Views that are kept are those that would be made anew, and what nothing happened to costs nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.accesses import Group, TargetKind
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.windows import Window
from lockdash.engine.schedules import showing
from lockdash.engine.schedules.showing import Showing
from lockdash.engine.schedules.views import views
from tests.engine.people_stage import access, person
from tests.engine.schedule_world import EMPTY, LOCKS, SATURDAY, around, by_key, known, schedule
from tests.engine.stage import device

ZONES = st.sampled_from(["Europe/Warsaw", "America/Denver", None])
IDS = st.sampled_from(["1", "2", "3"])
WINDOWS = st.none() | st.builds(
    Window,
    days=st.frozensets(st.integers(0, 6), max_size=3),
    from_time=st.sampled_from([None, time(7), time(22)]),
    to_time=st.sampled_from([None, time(6), time(17)]),
    starts_at=st.none() | st.just(SATURDAY + timedelta(days=20)),
    in_utc=st.just(True),
)
DATES = st.sampled_from([(), (DateRange(date(2026, 11, 22), date(2026, 11, 26)),)])
SCHEDULES = st.builds(
    lambda id, text, exception_id: schedule(id, text, exception_id=exception_id),
    IDS,
    st.sampled_from(["mon-fri 08:00-18:00", "daily 22:00-24:00", "never"]),
    st.none() | IDS,
)
EXCEPTIONS = st.builds(lambda id, dates: AccessException(account="home", id=id, name="x", dates=dates), IDS, DATES)
PEOPLE = st.builds(lambda id, name: person(id, name=name), IDS, st.sampled_from(["Ada", "Bob"]))
ACCESSES = st.builds(
    lambda id, who, target, kind, schedule_id, window, gone_at: access(
        id, who, target, target_kind=kind, schedule_id=schedule_id, window=window, gone_at=gone_at
    ),
    *(IDS, IDS, IDS, st.sampled_from([TargetKind.device, TargetKind.door_group])),
    *(st.none() | IDS, WINDOWS, st.sampled_from([None, None, None, SATURDAY])),
)
GROUPS = st.builds(
    lambda id, ids: Group(account="home", id=f"g{id}", name=f"Group {id}", device_ids=ids), IDS, st.frozensets(IDS)
)
DEVICES = st.builds(
    lambda id, zone, schedule_id, gone_at: device(
        id, zone=zone, schedule_ids={LOCKS: schedule_id} if schedule_id else {}, gone_at=gone_at
    ),
    *(IDS, ZONES, st.none() | IDS, st.sampled_from([None, None, SATURDAY])),
)


def few(strategy):
    return st.lists(strategy, max_size=3)


NEWS = st.fixed_dictionaries(
    {
        "schedules": few(SCHEDULES),
        "exceptions": few(EXCEPTIONS),
        "people": few(PEOPLE),
        "accesses": few(ACCESSES),
        "groups": few(GROUPS),
        "dropped_schedules": st.frozensets(IDS.map(lambda each: ("home", each)), max_size=1),
        "dropped_exceptions": st.frozensets(IDS.map(lambda each: ("home", each)), max_size=1),
    }
)
STEPS = st.lists(st.tuples(NEWS, few(DEVICES), st.integers(-60, 60 * 24 * 200)), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_they_are_those_that_are_made_anew_whatever_happened_and_however_late_it_is(steps):
    kept, people, devices, now = Showing(), EMPTY, {}, SATURDAY
    for news, moved, minutes in steps:
        people = known(**news, before=people)
        devices = {**devices, **by_key(*moved)} if moved else devices
        now += timedelta(minutes=minutes)
        before = kept.views
        found = kept.renew(*around(people, devices), now)
        assert found == views(*around(people, devices), now)
        assert all(found[key] is before[key] for key in found.keys() & before.keys() if found[key] == before[key])
        assert found is before or found != before


def test_nothing_is_made_anew_while_nothing_happens_and_only_what_it_is_about_if_something_does(monkeypatch):
    made = []
    for name in ("of_schedule", "of_access"):
        plain = getattr(showing, name)
        monkeypatch.setattr(showing, name, lambda *given, plain=plain: made.append(given[0].id) or plain(*given))
    work = Window(days=frozenset(range(5)), from_time=time(7), to_time=time(17), in_utc=True)
    accesses = [access(str(each), str(each % 5), "1", schedule_id=f"s{each % 20}") for each in range(200)]
    accesses.append(access("own", "1", "1", window=work))
    people = known([schedule(f"s{each}") for each in range(20)], accesses, [person(str(each)) for each in range(5)])
    devices = by_key(device("1", zone="Europe/Warsaw"), device("2", zone="Europe/Warsaw"))
    kept = Showing()

    def after(people, devices, now):
        made.clear()
        before = kept.views
        kept.renew(*around(people, devices), now)
        return sorted(made), kept.views is before

    assert len(after(people, devices, SATURDAY)[0]) == 21
    assert after(people, devices, SATURDAY + timedelta(hours=30)) == ([], True)
    sunday = SATURDAY + timedelta(hours=31)
    devices = {**devices, "home/S1": msgspec.structs.replace(devices["home/S1"], state_raw="moving")}
    assert after(people, devices, sunday) == ([], True)
    devices = {**devices, "home/S2": msgspec.structs.replace(devices["home/S2"], schedule_ids={LOCKS: "s3"})}
    assert after(people, devices, sunday) == (["s3"], False)
    people = known(accesses=[msgspec.structs.replace(accesses[0], schedule_id="s7")], before=people)
    assert after(people, devices, sunday) == (["s0", "s7"], False)
    people = known([schedule("s1", "never")], before=people)
    assert after(people, devices, sunday) == (["s1"], False)
    people = known(dropped_schedules=frozenset({("home", "s1")}), before=people)
    assert after(people, devices, sunday) == ([], False)
    people = known(people=[person("1", email="x@example.com")], before=people)
    assert after(people, devices, sunday) == ([], True)
    people = known(people=[person("1", name="Renamed")], before=people)
    assert after(people, devices, sunday) == (["own", "s11", "s16", "s6"], False)
    # On Monday at 07:00 UTC all of them begin.
    assert len(after(people, devices, datetime(2026, 11, 23, 7, tzinfo=UTC))[0]) == 20
    assert len(after(people, devices, sunday)[0]) == 20, "the clock was set back"
