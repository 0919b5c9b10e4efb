"""What a worker may do: it opens media that nobody vouches for, so it may do little.

Three fences, and each stands without the others:

- resources: memory, the size of a file, open files, no core dumps;
- calls: no new socket, no other program (a seccomp filter; Linux on x86-64 and AArch64);
- files: only named ones can be read or written (Landlock; Linux 5.13 or newer).

None can be lifted again from inside. They hold for the thread that sets them up and for the threads
it starts. Numbers are those of the kernel's headers: linux/seccomp.h, linux/filter.h,
linux/audit.h, linux/landlock.h.
"""

import ctypes
import os
import platform
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from render.limits import (
    MAX_WORKER_FILE_BYTES,
    MAX_WORKER_MEMORY_BYTES,
    MAX_WORKER_OPEN_FILES,
)


@dataclass(frozen=True)
class Confinement:
    """The files a worker needs beside the interpreter's own.

    Attributes:
        read: Files, and folders with all in them, that it may read.
        write: Folders that it may also write in. What is not there is left out.
    """

    read: tuple[Path, ...] = ()
    write: tuple[Path, ...] = ()


def confine_resources() -> None:
    """Bound what this process can use; where the system says no, nothing changes."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_AS, MAX_WORKER_MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, MAX_WORKER_FILE_BYTES),
        (resource.RLIMIT_NOFILE, MAX_WORKER_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (bound, bound))


# --- calls ---

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # with EACCES
_CALL_AT, _ARCHITECTURE_AT = 0, 4  # offsets in struct seccomp_data

_REFUSED_CALLS: Final = {
    # machine: its AUDIT_ARCH number; socket, execve, execveat, ptrace, process_vm_writev
    "x86_64": (0xC000003E, (41, 59, 322, 101, 311)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 271)),
}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Instruction)))


def confine_calls() -> bool:
    """Refuse new sockets and other programs; return whether this system can."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _REFUSED_CALLS or sys.maxsize < 2**32:
        return False
    architecture, calls = _REFUSED_CALLS[machine]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        # Code of another architecture numbers its calls otherwise: it gets none.
        (_JUMP_IF_EQUAL, 0, len(calls) + 2, architecture),
        (_LOAD, 0, 0, _CALL_AT),
        *((_JUMP_IF_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), code)
    libc = ctypes.CDLL(None, use_errno=True)
    return _no_new_rights(libc) and not libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0
    )


def _no_new_rights(libc: ctypes.CDLL) -> bool:
    """Without this promise the kernel lets only root fence itself in."""
    return libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0


# --- files ---

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION: Final = 1
_BENEATH_A_PATH: Final = 1
_READ_FILE, _READ_FOLDER, _WRITE_FILE = 1 << 2, 1 << 3, 1 << 1
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_CHANGE: Final = (
    _WRITE_FILE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE | _REFER | _TRUNCATE
)
_KNOWN_RIGHTS: Final = (13, 14, 15, 15, 16)
"""How many rights there are from version 1 on; those a kernel does not know cannot be fenced."""

_SYSTEM: Final = (
    *("/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/localtime"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
)
"""What the interpreter and its libraries load or look at late."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_rights", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("descriptor", ctypes.c_int32))


def confine_files(confinement: Confinement) -> bool:
    """Let only some files be read and written; return whether this system can."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    known = (1 << _KNOWN_RIGHTS[min(version, len(_KNOWN_RIGHTS)) - 1]) - 1
    rules = _Ruleset(known)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if ruleset < 0:
        return False
    try:
        for path in {*map(Path, _SYSTEM), *_own_places(), *confinement.read}:
            _allow(libc, ruleset, path, known & (_READ_FILE | _READ_FOLDER))
        _allow(libc, ruleset, Path("/dev/null"), known & (_READ_FILE | _WRITE_FILE))
        for path in confinement.write:
            _allow(libc, ruleset, path, known & (_READ_FILE | _READ_FOLDER | _CHANGE))
        return _no_new_rights(libc) and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _own_places() -> Iterable[Path]:
    """Yield where the interpreter, this package and what else is imported lie."""
    package = Path(__file__).resolve().parents[2]
    yield from (Path(sys.prefix), Path(sys.base_prefix), package / "render", package / "schemas")
    yield from (Path(entry) for entry in sys.path if entry)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """Add one place; what is not there needs no rule."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE
            rule = _Beneath(rights, descriptor)
            libc.syscall(_ADD_RULE, ruleset, _BENEATH_A_PATH, ctypes.byref(rule), 0)
        finally:
            os.close(descriptor)
