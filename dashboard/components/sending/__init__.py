"""Sending a file: choose, match columns, look at what was found, land it; and what became of earlier ones."""

from dashboard.components.sending.history import show_history
from dashboard.components.sending.upload import choose_office, show_upload

__all__ = ["choose_office", "show_history", "show_upload"]
