"""The same things without a screen, for scripts and short looks: results on stdout, talk on stderr."""
