"""Unweary: for people whose muscles stay tired after rest."""
