"""Tabs, and what concerns the program."""

from __future__ import annotations

from lockdash.tui.action import Action, Group, Scope

TABS = tuple(
    Action(
        id=f"tab_{label.lower()}",
        keys=(str(number),),
        label=label,
        help=help_text,
        group=Group.tabs,
        scope=Scope.app,
    )
    for number, label, help_text in (
        (1, "Devices", "Locks, doors and the rest, the most urgent first."),
        (2, "People", "Who may come in."),
        (3, "Schedules", "When they may."),
        (4, "Events", "What happened."),
    )
)

PROGRAM = (
    Action(
        id="refresh",
        keys=("r",),
        label="Refresh",
        help="Read all accounts again, as far as the request budget allows.",
        group=Group.program,
        scope=Scope.app,
        footer=31,
    ),
    Action(
        id="accounts",
        keys=("a",),
        label="Accounts",
        help="How each account is faring: what happened, since when, what to do, and its budget.",
        group=Group.program,
        scope=Scope.app,
    ),
    Action(
        id="sign_in",
        keys=("S",),
        label="Sign in",
        help="Sign in again where an account is signed out, or give it a new key; nothing else stops for it.",
        group=Group.program,
        scope=Scope.app,
    ),
    Action(
        id="help",
        keys=("question_mark",),
        label="Help",
        help="All keys, and what the signs mean.",
        group=Group.program,
        scope=Scope.app,
        footer=32,
    ),
    Action(
        id="palette",
        keys=("ctrl+p",),
        label="Palette",
        help="Find an action, a device or a theme by name.",
        group=Group.program,
        scope=Scope.app,
        palette=False,
    ),
    Action(
        id="suspend_process",
        keys=("ctrl+z",),
        label="Suspend",
        help="Give the terminal back for a while; fg returns.",
        group=Group.program,
        scope=Scope.app,
        palette=False,
    ),
    Action(
        id="leave",
        keys=("q", "ctrl+c"),
        label="Quit",
        help="Leave. Commands already sent go on without us.",
        group=Group.program,
        scope=Scope.app,
        footer=33,
    ),
)
