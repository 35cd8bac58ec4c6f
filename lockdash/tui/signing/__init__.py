"""Signing in again, and giving an account a new key, without leaving the dashboard."""
