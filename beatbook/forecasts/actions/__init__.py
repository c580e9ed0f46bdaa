"""Makes, decides on, refreshes, plans by and publishes forecasts: the only writer of the room's tables. Each module is imported by itself, because
learning and planning need SciPy and HiGHS, which the pages of an officer do not."""
