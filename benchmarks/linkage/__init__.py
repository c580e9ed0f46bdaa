"""Linkage beside its peers: one run, one machine, each engine in a process of its own."""
