"""The record of every look, search, export, change and refusal, and of the purpose for which it was made."""
