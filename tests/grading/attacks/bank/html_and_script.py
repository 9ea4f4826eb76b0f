# %% attack: script_in_outputs
# Outputs of all kinds that a browser would run.
# %% own: end
from IPython.display import HTML, SVG, IFrame, Javascript, Latex, Markdown, display

display(HTML("<script>alert('" + CANARY + "')</script><img src=x onerror=\"alert('" + CANARY + "')\">"))
display(Javascript("alert('" + CANARY + "')"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload=\"alert('" + CANARY + "')\"/>"))
display(Markdown("<script>alert('" + CANARY + "')</script>"))
display(Latex(r"\href{javascript:alert('" + CANARY + r"')}{x}"))
display(IFrame("data:text/html,<script>alert('" + CANARY + "')</script>", 1, 1))
display({"application/vnd.jupyter.widget-view+json": {"model_id": CANARY}, "text/plain": "x"}, raw=True)

# %% attack: script_in_text
# Markdown of the student's own, and a proof, with script in them.
# %% notebook
evil = "alert('" + CANARY + "')"
text = (
    f"<script>{evil}</script> <img src=x onerror=\"{evil}\"> [x](javascript:{evil}) <svg onload=\"{evil}\">"
    f"<iframe srcdoc=\"<script>{evil}</script>\"></iframe> <a href=\"data:text/html,<script>{evil}</script>\">x</a>"
)
sheet["proof"]["source"] = text
notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": "text"})
notebook["cells"].append({"cell_type": "raw", "metadata": {"format": "text/html"}, "source": text, "id": "raw"})

# %% attack: script_in_errors
# Names and messages of errors, and streams, that are no text.
# %% own: end
evil = "<script>alert('" + CANARY + "')</script><img src=x onerror=alert('" + CANARY + "')>"
print(evil)
print("\x1b]8;;javascript:alert('" + CANARY + "')\x1b\\x\x1b[0;31m</pre>" + evil)
Evil = type(evil, (Exception,), {})
raise Evil(evil)
# %% answer: slope
def slope(f, x):
    evil = "</pre></div><script>alert('" + CANARY + "')</script>"
    raise type(evil, (Exception,), {})(evil)
