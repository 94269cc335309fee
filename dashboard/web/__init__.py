"""What stands between a browser and the pages: addresses, doors, sessions, signing in, uploads, downloads."""
