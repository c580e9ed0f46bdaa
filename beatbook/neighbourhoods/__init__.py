"""Neighbourhoods: the team, its priorities, meetings and deeds, and what was recorded there, for everybody."""
