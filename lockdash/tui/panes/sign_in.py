"""Signing in by a browser, as lines: what happened, the address to open, what to do then, and how it stands."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

import msgspec

from lockdash.domain.accounts import Account, Condition
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import lasting
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.panes.parts import apart

INDENT = 3
"""Columns before everything but the address: that begins at the edge, so that a mouse can select it whole."""
WIDEST = 92
_MARK = "! "


class Stage(Enum):
    preparing = auto()
    waiting = auto()
    exchanging = auto()
    done = auto()
    ended = auto()


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    """`account`: as it is known now; `number`: of its colour. `address`: to be opened; `redirect`: where the browser
    ends, a code on a page if it is no address. `listens`: a browser of this machine is waited for. `problem`: what went
    wrong last. `same`: what was handed in can be tried again as it is. `copied`: the address was, just now."""

    account: Account
    number: int
    stage: Stage
    address: str = ""
    redirect: str = ""
    listens: bool = False
    problem: str = ""
    same: bool = False
    copied: bool = False

    @property
    def shows_code(self) -> bool:
        """Whether the vendor shows a code, instead of sending the browser on."""
        return not self.redirect.startswith(("http://", "https://"))


def sign_in_lines(view: SignInView, now: datetime, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what stands above the field. The address is told in full, in lines as wide as the screen."""
    inner = inner_width(width)
    lines = heading(f"Sign in to {view.account.name}", view.account, view.number, now, inner, glyphs)
    if view.stage is Stage.waiting:
        told = f"Open this address in a browser, here or on any other machine; {key_of('copy')} copies it:"
        lines += [BLANK, *wrap(told, inner)]
        lines = indented(lines)
        lines += [BLANK, *_broken(view.address, width), BLANK]
        return [*lines, *indented(wrap(_then(view), inner))]
    return indented(lines)


def heading(title: str, account: Account, number: int, now: datetime, width: int, glyphs: Glyphs) -> list[Line]:
    """Return which account it is, since when it is signed out, and what its vendor said."""
    name = line(Span(f"{glyphs.edge} ", account=number), Span(title, strong=True))
    lines = [apart(name, line(Span(account.vendor, Tone.dim)), width, glyphs)]
    if account.condition is Condition.unauthorised:
        told = f"Signed out for {lasting(account.since, now)}"
        lines += wrap(f"{told}: {account.detail}" if account.detail else f"{told}.", width, Tone.dim, whole=True)
    return lines


def standing_lines(view: SignInView, width: int) -> list[Line]:
    """Return how it stands, below the field."""
    inner, host = inner_width(width), view.address.partition("://")[2].partition("/")[0]
    told: list[Line] = []
    if view.problem:
        told = problem_lines(view.problem, inner)
    elif view.copied and view.stage is Stage.waiting:
        told = wrap("The address is copied to your terminal's clipboard.", inner, Tone.dim)
    elif view.stage is Stage.preparing:
        told = wrap("Preparing the address", inner, Tone.dim)
    elif view.stage is Stage.waiting and view.listens:
        told = wrap("A browser on this machine comes back by itself: then there is nothing to type.", inner, Tone.dim)
    elif view.stage is Stage.exchanging:
        told = wrap(f"Exchanging the code at {host}" if host else "Exchanging the code", inner, Tone.asked)
    elif view.stage is Stage.done:
        told = wrap("Signed in; reading devices.", inner)
    return indented(told)


def sign_in_keys(view: SignInView) -> list[tuple[str, str]]:
    """Return the keys that count now, with what they do."""
    leave = ("Esc", "Leave")
    if view.stage is Stage.waiting:
        enter = ("Enter", "Open it here, or sign in" if view.listens else "Sign in")
        return [enter, leave, (key_of("copy"), "Copy the address"), ("Tab", "Field")]
    if view.stage is Stage.done:
        return [("Enter", "Close")]
    if view.stage is Stage.ended:
        return [("Enter", "Try again" if view.same else "Begin again"), leave]
    return [leave]


def problem_lines(problem: str, width: int) -> list[Line]:
    """Return what is wrong, with its mark, so that it is told without any colour too."""
    lines = wrap(problem, max(width - len(_MARK), 10), Tone.alarm, whole=True)
    return [(Span(" " * len(_MARK) if number else _MARK, Tone.alarm), *each) for number, each in enumerate(lines)]


def inner_width(width: int) -> int:
    """Return the columns of text on a screen of `width`."""
    return max(min(width - 2 * INDENT, WIDEST), 10)


def indented(lines: list[Line], by: int = INDENT) -> list[Line]:
    return [(Span(" " * by), *each) if each else each for each in lines]


def _then(view: SignInView) -> str:
    if view.shows_code:
        return "Agree there. A code is shown then: paste it here."
    return (
        f"Agree there. The browser then goes to an address that begins with {view.redirect}; it may find nothing "
        "there. Copy that address out of the browser, whole, and paste it here."
    )


def _broken(address: str, width: int) -> list[Line]:
    """Return all of it, in pieces of the screen's whole width."""
    return [line(Span(address[start : start + width], Tone.accent)) for start in range(0, len(address), max(width, 1))]
