"""Sensors are found by their place: a file here that ends in ``SENSOR`` is one, and nothing lists them.

Every child process imports every file here to find the sensors of its device, so a file imports heavy libraries
(mediapipe) inside its ``begin``, not at its top.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from affect.sensor import Device, Frame, SensorKind, Sound


def camera_sensors() -> tuple[SensorKind[Frame], ...]:
    """All kinds that look at the camera, by name."""
    return tuple(kind for kind in _kinds() if kind.device is Device.CAMERA)


def microphone_sensors() -> tuple[SensorKind[Sound], ...]:
    """All kinds that listen to the microphone, by name."""
    return tuple(kind for kind in _kinds() if kind.device is Device.MICROPHONE)


def _kinds() -> Iterator[SensorKind[Any]]:
    """Every SENSOR under this place; what it takes is known from its device alone, hence Any."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        kind = getattr(importlib.import_module(f"{__name__}.{module.name}"), "SENSOR", None)
        if isinstance(kind, SensorKind):
            yield kind
