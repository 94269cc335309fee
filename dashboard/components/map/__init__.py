"""The map component: tiles by version, one byte per region, one click back."""

from dashboard.components.map.component import show_map

__all__ = ["show_map"]
