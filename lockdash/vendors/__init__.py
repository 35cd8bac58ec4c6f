"""The wire: what vendors say is turned into domain values here, and nowhere else."""
