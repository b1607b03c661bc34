"""A process that can open no socket any more, for the rest of its life: a filter of the Linux kernel (seccomp, BPF).

What a query means is for the engine to say, so words like SERVICE can't be searched for with certainty; the kernel
refuses whatever the engine would fetch. Elsewhere than on Linux for these two machines there is no such filter.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _MACHINE = 0, 4  # offsets in struct seccomp_data
# The kernel's name of the machine, and the number of its system call socket(2)
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def no_sockets() -> bool:
    """From here on this process opens no socket; those that are open stay so. Says whether the kernel agreed."""
    if platform.system() != "Linux" or platform.machine() not in _SOCKET:
        return False
    machine, call = _SOCKET[platform.machine()]
    instructions = (
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, 3, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 1, call),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(instructions), b"".join(struct.pack("=HBBI", *one) for one in instructions))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return bool(
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    )
