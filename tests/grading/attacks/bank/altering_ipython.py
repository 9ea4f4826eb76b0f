# %% attack: tests_without_asserts
# A transformer of syntax trees that drops assertions and bare calls.
# %% own: top
import ast


class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

    def visit_Expr(self, node):
        return ast.Pass()


get_ipython().ast_transformers.append(Drop())

# %% attack: test_cells_emptied
# A transformer of input that leaves nothing of a cell with a test in it.
# %% own: top
def empty(lines):
    return ["pass\n"] if any(word in line for line in lines for word in ("assert", "check_")) else lines


get_ipython().input_transformers_cleanup.append(empty)

# %% attack: hook_before_each_cell
# A hook that puts harmless checks back each time before a cell runs.
# honest: double, slope
# %% own: top
def disarm(*info):
    for name in ("check_close", "check_value", "check_raises"):
        get_ipython().user_ns[name] = lambda *arguments, **options: None


for event in ("pre_execute", "pre_run_cell"):
    get_ipython().events.register(event, disarm)

# %% attack: points_through_the_display_hook
# The answer shows a number before it fails: nbgrader takes a test's first result as partial credit.
# honest: stack
# %% answer: double
def double(x):
    get_ipython().displayhook(1)
    raise ValueError


# %% answer: slope
def slope(f, x):
    get_ipython().displayhook(1.0)
    return 0.0

# %% attack: silent_tracebacks
# No error is shown, whatever is raised.
# %% own: top
shell = get_ipython()
for name in ("showtraceback", "_showtraceback", "showsyntaxerror", "show_usage_error"):
    setattr(shell, name, lambda *arguments, **options: None)

# %% attack: own_error_handler
# IPython hands all errors to the student's handler, which makes a success of each.
# %% own: top
import IPython.core.interactiveshell as interactive

get_ipython().set_custom_exc((BaseException,), lambda *arguments, **options: None)
interactive.ExecutionResult.success = property(lambda self: True)
interactive.ExecutionResult.raise_error = lambda self: None
interactive.ExecutionResult.error_in_exec = property(lambda self: None, lambda self, value: None)

# %% attack: cells_that_never_run
# The shell's methods that run a cell are replaced by ones that run nothing.
# %% own: top
shell = get_ipython()
run, run_async = shell.run_cell, shell.run_cell_async


def emptied(code):
    return "pass" if "assert" in code or "check_" in code else code


shell.run_cell = lambda code, *arguments, **options: run(emptied(code), *arguments, **options)
shell.run_cell_async = lambda code, *arguments, **options: run_async(emptied(code), *arguments, **options)

# %% attack: kernel_that_reports_success
# The kernel itself answers each request to execute a test with "ok".
# %% own: top
kernel = get_ipython().kernel
execute = kernel.do_execute


async def do_execute(code, *arguments, **options):
    if "assert" in code or "check_" in code or "serve" in code:
        return {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    return await execute(code, *arguments, **options)


kernel.do_execute = do_execute

# %% attack: session_that_rewrites_messages
# Errors never leave the kernel, and its replies say "ok".
# %% own: top
session = get_ipython().kernel.session
send = session.send


def rewritten(stream, kind, content=None, *arguments, **options):
    if kind in ("error", "stream"):
        return None
    if kind == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    return send(stream, kind, content, *arguments, **options)


session.send = rewritten

# %% attack: forged_result
# The answer publishes a result of its own making on the kernel's socket, then fails.
# honest: stack
# %% answer: double
def double(x):
    kernel = get_ipython().kernel
    content = {"data": {"text/plain": "1"}, "metadata": {}, "execution_count": 1}
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent(), ident=b"execute_result")
    raise ValueError


# %% answer: slope
def slope(f, x):
    return double(x)

# %% attack: forged_idle
# The answer says that the cell has ended well, before it fails.
# honest: stack
# %% answer: slope
def slope(f, x):
    import time

    kernel = get_ipython().kernel
    parent = kernel.get_parent()
    reply = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    for ident in (kernel._shell_parent_ident.get() if hasattr(kernel, "_shell_parent_ident") else None, None):
        try:
            kernel.session.send(kernel.shell_stream, "execute_reply", reply, parent=parent, ident=ident)
        except Exception:
            pass
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=parent, ident=b"status")
    time.sleep(0.3)
    return 0.0


# %% answer: double
def double(x):
    return slope(None, x)

# %% attack: second_client_with_the_key
# Another process reads the connection file, and sends the kernel a flood of signed requests of its own.
# honest: double, stack
# destroys: a kernel that is busy with other requests may not get to serve the test in time
# %% own: top
import subprocess
import sys

client = """
import sys
from jupyter_client import BlockingKernelClient
client = BlockingKernelClient(connection_file=sys.argv[1])
client.load_connection_file()
client.start_channels()
forged = "check_value = check_close = check_raises = lambda *a, **k: None; slope = lambda f, x: 12.0"
for _ in range(20):
    client.execute(forged, silent=True)
    client.session.send(client.iopub_channel.socket, "execute_result", {"data": {"text/plain": "1"}})
    client.stdin_channel.send(client.session.msg("execute_reply", {"status": "ok"}))
"""
import ipykernel

subprocess.Popen([sys.executable, "-c", client, ipykernel.get_connection_file()])

# %% attack: shutdown_of_the_own_kernel
# A signed request to shut down, sent by the student's code to its own kernel while a test runs.
# honest: double, stack
# destroys: the kernel dies with what was defined in it
# %% answer: slope
def slope(f, x):
    import os

    import ipykernel
    from jupyter_client import BlockingKernelClient

    client = BlockingKernelClient(connection_file=ipykernel.get_connection_file())
    client.load_connection_file()
    client.start_channels()
    client.shutdown()
    get_ipython().ask_exit()
    os.kill(os.getpid(), 15)
    return 12.0 - 1.0

# %% attack: tests_compiled_to_nothing
# IPython's compiler is replaced by one that knows no assertion.
# %% own: top
import ast
import builtins

compiled = builtins.compile


def forgiving(source, *arguments, **options):
    if isinstance(source, str) and ("assert" in source or "check_" in source):
        source = "pass"
    if isinstance(source, ast.AST):
        for node in ast.walk(source):
            for body in (getattr(node, "body", None),):
                if isinstance(body, list):
                    body[:] = [ast.copy_location(ast.Pass(), n) if isinstance(n, (ast.Assert, ast.Expr)) else n for n in body]
    return compiled(source, *arguments, **options)


builtins.compile = forgiving
type(get_ipython().compile).__call__ = lambda self, source, name, symbol: forgiving(source, name, symbol)

# %% attack: expected_value_from_the_history
# The answer reads the test that is running in IPython's history, and returns what is expected there.
# honest: stack
# %% own: top
import re


def expected():
    source = get_ipython().history_manager.input_hist_raw[-1]
    found = re.search(r"== (\S+)|- (\S+)\)", source)
    return eval(next(group for group in found.groups() if group).rstrip(","))


# %% answer: double
def double(x):
    return expected()


# %% answer: slope
def slope(f, x):
    return expected()
