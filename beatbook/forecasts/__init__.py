"""Where crime is likely, of places only, and where a patrol helps most."""
