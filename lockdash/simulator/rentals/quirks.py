"""What the cloud does although its reference does not say so (remotelock-facts, "People and access"), to switch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Quirks:
    """`replaces_pins`: a second person with a PIN that is taken is created with another PIN, and 201. Switched off, it
    is refused. Either way the same name with the same PIN is refused: that is the same request once more.

    `tells_exceptions`: a schedule names its access exception, as the reference says of all such ids ("JSON response
    structure"). Switched off, it does not, as in its answer to a creation with one.
    `lag`: real seconds between the deed of a write and its answer: who gives up in between never learns of it.
    `lost_answers`: how many of the next writes are carried out and answered with 500.
    """

    replaces_pins: bool = True
    tells_exceptions: bool = True
    lag: float = 0.0
    lost_answers: int = 0

    def loses_answer(self) -> bool:
        if not self.lost_answers:
            return False
        self.lost_answers -= 1
        return True
