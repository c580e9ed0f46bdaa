"""Pages of the search room."""
