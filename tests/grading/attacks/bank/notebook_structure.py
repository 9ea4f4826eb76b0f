# %% attack: tests_skipped_by_tag
# Each cell carries the tags that executors know.
# %% notebook
for cell in notebook["cells"]:
    cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]

# %% attack: tests_emptied
# Test cells whose source is a pass, with more points than there are.
# %% notebook
for name, cell in sheet.items():
    if cell["metadata"]["nbgrader"]["grade"] and not cell["metadata"]["nbgrader"]["solution"]:
        cell["source"] = "pass"
        cell["metadata"]["nbgrader"].update(points=100, locked=False, checksum="")

# %% attack: tests_twice
# Each test a second time, emptied, with the same name, before the real one.
# %% notebook
import copy

for name, cell in sheet.items():
    if cell["metadata"]["nbgrader"]["grade"]:
        twin = copy.deepcopy(cell)
        twin.update(source="1", id=name.replace("-", "")[:20] + "twin")
        notebook["cells"].insert(notebook["cells"].index(cell), twin)

# %% attack: tests_become_answers
# The flags and names of tests and answers are exchanged.
# destroys: an answer with a test's name is no answer
# %% notebook
for name in ("double", "normalise"):
    a, b = sheet[name]["metadata"]["nbgrader"], sheet[f"{name}-hidden"]["metadata"]["nbgrader"]
    a["grade_id"], b["grade_id"] = b["grade_id"], a["grade_id"]
    b.update(solution=True, grade=False, locked=False)

# %% attack: tests_made_text
# Test cells are no code any more.
# %% notebook
for name, cell in sheet.items():
    if cell["metadata"]["nbgrader"]["grade"]:
        cell.update(cell_type="raw" if "hidden" in name else "markdown")
        cell.pop("outputs", None)
        cell.pop("execution_count", None)

# %% attack: another_kernel
# The notebook asks for a kernel that is a command of its own.
# %% notebook
notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "x", "language": "bash"}
notebook["metadata"]["language_info"] = {"name": "bash", "file_extension": ".sh"}
notebook["metadata"]["course"] = {"outcome": "passed"}
for cell in notebook["cells"]:
    cell["metadata"]["course"] = {"outcome": "passed", "own": True, "seconds": -1}
    cell["metadata"]["execution"] = {"timeout": -1, "allow_errors": True}

# %% attack: two_thousand_cells
# A cell for everything.
# %% notebook
cell = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": None}
notebook["cells"] += [dict(cell, id=f"c{i}") for i in range(2000)]

# %% attack: thirty_megabytes
# A notebook with stored outputs that no one wants to carry.
# deserves: 0
# refused: too large
# %% notebook
output = {"output_type": "stream", "name": "stdout", "text": "x" * 30_000_000}
sheet["double"]["outputs"] = [output]

# %% attack: outputs_brought_along
# Outputs of test cells, as they would be had the tests been passed with all points.
# %% notebook
for cell in notebook["cells"]:
    if cell["cell_type"] == "code":
        data = {"data": {"text/plain": "1"}, "metadata": {}, "execution_count": 1}
        cell["outputs"] = [{"output_type": "execute_result", **data}]
