"""What the page of one reader knows: the address, who looks, which view is open, and what was noted of it."""
