"""Millshire: a made-up county, the same for the same size and seed, written as the exports of eight systems."""
