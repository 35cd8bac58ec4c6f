"""OAuth 2 tokens."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.domain.secret import Secret


class Token(msgspec.Struct, frozen=True):
    """An access token, until when it holds (UTC), and the refresh token if the grant gives one."""

    access: Secret
    expires_at: datetime
    refresh: Secret | None = None
