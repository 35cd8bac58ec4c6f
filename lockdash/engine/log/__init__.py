"""The event log and its archive, as screens and the command line know them."""
