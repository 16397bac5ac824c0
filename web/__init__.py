"""The thin front end: pages, the API, the first Numberfigure's routes. It accepts, enqueues and shows."""
