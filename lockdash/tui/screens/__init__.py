"""Screens: the four tabs, and what opens above them."""
