"""What import-linter's contracts do not see: a circle through the door of a module's own room."""

import grimp


def test_no_module_imports_the_door_of_its_own_room() -> None:
    graph = grimp.build_graph("mediahub", cache_dir=None)
    doors = {name for name in graph.modules if graph.find_modules_directly_imported_by(name)}
    assert [
        f"{name} -> {door}"
        for name in sorted(graph.modules)
        for door in sorted(graph.find_modules_directly_imported_by(name) & doors)
        if name.startswith(f"{door}.")
    ] == []
