"""The finder: a small network that says of each pixel whether it is a digit's ink, and where two digits meet."""
