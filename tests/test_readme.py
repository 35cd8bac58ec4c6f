"""The README says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from lockdash.domain.accounts import Condition
from lockdash.tui.panes.header import CONDITION_WORDS
from tests.tools.readme import with_tables

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_tables_are_made_of_the_program() -> None:
    assert with_tables(README) == README, "run: make documents"


def test_it_says_what_to_do_about_every_condition() -> None:
    told = [each for each in Condition if each is not Condition.live]
    assert [each for each in told if f"| {CONDITION_WORDS[each]} (`{each}`) |" not in README] == []


def test_its_pictures_exist() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_pins_are_exact_and_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", line)] == []
