"""The yearly event: its stages, extensions, indicators taking part, and its opening."""
