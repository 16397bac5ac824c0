"""Web accepts and publishes nothing: as if it were killed in between, or Redis lost every message."""


def lose_messages(module):
    """Publish to nobody."""
    module.publish_message = lambda *_: None


PATCHES = {"web.parts": lose_messages}
