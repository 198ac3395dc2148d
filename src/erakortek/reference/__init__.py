"""Master data: areas, institutions, fields of affairs, indicators and their series."""
