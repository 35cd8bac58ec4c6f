"""RemoteLock API v1 and its OAuth server, over the rentals."""
