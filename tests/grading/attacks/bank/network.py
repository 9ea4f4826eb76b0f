# %% attack: connections_to_the_host
# TCP, UDP and Unix sockets of the host, abstract ones too.
# %% own: end
import socket

for family, kind, address in (
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", TCP_PORT)),
    (socket.AF_INET6, socket.SOCK_STREAM, ("::ffff:127.0.0.1", TCP_PORT)),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", UDP_PORT)),
    (socket.AF_UNIX, socket.SOCK_STREAM, SOCKET),
    (socket.AF_UNIX, socket.SOCK_STREAM, ABSTRACT),
    (socket.AF_UNIX, socket.SOCK_STREAM, "/tmp/.X11-unix/X0"),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0/tmp/.X11-unix/X0"),
    (socket.AF_UNIX, socket.SOCK_STREAM, "/run/dbus/system_bus_socket"),
):
    try:
        with socket.socket(family, kind) as connection:
            connection.settimeout(0.2)
            connection.connect(address)
            connection.sendall(CANARY.encode())
    except OSError as error:
        print(address, error)

# %% attack: abstract_sockets_one_by_one
# The abstract Unix sockets of the machine, from /proc/net/unix.
# %% own: end
import socket

for line in open("/proc/net/unix").readlines()[1:]:
    path = line.split()[-1]
    if path.startswith("@canary"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect("\0" + path[1:])
            connection.sendall(CANARY.encode())

# %% attack: outside_world
# Names and addresses outside, by resolver, by socket and by command.
# %% own: end
import socket
import subprocess
import urllib.request

socket.setdefaulttimeout(0.2)
for attempt in (
    lambda: socket.getaddrinfo(CANARY + "example.com", 80),
    lambda: socket.create_connection(("192.0.2.1", 80), 0.2),
    lambda: urllib.request.urlopen(f"http://127.0.0.1:{TCP_PORT}/{CANARY}", timeout=0.2),
    lambda: subprocess.run(["curl", "-m", "0.3", f"http://127.0.0.1:{TCP_PORT}/{CANARY}"], check=True),
):
    try:
        attempt()
    except Exception as error:
        print(error)

# %% attack: rare_socket_families
# Hypervisor, netlink, packet and raw sockets; a packet that is written by hand to the loopback.
# %% own: end
import socket
import struct

for family, kind, protocol, address in (
    (socket.AF_VSOCK, socket.SOCK_STREAM, 0, (2, 22)),
    (socket.AF_NETLINK, socket.SOCK_RAW, 0, (0, 0)),
    (socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3), ("lo", 0)),
    (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP, ("127.0.0.1", 0)),
):
    try:
        with socket.socket(family, kind, protocol) as made:
            made.settimeout(0.2)
            (made.bind if family in (socket.AF_NETLINK, socket.AF_PACKET) else made.connect)(address)
            print(family, "open")
            if family == socket.AF_INET:
                payload = CANARY.encode()
                made.send(struct.pack("!HHHH", 9, UDP_PORT, 8 + len(payload), 0) + payload)
    except OSError as error:
        print(family, error)
