"""The command line's own parts: how answers look on a terminal, and how it asks."""
