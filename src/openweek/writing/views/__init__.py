"""Doormen of the texts: parse, call one action or query, answer."""
