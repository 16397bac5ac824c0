"""Numberfigure's CNN: preprocessing, training, evaluation, and the classifier that serves."""
