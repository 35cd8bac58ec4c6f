"""What can be said of the shell's completions on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import Commands, add

SHELLS = ("bash", "zsh", "fish", "tcsh")

_COMPLETION = """\
It prints a script for the shell. Save it where the shell looks for such scripts, then start a new one.

bash (with the package bash-completion):
  mkdir -p ~/.local/share/bash-completion/completions
  lockdash completion bash > ~/.local/share/bash-completion/completions/lockdash

zsh, with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc:
  mkdir -p ~/.zfunc && lockdash completion zsh > ~/.zfunc/_lockdash

fish:
  lockdash completion fish > ~/.config/fish/completions/lockdash.fish

tcsh, with `source ~/.lockdash.tcsh` in ~/.tcshrc:
  lockdash completion tcsh > ~/.lockdash.tcsh"""


def add_completion(commands: Commands, shared: argparse.ArgumentParser) -> None:
    completion = add(commands, shared, "completion", help="print a script that completes commands", epilog=_COMPLETION)
    completion.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"which: {', '.join(SHELLS)}")
