"""What web and worker share: settings, the words of the domain, the queue, the stores, logs."""
