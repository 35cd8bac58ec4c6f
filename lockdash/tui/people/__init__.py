"""People on the screen: which are listed, and what is done to them."""
