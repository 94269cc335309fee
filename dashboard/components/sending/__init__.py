"""Sending a file: choose, match columns, see the faults, land it; and the submissions sent before."""

from dashboard.components.sending.history import show_history
from dashboard.components.sending.upload import choose_office, show_upload

__all__ = ["choose_office", "show_history", "show_upload"]
