"""Python imports this at its start when this folder is on PYTHONPATH: it builds the faults that FAULTS names in.

The programs under test are started as always and know nothing of it. A fault is a module of this folder that says in
PATCHES what to call when a module of ours has been imported.
"""

import importlib
import importlib.abc
import importlib.machinery
import os
import sys


class PatchingLoader(importlib.abc.Loader):
    """Loads as the usual loader does, then patches."""

    def __init__(self, usual, patches):
        self._usual = usual
        self._patches = patches

    def create_module(self, spec):
        return self._usual.create_module(spec)

    def exec_module(self, module):
        self._usual.exec_module(module)
        for patch in self._patches:
            patch(module)


class PatchingFinder(importlib.abc.MetaPathFinder):
    """Finds the modules that are to be patched, by the usual way."""

    def __init__(self, faults):
        self._faults = [importlib.import_module(fault).PATCHES for fault in faults]

    def find_spec(self, name, path, target=None):
        patches = [fault[name] for fault in self._faults if name in fault]
        spec = importlib.machinery.PathFinder.find_spec(name, path, target) if patches else None
        if spec is not None:
            spec.loader = PatchingLoader(spec.loader, patches)
        return spec


sys.meta_path.insert(0, PatchingFinder(os.environ.get("FAULTS", "").split()))
