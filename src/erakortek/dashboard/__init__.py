"""Figures for the centre and for a daerah; every figure links to its rows."""
