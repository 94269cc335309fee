"""Page of rehabilitation: how many people, where they can go, and what it did for them; four tabs with addresses."""

from dashboard.components.rehab import TABS
from dashboard.components.tabs import show_tabs

show_tabs(TABS)
