"""Pages of the forecasts room."""
