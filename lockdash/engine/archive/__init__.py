"""The archive: reads what the vendors still know of the past, once, in the background, and keeps it for ever."""
