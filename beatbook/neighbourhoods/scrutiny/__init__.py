"""Searches for the community's scrutiny panel, without whoever was searched and whoever searched them."""
