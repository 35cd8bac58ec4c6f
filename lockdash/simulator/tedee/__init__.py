"""Tedee cloud API, v1.30 to v37, over the home."""
