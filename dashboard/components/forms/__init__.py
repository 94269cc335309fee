"""A report filled in on the page: fields made from the feed's contract, a draft in the store, then the way of a file."""

from dashboard.components.forms.page import show_form
from dashboard.components.forms.reopen import show_reopening

__all__ = ["show_form", "show_reopening"]
