"""People in the engine: read while somebody looks at them, and changed one recorded step at a time."""
