"""Signing in and out by a browser: the redirect, the waiting for it, and the token that comes of it."""
