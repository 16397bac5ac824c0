"""Exporting what people said of predictions, for training: `make corrections`."""
