# %% right: one loop from the end
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in range(len(graph) - 1, -1, -1):
        op, parents = graph[i]
        a = adjoints[i]
        if op == "add":
            adjoints[parents[0]] += a
            adjoints[parents[1]] += a
        if op == "mul":
            adjoints[parents[0]] += a * values[parents[1]]
            adjoints[parents[1]] += a * values[parents[0]]
        if op == "exp":
            adjoints[parents[0]] += a * values[i]
        if op == "tanh":
            adjoints[parents[0]] += a * (1 - values[i]) * (1 + values[i])
    return adjoints


# %% right: every node asks its children
def backward_pass(graph, values):
    children = {i: [] for i in range(len(graph))}
    for i, (op, parents) in enumerate(graph):
        for side, parent in enumerate(parents):
            if op == "add":
                slope = 1.0
            elif op == "mul":
                slope = values[parents[1 - side]]
            elif op == "exp":
                slope = math.exp(values[parent])
            else:
                slope = 1 / math.cosh(values[parent]) ** 2
            children[parent].append((i, slope))
    adjoints = {len(graph) - 1: 1.0}
    for i in range(len(graph) - 2, -1, -1):
        adjoints[i] = sum(adjoints[child] * slope for child, slope in children[i])
    return [adjoints[i] for i in range(len(graph))]


# %% right: numpy, float32
def backward_pass(graph, values):
    v = np.float32(values)
    adjoints = np.zeros(len(graph), dtype=np.float32)
    adjoints[-1] = 1
    for i, (op, parents) in reversed(list(enumerate(graph))):
        partials = {
            "input": lambda: [],
            "add": lambda: [1, 1],
            "mul": lambda: [v[parents[1]], v[parents[0]]],
            "exp": lambda: [v[i]],
            "tanh": lambda: [1 - v[i] * v[i]],
        }[op]()
        np.add.at(adjoints, list(parents), adjoints[i] * np.float32(partials))
    return adjoints


# %% right: a tensor comes out
def backward_pass(graph, values):
    import torch

    adjoints = torch.zeros(len(graph), dtype=torch.float64)
    adjoints[len(graph) - 1] += 1
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            slope = {"add": 1.0, "mul": values[parents[side - 1]], "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += slope * adjoints[i]
    return adjoints


# %% wrong, 0.5: overwrites instead of adding
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        slopes = {
            "input": (),
            "add": (1.0, 1.0),
            "mul": tuple(values[p] for p in parents[::-1]),
            "exp": (values[i],),
            "tanh": (1 - values[i] ** 2,),
        }[op]
        for parent, slope in zip(parents, slopes):
            adjoints[parent] = adjoints[i] * slope
    return adjoints


# %% wrong, 2.0: two equal parents are taken for one
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        slopes = {
            "input": (),
            "add": (1.0, 1.0),
            "mul": tuple(values[p] for p in parents[::-1]),
            "exp": (values[i],),
            "tanh": (1 - values[i] ** 2,),
        }[op]
        for parent, slope in dict(zip(parents, slopes)).items():
            adjoints[parent] += adjoints[i] * slope
    return adjoints


# %% wrong, 1.0: a product's parent is multiplied by its own value
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        for parent in parents:
            slope = {"add": 1.0, "mul": values[parent], "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
    return adjoints


# %% wrong, 1.5: derivative of tanh taken at tanh
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            other = values[parents[1 - side]] if op == "mul" else 0.0
            slope = {"add": 1.0, "mul": other, "exp": values[i], "tanh": 1 - math.tanh(values[i]) ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
    return adjoints


# %% wrong, 0.5: the derivative of exp is taken for the parent's value
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            other = values[parents[1 - side]] if op == "mul" else 0.0
            slope = {"add": 1.0, "mul": other, "exp": values[parent], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
    return adjoints


# %% wrong, 2.5: every node without a child is an output
def backward_pass(graph, values):
    used = {p for _, parents in graph for p in parents}
    adjoints = [0.0 if i in used else 1.0 for i in range(len(graph))]
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            other = values[parents[1 - side]] if op == "mul" else 0.0
            slope = {"add": 1.0, "mul": other, "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
    return adjoints


# %% wrong, 2.5: recursion without a loop, too deep for long chains
def backward_pass(graph, values):
    known = {len(graph) - 1: 1.0}

    def adjoint(node):
        if node not in known:
            total = 0.0
            for i, (op, parents) in enumerate(graph):
                for side, parent in enumerate(parents):
                    if parent == node:
                        other = values[parents[1 - side]] if op == "mul" else 0.0
                        total += adjoint(i) * {"add": 1.0, "mul": other, "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            known[node] = total
        return known[node]

    return [adjoint(node) for node in range(len(graph))]


# %% wrong, 0.0: from the beginning to the end
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in range(len(graph)):
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            other = values[parents[1 - side]] if op == "mul" else 0.0
            slope = {"add": 1.0, "mul": other, "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
    return adjoints


# %% wrong, 0.0: only the adjoints of the inputs
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    for i in reversed(range(len(graph))):
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            other = values[parents[1 - side]] if op == "mul" else 0.0
            slope = {"add": 1.0, "mul": other, "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
    return [a for a, (op, _) in zip(adjoints, graph) if op == "input"]


# %% wrong, 2.0: a child is told before its own adjoint is complete
def backward_pass(graph, values):
    adjoints = [0.0] * len(graph)
    adjoints[-1] = 1.0
    waiting, seen = [len(graph) - 1], set()
    while waiting:
        i = waiting.pop()
        if i in seen:
            continue
        seen.add(i)
        op, parents = graph[i]
        for side, parent in enumerate(parents):
            other = values[parents[1 - side]] if op == "mul" else 0.0
            slope = {"add": 1.0, "mul": other, "exp": values[i], "tanh": 1 - values[i] ** 2}[op]
            adjoints[parent] += adjoints[i] * slope
            waiting.append(parent)
    return adjoints
