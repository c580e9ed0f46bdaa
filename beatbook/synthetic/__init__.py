"""Millshire: a made-up county, the same for the same size and seed, written as the exports of seven systems."""
