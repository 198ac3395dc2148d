"""Machines at the door: tokens, the API, downloads of results."""
