"""What the program writes down of itself: its log and its crash reports, without secrets."""
