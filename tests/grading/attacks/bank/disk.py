# %% attack: large_files
# Half a gigabyte in the working folder, in /tmp and in /dev/shm.
# %% own: end
def fill(path):
    try:
        with open(path, "wb") as file:
            for _ in range(50):
                file.write(b"x" * 10_000_000)
    except OSError as error:
        print(path, error)


for folder in (".", "/tmp", "/dev/shm", "/dev", "/var/tmp"):
    fill(f"{folder}/{CANARY}bin")

# %% attack: many_small_files
# A hundred thousand files, and folders a thousand deep.
# %% own: double
import os

try:
    for i in range(100_000):
        open(f"{i}.txt", "w").close()
except OSError as error:
    print(error)
try:
    for _ in range(1000):
        os.mkdir("d")
        os.chdir("d")
except OSError as error:
    print(error)

# %% attack: sparse_file
# A file of a terabyte that holds nothing, under the notebook's name.
# %% own: end
try:
    with open("sheet.ipynb", "wb") as file:
        file.truncate(10**12)
except OSError as error:
    print(error)
