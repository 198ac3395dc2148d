"""The embedded PostgreSQL, its two roles, and what every migration shares."""
