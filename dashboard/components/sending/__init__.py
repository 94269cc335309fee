"""Sending a file: choose, match columns, see the faults, land it; and the submissions sent before."""

from dashboard.components.sending.history import show_history
from dashboard.components.sending.upload import FILE, FORM, choose_office, choose_way, show_upload

__all__ = ["FILE", "FORM", "choose_office", "choose_way", "show_history", "show_upload"]
