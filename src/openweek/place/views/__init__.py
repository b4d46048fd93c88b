"""The doormen of the place."""
