"""Searches kept on the server: recent ones, saved ones, and those that tell of new results."""
