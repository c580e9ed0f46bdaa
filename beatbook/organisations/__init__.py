"""Who there is to compare, buy with and answer to: forces, commissioners, national bodies, partners and suppliers, with dates."""
