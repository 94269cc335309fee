"""A sender's file as rows and cells, before their meaning is read; nothing here imports the store."""
