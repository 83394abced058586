#!/usr/bin/env python3
"""Python's ways to share between processes, and ipo, in one table: `python3 benches/peers/python/run.py --tsv FILE`.

Makes an environment with each library under target/python-peers, by pip; what cannot be installed or run is named as not
measured. Every approach runs as processes of its own that end in time. What they leave in /dev/shm is removed.
Names of approaches as arguments run these alone.
"""

import argparse
import glob
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "python-peers"
# Seconds that an approach may take, all in all.
LIMIT = 180

ENVIRONMENTS = {
    "standard": [],
    "interprocess-1": ["InterProcessPyObjects==1.0.7", "cengal_light==4.4.0"],
    # The last one is missing among its requirements.
    "interprocess-2": ["InterProcessPyObjects==2.0.0", "typing_extensions"],
    "ultradict": ["UltraDict==0.0.6", "atomics==1.0.3"],
    "shared_memory_dict": ["shared-memory-dict==0.7.2"],
    "uvloop": ["uvloop"],
}

# Work, name in the table, environment, approach of the script, note.
PLAYERS = [
    ("InterProcessPyObjects 1.0.7, list by IntEnum", "interprocess-1", "interprocess-list", ""),
    ("InterProcessPyObjects 1.0.7, dataclass", "interprocess-1", "interprocess-dataclass", ""),
    ("InterProcessPyObjects 1.0.7, dict", "interprocess-1", "interprocess-dict", ""),
    ("InterProcessPyObjects 2.0.0, list by IntEnum", "interprocess-2", "interprocess-list", ""),
    ("InterProcessPyObjects 2.0.0, dataclass", "interprocess-2", "interprocess-dataclass", ""),
    ("InterProcessPyObjects 2.0.0, dict", "interprocess-2", "interprocess-dict", ""),
    ("UltraDict", "ultradict", "ultradict", "one dict for all players"),
    ("shared_memory_dict", "shared_memory_dict", "shared_memory_dict", "a dict for each player"),
    ("multiprocessing.Manager", "standard", "manager", "one dict for all players"),
]
MESSAGES = [
    ("InterProcessPyObjects 1.0.7", "interprocess-1", "interprocess", "copied in and out"),
    ("InterProcessPyObjects 2.0.0", "interprocess-2", "interprocess", "copied in and out"),
    ("multiprocessing.shared_memory", "standard", "shared_memory", "two slots by hand, copied in and out"),
    ("multiprocessing.shared_memory, in place", "standard", "shared_memory-in-place",
     "two slots by hand, copied in; two bytes looked at"),
    ("multiprocessing.Queue", "standard", "queue", ""),
    ("multiprocessing.Pipe", "standard", "pipe", ""),
    ("asyncio streams, TCP", "standard", "asyncio-streams", ""),
    ("asyncio, Unix socket", "standard", "asyncio-unix", ""),
    ("uvloop streams, TCP", "uvloop", "uvloop-streams", ""),
    ("uvloop, Unix socket", "uvloop", "uvloop-unix", ""),
]


def environment(name):
    """The environment's Python, or why there is none."""
    folder = TARGET / name
    python, ready = folder / "bin" / "python", folder / "ready"
    wanted = "\n".join(ENVIRONMENTS[name])
    if ready.exists() and ready.read_text() == wanted:
        return python, None
    venv.create(folder, clear=True, with_pip=bool(wanted))
    if wanted:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *ENVIRONMENTS[name]]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        except subprocess.TimeoutExpired:
            return None, "pip took longer than ten minutes"
        if done.returncode != 0:
            return None, "pip: " + last_line(done.stderr)
    ready.write_text(wanted)
    return python, None


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1].replace("\t", " ")[:160] if lines else "nothing said"


def clean():
    """Removes what an approach that was ended has left."""
    for path in glob.glob("/dev/shm/ipo_peers_*"):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass


def measure(script, where, approach):
    """The speeds, or why there are none."""
    python, why = environment(where)
    if why:
        return None, why
    # Python's `hash` of text must be the same in both processes for dicts of InterProcessPyObjects.
    environ = dict(os.environ, PYTHONHASHSEED="0")
    # In a session of its own, so that whatever it started can be ended with it.
    process = subprocess.Popen([python, "-W", "ignore", HERE / script, approach], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environ, start_new_session=True)
    try:
        out, err = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return None, f"did not end within {LIMIT} s"
    finally:
        clean()
    if process.returncode != 0:
        return None, last_line(err)
    return json.loads(out.strip().splitlines()[-1]), None


def ipo():
    """ipo's lines of the same two works."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "ipo.tsv"
        command = ["cargo", "bench", "--quiet", "--bench", "python", "--", "--tsv", str(file)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return file.read_text().splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tsv")
    parser.add_argument("--without-ipo", action="store_true")
    parser.add_argument("approaches", nargs="*")
    args = parser.parse_args()
    lines = [] if args.without_ipo else ipo()
    if lines:
        print(*lines, sep="\n")
    works = [("increments", "players.py", PLAYERS, "/s"), ("messages of 400 kB", "messages.py", MESSAGES, "GiB/s")]
    for work, script, approaches, unit in works:
        for name, where, approach, note in approaches:
            if args.approaches and approach not in args.approaches:
                continue
            speeds, why = measure(script, where, approach)
            if why:
                line = ["python", work, name, "", "", "", unit, f"not measured: {why}"]
            else:
                numbers = [f"{n:.4f}" for n in (statistics.median(speeds), min(speeds), max(speeds))]
                line = ["python", work, name, *numbers, unit, note]
            lines.append("\t".join(line))
            print(lines[-1], flush=True)
    if args.tsv:
        pathlib.Path(args.tsv).write_text("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
