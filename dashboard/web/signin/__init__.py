"""Signing in and out, and changes by an account's owner: plain HTML, so that it works before and without the app."""
