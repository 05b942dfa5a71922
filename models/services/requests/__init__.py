"""The life of a request, and kept filters."""
