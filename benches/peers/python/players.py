"""3,000 players, made by one process; a second one adds 1 to nine numbers of each: `players.py APPROACH`.

Prints a line of JSON: increments that were really made per second, for each pass. The first process looks at every
number afterwards.
"""

import json
import sys
import time
from dataclasses import dataclass
from enum import IntEnum

from common import LIMIT, NUMBERS, PLAYERS, finish, own_name, player, retrying, start_second

ROUNDS = 7
# No further round begins after so many seconds.
ENOUGH = 15.0

Stat = IntEnum("Stat", ["id", "name", *NUMBERS], start=0)


@dataclass
class Player:
    id: int
    name: str
    health: int
    mana: int
    position_x: int
    position_y: int
    position_z: int
    rotation_x: int
    rotation_y: int
    rotation_z: int
    inventory_size: int


def rounds(one_pass):
    """Times passes over all players, after one that warms up; prints the speeds."""
    begin = time.monotonic()
    one_pass()
    passes, speeds = 1, []
    while len(speeds) < ROUNDS and (len(speeds) < 3 or time.monotonic() - begin < ENOUGH):
        start = time.perf_counter()
        one_pass()
        speeds.append(PLAYERS * len(NUMBERS) / (time.perf_counter() - start))
        passes += 1
    print(json.dumps({"passes": passes, "speeds": speeds}))


def check(read, passes):
    """Whether `read(i, name)` is what so many passes make of it."""
    for i in range(PLAYERS):
        for name, first in player(i).items():
            expected = first if name in ("id", "name") else first + passes
            if read(i, name) != expected:
                raise SystemExit(f"player {i} has {name} {read(i, name)}, not {expected}")


# ---- passes, by the form that a player has ---------------------------------------------------------------------------

def pass_indexed(players):
    for p in players:
        p[Stat.health] += 1
        p[Stat.mana] += 1
        p[Stat.position_x] += 1
        p[Stat.position_y] += 1
        p[Stat.position_z] += 1
        p[Stat.rotation_x] += 1
        p[Stat.rotation_y] += 1
        p[Stat.rotation_z] += 1
        p[Stat.inventory_size] += 1


def pass_objects(players):
    for p in players:
        p.health += 1
        p.mana += 1
        p.position_x += 1
        p.position_y += 1
        p.position_z += 1
        p.rotation_x += 1
        p.rotation_y += 1
        p.rotation_z += 1
        p.inventory_size += 1


def pass_dicts(players):
    for p in players:
        p["health"] += 1
        p["mana"] += 1
        p["position_x"] += 1
        p["position_y"] += 1
        p["position_z"] += 1
        p["rotation_x"] += 1
        p["rotation_y"] += 1
        p["rotation_z"] += 1
        p["inventory_size"] += 1


def pass_flat(players):
    """One dict for all players, whose keys are a player's number and a name."""
    for i in range(PLAYERS):
        for name in NUMBERS:
            players[i, name] += 1


# ---- InterProcessPyObjects -------------------------------------------------------------------------------------------

FORMS = {
    "list": (lambda fields: list(fields.values()), pass_indexed, lambda p, name: p[Stat[name]]),
    "dataclass": (lambda fields: Player(**fields), pass_objects, getattr),
    "dict": (lambda fields: fields, pass_dicts, lambda p, name: p[name]),
}


def interprocess(form, second):
    import interprocess as library
    make, one_pass, read = FORMS[form]
    if second:
        memory = library.attach(second, LIMIT)
        with library.ipc.wait_my_turn_when_has_messages(memory, LIMIT):
            shared = memory.take_message()
            players = [shared[i] for i in range(PLAYERS)]

        def turn():
            with library.ipc.wait_my_turn(memory, LIMIT):
                one_pass(players)

        rounds(turn)
        memory.close_consumer()
        return None
    name = own_name(form)
    memory = library.create(name)
    try:
        process = start_second(name)
        memory.wait_consumer_ready(LIMIT)
        with library.ipc.wait_my_turn(memory, LIMIT):
            shared = memory.put_message([make(player(i)) for i in range(PLAYERS)])
        answer = finish(process)
        with library.ipc.wait_my_turn(memory, LIMIT):
            players = [shared[i] for i in range(PLAYERS)]
            check(lambda i, name: read(players[i], name), answer["passes"])
        return answer
    finally:
        library.ipc.SharedMemory.unlink_by_name(name)


# ---- others ----------------------------------------------------------------------------------------------------------

def ultradict(second):
    from UltraDict import UltraDict
    if second:
        players = retrying(lambda: UltraDict(name=second, create=False), "the dict")
        rounds(lambda: pass_flat(players))
        return None
    name = own_name("ultradict")
    first = {(i, field): value for i in range(PLAYERS) for field, value in player(i).items()}
    players = UltraDict(first, name=name, create=True, buffer_size=16 << 20, full_dump_size=8 << 20, auto_unlink=True)
    answer = finish(start_second(name))
    check(lambda i, field: players[i, field], answer["passes"])
    return answer


def shared_memory_dict(second):
    import resource
    # Each dict keeps a descriptor open.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    from shared_memory_dict import SharedMemoryDict
    name = second or own_name("smd")
    players = [SharedMemoryDict(name=f"{name}_{i}", size=4096) for i in range(PLAYERS)]
    if second:
        rounds(lambda: pass_dicts(players))
        return None
    try:
        for i, shared in enumerate(players):
            for field, value in player(i).items():
                shared[field] = value
        answer = finish(start_second(name))
        check(lambda i, field: players[i][field], answer["passes"])
        return answer
    finally:
        for shared in players:
            shared.shm.close()
            try:
                shared.shm.unlink()
            except FileNotFoundError:
                # The second process's resource tracker was quicker.
                pass


def manager(second):
    from multiprocessing.managers import SyncManager
    if second:
        path, key = second, b"players"
        SyncManager.register("players")
        client = SyncManager(address=path, authkey=key)
        client.connect()
        players = client.players()
        rounds(lambda: pass_flat_proxy(players))
        return None
    import os
    import tempfile
    data = {(i, field): value for i in range(PLAYERS) for field, value in player(i).items()}
    from multiprocessing.managers import DictProxy
    SyncManager.register("players", callable=lambda: data, proxytype=DictProxy)
    with tempfile.TemporaryDirectory() as folder:
        server = SyncManager(address=os.path.join(folder, "manager"), authkey=b"players")
        server.start()
        try:
            answer = finish(start_second(server.address))
            last = server.players().copy()
            check(lambda i, field: last[i, field], answer["passes"])
            return answer
        finally:
            server.shutdown()


def pass_flat_proxy(players):
    get, put = players.get, players.update
    for i in range(PLAYERS):
        for name in NUMBERS:
            put({(i, name): get((i, name)) + 1})


APPROACHES = {
    "interprocess-list": lambda second: interprocess("list", second),
    "interprocess-dataclass": lambda second: interprocess("dataclass", second),
    "interprocess-dict": lambda second: interprocess("dict", second),
    "ultradict": ultradict,
    "shared_memory_dict": shared_memory_dict,
    "manager": manager,
}

if __name__ == "__main__":
    answer = APPROACHES[sys.argv[1]](sys.argv[3] if len(sys.argv) > 3 else None)
    if answer:
        print(json.dumps(answer["speeds"]))
