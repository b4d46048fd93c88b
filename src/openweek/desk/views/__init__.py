"""The doormen of the conciergerie."""
