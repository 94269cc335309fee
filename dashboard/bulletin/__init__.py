"""The bulletin: an area's news for one person, as a letter with the profile attached, mailed or put into a folder."""
