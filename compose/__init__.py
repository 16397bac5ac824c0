"""How the parts are put together: on one machine (local/), and in containers."""
