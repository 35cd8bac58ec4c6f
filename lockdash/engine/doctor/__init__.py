"""What `lockdash doctor` examines: each file one section, as findings that anybody may print."""
