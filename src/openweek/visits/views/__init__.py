"""Visitors, the welcome desk, hosts."""
