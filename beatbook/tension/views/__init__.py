"""Pages of the tension room."""
