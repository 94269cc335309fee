"""A file of a sender as rows and cells, before anybody asks what they mean; nothing here knows the store."""
