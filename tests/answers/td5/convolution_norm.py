# %% right: largest eigenvalue of the small Gram matrices
def convolution_norm(kernel, n):
    K = np.fft.fft(kernel, n, axis=2)
    gram = np.einsum("ocw,odw->wcd", K.conj(), K)
    return np.sqrt(np.linalg.eigvalsh(gram).max())


# %% right: torch, single precision, half of the frequencies
def convolution_norm(kernel, n):
    import torch

    K = torch.fft.rfft(torch.as_tensor(kernel, dtype=torch.float32), n)
    return torch.linalg.matrix_norm(K.permute(2, 0, 1), 2).max()


# %% right: the sums written out, some frequencies at a time
def convolution_norm(kernel, n):
    kernel = np.asarray(kernel)
    best, j = 0.0, np.arange(kernel.shape[2])
    for first in range(0, n, 5000):
        omega = np.arange(first, min(first + 5000, n))
        waves = np.exp(2j * np.pi * omega[:, None] * j / n)
        best = max(best, np.linalg.norm(np.einsum("ocj,wj->woc", kernel, waves), 2, axis=(1, 2)).max())
    return float(best)


# %% wrong, 0.0: the kernel is not padded to n points
def convolution_norm(kernel, n):
    blocks = np.moveaxis(np.fft.fft(kernel), -1, 0)
    return np.linalg.svd(blocks, compute_uv=False).max()


# %% wrong, 0.0: sums of absolute values, an upper bound
def convolution_norm(kernel, n):
    return np.linalg.norm(np.abs(kernel).sum(axis=2), 2)


# %% wrong, 0.5: largest entry in place of the largest singular value
def convolution_norm(kernel, n):
    return np.abs(np.fft.fft(kernel, n)).max()


# %% wrong, 0.5: Frobenius norm of the blocks
def convolution_norm(kernel, n):
    blocks = np.fft.fft(kernel, n)
    return np.sqrt((np.abs(blocks) ** 2).sum(axis=(0, 1)).max())


# %% wrong, 1.0: the large matrix itself
def convolution_norm(kernel, n):
    c_out, c_in, k = kernel.shape
    if c_out * c_in * n * n > 10**7:
        raise MemoryError
    matrix = np.zeros((c_out, n, c_in, n))
    for i in range(n):
        for j in range(k):
            matrix[:, i, :, (i + j) % n] += kernel[:, :, j]
    return np.linalg.norm(matrix.reshape(c_out * n, c_in * n), 2)


# %% wrong, 0.5: the supremum over all frequencies, as for an infinite signal
def convolution_norm(kernel, n):
    blocks = np.moveaxis(np.fft.fft(kernel, 8192), -1, 0)
    return np.linalg.svd(blocks, compute_uv=False).max()


# %% wrong, 0.0: frequency 0 only
def convolution_norm(kernel, n):
    return np.linalg.norm(np.sum(kernel, axis=2), 2)


# %% wrong, 0.0: the square
def convolution_norm(kernel, n):
    K = np.fft.fft(kernel, n, axis=2)
    return np.linalg.eigvalsh(np.einsum("ocw,odw->wcd", K.conj(), K)).max()


# %% wrong, 0.5: singular values along the wrong axes, right for one channel
def convolution_norm(kernel, n):
    return np.linalg.svd(np.fft.fft(kernel, n)[:, 0][:, :, None].transpose(1, 0, 2), compute_uv=False).max()
