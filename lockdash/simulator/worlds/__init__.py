"""Ready-made worlds: what stands where, under which name, in which condition."""
