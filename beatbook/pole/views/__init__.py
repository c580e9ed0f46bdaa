"""Pages of the pole room."""
