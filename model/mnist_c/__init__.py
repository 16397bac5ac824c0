"""The fifteen corruptions of MNIST-C and an affNIST-like suite: only ever measured on, never trained on.

N. Mu and J. Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision", arXiv 1906.02337. The parameters are
those of the published data set, each at the default severity in github.com/google-research/mnist-c; the code is ours.
"""
