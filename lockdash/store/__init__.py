"""What is known, since when and from whom: one SQLite file that all sessions of a user share."""
