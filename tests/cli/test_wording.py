"""The command line and the screen use the same words."""

import pytest

from lockdash.cli import wording
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import LockState
from lockdash.engine.views import view
from lockdash.tui.render import words
from tests.cli.made import NOON, device


@pytest.mark.parametrize("state", LockState)
def test_states(state):
    text, _ = wording.state(view(device(state=state), None, NOON))
    assert text == words.STATE_WORDS[state]


@pytest.mark.parametrize("kind", CommandKind)
def test_commands(kind):
    assert wording.named(kind) == words.NAMES[kind]
