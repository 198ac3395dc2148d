"""Desks and their sessions: where both parties decide every target of a daerah."""
