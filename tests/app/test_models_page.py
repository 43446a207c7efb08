"""The models page in the real window: what is here, what is on offer, loading, removing, deleting, and what is told."""

from __future__ import annotations

import json
import os
import shutil
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from app import paths
from app.models.catalogue import load_catalogue
from app.models.library import LIBRARY_NAME
from app.models.memory import Machine
from app.models.words import breakdown, parameters, size
from app.settings.memory_cost import draft_need
from axes.format import read_axis
from tests.app.conftest import TIMEOUT_MS, close_window

GB = 1_000_000_000


@pytest.fixture
def window(qtbot, open_window):
    window = open_window()
    window.resize(1240, 800)
    return window


def shown(widget) -> str:
    found = [each for kind in (QLabel, QPushButton) for each in widget.findChildren(kind) if each.isVisible()]
    return " | ".join(each.text() for each in found if each.text()).replace("\u00a0", " ")


def press(qtbot, button):
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def open_page(qtbot, window):
    """Show the page as a person does, and wait until every file has been looked at."""
    window.models_binding.open()
    page = window.models_binding.page
    qtbot.waitUntil(lambda: looked_at(window), timeout=TIMEOUT_MS)
    page.refresh()
    return page


def looked_at(window) -> bool:
    known = [model for model in window.controller.shelf.models() if not model.missing]
    return all(model.report is not None or model.problem for model in known)


def card_of(page, path):
    return page.installed[path]


def ready(window) -> bool:
    return window.controller.loader.state == "ready"


def stored(window, tmp_path):
    return json.loads((tmp_path / "data" / LIBRARY_NAME).read_text())["models"]


# --- ways in and out ---------------------------------------------------------------------------------------------------------


