"""Imports InterProcessPyObjects, of whichever release is installed, as `ipc`.

The wheels of cengal_light 5 carry compiled modules under another name than the one they are imported by (`x__cython` is
in `cython_module.*.so`). Nothing of the package is changed here: a finder tells the import where they are.
"""

import glob
import importlib
import importlib.abc
import importlib.metadata
import importlib.util
import os
import sys


class Misnamed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        for folder in path or ():
            found = glob.glob(os.path.join(folder, "cython_module*.so"))
            if name.endswith("__cython") and found:
                return importlib.util.spec_from_loader(name, self, origin=found[0])
        return None

    def create_module(self, spec):
        inner = importlib.util.spec_from_file_location(spec.parent + ".cython_module", spec.origin)
        module = importlib.util.module_from_spec(inner)
        inner.loader.exec_module(module)
        return module

    def exec_module(self, module):
        pass


sys.meta_path.append(Misnamed())
RELEASE = importlib.metadata.version("InterProcessPyObjects")
# The newest interface of each.
ipc = importlib.import_module("ipc_py_objects.versions.v_2" if RELEASE.startswith("2.") else "ipc_py_objects")


def create(name):
    """Zeroed beforehand, so that pages that are touched for the first time are not part of what is measured."""
    return ipc.SharedMemory(name, create=True, size=200 << 20)


def attach(name, limit):
    memory = ipc.SharedMemory(name)
    memory.init_consumer(limit)
    return memory
