"""The event log as the Events tab shows it: a window of it in memory, its rows, and what is asked of the engine."""
