"""e-Rakortek: what every region takes on, agreed with its ministries, year by year."""
