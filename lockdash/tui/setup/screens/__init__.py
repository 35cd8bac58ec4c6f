"""The screens of the setup, one thing each."""
