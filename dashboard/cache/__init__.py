"""The open store of this process, and its answers that are worth keeping."""
