"""What can be said on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from lockdash import __version__
from lockdash.cli import (
    completion_parser,
    config_parser,
    doctor_parser,
    event_parser,
    login_parser,
    logs_parser,
    people_parser,
    schedule_parser,
    setup_parser,
)
from lockdash.cli.options import EXITS, WAIT_SECONDS, Commands, add, add_wait, moment, number, port

AUDIT_LIMIT = 50

_TOP = f"""\
examples:
  lockdash                        the dashboard; without a configuration it asks for your accounts
  lockdash demo                   the dashboard on a pretend world: no account, no keys
  lockdash status                 all devices once, the most urgent first
  lockdash unlock "Front Door"    and wait until newer evidence confirms it
  lockdash audit --since 2d       who asked what, and what came of it
  lockdash people                 who may come, and whether the locks have heard of it
  lockdash guest add --help       add a guest, and give them doors
  lockdash events --since 2d      what happened, at which door, who it was and how
  lockdash schedules              by which hours people may enter and devices act
  lockdash doctor                 what is wrong, and what to do about it

files (XDG_CONFIG_HOME and XDG_STATE_HOME count):
  ~/.config/lockdash/config.toml  the configuration, and config.d/*.toml beside it
  ~/.local/state/lockdash/        the store, logs/ and crashes/, for you only

environment:
  LOCKDASH_CONFIG, LOCKDASH_STATE_DIR, LOCKDASH_LOG_LEVEL; NO_COLOR; BROWSER for signing in

{EXITS}"""

_STATUS = f"""\
examples:
  lockdash status                 what needs a person comes first; "Locked? 14 m" is old data
  lockdash status --cached        what was last known, without the network
  lockdash status --json          one object: accounts[] and devices[], times in UTC

{EXITS}"""

_AUDIT = f"""\
NAME is the name of a device, a person or a schedule, the beginning of one, an e-mail address or a
key, gone ones included. T is an age (30m, 12h, 2d, 3w), today, yesterday, or a moment of your own
clock (2026-11-01, 2026-11-01T12:00).

examples:
  lockdash audit                  the last {AUDIT_LIMIT} things that were asked, the newest first
  lockdash audit "Front Door"     commands to one device, and who was given it or lost it
  lockdash audit nora             what was done to one person
  lockdash audit --since 2d --limit 0   all of the last two days
  lockdash audit --json           one object: commands[]: account, key, name, command, status,
                                  requested_at, sent_at, accepted_at, settled_at,
                                  actor{{user, origin, terminal, process}}, evidence, reason;
                                  changes[]: account, kind, person, person_key, target, target_kind,
                                  target_id, status, requested_at, settled_at, actor, details,
                                  reason; times in UTC

{EXITS}"""

_COMMAND = """\
NAME is a device's name, the beginning of one, or its key (account/serial); capitals do not matter.

examples:
{examples}

{exits}"""

_EXAMPLES = {
    "lock": (
        'lockdash lock "Front Door"            wait for the proof, half a minute at most',
        "lockdash lock garage gate --wait 120  two of them, two minutes",
        "lockdash lock home/10530206 --json    the result as JSON",
    ),
    "unlock": (
        'lockdash unlock "Front Door"          one device: at once, unless the configuration says "ask"',
        "lockdash unlock garage --account home where two accounts have a garage",
        "lockdash unlock garage gate --yes     several devices ask, unless you say so",
    ),
    "open": (
        'lockdash open "Front Door"            pulls the latch: always asks, and Enter alone is no',
        'lockdash open "Front Door" --yes      does not ask',
    ),
}

_HELP = {
    "lock": "lock devices, and wait until it is confirmed",
    "unlock": "unlock devices, and wait until it is confirmed",
    "open": "pull the latch, so that the door opens",
}


def build() -> argparse.ArgumentParser:
    """Return the parser. Options that stand before or after a subcommand mean the same."""
    shared = _shared()
    parser = argparse.ArgumentParser(
        prog="lockdash",
        description="A dashboard for smart locks that says how sure and how old every state is.",
        parents=[shared],
        epilog=_TOP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"lockdash {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_status(commands, shared)
    event_parser.add_events(commands, shared)
    _add_audit(commands, shared)
    for name in _HELP:
        _add_command(commands, shared, name)
    people_parser.add_people(commands, shared)
    people_parser.add_guest(commands, shared)
    schedule_parser.add_schedules(commands, shared)
    event_parser.add_prune(commands, shared)
    login_parser.add_login(commands, shared)
    login_parser.add_logout(commands, shared)
    setup_parser.add_init(commands, shared)
    doctor_parser.add_doctor(commands, shared)
    logs_parser.add_logs(commands, shared)
    config_parser.add_config(commands, shared)
    completion_parser.add_completion(commands, shared)
    _add_pretend(commands, shared)
    return parser


def parse(argv: list[str]) -> argparse.Namespace:
    """Return what was asked, every option filled in. Exits with code 2 for what it cannot understand."""
    parser = build()
    given = parser.parse_args(argv)
    for name, usual in _USUAL.items():
        if not hasattr(given, name):
            setattr(given, name, usual)
    given.log_level = logs_parser.log_level(parser, given.log_level)
    return given


_USUAL = {"config": None, "state_dir": None, "ascii": False, "theme": None, "read_only": False, "log_level": None}


def _shared() -> argparse.ArgumentParser:
    """Defaults are suppressed: a subcommand's would overwrite what stood before it."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group("everywhere")
    group.add_argument("--config", metavar="FILE", type=Path, help="the configuration (also LOCKDASH_CONFIG)")
    group.add_argument("--state-dir", metavar="DIR", type=Path, help="where the store is (also LOCKDASH_STATE_DIR)")
    group.add_argument("--read-only", action="store_true", help="refuse every command")
    group.add_argument("--ascii", action="store_true", help="draw with plain ASCII characters only")
    group.add_argument("--theme", metavar="NAME", help="the screen's theme, instead of the configured one")
    logs_parser.add_log_level(group)
    return shared


def _add_status(commands: Commands, shared: argparse.ArgumentParser) -> None:
    status = add(commands, shared, "status", help="print the state of all devices", epilog=_STATUS)
    status.add_argument("--json", action="store_true", help="print one JSON object")
    status.add_argument("--cached", action="store_true", help="print what is stored, without the network")
    status.add_argument("--account", metavar="A", help="only this account")


def _add_audit(commands: Commands, shared: argparse.ArgumentParser) -> None:
    audit = add(commands, shared, "audit", help="list what was asked for, by whom, and what came of it", epilog=_AUDIT)
    audit.add_argument("name", metavar="NAME", nargs="?", help="only what concerns this device, person or schedule")
    audit.add_argument("--account", metavar="A", help="only that of this account")
    audit.add_argument("--since", metavar="T", type=moment, help="only what was asked at T or later")
    audit.add_argument(
        "--limit", metavar="N", type=number, default=AUDIT_LIMIT, help=f"how many at most ({AUDIT_LIMIT}); 0: all"
    )
    audit.add_argument("--json", action="store_true", help="print one JSON object")


def _add_command(commands: Commands, shared: argparse.ArgumentParser, name: str) -> None:
    examples = "\n".join(f"  {line}" for line in _EXAMPLES[name])
    epilog = _COMMAND.format(examples=examples, exits=EXITS)
    command = add(commands, shared, name, help=_HELP[name], epilog=epilog)
    command.add_argument("names", metavar="NAME", nargs="+", help="which devices")
    command.add_argument("--account", metavar="A", help="only devices of this account")
    add_wait(command, f"how many seconds to wait for the proof ({WAIT_SECONDS:g}); 0: until the vendor has accepted it")
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.add_argument("--json", action="store_true", help="print the results as one JSON object")


def _add_pretend(commands: Commands, shared: argparse.ArgumentParser) -> None:
    demo = add(
        commands,
        shared,
        "demo",
        help="open the dashboard on a pretend world: no account, no keys",
        epilog="The world repeats itself with the same seed. Nothing is kept.\n\nexamples:\n  lockdash demo --seed 7",
    )
    demo.add_argument("--seed", metavar="N", type=int, default=1, help="which world (1)")
    simulator = add(
        commands,
        shared,
        "simulator",
        help="serve both vendors' interfaces over a pretend world on this machine",
        epilog="It prints a configuration for it. Ctrl-C ends it.\n\n"
        "examples:\n  lockdash simulator --port 8080 --world demo",
    )
    simulator.add_argument("--port", metavar="N", type=port, default=0, help="the port to listen on (a free one)")
    simulator.add_argument("--seed", metavar="N", type=int, default=1, help="which world (1)")
    simulator.add_argument("--world", metavar="W", default="demo", help="its kind: demo, small or empty (demo)")
    simulator.add_argument("--devices", metavar="N", type=int, default=0, help="so many more locks at RemoteLock (0)")
    simulator.add_argument("--speed", metavar="F", type=float, default=1.0, help="how often people come by (1)")
