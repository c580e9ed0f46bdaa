"""One adapter per product: a file of that product in, statements out; pure parsing, no database."""
