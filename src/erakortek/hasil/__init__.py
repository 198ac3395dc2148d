"""Results of finished Rakortek over the years: our own as they stand, earlier ones as imported."""
