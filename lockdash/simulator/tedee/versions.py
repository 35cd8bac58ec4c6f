"""What differs between the versions of the Tedee API (tedee-facts 0, "Version timeline")."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """`number`: 30 for v1.30, 37 for v37."""

    name: str
    number: int

    @property
    def list_state_key(self) -> str:
        """The Lock model was renamed in v1.34."""
        return "deviceState" if self.number >= 34 else "lockProperties"

    @property
    def sync_state_key(self) -> str:
        """Sync was renamed in v1.35, a version after the Lock model."""
        return "deviceState" if self.number >= 35 else "lockProperties"

    @property
    def sync_has_revision(self) -> bool:
        return self.number >= 33

    @property
    def has_accessories(self) -> bool:
        """Before v1.33: connectedToKeypadId and connectedToDryContactId."""
        return self.number >= 33

    @property
    def has_access(self) -> bool:
        """`/my/device/{id}/access` and `accessDetails`; before v1.34 `shareDetails`."""
        return self.number >= 34

    @property
    def has_organization_names(self) -> bool:
        return self.number < 35

    @property
    def has_principals(self) -> bool:
        return self.number >= 37


_NAMES = ("v1.30", "v1.31", "v1.32", "v1.33", "v1.34", "v1.35", "v1.36", "v37")
VERSIONS = {name: Version(name, int(name.rpartition(".")[2].lstrip("v"))) for name in _NAMES}
