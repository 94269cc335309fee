"""Statistics of regions and their figures: rates, classes, ways to a target, comparison with matched areas."""
