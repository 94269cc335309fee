"""The bulletin: an area's news for one person, as a letter with the profile beside it, mailed or put into a folder."""
