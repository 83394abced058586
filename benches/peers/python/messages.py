"""Messages of 400,000 bytes from one process to a second one: `messages.py APPROACH`.

Prints a line of JSON: GiB per second, for each of some rounds. In the end the receiver has every message as `bytes` of
its own, unless it says otherwise, and has looked at both ends. It measures from one message's arrival to another's.
"""

import asyncio
import json
import os
import sys
import tempfile
import time

from common import LIMIT, MESSAGE, finish, own_name, retrying, start_second

ROUNDS = 7
PER_ROUND = 300
ALL = 1 + ROUNDS * PER_ROUND
DATA = b"\x07" * MESSAGE
# Messages that InterProcessPyObjects is given at once: more are not faster.
AT_ONCE = 64


class Clock:
    """Counts messages, and prints the speeds."""

    def __init__(self):
        self.times = []
        self.count = 0

    def received(self, data):
        if len(data) != MESSAGE or data[0] != 7 or data[MESSAGE - 1] != 7:
            raise SystemExit("another message arrived")
        if self.count % PER_ROUND == 0:
            self.times.append(time.perf_counter())
        self.count += 1

    def print(self):
        if self.count != ALL:
            raise SystemExit(f"{self.count} messages arrived, not {ALL}")
        gib = PER_ROUND * MESSAGE / 2**30
        print(json.dumps([gib / (b - a) for a, b in zip(self.times, self.times[1:])]))


# ---- InterProcessPyObjects -------------------------------------------------------------------------------------------

def interprocess(second):
    import interprocess as library
    turn, turn_with_messages = library.ipc.wait_my_turn, library.ipc.wait_my_turn_when_has_messages
    if second:
        memory, clock = library.attach(second, LIMIT), Clock()
        for _ in range(ALL):
            with turn_with_messages(memory, LIMIT):
                data, offset = memory.take_message_2()
                memory.destroy_object(offset)
            clock.received(data)
        clock.print()
        memory.close_consumer()
        return None
    name = own_name("messages")
    memory = library.create(name)
    try:
        process = start_second(name)
        memory.wait_consumer_ready(LIMIT)
        left, end = ALL, time.monotonic() + LIMIT
        while left and time.monotonic() < end:
            with turn(memory, LIMIT):
                # As many as pay: with one at a time, taking turns would be half of what is measured.
                if not memory.has_messages():
                    for _ in range(min(left, AT_ONCE)):
                        memory.put_message(DATA)
                        left -= 1
        return finish(process)
    finally:
        library.ipc.SharedMemory.unlink_by_name(name)


# ---- the standard library --------------------------------------------------------------------------------------------

def shared_memory(second, copy):
    """Two slots and two counters, by hand, on a machine whose stores stay in order; both sides poll."""
    from multiprocessing import resource_tracker, shared_memory
    name = second or own_name("slots")
    if second:
        shared = retrying(lambda: shared_memory.SharedMemory(name), "the shared memory")
        # Otherwise this process would remove it, and complain.
        resource_tracker.unregister(shared._name, "shared_memory")
    else:
        shared = shared_memory.SharedMemory(name, create=True, size=4096 + 2 * MESSAGE)
    counters = shared.buf[:16].cast("Q")
    slots = [shared.buf[4096 + i * MESSAGE:4096 + (i + 1) * MESSAGE] for i in range(2)]
    end = time.monotonic() + LIMIT

    def wait(condition):
        turns = 0
        while not condition():
            turns += 1
            if turns % 100_000 == 0 and time.monotonic() > end:
                raise SystemExit("waited in vain for the other process")

    result = None
    try:
        if second:
            clock = Clock()
            for n in range(ALL):
                wait(lambda: counters[0] > n)
                clock.received(bytes(slots[n % 2]) if copy else slots[n % 2])
                counters[1] = n + 1
            clock.print()
        else:
            process = start_second(name)
            for n in range(ALL):
                wait(lambda: counters[1] + 2 > n)
                slots[n % 2][:] = DATA
                counters[0] = n + 1
            result = finish(process)
    finally:
        counters.release()
        for slot in slots:
            slot.release()
        shared.close()
        if not second:
            shared.unlink()
    return result


def in_child(make, send, receive):
    """With what `multiprocessing` passes to a child that it starts itself."""
    import multiprocessing
    context = multiprocessing.get_context("fork")
    ends = make(context)
    answers = context.SimpleQueue()

    def child():
        clock = Clock()
        for _ in range(ALL):
            clock.received(receive(ends))
        gib = PER_ROUND * MESSAGE / 2**30
        answers.put([gib / (b - a) for a, b in zip(clock.times, clock.times[1:])])

    process = context.Process(target=child, daemon=True)
    process.start()
    for _ in range(ALL):
        send(ends)
    process.join(2 * LIMIT)
    if process.exitcode != 0:
        process.kill()
        raise SystemExit(f"the second process ended with {process.exitcode}")
    return answers.get()


def queue(second):
    return in_child(lambda context: context.Queue(16), lambda q: q.put(DATA), lambda q: q.get(timeout=LIMIT))


def pipe(second):
    return in_child(lambda context: context.Pipe(False), lambda p: p[1].send_bytes(DATA), lambda p: p[0].recv_bytes())


def streams(second, unix, run):
    """The first process serves, the second one connects and receives."""
    async def receiver(where):
        async def connect():
            return await (asyncio.open_unix_connection(where, limit=4 << 20) if unix
                          else asyncio.open_connection("127.0.0.1", int(where), limit=4 << 20))

        reader, writer = await asyncio.wait_for(connect(), LIMIT)
        clock = Clock()
        for _ in range(ALL):
            clock.received(await asyncio.wait_for(reader.readexactly(MESSAGE), LIMIT))
        clock.print()
        writer.close()

    async def sender(folder):
        done = asyncio.Event()

        async def serve(_, writer):
            for _ in range(ALL):
                writer.write(DATA)
                await writer.drain()
            writer.close()
            done.set()

        if unix:
            where = os.path.join(folder, "socket")
            server = await asyncio.start_unix_server(serve, where)
        else:
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            where = server.sockets[0].getsockname()[1]
        process = start_second(where)
        await asyncio.wait_for(done.wait(), LIMIT)
        answer = await asyncio.to_thread(finish, process)
        server.close()
        return answer

    if second:
        return run(receiver(second))
    with tempfile.TemporaryDirectory() as folder:
        return run(sender(folder))


def with_uvloop(main):
    import uvloop
    return uvloop.run(main)


APPROACHES = {
    "interprocess": interprocess,
    "shared_memory": lambda second: shared_memory(second, copy=True),
    "shared_memory-in-place": lambda second: shared_memory(second, copy=False),
    "queue": queue,
    "pipe": pipe,
    "asyncio-streams": lambda second: streams(second, False, asyncio.run),
    "asyncio-unix": lambda second: streams(second, True, asyncio.run),
    "uvloop-streams": lambda second: streams(second, False, with_uvloop),
    "uvloop-unix": lambda second: streams(second, True, with_uvloop),
}

if __name__ == "__main__":
    speeds = APPROACHES[sys.argv[1]](sys.argv[3] if len(sys.argv) > 3 else None)
    if speeds:
        print(json.dumps(speeds))
