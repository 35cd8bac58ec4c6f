"""What goes into an archive for a report of a defect: an allow-list, down to the single word."""
