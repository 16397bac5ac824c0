"""The same network on another backend of Keras, as it runs where a GPU has JAX or torch and no TensorFlow."""

import os
import subprocess
import sys

# Keras chooses its backend when it is first imported, so this needs a process of its own.
READ_GOLDEN = """
import sys
import keras
from model.artifact import default_artifact_dir
from model.classifier import load_classifier

classifier = load_classifier(default_artifact_dir(), "keras")
classifier.check_golden()
print(keras.backend.backend(), classifier.device, "tensorflow" in sys.modules)
"""


def test_the_network_reads_golden_digits_on_jax_without_tensorflow():
    environment = os.environ | {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    command = [sys.executable, "-c", READ_GOLDEN]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert printed.stdout.split() == ["jax", "cpu", "False"]
