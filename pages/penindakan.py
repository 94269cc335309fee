"""Page of enforcement: where cases stand still, whether numbers agree, where arrests are, what is new; tabs with addresses."""

from dashboard.components.cases import TABS
from dashboard.components.tabs import show_tabs

show_tabs(TABS)
