"""The people of a Tedee account: users and groups who were given access, and the PINs of keypads."""
