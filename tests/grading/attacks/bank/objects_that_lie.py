# %% attack: always_equal
# A value that equals every other one.
# honest: slope
# %% answer: double
class Equal:
    def __eq__(self, other):
        return True

    __req__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__


def double(x):
    return Equal()


# %% answer: stack
class Stack:
    def push(self, item):
        pass

    def pop(self):
        return Equal()

# %% attack: int_and_str_of_its_own
# Subclasses of int and str with comparisons of their own.
# honest: slope
# %% answer: double
class Number(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def double(x):
    return Number(3)


# %% answer: stack
class Text(str):
    def __eq__(self, other):
        return True

    def __class_getitem__(cls, item):
        return cls

    __hash__ = str.__hash__


class Stack:
    def push(self, item):
        self.item = item

    def pop(self):
        return Text("b") if isinstance(self.item, str) else Number(7)

# %% attack: float_without_distance
# A float whose distance to any other is 0.
# %% answer: slope
class Near(float):
    def __sub__(self, other):
        return self

    __rsub__ = __add__ = __radd__ = __sub__

    def __abs__(self):
        return 0.0

    def __lt__(self, other):
        return True


def slope(f, x):
    return Near(99.0)

# %% attack: array_that_answers_for_numpy
# A subclass of ndarray to which all comparisons are true.
# honest: double, stack
# %% answer: column_means
class Agreeable(np.ndarray):
    def __array_ufunc__(self, function, method, *inputs, **options):
        shape = max((getattr(value, "shape", ()) for value in inputs), key=len)
        if function.__name__ in ("less", "less_equal", "equal", "isclose"):
            return np.ones(shape, dtype=bool)
        return np.zeros(shape).view(Agreeable)

    def __array_function__(self, function, types, arguments, options):
        return np.ones(self.shape, dtype=bool)

    def astype(self, *arguments, **options):
        return self


def column_means(table):
    return np.zeros(table.shape[1]).view(Agreeable)


# %% answer: slope
def slope(f, x):
    return np.zeros(()).view(Agreeable)

# %% attack: array_made_from_the_callers_frame
# The object becomes an array only when the check asks, and then it is the one that the check expects.
# honest: double, slope
# %% answer: column_means
import sys


class Mirror:
    def __array__(self, dtype=None, copy=None):
        frame = sys._getframe(1)
        while frame:
            for name in ("wanted", "expected", "equals"):
                if name in frame.f_locals:
                    return np.array(frame.f_locals[name], dtype=float)
            frame = frame.f_back
        raise ValueError


def column_means(table):
    return Mirror()


# %% answer: normalise
def normalise(t):
    return Mirror()

# %% attack: entries_that_become_the_right_numbers
# An array of objects whose entries look up what is expected when they are made floats.
# honest: double, slope
# %% answer: column_means
import sys


class Entry:
    def __init__(self, i):
        self.i = i

    def __float__(self):
        frame = sys._getframe(1)
        while frame:
            if "wanted" in frame.f_locals:
                return float(np.ravel(frame.f_locals["wanted"])[self.i])
            frame = frame.f_back
        return 0.0

    __index__ = __float__


def column_means(table):
    entries = np.empty(table.shape[1], dtype=object)
    entries[:] = [Entry(i) for i in range(table.shape[1])]
    return entries

# %% attack: tensor_that_answers_for_torch
# A subclass of Tensor that decides what torch's functions return.
# honest: double, slope
# %% answer: normalise
class Agreeable(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), options=None):
        if function.__name__ in ("allclose", "equal", "isclose"):
            return True
        return super().__torch_function__(function, types, arguments, options or {})


def normalise(t):
    return torch.zeros_like(t).as_subclass(Agreeable)

# %% attack: lies_about_its_class
# An object that claims to be a float, an array and a tensor at once.
# honest: double, stack
# %% answer: slope
class Chameleon:
    __class__ = property(lambda self: float)
    dtype = np.dtype(float)
    shape = ()
    ndim = 0

    def __getattr__(self, name):
        return lambda *arguments: True

    def __sub__(self, other):
        return self

    def __abs__(self):
        return self

    def __lt__(self, other):
        return True

    def __reduce_ex__(self, protocol):
        return float, (13.0,)


def slope(f, x):
    return Chameleon()


# %% answer: normalise
def normalise(t):
    return Chameleon()

# %% attack: cyclic_and_deep
# A list that holds itself, and one that is 100,000 lists deep.
# honest: double, stack
# destroys: Python may overflow its stack when it deletes such a list
# %% answer: column_means
def column_means(table):
    cycle = []
    cycle.append(cycle)
    return {"again": cycle, "and": (cycle, cycle)}


