"""The first five minutes: accounts are added, tested and written, before there is a dashboard."""
