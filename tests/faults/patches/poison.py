"""Pictures that kill the process that decodes them, or hang in it: those that end in a word that a PNG may end in.

Each decoding of one is noted in the file that POISON_LOG names.
"""

import os
import signal
import time

DEADLY = b"deadly"
ENDLESS = b"endless"
TIME_LIMIT_SECONDS = 5


def poison_decoding(module):
    """Act on the words; other pictures are decoded as always."""
    decode = module.decode_picture

    def decode_or_die(data, max_pixels):
        if data.endswith((DEADLY, ENDLESS)):
            with open(os.environ["POISON_LOG"], "a", encoding="utf-8") as log:
                log.write(f"{os.getpid()}\n")
        if data.endswith(DEADLY):
            os.kill(os.getpid(), signal.SIGKILL)
        if data.endswith(ENDLESS):
            time.sleep(3600)
        return decode(data, max_pixels)

    module.decode_picture = decode_or_die


def shorten_the_time_limit(module):
    """Have a hanging batch ended soon, so that the test is short."""
    module.TASK_TIME_LIMIT_SECONDS = TIME_LIMIT_SECONDS


PATCHES = {"model.picture": poison_decoding, "shared.constants": shorten_the_time_limit}
