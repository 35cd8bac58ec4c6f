"""What the user can do, by tab."""
