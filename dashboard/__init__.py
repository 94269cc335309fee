"""What pages are made of: the app, who is looking, chosen state, components, texts, theme."""
