"""Pure words of the service: no database, clock, network or settings."""
