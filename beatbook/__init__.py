"""Beatbook: one view of policing, by clearance."""
