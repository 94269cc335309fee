"""What an attacker tried, kept: each of these failed before its hole was closed."""
