"""The content of a store elsewhere: moved into a shared one, written to an encrypted file, restored."""
