"""Doormen of the virtual place."""
