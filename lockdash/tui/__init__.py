"""The terminal UI: reads snapshots, sends intents."""
