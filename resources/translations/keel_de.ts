<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>Badges</name>
    <message>
        <source>The chat is longer than the model can look back on. Go on in a fresh chat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model stopped before this reply was finished. What had arrived was kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reading of this reply lies below the drift threshold. 1 is the usual Assistant, 0 is the average role.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reply was as long as the settings allow. It can be continued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply was held steady. The share says at how many of the model&apos;s steps that changed anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You changed this text. The model&apos;s own words are kept as the version before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You stopped this reply. It can be continued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than 1%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… Reached the length limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◆ Drifted {reading}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● Held steady, acted on {share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⚠ Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⚠ The model&apos;s memory is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✎ Edited by you</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Calibration</name>
    <message>
        <source>1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 is the model&apos;s usual self, 0 the average role.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A step is one token in one of the layers that are held.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 30 roles with short replies. Enough to see whether this model can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 60 roles and longer replies. Recommended for daily use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement with the main direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All roles in every wording. The most exact figures; best while you do something else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cosine with the direction along which the roles differ most (first principal component).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counted from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance between the two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drifted below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Farthest from them: {far}; nearest: {near}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good for readings only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held in layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How surprising capped replies are to the model itself, against uncapped ones; 1 is no difference (perplexity).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In standard deviations (Cohen&apos;s d).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed: this model goes on without readings and without capping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of this run; parts done earlier are not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs of a usual reply and one in an unseen role put the right way round (AUC).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random directions bring back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read at layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings are on from the next reply, and replies can be held steady.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings are on from the next reply. Capping stays off for this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replies compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles below the usual replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles that this model does not play are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the way from replies in a role to usual ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So far {below} of {roles} roles lie below the model&apos;s usual replies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps lifted in the trials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap acts in these layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap brings back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first replies are on their way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same strength, for comparison.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same, read without the role&apos;s instruction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those of the capping trials not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Told apart by the words alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Told apart, roles held out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the model&apos;s usual self stands among all roles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wording under the cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{below} of {roles} roles lie below the model&apos;s usual replies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{roles} and {held_out} to check with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalibrationBinding</name>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis was imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The calibration has ended with this verdict: {verdict}. {meaning}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being calibrated, so it cannot answer now. You can stop the calibration and go on with it later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being calibrated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalibrationPage</name>
    <message>
        <source>Back to the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrate {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrating {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the calibration is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keel asks the model the same questions as itself and in many roles, and measures inside it where its usual self ends. It needs nothing but this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring the imported axis on {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No axis can be made for this model, because its inside cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the calibration; what is finished is kept, and it can go on later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replies in a role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usual replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‹ Back to the chat</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalibrationRun</name>
    <message>
        <source>Beginning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The replies that were finished are kept, so the calibration can go on from there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>Import an axis file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use an axis of this model that was made elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While it runs the model cannot answer; messages you write meanwhile wait. You can stop at any time, even close Keel, and go on later from where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can start when the reply being written is finished.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DriftActions</name>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} (continued)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} (from the last steady reply)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details: the figures of this calibration</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message>
        <source>Earlier I said: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I would like to continue an earlier conversation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My last message: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What I told you:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What I wanted: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it was about: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You answered: {text}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HandOverRun</name>
    <message>
        <source>Reading the conversation…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the conversation… {share:.0%}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the summary… {count} words</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeptCard</name>
    <message>
        <source>A calibration of this model ({size}) was stopped soon after its beginning. It can go on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A calibration of this model ({size}) was stopped when {share} of it was done. It can go on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throw away the replies that were finished</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>The code of the language of this translation, such as de</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerChoice</name>
    <message>
        <source>All chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For chats with {name}; what is not set here is as for all chats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For every chat and every model that has no value of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For “{title}” alone; what is not set here is as for all chats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These settings are for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageFooter</name>
    <message>
        <source>Answer again under the cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer again without the cap</source>
        <translation type="unfinished"></translation>
    </message>
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
    <name>ModelLoader</name>
    <message>
        <source>Choose a model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading was cancelled, so no model is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {file} ended the engine last time, so it was not loaded by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This happened while {name} was being loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
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
    <name>Outcome</name>
    <message>
        <source>Back to the chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrate again…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles and usual replies along the axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual assistant</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be read ({reason})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset could not be written ({reason})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds no preset of Keel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This preset was made by a newer Keel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose a file that Keel has exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install the newer version to use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetsCard</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the preset a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep no preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out, as Keel cannot use it: {settings}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More about presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the chosen preset in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the preset under this name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the settings on show as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the settings on show over it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save, rename, delete, export and import presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a preset named “{name}” already; choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” now holds the settings on show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was exported to {file}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>the axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the chat template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the size of the memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the version of the engine</source>
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
    <name>ReplyPicture</name>
    <message>
        <source>Course of this reply, token by token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token {number} of {count}: {reading}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReplyTrace</name>
    <message>
        <source>1 token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer again under the cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer again without the cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide its course</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes another version of this reply; this one is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {reading}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its course, token by token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trace of this reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lowest {reading} at token {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none below the mark at {threshold}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} of them below the mark at {threshold}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced settings: {section}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>A band of the layers {0} to {1} cannot be capped in a model of {2} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cap at the layers {0} to {1} does not fit a model of {2} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A context of {0} tokens is too short to chat in; choose at least {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A direction of the cap is not of unit length, or a floor is no number, so it cannot be tried.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A direction to read does not have unit length.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply&apos;s activations do not have the shape of this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A {0} direction of the axis is not of unit length, so a cap with it would overshoot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An axis can hold lists of numbers or of texts only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An axis cannot hold a value of the type {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An experiment can only be chosen in a capping configuration, and none was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRY needs the vocabulary of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keel cannot save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keel cannot save now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keel has nowhere to keep your chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keel needs llama-cpp-python {0}, but {1} is installed; install the pinned version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {0} cannot be read in a model of {1} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {0} cannot be read: this model can be read from layer 0 to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking which roles are played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the axis needs {0} GB on disk for a while, but only {1} GB are free; make room or choose a smaller size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring the layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No next token could be drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a published axis and its capping configuration can be imported together; give one file otherwise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading replies without their instruction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings are sound, but the cap does little more than one along random directions would ({0} of the difference against {1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings are sound, but the cap does next to nothing on this model: it brings {0} of the difference back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings are sound, but the cap hurts this model&apos;s wording: capped replies are {0} times as surprising to the model itself, and {1} more of them repeat themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovered chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some settings were not valid and have their defaults again ({0}); the old file is kept as {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis asks for the form {0} of the cap but has no statistics for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis asks for the strength {0}, outside its own range of {1} to {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis can cap, but it came without the figures that readings need, so it shows none; measure it on its model to have them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis can cap, but the file has no direction below the layers it caps, so it shows no readings; import assistant_axis.pt together with it to have them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis could not be written to {0} ({1}); choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis does not hold one direction per layer, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis has no directions at these layers, so there is nothing to export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis has no list of percentiles, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis has statistics for header tokens but none for replies, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis holds a {0} length or spread below zero, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis holds {0} {1} of the wrong size, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis holds {0} {1} that are not finite numbers, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} carries far more than any axis needs, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} claims an impossible size ({1}), so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} has the unknown version {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} holds numbers for {1} that are not finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} holds {1} in an unknown form, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} holds {1} numbers for {2} instead of {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} lacks the value {1}, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis in {0} was made by a newer version of this program (format {1}); update to use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis is in use until Keel is closed, but it could not be kept ({0}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis reads layer {0}, which cannot be read in a model of {1} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis says that it has no readings but holds means, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis separates well enough to show readings, not well enough to cap with (told apart in {0} of the pairs, {1} of the roles lie below the usual replies).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis shows readings and can cap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis was imported without its model, so only the model&apos;s size could be compared with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis was made for a model of another shape, so it cannot be measured on this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis was made for another model, so it cannot be measured on this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis was measured on the quantisation {0}, this model is {1}, so its readings may be slightly shifted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis was measured with another chat template, so its readings may be shifted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis {0} is for a model of {1} layers and width {2}, but this model has {3} layers and width {4}, so it cannot be used with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis {0} is for a model of {1} layers and width {2}, but this model has {3} layers and width {4}, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis {0} was found not usable when it was measured, so it is not applied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis {0} was found not usable when it was measured, so it is not taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis {0} was made for another model than this one, so it cannot be used here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The band begins at the first layer, so there is no layer below it that could be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The band of the axis does not lie above the layer it reads, so its readings would not be honest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The band of the axis ends before it begins, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The band of the axis reaches the model&apos;s last layer, which cannot be capped, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The built-in demo model is missing from this installation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap has a distance between default and average role that is not positive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap has {0} token classes of width {1}, which the engine does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap holds numbers that are not finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap names the last layer, which holds only the rows that are sampled from and cannot be capped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap was made for another model: its shape is {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap&apos;s direction does not have unit length, so it would overshoot its floor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap&apos;s {0} has the shape {1}, not {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template refuses this conversation: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conversation is empty, so there is nothing to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy cannot take the place of the model it is made from; choose another name for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy needs {0} GB, but only {1} GB are free; choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data folder {0} cannot be used ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The default Assistant does not lie at the Assistant end of the axis ({0} tokens), so the axis cannot tell drift from its opposite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The difference lies in the instruction and not in what the model says: without it, its replies are told apart in {0} of the pairs (chance is 50%), so a chat could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The directions to read do not fit this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drift threshold has to be a finite number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drift threshold of the axis is not a number, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine met an unexpected fault and could not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine received a line it does not understand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file with your chats is in use by another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file with your chats was damaged; it was kept as {0}, and {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file with your chats, {0}, cannot be used: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file with your chats, {0}, is damaged and cannot be moved aside ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files {0} are for models of different sizes, so they cannot be imported together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installed llama.cpp library does not match its Python package; install Keel again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last change was not saved: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layers {0} to {1} cannot be capped in a model of {2} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The llama.cpp library is incomplete (ggml-base is missing); install Keel again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model answers the same with and without a role, so no axis can be made from its replies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model cannot be evaluated by this version of llama.cpp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model could not evaluate the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model failed while it evaluated the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file became shorter while it was being copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model gave no logits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model gave no replies, so no axis can be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is no longer loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model plays none of the held-out roles, so a cap cannot be tried on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model plays none of the held-out roles, so its axis cannot be checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model plays too few of the roles, so no axis can be made from its replies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s chat template cannot be used ({0}), so the common ChatML format is used instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s chat template is far too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s inside could not be read, so the reply was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s usual replies and its replies in a role are too much alike inside it (told apart in {0} of the pairs, chance is 50%), so readings would mean nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s usual replies do not stand at one end of the roles (only {0} of the roles lie below them), so readings would mean nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s usual replies do not stand at one end of the roles, so readings would mean nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The native part of the engine belongs to another version of Keel; install Keel again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The native part of the engine has not been built; install Keel again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The percentiles of the axis are not ascending between 0 and 100, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position form of the cap cannot be used with this model and axis; choose the reply form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The replies cannot be kept in the folder {0} ({1}); choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The role {0} is to be held out but has no system prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} cannot be {1}; it has to be one of {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} cannot be {1}; it has to be {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} has to be a table of tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} has to be a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} has to lie between {1} and {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} is one for all chats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {0} is {1}; it must lie between {2} and {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file was damaged, so the defaults are used; the old file is kept as {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings in {0} could not be read ({1}), so the defaults are used for now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {0} in {1} is not stored as 32-bit floats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {0} in {1} is too large to be a norm weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text could not be split into tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two files point different ways at layer {0}, so they do not belong together and are not imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value {0} in {1} is not a list of numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value {0} in {1} is not a list of texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value {0} in {1} is not {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The warning level is {0}; it has to be one of {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {0} file {1} cannot be read ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {0} file {1} does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {0} quantiles of the axis are not ascending, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are too few roles or questions to make an axis and to check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no axis for this model, so replies cannot be capped; turn the cap off or add an axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no backup of your chats any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file to import.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {0} any more; choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no form of the cap called {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no message to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model loaded yet; choose a model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no reply to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no setting named {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no size of axis called {0}; choose {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no way named {0} to deal with a full context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this context length; choose a shorter one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this; close other programs or use a smaller model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to import.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These directions have no floors and cannot be measured on this model, so nothing can be done with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This axis came without the means that give its projections a meaning, so it shows no readings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This axis has no statistics for {0} tokens, so that form of the cap cannot be used with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This axis was imported without the figures that readings need, so it can cap but shows no readings; measure it on this model to have both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no axis yet, so there are no readings and no cap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no chat template, so the common ChatML format is used; replies may be poor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model&apos;s inside cannot be read by Keel, so no axis can be made for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model&apos;s inside cannot be read by Keel, so there are no readings and no cap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying caps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two capping configurations were given; give one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two published axes were given; give one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was evaluated could not be set aside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your chats cannot be read: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your chats were saved by a newer Keel (form {0}, this one knows {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allow writing there and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another program is using the file with your chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for code to be run, which is not done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for more than plain data, which is not done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>capture targets must be {0} numbers below {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check the folder or use --data-dir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check the path, or leave --{0} out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check the permissions of its folder, or use --data-dir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose a file that ends in .gguf for --{0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose another folder with --data-dir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>close that program and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>defaults.json holds no default prompt, so there is nothing to compare roles with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds a tensor of an impossible size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds far more than any axis needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds more than plain data, which is not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds numbers of a type that no axis is made of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install Keel again or give --model FILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is far larger than any axis needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be used as the {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is still on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it leaves messages out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it takes too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it writes without end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make room on the disk and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make room or check the disk, and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>message {0} stands below one that is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages stand below one another in a circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a file of Keel&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing in it could be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is being captured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start Keel again; it then checks and repairs the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start Keel again; it then repairs the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start the newer Keel, or use another folder with --data-dir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the KV cache could not be shortened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the damaged file is still there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full or does not take the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file with your chats is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file with your chats, or its folder, may not be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hook needs at least two layers, a positive width and four functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the operator {0} is not allowed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the residual hook was closed without having been opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>they were left untouched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two messages have the same id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} became shorter while it was being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read as a list of prompts, so no axis can be made with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} chats and {1} messages could be read and were taken over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} chats and {1} messages were taken from the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} could not be loaded: it is not a model this version of llama.cpp can run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not hold one vector per layer, all of one width, so it is not imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not hold one vector per layer, so it cannot be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say how large its model is, so no axis can be tied to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say how many layers its model has; give the model too, or the file assistant_axis.pt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has a vector for layer {1}, but the model has only {2} layers, so it does not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has an impossible alignment, so it is damaged or not meant for this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has directions but no floors; give the model too, so that they are measured on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has its own layers to cap, so no others can be chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no direction below the layers {1} to {2}, so it cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no experiment {1}; some that it has are {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no experiments to choose from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no list {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no norm weights, so no axis can be tied to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no tensor {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has the same wording twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has the {1} {2} twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} numbers of type {2}, not {3} of type {4} in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds a tensor far larger than any axis, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds a vector that is zero or not finite at layer {1}, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds an axis, not a model; choose the model it belongs to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds compressed parts, which PyTorch does not write, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds far more numbers than any axis, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds far more parts than any axis, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds neither an axis nor a capping configuration, so it cannot be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no Assistant axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no ceilings, so nothing can be capped with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no direction that is not zero, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no list named &quot;{1}&quot;, so no axis can be made with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds numbers that are not finite, so it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds two vectors for layer {1}, so it is not imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds vectors of different widths, so it cannot be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}, which no control vector has, so it is not imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a control vector, which has no floors; give the model too, so that they are measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a whole axis, so there is nothing to turn around or to choose in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged or is not a file that PyTorch wrote, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is far larger than any axis, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is far larger than any list of prompts, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is for a model of {1} layers and width {2}, but this model has {3} layers and width {4}, so it cannot be used with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is neither an axis, nor a control vector, nor a file that PyTorch wrote, so it cannot be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a GGUF file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a capping configuration of a known form, so it cannot be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a control vector.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a file, so it cannot be loaded as a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a finite number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a model for chatting, so it cannot be used here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a model, so no axis can be put into it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a model, so no axis can be tied to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a role.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not served by the decode thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there or is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is one part of a model in several files; merge them into one file first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is too short to be a GGUF file ({1} bytes).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lacks a text, or holds one that is empty or too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lacks directions at some of the layers {1} to {2}, so it cannot be used there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} names the experiment {1} but caps other layers in it, so it is not imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} needs entries that are held out and entries that are not, so that an axis can be checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} needs {1} wordings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} promises numbers that are not in it, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} reads the same numbers far more often than any axis, so it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} says itself which way its directions point, so they are not turned around.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} says neither true nor false for &quot;held_out&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tokens cannot be evaluated at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1}, so it is damaged or not meant for this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1}, so it is not read.</source>
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
        <source>Another program has damaged the settings file, so the settings stay as they are in this window.</source>
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
        <source>Keel speaks it when it is opened next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps replies near the model&apos;s usual manner. A good choice for most chats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
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
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>follows the step above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
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
    <name>SettingsPanel</name>
    <message>
        <source>As for all chats again: {setting}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As for all models again: {setting}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available once a model is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the default: {setting}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the model again to use this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not available for this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not available for this model: its axis shows no readings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not available for this model: its axis was found good for readings only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This chat has its own: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has its own: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is in force for all chats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is in force for this chat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is in force for this model.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnexpectedErrors</name>
    <message>
        <source>Something went wrong in Keel itself. Your chats are saved; if the window behaves oddly, close it and start again.</source>
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
