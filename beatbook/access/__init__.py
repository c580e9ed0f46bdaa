"""Who may see what: organisations, users, vetting, agreements, caveats and markings; the database enforces it."""
