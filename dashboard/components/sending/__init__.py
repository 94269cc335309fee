"""Sending a file: choose, match columns, look at what was found, land it; and what became of earlier ones."""

from dashboard.components.sending.history import show_history
from dashboard.components.sending.mapping import choose_mapping
from dashboard.components.sending.preview import show_report

__all__ = ["choose_mapping", "show_history", "show_report"]
