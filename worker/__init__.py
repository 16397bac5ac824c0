"""The worker: a Celery pool whose processes each hold the loaded CNN and answer what the queue holds."""
