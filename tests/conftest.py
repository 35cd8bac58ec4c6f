"""What all tests share: an environment that says nothing about colours, and bounded property tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Each of these changes what Textual draws or which files lockdash reads; they must go before either is imported.
_OF_OURS = ("LOCKDASH_CONFIG", "LOCKDASH_STATE_DIR", "LOCKDASH_LOG_LEVEL")
for _name in ("NO_COLOR", "COLORTERM", "LC_ALL", "LC_CTYPE", "SSH_CONNECTION", "TEXTUAL_THEME", *_OF_OURS):
    os.environ.pop(_name, None)
os.environ["TERM"] = "xterm-256color"
os.environ["TZ"] = "UTC"
os.environ["LANG"] = "C.UTF-8"

settings.register_profile(
    "bounded", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "bounded"))
