# %% right: lines one by one, crossing points in a set
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for w, c in zip(W, b):
        if w[0] == 0 and w[1] == 0:
            continue
        if any(w[0] * v[1] == w[1] * v[0] and w[0] * e == v[0] * c and w[1] * e == v[1] * c for v, e in lines):
            continue
        points = set()
        for v, e in lines:
            if w[0] * v[1] != w[1] * v[0]:
                point = np.linalg.solve(np.array([w, v]), -np.array([c, e]))
                points.add(tuple(np.round(point, 7) + 0.0))
        regions += len(points) + 1
        lines.append((w, c))
    return regions


# %% right: exact fractions, 1 + lines + sum over points of (lines through it - 1)
def count_regions_in_plane(W, b):
    from fractions import Fraction as F

    lines = set()
    for (p, q), c in zip(W.astype(int).tolist(), b.astype(int).tolist()):
        if p or q:
            lead = F(p or q)
            lines.add((p / lead, q / lead, c / lead))
    lines = sorted(lines)
    through = {}
    for i, (p, q, c) in enumerate(lines):
        for j, (r, s, e) in enumerate(lines[:i]):
            det = p * s - q * r
            if det:
                through.setdefault(((q * e - c * s) / det, (c * r - p * e) / det), set()).update((i, j))
    return 1 + len(lines) + sum(len(members) - 1 for members in through.values())


# %% right: points compared by their distance, in torch
def count_regions_in_plane(W, b):
    import torch

    lines = torch.cat([torch.tensor(W), torch.tensor(b)[:, None]], dim=1).double()
    kept, regions = [], 1
    for line in lines:
        if line[:2].abs().max() == 0 or any(torch.linalg.cross(line, other).abs().max() == 0 for other in kept):
            continue
        points = []
        for other in kept:
            crossing = torch.linalg.cross(line, other)
            if crossing[2] != 0:
                point = crossing[:2] / crossing[2]
                if all((point - known).abs().max() > 1e-6 for known in points):
                    points.append(point)
        kept.append(line)
        regions += len(points) + 1
    return torch.tensor(regions)


# %% wrong, 0.5: the generic formula
def count_regions_in_plane(W, b):
    n = len(W)
    return 1 + n + n * (n - 1) // 2


# %% wrong, 1.5: counts pairs of lines that cross, not points
def count_regions_in_plane(W, b):
    lines = []
    for line in np.column_stack([W, b]):
        if np.any(line[:2]) and all(np.any(np.cross(line, other)) for other in lines):
            lines.append(line)
    pairs = sum(np.cross(p, q)[2] != 0 for i, p in enumerate(lines) for q in lines[:i])
    return 1 + len(lines) + int(pairs)


# %% wrong, 1.5: copies are counted as lines of their own
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for line in np.column_stack([W, b]):
        points = set()
        for other in lines:
            x, y, z = np.cross(line, other)
            if z != 0:
                points.add((round(x / z, 7) + 0.0, round(y / z, 7) + 0.0))
        regions += len(points) + 1
        lines.append(line)
    return regions


# %% wrong, 1.5: only literal copies are taken out, multiples are not
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for line in np.column_stack([W, b]):
        if not np.any(line[:2]) or any(np.all(line == other) for other in lines):
            continue
        points = set()
        for other in lines:
            x, y, z = np.cross(line, other)
            if z != 0:
                points.add((round(x / z, 7) + 0.0, round(y / z, 7) + 0.0))
        regions += len(points) + 1
        lines.append(line)
    return regions


# %% wrong, 1.0: parallel lines are taken for the same line
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for line in np.column_stack([W, b]):
        if not np.any(line[:2]) or any(np.cross(line, other)[2] == 0 for other in lines):
            continue
        points = set()
        for other in lines:
            x, y, z = np.cross(line, other)
            points.add((round(x / z, 7) + 0.0, round(y / z, 7) + 0.0))
        regions += len(points) + 1
        lines.append(line)
    return regions


# %% wrong, 1.0: parallel lines make a singular system
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for line in np.column_stack([W, b]):
        if not np.any(line[:2]):
            continue
        points = set()
        for other in lines:
            point = np.linalg.solve(np.array([line[:2], other[:2]]), -np.array([line[2], other[2]]))
            points.add(tuple(np.round(point, 7) + 0.0))
        regions += len(points) + 1
        lines.append(line)
    return regions


# %% wrong, 1.5: crossing points are compared without rounding
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for line in np.column_stack([W, b]):
        if not np.any(line[:2]) or any(not np.any(np.cross(line, other)) for other in lines):
            continue
        points = set()
        for other in lines:
            if np.cross(line, other)[2] != 0:
                points.add(tuple(np.linalg.solve(np.array([line[:2], other[:2]]), -np.array([line[2], other[2]]))))
        regions += len(points) + 1
        lines.append(line)
    return regions


# %% wrong, 1.5: rounded to two digits, so that close points become one
def count_regions_in_plane(W, b):
    lines, regions = [], 1
    for line in np.column_stack([W, b]):
        if not np.any(line[:2]) or any(not np.any(np.cross(line, other)) for other in lines):
            continue
        points = set()
        for other in lines:
            x, y, z = np.cross(line, other)
            if z != 0:
                points.add((round(x / z, 2) + 0.0, round(y / z, 2) + 0.0))
        regions += len(points) + 1
        lines.append(line)
    return regions


# %% wrong, 1.5: only regions that a grid of points hits
def count_regions_in_plane(W, b):
    axis = np.linspace(-20, 20, 201) + 0.0123
    x = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    return len(np.unique(x @ W.T + b > 0, axis=0))


# %% wrong, 0.0: the empty plane is no region
def count_regions_in_plane(W, b):
    n = len({tuple(line) for line in np.column_stack([W, b])})
    return n + n * (n - 1) // 2
