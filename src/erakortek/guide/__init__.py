"""Shows the guides under ``guides/`` and the glossary."""
