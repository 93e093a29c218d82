"""Looks up what an addition replaces."""

import inspect


def require(module, name, *parameters):
    """The function `name` of `module`, which must take `parameters` in this order.

    Raises RuntimeError when the emulator has changed there.
    """
    function = getattr(module, name, None)
    found = list(inspect.signature(function).parameters) if callable(function) else None
    if found is None or found[: len(parameters)] != list(parameters):
        raise RuntimeError(
            f"{module.__name__}.{name} is not as the sandbox expects it ({found}); "
            "sandbox/emulator/hooks has to follow the emulator's new version."
        )
    return function
