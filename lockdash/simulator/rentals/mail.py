"""E-mails with access instructions: sent or waiting to be. They reach nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Mail:
    """`to`: the address. `about`: the id of the person or resort lock guest. `due_at`: aware, UTC."""

    to: str
    about: str
    due_at: datetime
