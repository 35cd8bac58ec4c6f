"""For how long a PIN, once somebody has asked for it, is to be seen."""

SHOWN_FOR = 10.0
"""Seconds."""
SHOWN_FOR_TEXT = f"{SHOWN_FOR:.0f} s"
