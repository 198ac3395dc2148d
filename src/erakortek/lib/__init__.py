"""One module per thing, without models and without knowledge of the Rakortek."""
