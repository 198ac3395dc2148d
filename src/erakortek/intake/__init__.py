"""Two-step import: a workbook becomes staged rows with findings per cell, then is applied.

One engine for every sheet. A room above declares its sheets (``sheets.register``): columns, keys,
references, how present data is read and how rows are written. Nothing here knows what a row means.
"""
