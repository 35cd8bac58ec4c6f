"""lockdash: one truthful terminal dashboard for smart locks of several vendors."""

__version__ = "0.1.0"
