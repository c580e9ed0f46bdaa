"""How tense a place is, in the words of people and in counts that can be explained; and what is breaking out."""
