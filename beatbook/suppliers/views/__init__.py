"""Pages of the suppliers room."""
