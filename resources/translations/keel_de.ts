<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>MessageFooter</name>
    <message>
        <source>Branch into a new chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit this message; the old version is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the model go on where it stopped (Alt+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make another version of this reply (Ctrl+R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More that can be done with this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reproduce from its receipt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>,</source>
        <extracomment>What stands between the thousands</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>.</source>
        <extracomment>The decimal point</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReplyMessage</name>
    <message>
        <source>(no text)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>0 uses the processor alone; more than it has puts all there. Used when a model is loaded next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A floor of its own for the place where each reply begins, where the manner is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply stops after this many tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above 0 makes a word less likely each time it is said again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above 0 makes every word less likely that was said already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above 1 makes the model repeat itself less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chooses among the likeliest words that together have this probability; 1 allows all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chooses among the words that are about as surprising as usual; 1 allows all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chooses among this many likeliest words; 0 allows all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts as drifted below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl and + or − change it anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY allows, in tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY growth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY looks back, in tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drops words this much less likely than the likeliest one; 0 drops none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example: You are a patient tutor. Answer briefly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on in a new chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher is more varied, 0 always takes the likeliest word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold replies steady</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds as firmly as it can; replies may become stiff, and roles you ask for mostly fade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds replies close to the usual manner; role-play and a personal voice get weaker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast it gets stronger with the length of the phrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many tokens the model can look back on. Used when a model is loaded next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the reply&apos;s end is searched for the phrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the reply&apos;s end the three penalties above look at; 0 turns them off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps replies near the model&apos;s usual manner. A good choice for most chats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers on the graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out the oldest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest reply, in tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes it less likely that a phrase said before is said again; 0 is off, 0.8 is usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory, in tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never shows the warning; the drift panel still shows the readings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left out: the reply ends there, and Keel says that the memory is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the drift gauge: 1 is the usual Assistant, 0 is the average role.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One floor for all words alike: the published form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only watching: nothing in the replies is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens a new chat with a summary, which you can change before it is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalties look back, in tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phrases up to this length may be said again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read before every new chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply start too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of one model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+Enter starts a new line; off, it is the other way round.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steadiness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps in only when a reply moves clearly away from the model&apos;s usual manner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and say so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The form that worked best for this model when it was measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The oldest messages are no longer read, and a line in the chat shows which. The system prompt is always read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed, text and settings give the same reply again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used when a model is loaded next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warn about drift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warns once when two replies in a row have moved away from the usual manner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warns only when replies stay far from the usual manner, three in a row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When a chat no longer fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which share of the model&apos;s measured replies lies below the floor; higher holds more firmly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>follows the step above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the built-in demo model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole reply</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UserMessage</name>
    <message>
        <source>Put this message back into the box below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued: it is sent when the model is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You wrote</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionSwitch</name>
    <message>
        <source>Earlier version (Alt+Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later version (Alt+Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {at} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