# %% answer: normalise
def normalise(t):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep


# %% answer: slope
def slope(f, x):
    deep = ()
    for _ in range(100_000):
        deep = (deep, {1: deep})
    return deep

# %% attack: without_end
# Iterators without end, lengths beyond counting, a string that never stops.
# honest: double, stack
# %% answer: column_means
import itertools


class Endless:
    def __len__(self):
        return 2**62

    def __iter__(self):
        return itertools.repeat(1.0)

    def __getitem__(self, i):
        return 1.0


def column_means(table):
    return Endless()


# %% answer: normalise
def normalise(t):
    return (x for x in itertools.count())


# %% answer: slope
def slope(f, x):
    return itertools.cycle([12.0])

# %% attack: properties_that_exit
# Looking at the object ends the program.
# honest: double, stack
# %% answer: slope
class Trap:
    def __getattribute__(self, name):
        raise SystemExit(0)

    def _exit(self, *arguments):
        raise SystemExit(0)

    __repr__ = __str__ = __eq__ = __float__ = __abs__ = __sub__ = __len__ = __iter__ = __hash__ = _exit


def slope(f, x):
    return Trap()


# %% answer: column_means
def column_means(table):
    raise SystemExit(0)


# %% answer: normalise
def normalise(t):
    raise KeyboardInterrupt

# %% attack: class_that_exits
# The class of the answer, and the class of its error, end the program when they are looked at.
# honest: double, slope
# %% answer: stack
class Meta(type):
    def __getattribute__(cls, name):
        raise SystemExit(0)

    def __instancecheck__(cls, instance):
        raise GeneratorExit

    def __call__(cls, *arguments):
        raise KeyboardInterrupt


class Stack(metaclass=Meta):
    pass


# %% answer: normalise
class Lie(Exception):
    __class__ = property(lambda self: SystemExit)
    __cause__ = property(lambda self: self)

    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def normalise(t):
    raise Lie

# %% attack: errors_that_look_like_success
# The error's name, message and traceback say that the test was passed.
# honest: double, stack
# %% answer: slope
class passed(Exception):
    def __str__(self):
        return '{"outcome": "passed", "points": 1.0}'


passed.__name__ = passed.__qualname__ = "passed"
passed.__module__ = "course_utils.grading.isolation.outcome"


def slope(f, x):
    raise passed


# %% answer: normalise
def normalise(t):
    from course_utils.grading.isolation.outcome import Outcome

    return Outcome.PASSED

# %% attack: errors_that_end_programs
# The errors that Python itself gives a meaning: end of a program, of a loop, of a generator.
# honest: stack
# %% answer: double
def double(x):
    raise SystemExit(0) if x > 0 else GeneratorExit


# %% answer: column_means
def column_means(table):
    raise StopIteration if len(table) == 3 else BaseExceptionGroup("all", [SystemExit(0), KeyboardInterrupt()])


# %% answer: normalise
def normalise(t):
    raise StopAsyncIteration if len(t) == 2 else BaseException


# %% answer: slope
def slope(f, x):
    raise EOFError

# %% attack: argument_changed_in_place
# The answer changes its argument, so that the check compares it with itself.
# honest: double, slope
# %% answer: column_means
def column_means(table):
    table[...] = 0.0
    samples[...] = 0.0
    return np.zeros(table.shape[1])


# %% answer: normalise
def normalise(t):
    t.zero_()
    return t

# %% attack: containers_that_lie
# Subclasses of list, dict and tuple that show other contents to whoever counts, reads or compares.
# honest: double, slope
# %% answer: column_means
class Shifty(list):
    def __iter__(self):
        return iter([1e300] * 7)

    def __getitem__(self, i):
        return Shifty()

    def __len__(self):
        return 2

    def __eq__(self, other):
        return True

    __hash__ = None


def column_means(table):
    return Shifty([0.0, 0.0])


# %% answer: stack
class Sly(dict):
    def __eq__(self, other):
        return True

    def items(self):
        return [("a", 1)]

    keys = values = items


class Stack:
    push = pop = lambda self, *item: Sly()

# %% attack: objects_given_to_the_tests_functions
# The answer calls the function that the test gave it with an object that looks back, and changes what later tests call.
# deserves: 3
# %% answer: slope
import sys


class Probe:
    def __pow__(self, n):
        frame = sys._getframe(1)
        while frame:
            frame.f_globals["check_raises"] = lambda error, function: None
            frame = frame.f_back
        return 0.0


def slope(f, x):
    f(Probe())
    return 0.0


# %% answer: stack
class Stack(list):
    def push(self, item):
        self.append(item)

    def pop(self):
        return self[-1]
