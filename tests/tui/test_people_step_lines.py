"""Steps as lines: sign, word and place say the same, at any width and without colour."""

from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len

from lockdash.domain.changes import ChangeStatus
from lockdash.engine.people.orders import Deactivate
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line
from lockdash.tui.panes.steps import body_lines, heard_lines, progress_line, seconds_to_next_word, step_lines
from lockdash.tui.people.hearing import Ear, Heard
from lockdash.tui.widgets.lines import plain
from tests.tui.build_people import ADA, BEN
from tests.tui.test_people_hearing import done
from tests.tui.world import NOW, ago


def step(state: StepState, reason: str = "", title: str = "deactivate") -> Step:
    return Step(title=title, order=Deactivate(ADA), state=state, reason=reason)


def number_of(_: str) -> int:
    return 1


def with_alarm(words: str) -> Step:
    found = done(Deactivate(ADA), ChangeStatus.done)
    assert found.outcome is not None
    found.outcome = msgspec.structs.replace(found.outcome, alarms=(words,))
    found.reason = words
    return found


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize(
    ("state", "word", "tone"),
    [
        (StepState.waiting, "waiting", Tone.faint),
        (StepState.doing, "sending", Tone.asked),
        (StepState.done, "done", Tone.calm),
        (StepState.refused, "REFUSED", Tone.alarm),
        (StepState.failed, "FAILED", Tone.alarm),
        (StepState.unknown, "IN DOUBT", Tone.unsure),
        (StepState.skipped, "not sent", Tone.dim),
    ],
)
def test_each_state_has_a_word_and_a_tone_in_the_same_place(state, word: str, tone: Tone, glyphs) -> None:
    (line,) = step_lines(step(state), 0, 60, glyphs)
    assert plain([line]).index(word) == 3 + cell_len(glyphs.blank)
    assert next(span.tone for span in line if word in span.text) is tone
    assert plain([line]).endswith("deactivate")


def test_why_something_was_not_sent_is_said_once() -> None:
    left_out = step(StepState.skipped)
    left_out.reason = "not sent: this did not succeed: add Ada Sample"
    assert plain(step_lines(left_out, 0, 90, UNICODE)).count("not sent") == 1
    failed = step(StepState.failed)
    failed.reason = "not sent: no connection"
    assert "FAILED     deactivate  not sent: no connection" in plain(step_lines(failed, 0, 90, UNICODE))


def test_what_needs_a_person_has_a_sign_of_its_own() -> None:
    signs = {state: plain(step_lines(step(state), 0, 60, UNICODE))[2] for state in StepState}
    assert signs[StepState.failed] == signs[StepState.refused] == UNICODE.alarm
    assert signs[StepState.unknown] == UNICODE.unknown
    assert signs[StepState.done] == UNICODE.mark


def test_a_reason_stands_beside_its_step_or_below_it() -> None:
    assert len(step_lines(step(StepState.failed, "too late"), 0, 60, UNICODE)) == 1
    long = step_lines(step(StepState.failed, "because " * 20), 0, 60, UNICODE)
    assert len(long) > 2
    assert all(cell_len(plain([each])) <= 60 for each in long)


def test_an_alarm_is_told_once_and_loud() -> None:
    words = "the vendor has given ANOTHER PIN"
    lines = step_lines(with_alarm(words), 0, 70, UNICODE)
    assert plain(lines).count(words) == 1
    assert "BUT" in plain(lines)
    assert lines[-1][-1].tone is Tone.alarm


def test_the_counts_leave_out_what_there_is_none_of() -> None:
    fine = [step(StepState.done), step(StepState.waiting)]
    assert plain([progress_line(fine, 100, UNICODE)]).endswith("1 of 2 done")
    wrong = [*fine, step(StepState.failed), step(StepState.unknown), step(StepState.skipped), with_alarm("another PIN")]
    told = plain([progress_line(wrong, 100, UNICODE)])
    assert told.endswith("2 of 6 done · 1 FAILED · 1 IN DOUBT · 1 NOT AS ASKED · 1 not sent")


def test_the_bar_is_full_only_when_all_is_over() -> None:
    begun = plain([progress_line([step(StepState.done)] * 99 + [step(StepState.doing)], 100, UNICODE)])
    assert begun.count(UNICODE.empty) == 1
    assert UNICODE.empty not in plain([progress_line([step(StepState.failed)], 100, UNICODE)])


def ear(which: Ear, target: str = "Lodge", **more: object) -> Heard:
    return Heard(person=ADA, target=target, ear=which, **more)  # type: ignore[arg-type]


def heard_text(*found: Heard, width: int = 100, took_doors: bool = False) -> str:
    return plain(heard_lines(found, NOW, width, UNICODE, number_of, took_doors=took_doors))


def test_locks_are_told_with_those_that_need_somebody_first() -> None:
    told = heard_text(
        ear(Ear.synced, "Beach"), ear(Ear.pending, pending=2, since=ago(minutes=14)), ear(Ear.failed, "Pool", failed=1)
    )
    assert [row.split()[2].rstrip(":") for row in told.splitlines()[2:]] == ["FAILED", "pending", "synced"]
    assert "2 locks have waited 14 m" in told
    assert "1 lock did not take it. Look at the lock" in told


def test_many_that_have_heard_are_counted_and_those_that_have_not_are_named() -> None:
    told = heard_text(*(ear(Ear.synced, f"Cabin {n}") for n in range(13)), ear(Ear.unread, "Lodge"))
    assert "13 accesses" in told
    assert "Cabin" not in told
    assert "Lodge: nothing newer" in told


def test_names_stand_before_the_doors_of_several_people_only() -> None:
    other = Heard(person=BEN, target="Lodge", ear=Ear.synced)
    assert "Ada Sample" not in heard_text(ear(Ear.synced))
    assert "Ben Example, Lodge" in heard_text(ear(Ear.synced), other)


def test_nothing_is_said_of_locks_that_have_nothing_to_hear() -> None:
    assert heard_text() == ""
    assert "nobody tells" in heard_text(took_doors=True)


def test_words_change_with_the_age_and_not_before() -> None:
    assert seconds_to_next_word([ear(Ear.pending, since=ago(50)), ear(Ear.pending, since=ago(10))], NOW) == 10
    assert seconds_to_next_word([ear(Ear.synced)], NOW) == float("inf")


def rows(steps: list[Step], height: int) -> tuple[list[str], int]:
    ears: list[Line] = heard_lines([ear(Ear.synced)], NOW, 60, UNICODE, number_of)
    lines, first = body_lines(steps, ears, 60, height, UNICODE, number_of)
    return plain(lines).splitlines(), first


def test_the_order_stays_where_all_is_to_be_seen() -> None:
    told, first = rows([step(StepState.done, title="one"), step(StepState.failed, title="two")], 20)
    assert "one" in told[0]
    assert "two" in told[1]
    assert first == 0


def test_what_went_wrong_comes_first_where_not_all_is_to_be_seen() -> None:
    many = [step(StepState.done, title=f"step {each}") for each in range(30)]
    many[20].state = StepState.failed
    told, first = rows(many, 10)
    assert "step 20" in told[0]
    assert "Until the locks have heard" in told[2]
    assert first == 0
    many[20].state = StepState.doing
    told, first = rows(many, 10)
    assert "step 0" in told[0]
    assert first < 20 < first + 10, "the one under way is in sight"
