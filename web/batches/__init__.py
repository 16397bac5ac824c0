"""Batches: many pictures sent as one, counted, listed, canceled and erased as one."""
