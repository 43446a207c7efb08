"""The settings panel, made from the table of settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.language import number
from app.language.telling import told
from app.settings.fields import DEFAULTS, INFO, SECTIONS, FieldInfo, Layer, Scope, Settings
from app.settings.installed_model import InstalledModel
from app.settings.layer_choice import LayerChoice
from app.settings.layers import at_loading, effective, may_differ, usable, with_values, without
from app.settings.memory_cost import draft_note, memory_notes
from app.settings.model_file_editor import ModelFileEditor
from app.settings.presets import preset_of
from app.settings.presets_card import PresetsCard
from app.settings.row import SettingRow
from app.settings.section import Section
from app.settings.store import SettingsStore
from app.settings.wording import in_words, value_in_words
from app.theme import SCROLL_BAR, space
from app.window.page import scrolled
from engine.protocol import STRENGTHS, AxisFacts, ModelFacts


class SettingsPanel(QWidget):
    """Shows every setting of all chats, of one model or of one chat; a change from elsewhere is shown as it comes.

    Changes for all chats and for one model go to the store at once, those for one chat to whoever keeps the chats. The sections
    that need an axis say so where there is none; the values in them stay as they are.
    """

    chat_edited = Signal(object, object)
    """Carries the id of a chat and all that this chat now sets itself."""

    chat_prompt_edited = Signal(object, object)
    """Carries the id of a chat and its own system prompt, None where it has that of all chats again."""

    reload_requested = Signal()
    """The model shall be loaded again, with the settings now in force."""

    network_requested = Signal()
    """The page of connections shall be shown."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Settings"))
        self._store = store
        self._axis: AxisFacts | None = None
        self._model_key: str | None = None
        self._chat: int | None = None
        self._overrides: Layer = {}
        self._prompt: str | None = None
        self._names = ("", "")
        self._speeds: tuple[float | None, float | None] = (None, None)
        self._loaded_with: Layer | None = None
        self._facts: ModelFacts | None = None
        self._models: Sequence[InstalledModel] = ()
        self._before_preset: tuple[Scope, dict[str, Any]] | None = None
        self._scope: Scope = "program"
        self._rows: dict[str, SettingRow] = {}
        self._sections: dict[str, Section] = {}
        self.layer = LayerChoice()
        self.presets = PresetsCard(store)
        self._build()
        self._store.changed.connect(self._show)
        self.layer.chosen.connect(self._layer_chosen)
        self.presets.use_requested.connect(self._use_preset)
        self.presets.undo_requested.connect(self._undo_preset)
        self.layer.set_names("", "")
        self.set_axis(None, None)
        for name, info in INFO.items():
            if info.advanced and not store.is_default(name):
                self._sections[info.section].unfold()

    # --- what is on show -----------------------------------------------------------------------------------------------------

    def set_axis(self, facts: AxisFacts | None, problem: str | None = None) -> None:
        """Say what the loaded model's axis allows; without one, why there is none."""
        self._axis = facts
        not_available = self.tr("Not available for this model.")
        note = f"{not_available} {problem}" if problem else self.tr("Available once a model is loaded.")
        caps, reads = facts is not None and facts.caps, facts is not None and facts.reads
        only_reads = self.tr("Not available for this model: its axis was found good for readings only.")
        only_caps = self.tr("Not available for this model: its axis shows no readings.")
        for name, works, lacks in (("steadiness", caps, only_reads), ("warning", reads, only_caps)):
            self._sections[name].set_note("" if works else lacks if facts is not None else note)
            self._sections[name].body.setEnabled(works)
        self._show()

    def show_model(self, key: str | None, name: str, loaded_with: Layer | None = None) -> None:
        """Say which model is wanted, and what it was loaded with (see layers.at_loading; None: it is not loaded)."""
        if key != self._model_key:
            self.commit()
        self._model_key, self._loaded_with = key, loaded_with
        self._names = (name if key is not None else "", self._names[1])
        self.layer.set_names(*self._names)
        self._scope = self.layer.scope
        self._show()

    def show_facts(self, model: ModelFacts | None) -> None:
        """Say what the settings cost in memory with this model, and where it runs and why; None where no model is known."""
        self._facts = model
        self._offer_models()
        self._show()

    def show_models(self, models: Sequence[InstalledModel]) -> None:
        """Say which models there are on this computer, to choose a draft model from."""
        if models != self._models:
            self._models = models
            self._offer_models()
            self._show()

    def show_chat(self, chat: int, title: str, overrides: Layer, system_prompt: str | None) -> None:
        """Show another chat: what it sets itself, and its own system prompt (None: that of all chats)."""
        if chat != self._chat:
            self.commit()
            self._before_preset = None
            self.presets.say("")
        self._chat, self._overrides, self._prompt = chat, overrides, system_prompt
        self._names = (self._names[0], title)
        self.layer.set_names(*self._names)
        self._scope = self.layer.scope
        self._show()

    def show_speeds(self, free: float | None, held: float | None) -> None:
        """Say what the cap costs: the usual tokens per second of replies without it and with it, None where that is not known."""
        self._speeds = (free, held)
        self._show()

    def row(self, name: str) -> SettingRow:
        """Return the row of a setting; raises KeyError for one the panel does not show."""
        return self._rows[name]

    def commit(self) -> None:
        """Send what still waits for a pause in typing, before the window closes."""
        for row in self._rows.values():
            row.editor.commit()

    def minimumSizeHint(self) -> QSize:
        """Works down to this width."""
        return QSize(space(180), space(200))

    # --- the layers ----------------------------------------------------------------------------------------------------------

    def _kept(self, scope: Scope) -> dict[str, Any]:
        """Return what a layer holds: for all chats, what is not at its default."""
        if scope == "program":
            return {name: getattr(self._store.settings, name) for name in INFO if not self._store.is_default(name)}
        if scope == "model":
            return dict(self._store.settings.models.get(self._model_key or "", {}))
        own = without(self._overrides, "system_prompt")
        return own if self._prompt is None else {**own, "system_prompt": self._prompt}

    def _own(self, scope: Scope) -> dict[str, Any]:
        """Return what of a layer is in force."""
        return usable(self._kept(scope), scope)

    def _in_force(self, scope: Scope) -> Settings:
        """Return the settings in force for all chats, for one model, or for the chat."""
        if scope == "program":
            return self._store.settings
        return effective(self._store.settings, self._model_key, self._own("chat") if scope == "chat" else None)

    def _write(self, values: Layer) -> None:
        """Set values in the layer on show."""
        scope = self._scope
        if scope == "program":
            self._store.update(**values)
        elif scope == "model" and self._model_key is not None:
            self._store.update_model(self._model_key, values)
        elif scope == "chat":
            self._write_chat(with_values(self._kept("chat"), values))

    def _write_chat(self, own: dict[str, Any]) -> None:
        """Give the chat all that it sets itself."""
        if self._chat is None:
            return
        prompt = own.get("system_prompt")
        rest = without(own, "system_prompt")
        if prompt != self._prompt:
            self._prompt = prompt
            self.chat_prompt_edited.emit(self._chat, prompt)
        if rest != self._overrides:
            self._overrides = rest
            self.chat_edited.emit(self._chat, rest)
        self._show()

    @Slot(str, object)
    def _edited(self, name: str, value: Any) -> None:
        changes = {name: value}
        if name == "cap":
            changes["percentile"] = None  # a step is chosen, so an exact strength set before no longer counts
        self._write(changes)

    @Slot(str)
    def _reset(self, name: str) -> None:
        names = (name, "percentile") if name == "cap" else (name,)
        scope = self._scope
        if scope == "program":
            self._store.reset(name)
        elif scope == "model" and self._model_key is not None:
            self._store.reset_model(self._model_key, *names)
        else:
            self._write_chat(without(self._kept("chat"), *names))

    @Slot(str)
    def _layer_chosen(self, scope: Scope) -> None:
        self.commit()  # what was typed belongs to the layer it was typed in
        self._scope = scope
        self.presets.say("")
        self._before_preset = None
        self._show()

    # --- presets -------------------------------------------------------------------------------------------------------------

    @Slot(str, object)
    def _use_preset(self, name: str, values: Layer) -> None:
        scope = self._scope
        before = self._kept(scope)
        self._write(usable(values, "chat"))
        where = {
            "program": self.tr("“{name}” is in force for all chats."),
            "model": self.tr("“{name}” is in force for this model."),
            "chat": self.tr("“{name}” is in force for this chat."),
        }
        self.presets.say(where[scope].format(name=name), undo=True)
        self._before_preset = (scope, before)

    @Slot()
    def _undo_preset(self) -> None:
        if self._before_preset is None:
            return
        (scope, before), self._before_preset = self._before_preset, None
        if scope == "program":
            self._store.update(**{name: before.get(name, getattr(DEFAULTS, name)) for name in preset_of(DEFAULTS)})
        elif scope == "model" and self._model_key is not None:
            self._store.replace_model(self._model_key, before)
        else:
            self._write_chat(before)

    # --- showing -------------------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        scope = self._scope
        settings, own = self._in_force(scope), self._own(scope)
        notes = self._closer(scope)
        costs = memory_notes(self._facts, settings) | {"cap": self._cost(), "n_gpu_layers": self._device()}
        costs["draft_model"] = draft_note(self._facts, settings, self._models)
        notes |= {name: "\n".join(filter(None, (notes.get(name), cost))) for name, cost in costs.items()}
        strength = STRENGTHS[settings.cap]
        inherited = {
            "percentile": strength if strength is not None else STRENGTHS["standard"],
            "threshold": self._axis.threshold if self._axis is not None else None,
        }
        for name, row in self._rows.items():
            value = getattr(settings, name)
            row.show_value(value, name not in own or (name == "percentile" and value is None))
            row.set_way_back(self.tr("Back to the default: {setting}") if row.info.of_one_model else self._way_back(scope))
            row.set_note(notes.get(name, ""))
            if name in inherited:
                row.show_inherited(inherited[name], value)
        self._rows["percentile"].setEnabled(settings.cap != "off")
        self._rows["form"].setEnabled(settings.cap != "off" and self._axis is not None and len(self._axis.forms) > 1)
        self._rows["threshold"].setEnabled(settings.warning != "off")
        self.presets.set_current(preset_of(settings))
        shown = frozenset(name for name in self._rows if may_differ(name, scope))
        for section in self._sections.values():
            section.show_names(shown)
        self._show_reload()

    def _way_back(self, scope: Scope) -> str:
        if scope == "program":
            return self.tr("Back to the default: {setting}")
        if scope == "model":
            return self.tr("As for all models again: {setting}")
        return self.tr("As for all chats again: {setting}")

    def _closer(self, scope: Scope) -> dict[str, str]:
        """Say which settings have another value nearer to the chat than the layer on show."""
        wider: dict[Scope, tuple[tuple[Scope, str], ...]] = {
            "program": (("model", self.tr("This model has its own: {value}")), ("chat", self.tr("This chat has its own: {value}"))),
            "model": (("chat", self.tr("This chat has its own: {value}")),),
            "chat": (),
        }
        return {
            name: text.format(value=_short(name, value))
            for nearer, text in wider[scope]
            for name, value in self._own(nearer).items()
            if (name, value) != ("percentile", None)  # comes with a step of the cap, which says it already
        }

    def _cost(self) -> str:
        free, held = self._speeds
        if free is None or held is None:
            return ""
        text = self.tr("Replies here come at {held} tokens/s when held, at {free} when not.")
        return text.format(held=number(f"{held:.1f}"), free=number(f"{free:.1f}"))

    def _device(self) -> str:
        return told(self._facts.device_reason) if self._facts is not None else ""

    def _offer_models(self) -> None:
        facts, editor = self._facts, self._rows["draft_model"].editor
        assert isinstance(editor, ModelFileEditor)
        own, tokens = (Path(facts.path), facts.n_vocab) if facts is not None else (None, None)
        editor.show_models(self._models, own, tokens)

    def _show_reload(self) -> None:
        settings = self._in_force("model")
        differs = self._loaded_with is not None and at_loading(settings) != self._loaded_with
        self._sections["model"].set_action(self.tr("Load it again") if differs else "")

    # --- building ------------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(space(14), space(12), space(14), space(14))
        column.setSpacing(space(12))
        column.addWidget(self.presets)
        for key, title in SECTIONS.items():
            section = Section(in_words(title))
            for name, info in INFO.items():
                if info.section == key:
                    section.add(self._make_row(name, info), info.advanced)
            self._sections[key] = section
            column.addWidget(section)
        self._sections["model"].action.setToolTip(self.tr("Load the model again, so that these settings are used"))
        self._sections["model"].action_requested.connect(self.reload_requested)
        column.addWidget(self._make_privacy())
        column.addStretch(1)
        scroll = scrolled(content)
        head = QVBoxLayout()  # whom the settings are for stays in sight while one scrolls
        head.setContentsMargins(space(14), space(12), space(14) + space(SCROLL_BAR), space(8))
        head.addWidget(self.layer)
        outer = QVBoxLayout(self)
        outer.setSpacing(0)
        outer.setContentsMargins(0, 0, 0, 0)
        line = QFrame()
        line.setProperty("look", "line")
        outer.addLayout(head)
        outer.addWidget(line)
        outer.addWidget(scroll, 1)

    def _make_privacy(self) -> Section:
        section = Section(self.tr("Privacy"))
        section.set_note(self.tr("Keel connects to nothing unless you ask for a model. Every connection is in a list."))
        section.set_action(self.tr("Connections…"))
        section.action.setToolTip(self.tr("See what Keel has connected to, and keep an access token"))
        section.action_requested.connect(self.network_requested)
        return section

    def _make_row(self, name: str, info: FieldInfo) -> SettingRow:
        row = SettingRow(name, info)
        row.edited.connect(self._edited)
        row.reset_requested.connect(self._reset)
        self._rows[name] = row
        return row


def _short(name: str, value: Any) -> str:
    """Return a value in a few words."""
    words = value_in_words(INFO[name], value)
    return words if len(words) <= 40 else words[:39] + "…"
