"""Doormen of the programme, by what they open."""
