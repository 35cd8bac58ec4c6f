"""What the panes around the list say, as lines of toned text: pure functions, no Textual."""
