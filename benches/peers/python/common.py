"""What all approaches share: the data, a bounded wait, the second process, and its answer."""

import json
import os
import subprocess
import sys
import time

PLAYERS = 3_000
MESSAGE = 400_000
# Seconds that any wait may take.
LIMIT = 60.0

NUMBERS = ["health", "mana", "position_x", "position_y", "position_z",
           "rotation_x", "rotation_y", "rotation_z", "inventory_size"]


def player(i):
    """The fields of a player, with their first values."""
    fields = {"id": i, "name": f"Player {i}"}
    fields.update((name, i + n) for n, name in enumerate(NUMBERS))
    return fields


def own_name(approach):
    """A name for shared memory that nobody else has, and that run.py clears away."""
    return f"ipo_peers_{os.getpid()}_{approach.replace('.', '_').replace('-', '_')}"


def start_second(*args):
    """This program again, as another process."""
    return subprocess.Popen([sys.executable, "-W", "ignore", sys.argv[0], sys.argv[1], "second", *map(str, args)],
                            stdout=subprocess.PIPE, text=True)


def finish(second):
    """The last line of the second process, which must end in time."""
    try:
        out, _ = second.communicate(timeout=2 * LIMIT)
    finally:
        second.kill()
        second.wait()
    if second.returncode != 0:
        raise SystemExit(f"the second process ended with {second.returncode}")
    return json.loads(out.strip().splitlines()[-1])


def wait_until(condition, what):
    """Polls; for what has to be there before the measured part begins."""
    end = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited in vain: {what}")
        time.sleep(0.001)


def retrying(attempt, what):
    """The result of what fails with FileNotFoundError or ConnectionError until the other side is there."""
    end = time.monotonic() + LIMIT
    while True:
        try:
            return attempt()
        except (FileNotFoundError, ConnectionError):
            if time.monotonic() > end:
                raise SystemExit(f"waited in vain: {what}")
            time.sleep(0.001)
