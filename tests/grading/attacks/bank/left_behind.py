# %% attack: daemon
# A process that leaves its session and its parent, and stays.
# %% own: end
import os
import sys

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)", CANARY])
    os._exit(0)

# %% attack: nohup
# A process that a shell starts in the background, deaf to hangups.
# %% own: end
import subprocess
import sys

line = f"nohup setsid {sys.executable} -c 'import time; time.sleep(300)' {CANARY} >/dev/null 2>&1 &"
subprocess.Popen(line, shell=True, start_new_session=True)

# %% attack: at_exit
# Something that happens only when the kernel is shut down.
# %% own: end
import atexit
import subprocess
import sys


def start():
    open(f"{HOME}/{CANARY}txt", "w").close()
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", CANARY], start_new_session=True)


def start_all_the_same():
    try:
        start()
    except OSError:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", CANARY], start_new_session=True)


atexit.register(start_all_the_same)
get_ipython().kernel.do_shutdown = lambda restart: start_all_the_same() or {"status": "ok", "restart": restart}

# %% attack: deaf_to_signals
# The kernel does not shut down when it is asked to, and a signal to end makes it start a successor.
# %% own: end
import os
import signal
import sys
import time


def succeed(number, frame):
    if os.fork() == 0:
        os.setsid()
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)", CANARY])


for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1):
    signal.signal(number, succeed)
get_ipython().kernel.do_shutdown = lambda restart: time.sleep(300)
