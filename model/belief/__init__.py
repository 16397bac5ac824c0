"""How far to believe what was read in a picture that was looked at in several ways."""
