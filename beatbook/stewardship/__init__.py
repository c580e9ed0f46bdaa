"""Who watches the watchers: oversight of the log of looks."""
