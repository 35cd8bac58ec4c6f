"""What the browser is shown when it comes back: plain words, nothing of the vendor's, nothing that runs or is kept."""

from __future__ import annotations

from collections.abc import Mapping

HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Connection": "close",
}

DONE = "You can close this page; lockdash goes on."
REFUSED = "The sign-in was not allowed. You can close this page; lockdash says more."
STRANGE = (
    "This is no answer to the sign-in that lockdash waits for: it belongs to another one, or was made up. "
    "lockdash goes on waiting; open the address that it shows once more."
)
EMPTY = "There is no answer in this address. lockdash goes on waiting."
NOT_HERE = "There is nothing here."


def page(words: str) -> bytes:
    """Return a page that says `words`, which are our own."""
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>lockdash</title>'
        f"<body><p>{words}</p></body></html>\n"
    ).encode()
