"""The parts of the benchmark of forecasts."""
