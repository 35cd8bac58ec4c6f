"""From what is known to what a row says: pure functions, no Textual."""
