"""The concierge’s pages about a week, and its small tasks."""
