"""Going on from a network that ships: its weights are taken out of its LiteRT file, to be trained further.

A network may have grown meanwhile: convolutions that the file does not have begin as next to nothing, so that what
was learned still holds (T. Chen, I. Goodfellow and J. Shlens, Net2Net, arXiv 1511.05641).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
# What the result of a convolution (to,) is multiplied with, and what is added to it then.
Learned = tuple[Floats, Floats]
# How much of what a new convolution gives is added to what was there.
NEW_SHARE = 0.1


class OtherNetworkError(ValueError):
    """A file whose weights the network has no place for."""


def take_weights(network: Any, path: Path, batch: Floats) -> None:
    """Give a keras.Model the convolutions of a LiteRT file in their order, where their shapes are the same.

    The file has batch normalisation multiplied into them; what it is to expect is measured in `batch`, which the
    network reads. Raises OtherNetworkError where the file has a convolution that the network has not.
    """
    kept = give_weights(network, read_convolutions(path), batch)
    if kept:
        raise OtherNetworkError(f"{path} has {kept} convolutions that the network has not: it is of another one.")


def give_weights(network: Any, convolutions: Iterable[tuple[Floats, Learned]], batch: Floats) -> int:
    """Give a keras.Model convolutions, as `read_convolutions` reads them, in order where their shapes are the same.

    What batch normalisation is to expect is measured in `batch`. Return how many convolutions had no place.
    """
    import keras

    kept = list(convolutions)
    norms = {layer.input.name: layer for layer in network.layers if isinstance(layer, keras.layers.BatchNormalization)}
    for layer in network.layers:
        if not isinstance(layer, keras.layers.Conv2D | keras.layers.Conv2DTranspose):
            continue
        learned = None
        if kept and kept[0][0].shape == layer.kernel.shape:
            kernel, learned = kept.pop(0)
            layer.kernel.assign(kernel)
        norm = norms.get(layer.output.name)
        if norm is not None:
            given = keras.ops.convert_to_numpy(keras.Model(network.input, layer.output)(batch, training=False))
            _expect(norm, given.mean(axis=(0, 1, 2)), given.var(axis=(0, 1, 2)), learned)
        elif learned is not None:
            layer.bias.assign(learned[1])
    return len(kept)


def read_convolutions(path: Path) -> Iterator[tuple[Floats, Learned]]:
    """Read the convolutions of a LiteRT file, in the order in which they are computed.

    Of each the kernel (height, width, from, to; of transposed ones to, from), and what else was learned of it.
    """
    from ai_edge_litert import schema_py_generated as schema
    from ai_edge_litert.tools import flatbuffer_utils

    model = flatbuffer_utils.read_model(str(path))
    graph, kinds = model.subgraphs[0], schema.BuiltinOperator
    # Which of its inputs a convolution adds, and how its kernel's axes lie.
    convolutions = {kinds.CONV_2D: (2, (1, 2, 3, 0)), kinds.TRANSPOSE_CONV: (3, (1, 2, 0, 3))}
    codes = [model.operatorCodes[each.opcodeIndex].builtinCode for each in graph.operators]

    def read(tensor: Any) -> Floats:
        scales = tensor.quantization.scale if tensor.type == schema.TensorType.INT8 else None
        raw = model.buffers[tensor.buffer].data.tobytes()
        values = np.frombuffer(raw, np.float32 if scales is None else np.int8).reshape(tensor.shape)
        return values if scales is None else np.float32(scales).reshape(-1, 1, 1, 1) * values

    for place, (operator, code) in enumerate(zip(graph.operators, codes, strict=True)):
        if code not in convolutions:
            continue
        added, axes = convolutions[code]
        kernel, shift = (read(graph.tensors[operator.inputs[number]]) for number in (1, added))
        scale = np.ones_like(shift)
        # A dilated one is computed on every second, fourth, … column, and only then multiplied and added to.
        if codes[place + 1 : place + 2] == [kinds.BATCH_TO_SPACE_ND]:
            scale, shift = (read(graph.tensors[graph.operators[place + on].inputs[1]]) for on in (2, 3))
        yield kernel.transpose(axes), (scale, shift)


def _expect(norm: Any, mean: Floats, variance: Floats, learned: Learned | None) -> None:
    """Have batch normalisation multiply with and add what was learned, where it meets this mean and variance."""
    norm.moving_mean.assign(mean)
    norm.moving_variance.assign(variance)
    if learned is None:
        norm.gamma.assign(np.full_like(mean, NEW_SHARE))
        return
    scale, shift = learned
    norm.gamma.assign(scale * np.sqrt(variance + norm.epsilon))
    norm.beta.assign(shift + scale * mean)
