"""The hash-chained log of decisions and the context every transaction carries."""