def test_the_key_opens_the_page_and_leads_back(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.composer.editor, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    page = window.models_binding.page
    assert page.isVisible()
    assert not window.composer.isVisible()
    assert window.header.title.full_text() == "Models"
    assert page.search.hasFocus()
    QTest.keyClick(page.search, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert window.composer.isVisible()
    assert window.composer.editor.hasFocus()


def test_the_back_button_leads_to_the_chat(qtbot, window):
    page = open_page(qtbot, window)
    press(qtbot, page.back)
    assert window.composer.isVisible()


def test_the_menu_on_the_models_name_lists_what_was_used(qtbot, window, make_model, tiny_model):
    other = make_model("other.gguf", seed=4)
    window.controller.use_model(str(other))
    qtbot.waitUntil(lambda: ready(window) and window.controller.loader.name == "tiny-4", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: looked_at(window), timeout=TIMEOUT_MS)
    menu = window.header.model_menu
    menu.aboutToShow.emit()
    entries = [(action.text(), action.isChecked()) for action in menu.actions() if action.isCheckable()]
    assert entries[0] == ("tiny-4", True)
    assert entries[1] == ("tiny-0", False)
    assert {"All models", "Open a model file…", "Unload the model"} <= {action.text() for action in menu.actions()}
    back = next(action for action in menu.actions() if action.text() == "tiny-0")
    back.trigger()
    qtbot.waitUntil(lambda: ready(window) and window.controller.loader.name == "tiny-0", timeout=TIMEOUT_MS)
    assert window.controller.settings.settings.model_path == str(tiny_model)


def test_the_menu_unloads_the_model(qtbot, window):
    menu = window.header.model_menu
    menu.aboutToShow.emit()
    assert menu.unload.isEnabled()
    menu.unload.trigger()
    qtbot.waitUntil(lambda: window.controller.loader.state == "unloaded", timeout=TIMEOUT_MS)
    menu.aboutToShow.emit()
    assert not menu.unload.isEnabled()


# --- what is here ------------------------------------------------------------------------------------------------------------


def test_a_model_that_was_loaded_is_listed_with_its_facts(qtbot, window, tiny_model, tmp_path):
    page = open_page(qtbot, window)
    said = shown(card_of(page, tiny_model))
    model = window.controller.loader.model
    report = window.controller.shelf.library.model(tiny_model).report
    assert said.startswith("tiny-0 | in use")
    assert parameters(model.parameters) in said
    assert f"F32 · {size(tiny_model.stat().st_size)}".replace("\u00a0", " ") in said
    assert "looks back 512 tokens" in said
    assert "licence not stated" in said
    assert "used today" in said
    assert str(tiny_model) in said
    assert "not available for this model" in said
    assert (report.n_layer, report.n_embd, report.fingerprint) == (model.n_layer, model.n_embd, model.fingerprint)
    taken = size(model.weights_bytes + model.kv_bytes + model.compute_bytes).replace("\u00a0", " ")
    assert f"takes {taken} of memory" in said
    entry = next(each for each in stored(window, tmp_path) if each["path"] == str(tiny_model))
    assert entry["origin"] == "opened"
    assert entry["last_used"] > 0


def test_the_built_in_model_is_listed_with_its_licence_and_its_axis(qtbot, window):
    page = open_page(qtbot, window)
    card = card_of(page, paths.DEMO_MODEL)
    said = shown(card)
    assert "licence MIT" in said
    assert "Built in" in said
    assert "English only" in said
    assert "Axis: good" in said
    assert "Calibrate…" not in said
    assert not card.remove.isVisible()
    assert not card.delete.isVisible()


def test_a_model_without_an_axis_offers_calibrating_and_importing(qtbot, window, tiny_model):
    page = open_page(qtbot, window)
    card = card_of(page, tiny_model)
    press(qtbot, card.calibrate)
    assert window.calibration_page.isVisible()
    assert "Calibrate tiny-0" in shown(window.calibration_page)


def test_calibrating_another_model_loads_it_first(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    press(qtbot, card_of(page, other).calibrate)
    qtbot.waitUntil(window.calibration_page.isVisible, timeout=TIMEOUT_MS)
    assert window.controller.loader.name == "tiny-4"
    assert "Calibrate tiny-4" in shown(window.calibration_page)


def test_importing_an_axis_for_another_model_loads_it_first(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    press(qtbot, card_of(page, other).take_over)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=TIMEOUT_MS)
    assert window.controller.loader.name == "tiny-4"
    dialog = window.findChild(QFileDialog)
    assert "axis" in dialog.windowTitle()
    dialog.close()


def test_a_model_without_a_chat_template_says_what_that_means(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4, template=None)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    notices = window.controller.shelf.library.model(other).report.notices
    assert notices
    assert all(notice in shown(card_of(page, other)) for notice in notices)


def test_a_missing_file_is_missing_and_can_be_taken_off_the_list(qtbot, window, make_model, tmp_path):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    open_page(qtbot, window)
    window.show_chat()
    other.unlink()
    page = open_page(qtbot, window)
    card = card_of(page, other)
    said = shown(card)
    assert "file missing" in said
    assert "is not there now" in said
    assert not card.load.isVisible()
    assert "problem" not in said.lower()
    press(qtbot, card.forget)
    assert other not in page.installed
    assert str(other) not in {each["path"] for each in stored(window, tmp_path)}


def test_a_file_that_is_no_model_says_why(qtbot, window, tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF\x03\x00\x00\x00")
    window.controller.shelf.add(broken)
    page = open_page(qtbot, window)
    problem = window.controller.shelf.library.model(broken).problem
    assert problem
    assert problem in shown(card_of(page, broken)).replace(" | ", " ")
    press(qtbot, card_of(page, broken).load)
    qtbot.waitUntil(lambda: bool(page.notice.sentence()), timeout=TIMEOUT_MS)
    assert "broken.gguf" in page.notice.sentence()


def test_a_changed_file_is_looked_at_again(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    assert "tiny-4" in shown(card_of(page, other))
    window.show_chat()
    shutil.copy(make_model("third.gguf", seed=9), other)
    page = open_page(qtbot, window)
    qtbot.waitUntil(lambda: "tiny-9" in shown(card_of(page, other)), timeout=TIMEOUT_MS)


def test_the_axis_of_a_model_that_is_not_loaded_is_found(qtbot, window, make_model, always_drifted_axis):
    other = make_model("other.gguf", seed=0)
    shutil.copy(always_drifted_axis, other.with_name("other.axis.gguf"))
    assert read_axis(other.with_name("other.axis.gguf")).name == "Always drifted"
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    report = window.controller.shelf.library.model(other).report
    assert report.axis in ("good", "reading")
    assert "Axis: good" in shown(card_of(page, other))
    assert not card_of(page, other).calibrate.isVisible()


# --- loading -----------------------------------------------------------------------------------------------------------------


def test_load_and_unload_from_the_page_keep_the_conversation(qtbot, window, make_model):
    window.composer.set_text("hello")
    window.composer.submit()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)
    chat, messages = window.controller.chat.id, len(window.controller.open_chat.messages)
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    press(qtbot, card_of(page, other).load)
    qtbot.waitUntil(lambda: ready(window) and window.controller.loader.name == "tiny-4", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: "in use" in shown(card_of(page, other)), timeout=TIMEOUT_MS)
    assert page.isVisible()
    assert (window.controller.chat.id, len(window.controller.open_chat.messages)) == (chat, messages)
    assert card_of(page, other).load.text() == "Unload"
    press(qtbot, card_of(page, other).load)
    qtbot.waitUntil(lambda: "put away until it is needed" in shown(card_of(page, other)), timeout=TIMEOUT_MS)
    press(qtbot, card_of(page, other).load)
    qtbot.waitUntil(lambda: ready(window) and "in use" in shown(card_of(page, other)), timeout=TIMEOUT_MS)


def test_headers_are_read_while_a_reply_is_written(qtbot, window, make_model):
    window.controller.settings.update(max_tokens=400)
    window.composer.set_text("tell me everything")
    with qtbot.waitSignal(window.controller.reply_grew, timeout=TIMEOUT_MS):
        window.composer.submit()
    window.controller.shelf.add(make_model("other.gguf", seed=4))
    qtbot.waitUntil(lambda: looked_at(window), timeout=TIMEOUT_MS)
    assert window.controller.busy
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=TIMEOUT_MS)


def test_an_engine_that_dies_while_it_reads_headers_is_asked_again(qtbot, window, make_model):
    page = open_page(qtbot, window)
    other = make_model("other.gguf", seed=4)
    os.kill(window.controller.client.pid, signal.SIGKILL)
    window.controller.shelf.add(other)
    qtbot.waitUntil(lambda: ready(window), timeout=TIMEOUT_MS)
    window.controller.shelf.look_again()
    qtbot.waitUntil(lambda: other in page.installed and "tiny-4" in shown(card_of(page, other)), timeout=TIMEOUT_MS)


# --- removing and deleting ---------------------------------------------------------------------------------------------------


def test_removing_a_model_leaves_its_file(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    assert not card_of(page, other).delete.isVisible()
    card_of(page, other).remove.trigger()
    assert other not in page.installed
    assert other.is_file()


def test_deleting_asks_first_and_only_for_what_keel_fetched(qtbot, window, make_model, tmp_path):
    folder = tmp_path / "data" / "models" / "owner__name"
    folder.mkdir(parents=True)
    fetched = folder / "mine.gguf"
    shutil.copy(make_model("other.gguf", seed=4), fetched)
    page = open_page(qtbot, window)
    card = card_of(page, fetched)
    assert card.delete.isVisible()
    card.delete.trigger()
    assert "Delete the file of tiny-4" in shown(card)
    assert fetched.is_file()
    press(qtbot, card.keep)
    assert fetched.is_file()
    assert not card.confirm.isVisible()
    card.delete.trigger()
    press(qtbot, card.confirm)
    assert not fetched.exists()
    assert fetched not in page.installed


def test_a_model_in_use_cannot_be_deleted(qtbot, window, make_model, tmp_path):
    folder = tmp_path / "data" / "models" / "owner__name"
    folder.mkdir(parents=True)
    fetched = folder / "mine.gguf"
    shutil.copy(make_model("other.gguf", seed=4), fetched)
    page = open_page(qtbot, window)
    press(qtbot, card_of(page, fetched).load)
    qtbot.waitUntil(lambda: "in use" in shown(card_of(page, fetched)), timeout=TIMEOUT_MS)
    assert not card_of(page, fetched).delete.isEnabled()
    assert not card_of(page, fetched).remove.isEnabled()


def test_the_chosen_model_is_no_longer_chosen_once_deleted(qtbot, window, make_model, tmp_path, tiny_model):
    folder = tmp_path / "data" / "models" / "owner__name"
    folder.mkdir(parents=True)
    fetched = folder / "mine.gguf"
    shutil.copy(make_model("other.gguf", seed=4), fetched)
    page = open_page(qtbot, window)
    press(qtbot, card_of(page, fetched).load)
    qtbot.waitUntil(lambda: "in use" in shown(card_of(page, fetched)), timeout=TIMEOUT_MS)
    press(qtbot, card_of(page, fetched).load)
    qtbot.waitUntil(lambda: window.controller.loader.state == "unloaded", timeout=TIMEOUT_MS)
    qtbot.waitUntil(card_of(page, fetched).delete.isEnabled, timeout=TIMEOUT_MS)
    assert window.controller.settings.settings.model_path == str(fetched)
    card_of(page, fetched).delete.trigger()
    press(qtbot, card_of(page, fetched).confirm)
    assert not fetched.exists()
    assert window.controller.settings.settings.model_path is None


# --- on offer, and what fits -------------------------------------------------------------------------------------------------


def test_everything_of_the_catalogue_is_on_offer(qtbot, window):
    page = open_page(qtbot, window)
    entries = load_catalogue().entries
    assert list(page.offered) == [entry.key for entry in entries]
    for entry in entries:
        said = shown(page.offered[entry.key])
        assert entry.name in said
        assert entry.licence in said
        assert entry.good_at in said
        assert parameters(entry.parameters) in said
        assert page.offered[entry.key].choice.count() == len(entry.files)


def set_memory(window, monkeypatch, available, total):
    """What this computer has is not what a test decides, so the look at it is replaced, and nothing else."""
    monkeypatch.setattr("app.models.shelf.machine", lambda: Machine(8, total, available))
    window.controller.shelf.measure()
    window.models_binding.page.refresh()


def test_the_pill_follows_the_memory_and_is_always_overridable(qtbot, window, monkeypatch):
    page = open_page(qtbot, window)
    card = page.offered["llama-3.1-8b"]
    set_memory(window, monkeypatch, 32 * GB, 64 * GB)
    assert "Fits" in card.pill.text()
    assert card.take.text() == "Download"
    set_memory(window, monkeypatch, 3 * GB, 16 * GB)
    assert "May be slow" in card.pill.text()
    set_memory(window, monkeypatch, 3 * GB, 4 * GB)
    assert "Won't fit" in card.pill.text()
    assert card.take.text() == "Download anyway"
    assert card.take.isEnabled()


def test_a_smaller_file_may_fit_where_a_larger_one_does_not(qtbot, window, monkeypatch):
    page = open_page(qtbot, window)
    card = page.offered["llama-3.1-8b"]
    small, large = (card.entry.weight_bytes(file) for file in card.entry.files)
    assert small < large
    set_memory(window, monkeypatch, round((small + large) / 2 / 0.85) + GB, 64 * GB)
    assert "Fits" in card.pill.text()
    card.choice.setCurrentIndex(1)
    assert "May be slow" in card.pill.text()


def test_the_pill_unfolds_where_its_figure_comes_from(qtbot, window):
    page = open_page(qtbot, window)
    card = page.offered["qwen3-4b"]
    assert not card.figures.isVisible()
    press(qtbot, card.pill)
    said = shown(card.figures)
    fit = window.controller.shelf.fit(card.entry.model_shape(card.file))
    for part in (fit.need.weights, fit.need.kv_cache, fit.need.compute, fit.need.total):
        assert size(part).replace("\u00a0", " ") in said
    assert "Free on this computer now" in said
    press(qtbot, card.pill)
    assert not card.figures.isVisible()


def test_the_pill_of_a_file_follows_the_settings_of_that_model(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4, n_ctx=32768)
    window.controller.shelf.add(other)
    open_page(qtbot, window)
    shelf = window.controller.shelf
    model = shelf.library.model(other)
    before = shelf.fit(model.report.shape, other).need.kv_cache
    window.controller.settings.update(n_ctx=8192)
    after = shelf.fit(model.report.shape, other).need.kv_cache
    assert after == 16 * before  # 512 tokens before
    window.controller.settings.update(kv_type="q8_0")
    assert shelf.fit(model.report.shape, other).need.kv_cache < after


def test_the_pill_counts_the_draft_model_that_is_loaded_beside_a_model(qtbot, window, make_model):
    target, draft = make_model("target.gguf", seed=4, n_ctx=4096), make_model("draft.gguf", seed=5, n_ctx=4096)
    for each in (target, draft):
        window.controller.shelf.add(each)
    open_page(qtbot, window)
    shelf, settings = window.controller.shelf, window.controller.settings
    shape, other = (shelf.library.model(each).report.shape for each in (target, draft))
    alone = shelf.fit(shape, target)
    settings.update(draft_model=str(draft))
    both = shelf.fit(shape, target)
    assert both.need == alone.need
    assert both.draft == draft_need(shape, other, settings.settings).total > other.weight_bytes
    rows = dict(breakdown(both))
    assert rows["Its draft model, which guesses ahead"] == size(both.draft)
    assert rows["Together"] == size(alone.need.total + both.draft)
    needed = both.total_need
    shelf.computer = Machine(2, needed, needed - both.draft)  # enough for one of them
    assert (shelf.fit(shape, target).verdict, shelf.fit(other, draft).draft) == ("slow", 0)  # nobody is his own draft model
    settings.update(guess_ahead="off")
    assert shelf.fit(shape, target).draft == 0


def test_a_file_that_will_not_fit_can_be_loaded_anyway(qtbot, window, make_model, monkeypatch):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    set_memory(window, monkeypatch, 1_000_000, 2_000_000)
    card = card_of(page, other)
    assert "Won't fit" in card.pill.text()
    assert card.load.text() == "Load anyway"
    press(qtbot, card.load)
    qtbot.waitUntil(lambda: ready(window) and window.controller.loader.name == "tiny-4", timeout=TIMEOUT_MS)


def test_the_search_narrows_both_lists(qtbot, window, tiny_model):
    page = open_page(qtbot, window)
    QTest.keyClicks(page.search, "smollm 3b")
    assert [key for key, card in page.offered.items() if card.isVisible()] == ["smollm3-3b"]
    assert not card_of(page, tiny_model).isVisible()
    assert "No model on this computer matches the search." in shown(page)
    page.search.setText("TINY")
    assert card_of(page, tiny_model).isVisible()
    page.search.setText("nothing is called this")
    assert "No model on offer matches the search." in shown(page)
    page.search.clear()
    assert all(card.isVisible() for card in page.offered.values())


def test_nothing_is_contacted_by_looking(qtbot, window, tmp_path):
    open_page(qtbot, window)
    qtbot.wait(200)
    assert not (tmp_path / "data" / "network.jsonl").exists()
    assert window.controller.downloads.items() == []


# --- over a restart ----------------------------------------------------------------------------------------------------------


def test_the_list_is_there_after_a_restart(qtbot, open_window, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.controller.use_model(str(other))
    qtbot.waitUntil(lambda: ready(window) and window.controller.loader.name == "tiny-4", timeout=TIMEOUT_MS)
    close_window(qtbot, window)
    again = open_window()
    assert {model.path for model in again.controller.shelf.models()} >= {other, paths.DEMO_MODEL}
    assert again.controller.shelf.library.model(other).last_used is not None


def test_a_damaged_list_is_told_and_costs_no_file(qtbot, open_window, tmp_path, tiny_model):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / LIBRARY_NAME).write_text("{broken")
    window = open_window()
    assert "The list of models was damaged" in window.notice.sentence()
    assert tiny_model.is_file()


def test_focus_stays_in_the_page_when_what_had_it_goes(qtbot, window, make_model):
    other = make_model("other.gguf", seed=4)
    window.controller.shelf.add(other)
    page = open_page(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    card_of(page, other).load.setFocus()
    window.controller.shelf.remove(other)
    page.refresh()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.isAncestorOf(focus)
