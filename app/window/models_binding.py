"""Keeps the models page, the menu on the model's name and the flow in step, and takes in files that are given to Keel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.language.telling import told
from app.models.card import plain
from app.models.fetches import Fetch
from app.models.library import KnownModel, first_part
from app.paths import model_file
from app.problems import UserError
from app.window.model_loader import Problem

if TYPE_CHECKING:
    from app.models.page import ModelsPage
    from app.window.window import MainWindow

SHOW: Final = "show_models"
LOAD_ARRIVED: Final = "load_arrived"
AXIS_ENDING: Final = ".axis.gguf"


class ModelsBinding(QObject):
    """The window's slots that concern choosing, opening and fetching models."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self._shelf = window.controller.shelf
        self._page: ModelsPage | None = None
        self._after_load: tuple[Path, str] | None = None
        self._arrived: Path | None = None
        self._flow.loader.changed.connect(self._on_loader)
        self._shelf.arrived.connect(self._on_arrived)
        self._shelf.fetch_failed.connect(self._on_fetch_failed)
        self._shelf.problem.connect(self._tell)
        self._flow.loader.problem.connect(self._on_load_problem)
        menu = window.header.model_menu
        menu.about_to_show.connect(self._fill_menu)
        menu.model_chosen.connect(self.load)
        menu.unload_requested.connect(self._on_unload)
        if self._shelf.library.problem:
            window.notice.present(told(self._shelf.library.problem), tone="info")

    @property
    def page(self) -> ModelsPage:
        """The page, made when it is wanted first."""
        if self._page is None:
            from app.models.page import ModelsPage

            page = self._page = ModelsPage(self._shelf, self._window)
            page.back_requested.connect(self._window.show_chat)
            page.open_requested.connect(self._window.choose_model)
            page.load_requested.connect(self.load)
            page.unload_requested.connect(self._on_unload)
            page.cancel_load_requested.connect(self._flow.loader.cancel)
            page.calibrate_requested.connect(self._on_calibrate)
            page.import_requested.connect(self._on_import)
            page.folder_requested.connect(self._on_folder)
            page.network_requested.connect(self._on_network)
            page.notice.action_requested.connect(self._on_action)
            self._show_state()
        return self._page

    def open(self) -> None:
        """Show the page, or the chat where the page is shown already."""
        if self._window.is_shown(self._page):
            self._window.show_chat()
        else:
            self._window.show_page(self.page)

    def act(self, action: str) -> bool:
        """Do what a notice's button offers; returns whether it was one of these."""
        if action == LOAD_ARRIVED and self._arrived is not None:
            self.load(self._arrived)
        elif action == SHOW:
            self._window.show_page(self.page)
        return action in (SHOW, LOAD_ARRIVED)

    def fetch(self, key: str) -> None:
        """Download what is offered first of an entry of the catalogue, and show how far it is; pressed by a person."""
        entry = next((each for each in self._shelf.offers() if each.key == key), None)
        if entry is not None:
            self._shelf.download(entry, entry.usual_file)
            self._window.show_page(self.page)

    # --- files ---------------------------------------------------------------------------------------------------------------

    def take_files(self, names: Sequence[str]) -> None:
        """Take files that were dropped or given: one model is loaded, several are put on the list, others are named."""
        axes = [name for name in names if name.endswith(AXIS_ENDING)]
        models, wrong = _sorted_out([name for name in names if name not in axes])
        if axes and not models and not wrong:
            self._window.calibration_binding.import_files(axes)
            return
        if len(models) == 1 and not wrong:
            self.load(models[0])
            return
        for path in models:
            self._shelf.add(path)
        sentences = [*wrong[:1]]
        if len(wrong) > 1:
            sentences.append(self.tr("{count} other files cannot be used as models either.").format(count=len(wrong) - 1))
        if models:
            sentences.append(self.tr("{count} models were added to the list; choose which one to use.").format(count=len(models)))
            self._window.show_page(self.page)
            self.page.notice.present(" ".join(sentences), tone="problem" if wrong else "info")
            self.page.reveal(models[0])
        elif sentences:
            self._tell(Problem(" ".join(sentences)))

    def open_given(self, model: str, axis: str = "") -> None:
        """Open a file that a further start of Keel, or the system, was asked to open; axis: "" takes the one found for it."""
        self._window.show_again()
        if axis:
            self._flow.calibration.stop()
            self._flow.loader.load(model, axis)
        else:
            self.take_files([model])

    def load(self, path: Path) -> None:
        """Load a model and remember it as the chosen one."""
        self._after_load = None
        self._flow.use_model(str(path))

    # --- from the flow -------------------------------------------------------------------------------------------------------

    def _on_loader(self) -> None:
        self._show_state()
        loader = self._flow.loader
        if self._after_load is None or loader.state not in ("ready", "failed"):
            return
        path, wish = self._after_load
        if loader.state == "failed":
            self._after_load = None
        elif loader.path is not None and first_part(Path(loader.path)) == path:
            self._after_load = None
            self._do_with_axis(wish)

    def _show_state(self) -> None:
        if self._page is not None:
            state = self._flow.loader.state
            self._page.show_loading(state if state in ("loading", "ready", "unloaded") else "")
            if state in ("loading", "ready") and self._page.notice.action in ("load_anyway", "load_on_processor", "choose_model"):
                self._page.notice.dismiss()

    def _on_arrived(self, model: KnownModel) -> None:
        self._arrived = model.path
        sentence = self.tr("{name} has been fetched and checked; it can be used now.").format(name=plain(model.name))
        notice = self.page.notice if self._window.is_shown(self._page) else self._window.notice
        notice.present(sentence, action=LOAD_ARRIVED, label=self.tr("Use it now"), tone="info")

    def _on_fetch_failed(self, fetch: Fetch) -> None:
        """Tell of a download that stopped, where its card, which says so too, is not on show."""
        if not self._window.is_shown(self._page):
            stopped = self.tr("The download of {name} has stopped.").format(name=plain(fetch.title))
            self._window.notice.present(f"{stopped} {fetch.sentence}", action=SHOW, label=self.tr("Show"))

    def _on_load_problem(self, problem: Problem) -> None:
        """Tell on the page, too, what the conversation behind it tells."""
        if self._page is not None and self._window.is_shown(self._page):
            self._page.notice.present(
                problem.sentence, action=problem.action, label=problem.label, details=problem.details, tone=problem.tone
            )

    def _tell(self, problem: Problem) -> None:
        notice = self.page.notice if self._window.is_shown(self._page) else self._window.notice
        notice.present(problem.sentence, details=problem.details, tone=problem.tone)

    # --- wishes --------------------------------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        can_unload = self._flow.loader.state == "ready"
        self._window.header.model_menu.fill(self._shelf.models(), self._shelf.current_path, can_unload=can_unload)

    def _on_unload(self) -> None:
        self._flow.unload_model()

    def _on_calibrate(self, path: Path) -> None:
        self._with_loaded(path, "calibrate")

    def _on_import(self, path: Path) -> None:
        self._with_loaded(path, "import")

    def _with_loaded(self, path: Path, wish: str) -> None:
        """Calibrating and importing need the model: load it first where another one is in use."""
        if self._shelf.current_path == path and self._flow.loader.state == "ready":
            self._do_with_axis(wish)
            return
        self.load(path)
        self._after_load = (path, wish)

    def _do_with_axis(self, wish: str) -> None:
        if wish == "calibrate":
            self._window.calibration_binding.open()
        else:
            self._window.choose_axis()

    def _on_folder(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _on_network(self) -> None:
        self._window.network_binding.open()

    def _on_action(self, action: str) -> None:
        if self.act(action):
            return
        if action == "choose_model":
            self._window.choose_model()
        else:
            self._flow.act(action)


def _sorted_out(names: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Return the models among files, split ones once, and a sentence for each file that is none."""
    models, wrong = {}, []
    for name in names:
        try:
            path = model_file(Path(name))
        except UserError as error:
            wrong.append(told(error.sentence))
        else:
            models[first_part(path)] = path
    return list(models), wrong
