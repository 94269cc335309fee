"""What pages, slides and documents say about an area, as plain values; no widget and no file is made here."""
