"""What concerns a part of a tree or a whole one: deleting below a message, branching into a new chat, importing."""

from __future__ import annotations

from collections.abc import Sequence

from app.conversations.base import show_leaf
from app.conversations.chats import Chats
from app.conversations.messages import Messages
from app.conversations.records import Chat, Deletion, Message, Tree
from app.conversations.rows import clean, now
from app.conversations.schema import NEWEST_BELOW
from app.conversations.taking_in import TakingIn

_KEPT = "role, content, created_at, readings, stats, receipt, drifted, evicted"


class Trees(Chats, Messages):
    """The part of the store that moves whole trees and their branches."""

    def delete_message(self, message_id: int) -> Deletion:
        """Hide a message and everything below it, and return what brings it back until the next start.

        The chat then shows the nearest other version of the message, or what came before it. Raises KeyError where there is none.
        """
        message = self.message(message_id)
        below = """
            WITH RECURSIVE below (id) AS (
                SELECT ? UNION ALL SELECT m.id FROM messages m JOIN below ON m.parent_id = below.id WHERE m.deleted_at IS NULL
            )
            SELECT id FROM below
        """
        others = [each for each in self.siblings(message_id) if each != message_id]
        older = [each for each in others if each < message_id]
        nearest = older[-1] if older else others[0] if others else None
        with self._of(message_id).writing() as connection:
            gone = [int(row[0]) for row in connection.execute(below, (message_id,))]
            (leaf,) = connection.execute("SELECT leaf_id FROM chats WHERE id = ?", (message.chat_id,)).fetchone()
            at = now()
            connection.executemany("UPDATE messages SET deleted_at = ? WHERE id = ?", [(at, each) for each in gone])
            if leaf in gone:
                shown = message.parent_id
                if nearest is not None:
                    (shown,) = connection.execute(NEWEST_BELOW, (nearest,)).fetchone()
                show_leaf(connection, message.chat_id, shown)
        return Deletion(message.chat_id, tuple(gone), leaf)

    def restore_message(self, deletion: Deletion) -> None:
        """Bring back what `delete_message` hid, and show the chat as it was then."""
        top = deletion.message_ids[0]
        above = """
            WITH RECURSIVE line (id, parent_id) AS (
                SELECT id, parent_id FROM messages WHERE id = ?
                UNION ALL SELECT m.id, m.parent_id FROM messages m JOIN line ON m.id = line.parent_id
            )
            SELECT id FROM line
        """
        with self._of(deletion.chat_id).writing() as connection:
            # What the message stands on comes back with it, where that was deleted later.
            line = [int(row[0]) for row in connection.execute(above, (top,))]
            back = [(each,) for each in (*line, *deletion.message_ids)]
            connection.executemany("UPDATE messages SET deleted_at = NULL WHERE id = ?", back)
            show_leaf(connection, deletion.chat_id, deletion.leaf_id)

    def copy_to_new_chat(self, message_id: int, title: str) -> Chat:
        """Branch: copy the line up to and including a message, with receipts and readings, into a new chat and return that.

        System prompt, settings, folder and role play come along; the new chat is linked to the old one. The branch of a temporary
        chat is temporary.
        """
        source = self.chat(self.message(message_id).chat_id)
        line = """
            WITH RECURSIVE line (id, parent_id, depth) AS (
                SELECT id, parent_id, 0 FROM messages WHERE id = ?
                UNION ALL SELECT m.id, m.parent_id, line.depth + 1 FROM messages m JOIN line ON m.id = line.parent_id
            )
            SELECT id FROM line ORDER BY depth DESC
        """
        copied = f"""
            INSERT INTO messages (chat_id, parent_id, state, {_KEPT})
            SELECT ?, ?, CASE state WHEN 'growing' THEN 'interrupted' ELSE state END, {_KEPT} FROM messages WHERE id = ?
        """
        made = now()
        with self._of(message_id).writing() as connection:
            cursor = connection.execute(
                "INSERT INTO chats (title, renamed, system_prompt, continued_from, overrides, role_play, folder_id, created_at, "
                "updated_at) SELECT ?, 1, system_prompt, id, overrides, role_play, folder_id, ?, ? FROM chats WHERE id = ?",
                (clean(title), made, made, source.id),
            )
            chat_id, parent = int(cursor.lastrowid or 0), None
            for (each,) in connection.execute(line, (message_id,)).fetchall():
                parent = connection.execute(copied, (chat_id, parent, each)).lastrowid
            show_leaf(connection, chat_id, parent)
        return self.chat(chat_id)

    def ends(self) -> dict[int, tuple[str, int]]:
        """Return, for every chat of the file, the state of its last message on show and how many characters that has."""
        query = "SELECT c.id, m.state, length(m.content) FROM chats c CROSS JOIN messages m ON m.id = c.leaf_id"
        return {row[0]: (row[1], row[2]) for row in self._disk.rows(f"{query} WHERE c.deleted_at IS NULL")}

    def add_tree(self, tree: Tree) -> Chat:
        """Take in a whole chat and return it as it is kept; see `add_trees`."""
        return self.chat(self.add_trees([tree])[0])

    def add_trees(self, trees: Sequence[Tree]) -> list[int]:
        """Take in whole chats, all or none, in steps between which others can write, and return their new ids.

        Dates, titles, states, receipts and readings stay as given; a reply that was growing is interrupted. Raises ValueError for
        messages whose parents are missing or go round in a circle.
        """
        return TakingIn(self._disk, trees, [parents_first(tree.messages) for tree in trees]).run()


def parents_first(messages: Sequence[Message]) -> list[Message]:
    """Return messages so that each stands behind its parent, else as given; raises ValueError where that cannot be done."""
    ids = {message.id for message in messages}
    if len(ids) != len(messages):
        raise ValueError("two messages have the same id")
    children: dict[int | None, list[Message]] = {}
    for message in messages:
        if message.parent_id is not None and message.parent_id not in ids:
            raise ValueError(f"message {message.id} stands below one that is missing")
        children.setdefault(message.parent_id, []).append(message)
    depth: dict[int, int] = {}
    level, number = children.get(None, []), 0
    while level:
        depth.update((message.id, number) for message in level)
        level = [child for message in level for child in children.get(message.id, [])]
        number += 1
    if len(depth) != len(messages):
        raise ValueError("messages stand below one another in a circle")
    position = {message.id: index for index, message in enumerate(messages)}
    if all(message.parent_id is None or position[message.parent_id] < position[message.id] for message in messages):
        return list(messages)
    return sorted(messages, key=lambda message: (depth[message.id], position[message.id]))
