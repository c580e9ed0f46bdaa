"""National carriers (PNC, ANPR, Airwave location) behind one interface; one that is not connected is said to be so."""
