"""Sensors are found by their place: a file here that ends in ``SENSOR`` is one, and nothing lists them.

Every child process imports every file here to find the sensors of its device, so a file imports heavy libraries
(mediapipe) inside its ``begin``, not at its top.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from affect.sensor import Device, SensorKind


def sensors_of(device: Device) -> tuple[SensorKind[Any], ...]:
    """All kinds that listen to a device, by name; what they take is known from it alone, hence Any."""
    return tuple(kind for kind in every_sensor() if kind.device is device)


def every_sensor() -> Iterator[SensorKind[Any]]:
    """Every SENSOR under this place, by the names of their files."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        kind = getattr(importlib.import_module(f"{__name__}.{module.name}"), "SENSOR", None)
        if isinstance(kind, SensorKind):
            yield kind
