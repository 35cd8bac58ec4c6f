"""What lockdash talks about, as immutable values: no input or output, no import of the floors above."""
