"""Words, marks, colours and assets that screens, documents and mail share; no widget is drawn here."""
