"""Notices by the Open Contracting Data Standard, release 1.1.5, read and written without a network."""
