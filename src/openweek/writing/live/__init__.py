"""The co-writing server: its own process, the only writer of what is written."""
