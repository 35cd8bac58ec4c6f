"""A home with Tedee locks: bolts that take seconds, bridges, keypads, people, and what the locks log."""
