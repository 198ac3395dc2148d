"""People, their penugasan, and the Actor in whose name everything is done."""
