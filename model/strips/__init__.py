"""A small network that reads a line of digits as a whole, where they touch or their ink is hard to tell from paper."""
