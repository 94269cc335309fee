"""Words, marks, colours and files that screens, documents and mail share; no widget is drawn here."""
