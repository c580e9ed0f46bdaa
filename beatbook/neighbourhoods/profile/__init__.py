"""A neighbourhood as its own team sees it: who lives there, what repeats, what changed, what is being done."""
