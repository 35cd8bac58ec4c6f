"""Programs that make what the project shows of itself."""
