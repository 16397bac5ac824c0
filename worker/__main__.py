"""`python -m worker` runs a worker until SIGTERM, which lets it finish its batch first."""

from worker.app import app

if __name__ == "__main__":
    # No gossip, no mingling, no Celery heartbeats: workers meet in the registry alone, and remote control is off.
    app.worker_main(["worker", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"])
