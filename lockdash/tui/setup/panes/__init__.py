"""What the screens of the setup say, as lines."""
