"""Settings from TOML, checked with line numbers; where files lie; where secrets come from."""
