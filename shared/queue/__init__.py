"""The queue of submissions in Redis: the pending index is the truth, Celery's messages say that there is work."""
