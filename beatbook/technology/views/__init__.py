"""Pages of the technology room. A figure's page, its file and its JSON are one builder's answer, so that they cannot differ."""
