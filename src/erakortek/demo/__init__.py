"""One believable world of invented people and figures, for development, tests and training."""
