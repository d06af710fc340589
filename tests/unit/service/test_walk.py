"""Which files an import means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from unweary.service.walk import find
from unweary.vocab.errors import UserError


def names(paths: list[Path], home: Path) -> list[str]:
    return [found.name for found in find(paths, home)[0]]


def tree(root: Path, *files: str) -> Path:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(file)
    return root


def test_folders_are_walked_in_a_stable_order_without_what_is_hidden(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "b.fit", "a.fit", "deep/er/c.fit", ".hidden.fit", ".git/config", "deep/.x/y.fit")
    assert names([root], tmp_path / "home") == ["a.fit", "b.fit", "deep/er/c.fit"]


def test_a_named_file_is_marked_so_and_may_be_hidden(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", ".hidden.fit", "a.fit")
    found, problems = find([root / ".hidden.fit", root], tmp_path / "home")
    assert [(each.name, each.named, each.size) for each in found] == [(".hidden.fit", True, 11), ("a.fit", False, 5)]
    assert problems == []


def test_the_home_folder_is_not_walked(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.fit", "home/raw/ab/abcd", "home/demo-files/x.fit")
    assert names([root], root / "home") == ["a.fit"]
    assert names([root / "home"], root / "home") == []


def test_links_in_a_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tree(tmp_path / "elsewhere", "secret.fit")
    root = tree(tmp_path / "in", "a.fit", "deep/b.fit")
    (root / "deep" / "loop").symlink_to(root, target_is_directory=True)
    (root / "file").symlink_to(elsewhere / "secret.fit")
    (root / "broken").symlink_to(root / "nothing")
    found, problems = find([root], tmp_path / "home")
    assert [each.name for each in found] == ["a.fit", "deep/b.fit"]
    assert [(problem.where, problem.code) for problem in problems] == [
        ("broken", "link"),
        ("deep/loop", "link"),
        ("file", "link"),
    ]


def test_a_link_that_the_person_named_is_followed(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "a.fit")
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    assert names([tmp_path / "link"], tmp_path / "home") == ["a.fit"]


def test_a_path_that_names_nothing_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        find([tree(tmp_path / "in", "a.fit"), tmp_path / "gone.fit"], tmp_path / "home")
    assert refused.value.code == "no_such_file"
    assert "gone.fit" in refused.value.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    root = tree(tmp_path / "in", "a.fit")
    os.mkfifo(root / "pipe")
    assert names([root], tmp_path / "home") == ["a.fit"]
    assert [problem.code for problem in find([root / "pipe"], tmp_path / "home")[1]] == ["not_a_file"]


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(tmp_path / "in", "a.fit", "closed/b.fit")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found, problems = find([root], tmp_path / "home")
    assert [each.name for each in found] == ["a.fit"]
    assert [(problem.where, problem.code) for problem in problems] == [("closed/", "not_readable")]
