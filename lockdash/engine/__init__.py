"""Keeps the store true: polls within the budget, carries commands out, merges what comes back."""
