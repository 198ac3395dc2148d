"""The first page after sign-in: what I owe, and the frame around every page."""
