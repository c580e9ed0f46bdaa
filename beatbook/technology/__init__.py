"""What technology forces run, what it costs and what it is worth: portfolio, blueprint and spend."""
