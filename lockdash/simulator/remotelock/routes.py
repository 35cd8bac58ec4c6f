"""What can be asked of the RemoteLock API: method, path, endpoint, and the status of success."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lockdash.simulator.remotelock import (
    access_endpoints,
    account_endpoints,
    device_endpoints,
    event_endpoints,
    exception_endpoints,
    group_endpoints,
    people_endpoints,
    resort_endpoints,
    schedule_endpoints,
    setting_endpoints,
)
from lockdash.simulator.remotelock.call import Call, Json


class Endpoint(NamedTuple):
    """`answer`: returns the body, None for none."""

    method: str
    path: str
    answer: Callable[[Call], Json | None]
    status: int = 200


_DEVICES = (
    Endpoint("GET", "devices", device_endpoints.devices),
    Endpoint("GET", "devices/{id}", device_endpoints.device),
    Endpoint("PUT", "devices/{id}", setting_endpoints.update),
    Endpoint("PUT", "devices/{id}/lock", device_endpoints.lock),
    Endpoint("PUT", "devices/{id}/unlock", device_endpoints.unlock),
    Endpoint("PUT", "devices/{id}/power_on", device_endpoints.power_on),
    Endpoint("PUT", "devices/{id}/power_off", device_endpoints.power_off),
    Endpoint("GET", "acs/doors", device_endpoints.doors),
    Endpoint("GET", "acs/doors/{id}", device_endpoints.door),
    Endpoint("PUT", "acs/doors/{id}/lock", device_endpoints.lock_door),
    Endpoint("PUT", "acs/doors/{id}/unlock", device_endpoints.unlock_door),
    Endpoint("PUT", "acs/doors/{id}/temporary_unlock", device_endpoints.unlock_door_for_a_while),
)
_PEOPLE = (
    Endpoint("GET", "access_persons", people_endpoints.persons),
    Endpoint("POST", "access_persons", people_endpoints.create, 201),
    Endpoint("GET", "access_persons/{id}", people_endpoints.person),
    Endpoint("PUT", "access_persons/{id}", people_endpoints.update),
    Endpoint("PUT", "access_persons/{id}/deactivate", people_endpoints.deactivate),
    Endpoint("DELETE", "access_persons/{id}", people_endpoints.delete, 204),
    Endpoint("POST", "access_persons/{id}/email/notify", people_endpoints.notify),
    Endpoint("GET", "access_persons/{owner}/accesses", access_endpoints.accesses),
    Endpoint("POST", "access_persons/{owner}/accesses", access_endpoints.grant, 201),
    Endpoint("GET", "access_persons/{owner}/accesses/{id}", access_endpoints.access),
    Endpoint("PUT", "access_persons/{owner}/accesses/{id}", access_endpoints.reschedule),
    Endpoint("DELETE", "access_persons/{owner}/accesses/{id}", access_endpoints.revoke, 204),
    Endpoint("GET", "devices/{id}/access_person_accesses", access_endpoints.of_device),
    Endpoint("GET", "acs/doors/{id}/access_person_accesses", access_endpoints.of_door),
    Endpoint("GET", "resort_lock_guests", resort_endpoints.guests),
    Endpoint("POST", "resort_lock_guests", resort_endpoints.create, 201),
    Endpoint("GET", "resort_lock_guests/{id}", resort_endpoints.guest),
    Endpoint("PUT", "resort_lock_guests/{id}", resort_endpoints.update),
    Endpoint("DELETE", "resort_lock_guests/{id}", resort_endpoints.delete, 204),
    Endpoint("POST", "resort_lock_guests/{id}/email/notify", resort_endpoints.notify),
    Endpoint("GET", "resort_lock_guests/{id}/email/preview", resort_endpoints.preview),
)
_GROUPS = (
    Endpoint("GET", "groups", group_endpoints.groups),
    Endpoint("POST", "groups", group_endpoints.create, 201),
    Endpoint("GET", "groups/{id}", group_endpoints.group),
    Endpoint("PUT", "groups/{id}", group_endpoints.rename),
    Endpoint("DELETE", "groups/{id}", group_endpoints.delete, 204),
    Endpoint("GET", "groups/{owner}/doors", group_endpoints.doors),
    Endpoint("POST", "groups/{owner}/doors", group_endpoints.add_door, 201),
    Endpoint("GET", "groups/{owner}/doors/{id}", group_endpoints.door),
    Endpoint("DELETE", "groups/{owner}/doors/{id}", group_endpoints.remove_door, 204),
)
_ACCOUNT = (
    Endpoint("GET", "events", event_endpoints.events),
    Endpoint("GET", "events/{id}", event_endpoints.event),
    Endpoint("GET", "locations", account_endpoints.locations),
    Endpoint("GET", "locations/{id}", account_endpoints.location),
    Endpoint("GET", "models", account_endpoints.models),
    Endpoint("GET", "models/{id}", account_endpoints.model),
    Endpoint("GET", "account", account_endpoints.account),
    Endpoint("PUT", "account", account_endpoints.update_account),
    Endpoint("GET", "user", account_endpoints.user),
)
_SCHEDULES = (
    Endpoint("GET", "schedules", schedule_endpoints.schedules),
    Endpoint("POST", "schedules", schedule_endpoints.create, 201),
    Endpoint("GET", "schedules/{id}", schedule_endpoints.schedule),
    Endpoint("PUT", "schedules/{id}", schedule_endpoints.update),
    Endpoint("DELETE", "schedules/{id}", schedule_endpoints.delete, 204),
    Endpoint("GET", "access_exceptions", exception_endpoints.exceptions),
    Endpoint("POST", "access_exceptions", exception_endpoints.create, 201),
    Endpoint("GET", "access_exceptions/{id}", exception_endpoints.exception),
    Endpoint("PUT", "access_exceptions/{id}", exception_endpoints.update),
    Endpoint("DELETE", "access_exceptions/{id}", exception_endpoints.delete, 204),
)

ENDPOINTS = (*_DEVICES, *_PEOPLE, *_GROUPS, *_ACCOUNT, *_SCHEDULES)
