"""RemoteLock's own examples, whole and varied."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import msgspec

from lockdash.vendors.remotelock.places import Place, Places
from lockdash.vendors.replies import Heard
from tests.vendors.fakes import NOW

EXAMPLES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("remotelock_examples.json").read_text())
SEEN = NOW.replace(second=1)
HEARD = Heard("rentals", NOW, SEEN)
HEADQUARTERS = "48bd5117-59eb-42dd-a72b-f5a084d01068"
PLACES = Places(
    {HEADQUARTERS: Place("Headquarters", "America/Denver")}, {"b362ae85-f47d-43a9-baab-aac8813ee17b": "LS-6i"}
)


def raw(item: Any) -> msgspec.Raw:
    return msgspec.Raw(item if isinstance(item, bytes) else json.dumps(item).encode())


def example(section: str, title: str) -> Any:
    found = next(each for each in EXAMPLES if (each["section"], each["title"]) == (section, title))
    return copy.deepcopy(found["body"])


def changed(item: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    return item | {"attributes": item["attributes"] | attributes}
