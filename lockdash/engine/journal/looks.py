"""What looks like a secret, whoever sent it: by its name, its scheme or its form.

Every pattern takes time in proportion to the text, which may be long and written by a stranger: nothing that was passed
is tried again.
"""

from __future__ import annotations

import re
from functools import cache

_BARE = r"""[^\s"'&,;<>(){}\[\]\\]++"""
_QUOTED = (
    r'"(?s:\\.|[^"\\])*+"?'
    r"|'(?s:\\.|[^'\\])*+'?"
    # Within a text that was escaped as a whole.
    r"""|(?P<quote>\\+["'])(?s:(?!(?P=quote)).)*+(?P=quote)?"""
)
_IS = r"""\\*["']?\s{0,4}[=:]\s{0,4}"""

_LOOKS = (
    # Authorization: Bearer 1f2e…, in a header, a dictionary or a list of pairs
    rf"""(?P<before>(?<!\w)(?:proxy-)?authorization\\*["']?\s{{0,4}}[=:,]\s{{0,4}}\\*["']?(?:[a-z]++\s{{1,4}})?){_BARE}""",
    r"(?P<before>(?<!\w)(?:PersonalKey|Bearer|Basic)\s{1,4})[\w.~+/=-]{4,}+",
    # access_token=…, "clientSecret": "…"
    r"(?P<before>(?<![\w-])[\w-]{0,40}(?:token|secret|verifier|password|personal_?key|api_?key)"
    rf"{_IS})(?:{_QUOTED}|{_BARE})",
    # ?code=…, "code": "…"; but not: exit code: 1
    rf"""(?P<before>(?<!\w)(?:code=|code\\*["']\s{{0,4}}:\s{{0,4}}))(?:{_QUOTED}|{_BARE})""",
    r"""(?P<before>(?<![a-z])(?:pin|pin_?code|programming_?code)\\*["']?\s{0,4}[=:]?\s{0,4}\\*["']?)\d{3,}+""",
    r"(?P<before>)(?<![\w.+-])[\w.+-]{1,64}+(?:@|%40)[\w-]{1,63}+(?:\.[\w-]{1,63}+)*+",
)


@cache
def looks() -> tuple[re.Pattern[str], ...]:
    """Return the patterns; what stands in their group `before` may stay."""
    return tuple(re.compile(each, re.IGNORECASE) for each in _LOOKS)
