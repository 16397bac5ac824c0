"""The layers that all of the networks are made of, Keras 3 alone."""

from __future__ import annotations

from typing import Any

# Keras's default of 0.99 remembers too long for short epochs.
MOMENTUM = 0.95


def convolve(x: Any, filters: int, *, side: Any = 3, padding: str = "same", **options: Any) -> Any:
    """Convolve, normalise and activate; `options` are those of keras.layers.Conv2D."""
    import keras

    return normalise_and_activate(keras.layers.Conv2D(filters, side, padding=padding, use_bias=False, **options)(x))


def refine(x: Any, filters: int, **options: Any) -> Any:
    """Add one more convolution to what there is (K. He et al., arXiv 1512.03385); `options` are those of `convolve`."""
    import keras

    return keras.layers.Add()([x, convolve(x, filters, **options)])


def normalise_and_activate(x: Any) -> Any:
    """Apply batch normalisation, whose offset stands for the bias of the layer before, and ReLU."""
    import keras

    return keras.layers.Activation("relu")(keras.layers.BatchNormalization(momentum=MOMENTUM)(x))
