"""Two kinds of import contract that state the room table of DESIGN section 2 as it stands: by permission.

The contracts that import-linter brings with it forbid; a library nobody thought of would pass them. These
list what a room may import, so that everything else is a fault, and notice a module that stands in no room.
Used by ``lint-imports`` through ``contract_types`` in pyproject.toml.
"""

import sys
from typing import ClassVar

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

STANDARD_LIBRARY = "stdlib"
"""Stands in ``may_import`` for every module of the standard library."""


def _within(module: str, package: str) -> bool:
    """Say whether a dotted name is the package or lies in it."""
    return module == package or module.startswith(package + ".")


def _is_permitted(module: str, permissions: set[str]) -> bool:
    """Say whether one import is covered by the list of a room."""
    if STANDARD_LIBRARY in permissions and module.partition(".")[0] in sys.stdlib_module_names:
        return True
    return any(_within(module, permission) for permission in permissions)


class RoomContract(Contract):
    """A room imports itself and what its list names; nothing else."""

    type_name: ClassVar[str] = "room"

    modules = fields.SetField(subfield=fields.StringField())
    """Dotted names of the room's packages and modules."""
    except_modules = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    """Modules within it that another contract speaks of."""
    may_import = fields.SetField(subfield=fields.StringField())
    """Dotted names of packages it may import, and "stdlib" for the whole standard library."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find every direct import that the list does not cover."""
        mine: set[str] = set(self.modules)  # type: ignore[call-overload]
        elsewhere: set[str] = set(self.except_modules)  # type: ignore[call-overload]
        permissions: set[str] = set(self.may_import) | mine  # type: ignore[call-overload]
        faults: list[tuple[str, str, int]] = []
        for module in sorted(graph.modules):
            inside = any(_within(module, name) for name in mine)
            if not inside or any(_within(module, name) for name in elsewhere):
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(module)):
                if _is_permitted(imported, permissions):
                    continue
                details = graph.get_import_details(importer=module, imported=imported)
                faults.append((module, imported, details[0]["line_number"] if details else 0))
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each fault with its line."""
        for module, imported, line in check.metadata["faults"]:
            output.print_error(f"{module} may not import {imported} (line {line})", bold=False)
        output.new_line()


class HousedContract(Contract):
    """Every module stands in a room, so that no file escapes the table."""

    type_name: ClassVar[str] = "housed"

    rooms = fields.SetField(subfield=fields.StringField())
    """Dotted names of every room."""
    empty_parents = fields.SetField(subfield=fields.StringField())
    """Packages that only hold rooms and import nothing themselves."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find modules outside all rooms, and parents that import something."""
        rooms: set[str] = set(self.rooms)  # type: ignore[call-overload]
        parents: set[str] = set(self.empty_parents)  # type: ignore[call-overload]
        faults: list[str] = []
        for module in sorted(graph.modules):
            if graph.is_module_squashed(module):
                continue
            if module in parents:
                if graph.find_modules_directly_imported_by(module):
                    faults.append(f"{module} only holds rooms and may import nothing")
            elif not any(_within(module, room) for room in rooms):
                faults.append(f"{module} stands in no room: add it to the table in pyproject.toml")
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each fault."""
        for fault in check.metadata["faults"]:
            output.print_error(fault, bold=False)
        output.new_line()
