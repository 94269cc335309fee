"""Statistics of regions and their figures: rates, classes, trajectories to a target, comparison with matched areas."""
