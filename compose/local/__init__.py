"""Everything on one machine under one supervisor: what `make run` starts."""
