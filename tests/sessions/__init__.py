"""Several sessions at once: real processes, one store, real HTTP against the simulator, and real kills."""
