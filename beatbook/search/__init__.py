"""Across everything: one box that finds people, events, objects and places, and the page on which a shift begins."""
