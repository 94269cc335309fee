"""The content of a store elsewhere: moved into a shared one, kept in a sealed file, restored."""
