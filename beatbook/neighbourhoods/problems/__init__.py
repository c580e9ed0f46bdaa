"""Problem solving by scanning, analysis, response and assessment; and what worked, kept for every force."""
