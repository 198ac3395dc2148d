"""What each daerah takes on per indikator: voices, versions, filling and verification."""
