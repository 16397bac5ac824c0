"""Where predictions are kept: the contract, and its two implementations."""
