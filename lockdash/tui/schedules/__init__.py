"""What the Schedules tab knows and does, beside its screens."""
