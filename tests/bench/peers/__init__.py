"""Servers made with what others would take: the same model, runtime and preprocessing; a picture in, its number out.

They run in a virtual environment of their own, import `model` and nothing else of ours, and keep no result.
"""
