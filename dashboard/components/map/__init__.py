"""The map component: tiles by version, a byte per region and period, choices back."""

from dashboard.components.map.component import Extras, show_map
from dashboard.components.map.options import choose_extras

__all__ = ["Extras", "choose_extras", "show_map"]
