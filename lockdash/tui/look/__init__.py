"""What things look like: tones, glyph sets and themes. Importing it imports no Textual; `themes` and `styles` do."""
