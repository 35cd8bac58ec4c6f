"""Schedules as screens and the command line show and change them."""
