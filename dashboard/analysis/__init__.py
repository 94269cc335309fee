"""What pages, slides and documents say of an area, as plain values; no widget and no file is made here."""
