"""The system calls that a sandboxed process may not make: a filter that the Linux kernel applies to each call.

What grading needs (files, threads, child processes, sockets) stays. What is denied leads to parts of the kernel that
no exercise needs: other namespaces, other processes, memory that no limit counts, the machine itself.
"""

import ctypes
import errno
import os
import platform
import struct

libc = ctypes.CDLL(None, use_errno=True)

# name: (number on x86_64, number on aarch64); None where the machine does not have it.
DENIED: dict[str, tuple[int | None, int | None]] = {
    # other namespaces and mounts
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    # memory that belongs to no process and to no file system with a size
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmdt": (67, 197),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "semctl": (66, 191),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "mq_timedsend": (242, 182),
    "mq_timedreceive": (243, 183),
    "mq_notify": (244, 184),
    "mq_getsetattr": (245, 185),
    # keys
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # large and often attacked parts of the kernel
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_setup": (206, 0),
    "io_submit": (209, 2),
    "vmsplice": (278, 75),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "remap_file_pages": (216, 234),
    "modify_ldt": (154, None),
    "personality": (135, 92),
    "lookup_dcookie": (212, 18),
    # files by handle, past all folders
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # the machine
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "vhangup": (153, 58),
    "nfsservctl": (180, 42),
}
# What of these depends on the first argument, or on the second in ioctl.
SOCKET, SOCKETPAIR = (41, 198), (53, 199)
CLONE, CLONE3 = (56, 220), (435, 435)
IOCTL = (16, 29)

LAST_KNOWN = (
    456  # calls above are newer than this table (or, on x86_64, of the ABI x32): not there, for all we know
)
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6; others reach devices, the hypervisor, the kernel itself
NEW_NAMESPACE = 0x7E020080  # all flags CLONE_NEW*
TYPES_INTO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column of the tables, AUDIT_ARCH_*

# Instructions of classic BPF, and where `struct seccomp_data` has its fields (little-endian low halves of arguments).
LOAD, JUMP_IF_EQUAL, JUMP_IF_GREATER, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
DENY, ABSENT = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
NO_FAMILY = ERRNO | errno.EOPNOTSUPP  # the one error after which libzmq can do without network devices

PR_SET_SECCOMP, MODE_FILTER = 22, 2


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def program(machine: str) -> bytes:
    """The filter for a kind of machine, as instructions of classic BPF of 8 bytes each.

    >>> len(program("x86_64")) % 8
    0
    """
    column, architecture = MACHINES[machine]
    code = [
        *_unless(ARCHITECTURE, JUMP_IF_EQUAL, architecture, KILL_PROCESS),
        *_when(NUMBER, JUMP_IF_GREATER, LAST_KNOWN, ABSENT),
        # glibc then makes threads and processes with clone, whose flags a filter can see.
        *_when(NUMBER, JUMP_IF_EQUAL, CLONE3[column], ABSENT),
    ]
    for numbers in DENIED.values():
        if numbers[column] is not None:
            code += _when(NUMBER, JUMP_IF_EQUAL, numbers[column], DENY)
    for numbers in (SOCKET, SOCKETPAIR):
        code += _in_call(numbers[column], _unless_any(FIRST_ARGUMENT, FAMILIES))
    code += _in_call(CLONE[column], _when(FIRST_ARGUMENT, JUMP_IF_SET, NEW_NAMESPACE, DENY))
    for request in TYPES_INTO_TERMINAL:
        code += _in_call(IOCTL[column], _when(SECOND_ARGUMENT, JUMP_IF_EQUAL, request, DENY))
    code.append(_instruction(RETURN, ALLOW))
    return b"".join(code)


def apply() -> None:
    """Puts this process, and all that it will start, under the filter for good. It must have one thread only.

    Raises OSError where the kernel has no filters, or privileges are not given up (PR_SET_NO_NEW_PRIVS) before.
    """
    instructions = program(platform.machine())
    filtered = _Program(len(instructions) // 8, instructions)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(filtered), 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, f"no filter for system calls: {os.strerror(number)}")


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _when(field: int, jump: int, value: int, result: int) -> list[bytes]:
    """Ends with ``result`` where the field passes the test."""
    return [_instruction(LOAD, field), _instruction(jump, value, 0, 1), _instruction(RETURN, result)]


def _unless(field: int, jump: int, value: int, result: int) -> list[bytes]:
    """Ends with ``result`` where the field does not pass the test."""
    return [_instruction(LOAD, field), _instruction(jump, value, 1, 0), _instruction(RETURN, result)]


def _unless_any(field: int, values: tuple[int, ...]) -> list[bytes]:
    """Ends with NO_FAMILY where the field is none of the values."""
    tests = [_instruction(JUMP_IF_EQUAL, value, len(values) - i) for i, value in enumerate(values)]
    return [_instruction(LOAD, field), *tests, _instruction(RETURN, NO_FAMILY)]


def _in_call(number: int, body: list[bytes]) -> list[bytes]:
    """Runs ``body`` in one system call only."""
    skip = _instruction(JUMP_IF_EQUAL, number, 0, len(body))
    return [_instruction(LOAD, NUMBER), skip, *body]
