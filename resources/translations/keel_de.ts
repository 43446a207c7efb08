<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>AbsentCard</name>
    <message>
        <source>A calibration of this model was stopped; it can go on from where it was.</source>
        <translation>Eine Kalibrierung dieses Modells wurde angehalten; sie kann dort weitergehen.</translation>
    </message>
    <message>
        <source>Calibrate…</source>
        <translation>Kalibrieren …</translation>
    </message>
    <message>
        <source>Go on calibrating…</source>
        <translation>Weiter kalibrieren …</translation>
    </message>
    <message>
        <source>Import an axis file…</source>
        <translation>Achsendatei importieren …</translation>
    </message>
    <message>
        <source>Keel can find this model&apos;s axis itself: on this computer, in minutes to hours, depending on the model.</source>
        <translation>Keel kann die Achse dieses Modells selbst finden: auf diesem Rechner, in Minuten bis Stunden, je nach Modell.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>This model is being calibrated</source>
        <translation>Dieses Modell wird gerade kalibriert</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>today {time}</source>
        <translation>heute {time}</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} Byte</translation>
    </message>
</context>
<context>
    <name>Badges</name>
    <message>
        <source>The chat is longer than the model can look back on. Go on in a fresh chat.</source>
        <translation>Der Chat ist länger, als das Modell zurückblicken kann. Machen Sie in einem neuen Chat weiter.</translation>
    </message>
    <message>
        <source>The model stopped before this reply was finished. What had arrived was kept.</source>
        <translation>Das Modell brach ab, bevor diese Antwort fertig war. Was angekommen war, wurde behalten.</translation>
    </message>
    <message>
        <source>The reading of this reply lies below the drift threshold. 1 is the usual Assistant, 0 is the average role.</source>
        <translation>Der Messwert dieser Antwort liegt unter der Drift-Schwelle. 1 ist der übliche Assistent, 0 die durchschnittliche Rolle.</translation>
    </message>
    <message>
        <source>The reply was as long as the settings allow. It can be continued.</source>
        <translation>Die Antwort wurde so lang, wie die Einstellungen erlauben. Sie kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>This reply was held steady. The share says at how many of the model&apos;s steps that changed anything.</source>
        <translation>Diese Antwort wurde stabil gehalten. Der Anteil sagt, bei wie vielen Schritten des Modells das etwas geändert hat.</translation>
    </message>
    <message>
        <source>You changed this text. The model&apos;s own words are kept as the version before it.</source>
        <translation>Sie haben diesen Text geändert. Die Worte des Modells sind als die Fassung davor erhalten.</translation>
    </message>
    <message>
        <source>You stopped this reply. It can be continued.</source>
        <translation>Sie haben diese Antwort angehalten. Sie kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>… Reached the length limit</source>
        <translation>… Längste Antwort erreicht</translation>
    </message>
    <message>
        <source>■ Stopped</source>
        <translation>■ Angehalten</translation>
    </message>
    <message>
        <source>◆ Drifted {reading}</source>
        <translation>◆ Abgedriftet {reading}</translation>
    </message>
    <message>
        <source>● Held steady, acted on {share}</source>
        <translation>● Stabil gehalten, eingegriffen bei {share}</translation>
    </message>
    <message>
        <source>⚠ Interrupted</source>
        <translation>⚠ Abgebrochen</translation>
    </message>
    <message>
        <source>⚠ The model&apos;s memory is full</source>
        <translation>⚠ Das Gedächtnis des Modells ist voll</translation>
    </message>
    <message>
        <source>✎ Edited by you</source>
        <translation>✎ Von Ihnen geändert</translation>
    </message>
</context>
<context>
    <name>Binding</name>
    <message>
        <source>Draft model: {name}</source>
        <translation>Entwurfsmodell: {name}</translation>
    </message>
    <message>
        <source>Loading {name}…</source>
        <translation>{name} wird geladen …</translation>
    </message>
    <message>
        <source>Take it from the backup</source>
        <translation>Aus der Sicherung nehmen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>loading, {share} done</source>
        <translation>wird geladen, {share} geschafft</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>wird geladen …</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>nicht geladen</translation>
    </message>
    <message>
        <source>put away until it is needed</source>
        <translation>weggelegt, bis es gebraucht wird</translation>
    </message>
    <message>
        <source>runs on this computer</source>
        <translation>läuft auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>Calibration</name>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>1 is the model&apos;s usual self, 0 the average role.</source>
        <translation>1 ist die übliche Art des Modells, 0 die durchschnittliche Rolle.</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>A step is one token in one of the layers that are held.</source>
        <translation>Ein Schritt ist ein Token in einer der Schichten, die gehalten werden.</translation>
    </message>
    <message>
        <source>About 30 roles with short replies. Enough to see whether this model can be read.</source>
        <translation>Etwa 30 Rollen mit kurzen Antworten. Genug, um zu sehen, ob sich dieses Modell messen lässt.</translation>
    </message>
    <message>
        <source>About 60 roles and longer replies. Recommended for daily use.</source>
        <translation>Etwa 60 Rollen und längere Antworten. Empfohlen für den täglichen Gebrauch.</translation>
    </message>
    <message>
        <source>Agreement with the main direction</source>
        <translation>Übereinstimmung mit der Hauptrichtung</translation>
    </message>
    <message>
        <source>All roles in every wording. The most exact figures; best while you do something else.</source>
        <translation>Alle Rollen in jedem Wortlaut. Die genauesten Werte; am besten, während Sie etwas anderes tun.</translation>
    </message>
    <message>
        <source>Cosine with the direction along which the roles differ most (first principal component).</source>
        <translation>Kosinus zur Richtung, in der sich die Rollen am meisten unterscheiden (erste Hauptkomponente).</translation>
    </message>
    <message>
        <source>Counted from 0.</source>
        <translation>Gezählt ab 0.</translation>
    </message>
    <message>
        <source>Distance between the two</source>
        <translation>Abstand zwischen beiden</translation>
    </message>
    <message>
        <source>Drifted below</source>
        <translation>Abgedriftet unter</translation>
    </message>
    <message>
        <source>Farthest from them: {far}; nearest: {near}.</source>
        <translation>Am weitesten entfernt: {far}; am nächsten: {near}.</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Good for readings only</source>
        <translation>Nur für Messwerte gut</translation>
    </message>
    <message>
        <source>Held in layers</source>
        <translation>Gehalten in den Schichten</translation>
    </message>
    <message>
        <source>How surprising capped replies are to the model itself, against uncapped ones; 1 is no difference (perplexity).</source>
        <translation>Wie überraschend stabilisierte Antworten für das Modell selbst sind, verglichen mit anderen; 1 heißt kein Unterschied (Perplexität).</translation>
    </message>
    <message>
        <source>In standard deviations (Cohen&apos;s d).</source>
        <translation>In Standardabweichungen (Cohens d).</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Nicht brauchbar</translation>
    </message>
    <message>
        <source>Nothing was changed: this model goes on without readings and without capping.</source>
        <translation>Nichts wurde geändert: Dieses Modell arbeitet weiter ohne Messwerte und ohne Stabilisierung.</translation>
    </message>
    <message>
        <source>Of this run; parts done earlier are not counted.</source>
        <translation>Von diesem Lauf; früher erledigte Teile sind nicht mitgezählt.</translation>
    </message>
    <message>
        <source>Pairs of a usual reply and one in an unseen role put the right way round (AUC).</source>
        <translation>Paare aus einer üblichen Antwort und einer in unbekannter Rolle, die richtig geordnet wurden (AUC).</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Random directions bring back</source>
        <translation>Zufällige Richtungen holen zurück</translation>
    </message>
    <message>
        <source>Read at layer</source>
        <translation>Gemessen in Schicht</translation>
    </message>
    <message>
        <source>Readings are on from the next reply, and replies can be held steady.</source>
        <translation>Ab der nächsten Antwort gibt es Messwerte, und Antworten können stabil gehalten werden.</translation>
    </message>
    <message>
        <source>Readings are on from the next reply. Capping stays off for this model.</source>
        <translation>Ab der nächsten Antwort gibt es Messwerte. Die Stabilisierung bleibt für dieses Modell aus.</translation>
    </message>
    <message>
        <source>Replies compared</source>
        <translation>Verglichene Antworten</translation>
    </message>
    <message>
        <source>Roles below the usual replies</source>
        <translation>Rollen unter den üblichen Antworten</translation>
    </message>
    <message>
        <source>Roles played</source>
        <translation>Gespielte Rollen</translation>
    </message>
    <message>
        <source>Roles that this model does not play are left out.</source>
        <translation>Rollen, die dieses Modell nicht spielt, sind ausgelassen.</translation>
    </message>
    <message>
        <source>Share of the way from replies in a role to usual ones.</source>
        <translation>Anteil des Weges von Antworten in einer Rolle zu üblichen.</translation>
    </message>
    <message>
        <source>So far {below} of {roles} roles lie below the model&apos;s usual replies.</source>
        <translation>Bisher liegen {below} von {roles} Rollen unter den üblichen Antworten des Modells.</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Steps lifted in the trials</source>
        <translation>In den Versuchen angehobene Schritte</translation>
    </message>
    <message>
        <source>The cap acts in these layers.</source>
        <translation>Die Stabilisierung wirkt in diesen Schichten.</translation>
    </message>
    <message>
        <source>The cap brings back</source>
        <translation>Die Stabilisierung holt zurück</translation>
    </message>
    <message>
        <source>The first replies are on their way.</source>
        <translation>Die ersten Antworten sind unterwegs.</translation>
    </message>
    <message>
        <source>The same strength, for comparison.</source>
        <translation>Dieselbe Stärke, zum Vergleich.</translation>
    </message>
    <message>
        <source>The same, read without the role&apos;s instruction.</source>
        <translation>Dasselbe, gemessen ohne die Anweisung der Rolle.</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>Those of the capping trials not counted.</source>
        <translation>Die der Stabilisierungsversuche nicht mitgezählt.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Told apart by the words alone</source>
        <translation>Allein an den Worten unterschieden</translation>
    </message>
    <message>
        <source>Told apart, roles held out</source>
        <translation>Unterschieden, bei unbekannten Rollen</translation>
    </message>
    <message>
        <source>Where the model&apos;s usual self stands among all roles.</source>
        <translation>Wo die übliche Art des Modells unter allen Rollen steht.</translation>
    </message>
    <message>
        <source>Wording under the cap</source>
        <translation>Wortlaut mit Stabilisierung</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>wird gemessen …</translation>
    </message>
    <message>
        <source>{below} of {roles} roles lie below the model&apos;s usual replies.</source>
        <translation>{below} von {roles} Rollen liegen unter den üblichen Antworten des Modells.</translation>
    </message>
    <message>
        <source>{count} hours</source>
        <translation>{count} Stunden</translation>
    </message>
    <message>
        <source>{count} minutes</source>
        <translation>{count} Minuten</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{roles} and {held_out} to check with</source>
        <translation>{roles} und {held_out} zum Prüfen</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>CalibrationBinding</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>The axis was imported.</source>
        <translation>Die Achse wurde importiert.</translation>
    </message>
    <message>
        <source>The calibration has ended with this verdict: {verdict}. {meaning}</source>
        <translation>Die Kalibrierung ist zu Ende, mit diesem Urteil: {verdict}. {meaning}</translation>
    </message>
    <message>
        <source>The model is being calibrated, so it cannot answer now. You can stop the calibration and go on with it later.</source>
        <translation>Das Modell wird gerade kalibriert und kann deshalb jetzt nicht antworten. Sie können die Kalibrierung anhalten und später fortsetzen.</translation>
    </message>
    <message>
        <source>being calibrated</source>
        <translation>wird kalibriert</translation>
    </message>
    <message>
        <source>runs on this computer</source>
        <translation>läuft auf diesem Rechner</translation>
    </message>
    <message>
        <source>{share} done</source>
        <translation>{share} erledigt</translation>
    </message>
</context>
<context>
    <name>CalibrationPage</name>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>Calibrate {name}</source>
        <translation>{name} kalibrieren</translation>
    </message>
    <message>
        <source>Calibrating {name}</source>
        <translation>{name} wird kalibriert</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Calibration of {name}</source>
        <translation>Kalibrierung von {name}</translation>
    </message>
    <message>
        <source>How far the calibration is</source>
        <translation>Wie weit die Kalibrierung ist</translation>
    </message>
    <message>
        <source>Keel asks the model the same questions as itself and in many roles, and measures inside it where its usual self ends. It needs nothing but this computer.</source>
        <translation>Keel stellt dem Modell dieselben Fragen als es selbst und in vielen Rollen und misst in seinem Inneren, wo seine übliche Art endet. Dafür braucht es nichts als diesen Rechner.</translation>
    </message>
    <message>
        <source>Measuring the imported axis on {name}</source>
        <translation>Die importierte Achse wird an {name} gemessen</translation>
    </message>
    <message>
        <source>No axis can be made for this model, because its inside cannot be read.</source>
        <translation>Für dieses Modell lässt sich keine Achse erstellen, weil sein Inneres nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the calibration; what is finished is kept, and it can go on later</source>
        <translation>Die Kalibrierung anhalten; Fertiges bleibt erhalten, und sie kann später weitergehen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>replies in a role</source>
        <translation>Antworten in einer Rolle</translation>
    </message>
    <message>
        <source>this model</source>
        <translation>dieses Modell</translation>
    </message>
    <message>
        <source>usual replies</source>
        <translation>übliche Antworten</translation>
    </message>
    <message>
        <source>‹ Back to the chat</source>
        <translation>‹ Zurück zum Chat</translation>
    </message>
</context>
<context>
    <name>CalibrationRun</name>
    <message>
        <source>Beginning</source>
        <translation>Der Anfang wird gemacht</translation>
    </message>
    <message>
        <source>Going on</source>
        <translation>Es geht weiter</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Die Datei wird gelesen</translation>
    </message>
    <message>
        <source>The replies that were finished are kept, so the calibration can go on from there.</source>
        <translation>Die fertigen Antworten sind erhalten, sodass die Kalibrierung dort weitergehen kann.</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>A good start on a laptop with 8 GB: everyday questions, drafts and summaries.</source>
        <translation>Ein guter Anfang auf einem Laptop mit 8 GB: Alltagsfragen, Entwürfe und Zusammenfassungen.</translation>
    </message>
    <message>
        <source>A sound all-rounder for a computer with 16 GB: writing, code, longer conversations.</source>
        <translation>Ein solider Allrounder für einen Rechner mit 16 GB: Schreiben, Code, längere Gespräche.</translation>
    </message>
    <message>
        <source>Answers briefly and follows instructions closely; needs a strong computer.</source>
        <translation>Antwortet knapp und hält sich genau an Anweisungen; braucht einen starken Rechner.</translation>
    </message>
    <message>
        <source>Fine writing and translation in many languages; needs a strong computer.</source>
        <translation>Schreibt und übersetzt fein in vielen Sprachen; braucht einen starken Rechner.</translation>
    </message>
    <message>
        <source>Friendly conversation and writing in very many languages.</source>
        <translation>Freundliches Gespräch und Schreiben in sehr vielen Sprachen.</translation>
    </message>
    <message>
        <source>Good with sums, logic and code for its size; knows fewer facts than others.</source>
        <translation>Für seine Größe gut im Rechnen, in Logik und Code; weiß weniger als andere.</translation>
    </message>
    <message>
        <source>Knows as much as a large model and is as quick as a small one, where there is memory enough.</source>
        <translation>Weiß so viel wie ein großes Modell und ist so schnell wie ein kleines, wo genug Speicher da ist.</translation>
    </message>
    <message>
        <source>Noticeably better at hard questions, code and long texts; needs a strong computer.</source>
        <translation>Merklich besser bei schwierigen Fragen, Code und langen Texten; braucht einen starken Rechner.</translation>
    </message>
    <message>
        <source>One of the models the Assistant axis was first published for; the published axis can be imported.</source>
        <translation>Eines der Modelle, für die die Assistenten-Achse zuerst veröffentlicht wurde; die veröffentlichte Achse lässt sich importieren.</translation>
    </message>
    <message>
        <source>Quick on an older laptop; short conversations, rephrasing and summaries.</source>
        <translation>Schnell auf einem älteren Laptop; kurze Gespräche, Umformulierungen und Zusammenfassungen.</translation>
    </message>
    <message>
        <source>Runs on almost any computer; good for trying things out and for very simple questions.</source>
        <translation>Läuft auf fast jedem Rechner; gut zum Ausprobieren und für sehr einfache Fragen.</translation>
    </message>
    <message>
        <source>Small and wholly open, data and recipe included; everyday questions in six languages.</source>
        <translation>Klein und ganz offen, mit Daten und Rezept; Alltagsfragen in sechs Sprachen.</translation>
    </message>
    <message>
        <source>Small, in many languages, and can think before it answers; short questions and simple sums.</source>
        <translation>Klein, in vielen Sprachen, und kann nachdenken, bevor es antwortet; kurze Fragen und einfache Rechnungen.</translation>
    </message>
    <message>
        <source>The best of the small ones in most things: questions, code, sums, many languages.</source>
        <translation>Unter den kleinen das beste in den meisten Dingen: Fragen, Code, Rechnen, viele Sprachen.</translation>
    </message>
    <message>
        <source>Widely used and well understood: conversation, writing and summaries, best in English.</source>
        <translation>Weit verbreitet und gut verstanden: Gespräch, Schreiben und Zusammenfassungen, am besten auf Englisch.</translation>
    </message>
</context>
<context>
    <name>ChatCard</name>
    <message>
        <source>A role is meant to be played</source>
        <translation>Hier soll eine Rolle gespielt werden</translation>
    </message>
    <message>
        <source>As in all chats ({step})</source>
        <translation>Wie in allen Chats ({step})</translation>
    </message>
    <message>
        <source>Go back to the last steady reply</source>
        <translation>Zurück zur letzten stabilen Antwort</translation>
    </message>
    <message>
        <source>Hold its replies steady</source>
        <translation>Antworten stabil halten</translation>
    </message>
    <message>
        <source>In this chat</source>
        <translation>In diesem Chat</translation>
    </message>
    <message>
        <source>Its replies are read as before, and nothing warns</source>
        <translation>Seine Antworten werden wie zuvor gemessen, und nichts warnt</translation>
    </message>
    <message>
        <source>Opens a copy of this chat that ends with that reply; this chat stays as it is</source>
        <translation>Öffnet eine Kopie dieses Chats, die mit dieser Antwort endet; dieser Chat bleibt, wie er ist</translation>
    </message>
</context>
<context>
    <name>ChatChanges</name>
    <message>
        <source>A reply is being made in this chat. Stop it or wait for its end, then try again.</source>
        <translation>In diesem Chat wird gerade geantwortet. Halten Sie die Antwort an oder warten Sie ihr Ende ab und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>The message and the one that followed it were deleted.</source>
        <translation>Die Nachricht und die eine danach wurden gelöscht.</translation>
    </message>
    <message>
        <source>The message and {count} that followed it were deleted.</source>
        <translation>Die Nachricht und die {count} danach wurden gelöscht.</translation>
    </message>
    <message>
        <source>The message was deleted.</source>
        <translation>Die Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{title} (branch)</source>
        <translation>{title} (Abzweigung)</translation>
    </message>
</context>
<context>
    <name>ChatDates</name>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
</context>
<context>
    <name>ChatLink</name>
    <message>
        <source>Open that chat</source>
        <translation>Diesen Chat öffnen</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
</context>
<context>
    <name>ChatListDelegate</name>
    <message>
        <source>Name of the folder</source>
        <translation>Name des Ordners</translation>
    </message>
    <message>
        <source>Title of the chat</source>
        <translation>Titel des Chats</translation>
    </message>
</context>
<context>
    <name>ChatListMenu</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete folder, keep its chats</source>
        <translation>Ordner löschen, Chats behalten</translation>
    </message>
    <message>
        <source>Delete {count} chats</source>
        <translation>{count} Chats löschen</translation>
    </message>
    <message>
        <source>Export {count} chats…</source>
        <translation>{count} Chats exportieren …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Zuklappen</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>In einen Ordner verschieben</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>Neuer Ordner …</translation>
    </message>
    <message>
        <source>Out of the folder</source>
        <translation>Aus dem Ordner nehmen</translation>
    </message>
    <message>
        <source>Pin to the top</source>
        <translation>Oben anheften</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Aufklappen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Nicht mehr anheften</translation>
    </message>
</context>
<context>
    <name>ChatListModel</name>
    <message>
        <source>a reply is being made</source>
        <translation>es wird gerade geantwortet</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>folder, {count} chats</source>
        <translation>Ordner, {count} Chats</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>replies moved away from the usual manner</source>
        <translation>Antworten sind von der üblichen Art abgekommen</translation>
    </message>
    <message>
        <source>temporary, not saved</source>
        <translation>temporär, nicht gespeichert</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>aufgeklappt</translation>
    </message>
</context>
<context>
    <name>ChatSorting</name>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>The chat was moved to “{name}”.</source>
        <translation>Der Chat wurde nach „{name}“ verschoben.</translation>
    </message>
    <message>
        <source>The chat was taken out of its folder.</source>
        <translation>Der Chat wurde aus seinem Ordner genommen.</translation>
    </message>
    <message>
        <source>The folder “{name}” was deleted; its chats were kept.</source>
        <translation>Der Ordner „{name}“ wurde gelöscht; seine Chats wurden behalten.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{count} chats were moved to “{name}”.</source>
        <translation>{count} Chats wurden nach „{name}“ verschoben.</translation>
    </message>
    <message>
        <source>{count} chats were taken out of their folders.</source>
        <translation>{count} Chats wurden aus ihren Ordnern genommen.</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Continued in “{title}” →</source>
        <translation>Fortgesetzt in „{title}“ →</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>The model no longer sees what is above this line</source>
        <translation>Was über dieser Linie steht, sieht das Modell nicht mehr</translation>
    </message>
    <message>
        <source>← Continued from “{title}”</source>
        <translation>← Fortsetzung von „{title}“</translation>
    </message>
    <message>
        <source>↓ New text</source>
        <translation>↓ Neuer Text</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>Import an axis file…</source>
        <translation>Achsendatei importieren …</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Use an axis of this model that was made elsewhere</source>
        <translation>Eine Achse dieses Modells verwenden, die anderswo erstellt wurde</translation>
    </message>
    <message>
        <source>While it runs the model cannot answer; messages you write meanwhile wait. You can stop at any time, even close Keel, and go on later from where it was.</source>
        <translation>Solange sie läuft, kann das Modell nicht antworten; Nachrichten warten so lange. Sie können jederzeit anhalten, sogar Keel schließen, und später dort weitermachen.</translation>
    </message>
    <message>
        <source>You can start when the reply being written is finished.</source>
        <translation>Sie können beginnen, sobald die laufende Antwort fertig ist.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this code</source>
        <translation>Diesen Code kopieren</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change the last message, in an empty box</source>
        <translation>Die letzte Nachricht ändern, im leeren Feld</translation>
    </message>
    <message>
        <source>Leave the message as it is (Esc)</source>
        <translation>Die Nachricht lassen, wie sie ist (Esc)</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Die Nachricht senden</translation>
    </message>
    <message>
        <source>Send the message ({key})</source>
        <translation>Die Nachricht senden ({key})</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the reply (Esc)</source>
        <translation>Die Antwort anhalten (Esc)</translation>
    </message>
</context>
<context>
    <name>ComposerText</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>Nachricht schreiben …</translation>
    </message>
</context>
<context>
    <name>Computer</name>
    <message>
        <source>Models run on the processor.</source>
        <translation>Modelle laufen auf dem Prozessor.</translation>
    </message>
    <message>
        <source>Models run on {device}.</source>
        <translation>Modelle laufen auf {device}.</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Eine Modelldatei öffnen …</translation>
    </message>
    <message>
        <source>See all models</source>
        <translation>Alle Modelle ansehen</translation>
    </message>
    <message>
        <source>There is little memory free, so the built-in model is the best choice for now.</source>
        <translation>Es ist wenig Speicher frei, deshalb ist vorerst das eingebaute Modell die beste Wahl.</translation>
    </message>
    <message>
        <source>These models suit it. Nothing is fetched before you press a button.</source>
        <translation>Diese Modelle passen dazu. Es wird nichts geholt, bevor Sie auf eine Schaltfläche drücken.</translation>
    </message>
    <message>
        <source>Your computer</source>
        <translation>Ihr Rechner</translation>
    </message>
    <message>
        <source>{cores} processor cores · {total} of memory, {free} of it free now</source>
        <translation>{cores} Prozessorkerne · {total} Speicher, davon {free} gerade frei</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Continue in a fresh chat</source>
        <translation>In einem neuen Chat fortsetzen</translation>
    </message>
    <message>
        <source>Load the model</source>
        <translation>Das Modell laden</translation>
    </message>
    <message>
        <source>No model is loaded, so its prompt cannot be shown.</source>
        <translation>Es ist kein Modell geladen, deshalb kann sein Prompt nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>No model is loaded, so nothing can answer yet.</source>
        <translation>Es ist kein Modell geladen, deshalb kann noch nichts antworten.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>The chat was too long for the model&apos;s memory, so it goes on in a fresh one. Nothing is sent by itself.</source>
        <translation>Der Chat war für das Gedächtnis des Modells zu lang und geht deshalb in einem neuen weiter. Nichts wird von selbst gesendet.</translation>
    </message>
    <message>
        <source>The model has not answered for ten seconds. What has arrived is kept if you restart it.</source>
        <translation>Das Modell hat zehn Sekunden lang nicht geantwortet. Was angekommen ist, bleibt beim Neustart erhalten.</translation>
    </message>
    <message>
        <source>The model&apos;s memory is full, so the reply ends here. Nothing was lost.</source>
        <translation>Das Gedächtnis des Modells ist voll, deshalb endet die Antwort hier. Nichts ging verloren.</translation>
    </message>
    <message>
        <source>This chat is too long for the model&apos;s memory, so it cannot be answered here. Nothing was lost.</source>
        <translation>Dieser Chat ist für das Gedächtnis des Modells zu lang und kann hier nicht beantwortet werden. Nichts ging verloren.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Drift</name>
    <message>
        <source>Another version of reply {number} of {total}</source>
        <translation>Andere Fassung von Antwort {number} von {total}</translation>
    </message>
    <message>
        <source>Away from its usual self</source>
        <translation>Weit weg von seiner üblichen Art</translation>
    </message>
    <message>
        <source>Close to its usual self</source>
        <translation>Nahe an seiner üblichen Art</translation>
    </message>
    <message>
        <source>Drifting</source>
        <translation>Driftet ab</translation>
    </message>
    <message>
        <source>Lifted {share} of steps, firmly.</source>
        <translation>{share} der Schritte angehoben, kräftig.</translation>
    </message>
    <message>
        <source>Lifted {share} of steps, gently.</source>
        <translation>{share} der Schritte angehoben, sanft.</translation>
    </message>
    <message>
        <source>Lifted {share} of steps, noticeably.</source>
        <translation>{share} der Schritte angehoben, merklich.</translation>
    </message>
    <message>
        <source>Lifted {share} of steps.</source>
        <translation>{share} der Schritte angehoben.</translation>
    </message>
    <message>
        <source>Lifting {share} of steps.</source>
        <translation>{share} der Schritte werden angehoben.</translation>
    </message>
    <message>
        <source>Reply {number} of {total}</source>
        <translation>Antwort {number} von {total}</translation>
    </message>
    <message>
        <source>The cap is off: Keel only watches.</source>
        <translation>Die Stabilisierung ist aus: Keel misst nur.</translation>
    </message>
    <message>
        <source>The cap is on; nothing had to be lifted yet.</source>
        <translation>Die Stabilisierung ist an; noch musste nichts angehoben werden.</translation>
    </message>
    <message>
        <source>The cap was off: nothing in this reply was changed.</source>
        <translation>Die Stabilisierung war aus: An dieser Antwort wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The cap was on and had nothing to lift.</source>
        <translation>Die Stabilisierung war an und hatte nichts anzuheben.</translation>
    </message>
    <message>
        <source>away from its usual self</source>
        <translation>weit weg von seiner üblichen Art</translation>
    </message>
    <message>
        <source>capped, nothing lifted</source>
        <translation>stabilisiert, nichts angehoben</translation>
    </message>
    <message>
        <source>capped, {share} of steps lifted</source>
        <translation>stabilisiert, {share} der Schritte angehoben</translation>
    </message>
    <message>
        <source>close to its usual self</source>
        <translation>nahe an seiner üblichen Art</translation>
    </message>
    <message>
        <source>drifting</source>
        <translation>driftet ab</translation>
    </message>
    <message>
        <source>less than 1&#xa0;%</source>
        <translation>weniger als 1 %</translation>
    </message>
    <message>
        <source>more than 99&#xa0;%</source>
        <translation>mehr als 99 %</translation>
    </message>
    <message>
        <source>no reading</source>
        <translation>kein Messwert</translation>
    </message>
    <message>
        <source>other versions: {count}</source>
        <translation>andere Fassungen: {count}</translation>
    </message>
    <message>
        <source>reading {reading}, {state}</source>
        <translation>Messwert {reading}, {state}</translation>
    </message>
    <message>
        <source>{reading} before its first word</source>
        <translation>{reading} vor dem ersten Wort</translation>
    </message>
</context>
<context>
    <name>DriftActions</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>{title} (continued)</source>
        <translation>{title} (Fortsetzung)</translation>
    </message>
    <message>
        <source>{title} (from the last steady reply)</source>
        <translation>{title} (ab der letzten stabilen Antwort)</translation>
    </message>
</context>
<context>
    <name>DriftBinding</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>This model&apos;s axis shows readings only, so its replies cannot be held.</source>
        <translation>Die Achse dieses Modells gibt nur Messwerte, deshalb können seine Antworten nicht gehalten werden.</translation>
    </message>
</context>
<context>
    <name>DriftNotices</name>
    <message>
        <source>Only in this chat</source>
        <translation>Nur in diesem Chat</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Replies are now held steady in all chats ({strength}).</source>
        <translation>Antworten werden jetzt in allen Chats stabil gehalten ({strength}).</translation>
    </message>
    <message>
        <source>Replies in this chat are now held steady ({strength}).</source>
        <translation>Antworten in diesem Chat werden jetzt stabil gehalten ({strength}).</translation>
    </message>
    <message>
        <source>The model wrote no summary, so the text below holds the last exchange instead.</source>
        <translation>Das Modell hat keine Zusammenfassung geschrieben; im Text unten steht deshalb der letzte Austausch.</translation>
    </message>
    <message>
        <source>The model&apos;s summary had moved away from its usual self, so the last exchange is below instead.</source>
        <translation>Die Zusammenfassung des Modells war von seiner üblichen Art abgekommen; unten steht deshalb der letzte Austausch.</translation>
    </message>
    <message>
        <source>The model&apos;s summary was not about this chat, so the text below holds the last exchange instead.</source>
        <translation>Die Zusammenfassung des Modells handelte nicht von diesem Chat; im Text unten steht deshalb der letzte Austausch.</translation>
    </message>
    <message>
        <source>The summary could not be made, so the text below holds the last exchange instead.</source>
        <translation>Die Zusammenfassung kam nicht zustande; im Text unten steht deshalb der letzte Austausch.</translation>
    </message>
    <message>
        <source>This is a copy that ends with the last steady reply. The whole chat is still in the list.</source>
        <translation>Dies ist eine Kopie, die mit der letzten stabilen Antwort endet. Der ganze Chat steht weiter in der Liste.</translation>
    </message>
    <message>
        <source>This is a role-play chat now: its replies are read as before, and nothing warns.</source>
        <translation>Dies ist jetzt ein Rollenspiel-Chat: Seine Antworten werden wie zuvor gemessen, und nichts warnt.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>“{title}” is ready.</source>
        <translation>„{title}“ ist bereit.</translation>
    </message>
</context>
<context>
    <name>DriftPanel</name>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>A step is one token in one of the layers that the cap holds.</source>
        <translation>Ein Schritt ist ein Token in einer der Schichten, in denen die Stabilisierung wirkt.</translation>
    </message>
    <message>
        <source>Calibrate again…</source>
        <translation>Neu kalibrieren …</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Drift</translation>
    </message>
    <message>
        <source>In the tinted part, below the dashed line, a reply counts as drifted.</source>
        <translation>Im getönten Teil, unter der gestrichelten Linie, gilt eine Antwort als abgedriftet.</translation>
    </message>
    <message>
        <source>Measure this model’s axis again on this computer</source>
        <translation>Die Achse dieses Modells auf diesem Rechner neu messen</translation>
    </message>
    <message>
        <source>No reading for this reply</source>
        <translation>Kein Messwert für diese Antwort</translation>
    </message>
    <message>
        <source>No reply yet</source>
        <translation>Noch keine Antwort</translation>
    </message>
    <message>
        <source>Not available for this model</source>
        <translation>Für dieses Modell nicht verfügbar</translation>
    </message>
    <message>
        <source>Over the conversation</source>
        <translation>Im Verlauf der Unterhaltung</translation>
    </message>
    <message>
        <source>Reading the message</source>
        <translation>Die Nachricht wird gelesen</translation>
    </message>
    <message>
        <source>The readings appear here once a model is loaded.</source>
        <translation>Die Messwerte erscheinen hier, sobald ein Modell geladen ist.</translation>
    </message>
    <message>
        <source>This axis shows no readings</source>
        <translation>Diese Achse gibt keine Messwerte</translation>
    </message>
    <message>
        <source>This reply</source>
        <translation>Diese Antwort</translation>
    </message>
    <message>
        <source>Waiting for a model</source>
        <translation>Warten auf ein Modell</translation>
    </message>
    <message>
        <source>Waiting for the first reply</source>
        <translation>Warten auf die erste Antwort</translation>
    </message>
    <message>
        <source>What the cap did</source>
        <translation>Was die Stabilisierung tat</translation>
    </message>
    <message>
        <source>other versions of a reply</source>
        <translation>andere Fassungen einer Antwort</translation>
    </message>
    <message>
        <source>under a cap</source>
        <translation>mit Stabilisierung</translation>
    </message>
    <message>
        <source>without a cap</source>
        <translation>ohne Stabilisierung</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>{state}: {reading}; drifted below {threshold}</source>
        <translation>{state}: {reading}; abgedriftet unter {threshold}</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>The message you were changing is not on show any more. What you typed is in the box still, as a new message.</source>
        <translation>Die Nachricht, die Sie geändert haben, wird nicht mehr angezeigt. Was Sie geschrieben haben, steht weiterhin im Eingabefeld, als neue Nachricht.</translation>
    </message>
    <message>
        <source>You are still changing another message. Send or save it first, or press Esc to leave it as it was.</source>
        <translation>Sie ändern noch eine andere Nachricht. Senden oder speichern Sie diese zuerst, oder lassen Sie sie mit Esc, wie sie war.</translation>
    </message>
    <message>
        <source>You change the reply. The model&apos;s own words are kept as the version before it.</source>
        <translation>Sie ändern die Antwort. Die Worte des Modells bleiben als die Fassung davor erhalten.</translation>
    </message>
    <message>
        <source>You change your message. It is answered anew; the old version is kept.</source>
        <translation>Sie ändern Ihre Nachricht. Sie wird neu beantwortet; die alte Fassung bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>A fact</source>
        <translation>Eine Tatsache</translation>
    </message>
    <message>
        <source>A feeling</source>
        <translation>Ein Gefühl</translation>
    </message>
    <message>
        <source>A fresh start</source>
        <translation>Ein neuer Anfang</translation>
    </message>
    <message>
        <source>A temporary chat</source>
        <translation>Ein temporärer Chat</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>How do I make tea?</source>
        <translation>How do I make tea?</translation>
    </message>
    <message>
        <source>How to</source>
        <translation>Eine Anleitung</translation>
    </message>
    <message>
        <source>I feel a bit lonely this evening.</source>
        <translation>I feel a bit lonely this evening.</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>Kein Modell geladen</translation>
    </message>
    <message>
        <source>Nothing of it is written to the disk. It is gone when Keel is closed.</source>
        <translation>Nichts davon wird auf die Festplatte geschrieben. Es ist weg, wenn Keel geschlossen wird.</translation>
    </message>
    <message>
        <source>The box below holds a summary of the earlier chat.</source>
        <translation>Im Feld unten steht eine Zusammenfassung des früheren Chats.</translation>
    </message>
    <message>
        <source>The box below holds a text to go on with from the earlier chat.</source>
        <translation>Im Feld unten steht ein Text aus dem früheren Chat, mit dem Sie weitermachen können.</translation>
    </message>
    <message>
        <source>The box below holds the last exchange of the earlier chat.</source>
        <translation>Im Feld unten steht der letzte Austausch des früheren Chats.</translation>
    </message>
    <message>
        <source>What is the capital of France?</source>
        <translation>What is the capital of France?</translation>
    </message>
    <message>
        <source>What would you like to talk about?</source>
        <translation>Worüber möchten Sie sprechen?</translation>
    </message>
    <message>
        <source>{model} · runs on this computer</source>
        <translation>{model} · läuft auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>ExampleButton</name>
    <message>
        <source>Example: {text}</source>
        <translation>Beispiel: {text}</translation>
    </message>
</context>
<context>
    <name>ExampleCard</name>
    <message>
        <source>Example: {text}</source>
        <translation>Beispiel: {text}</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Another export is still being written. Please try again in a moment.</source>
        <translation>Ein anderer Export wird noch geschrieben. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Another import is still running. Please try again in a moment.</source>
        <translation>Ein anderer Import läuft noch. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Attached files: {count}</source>
        <translation>Angehängte Dateien: {count}</translation>
    </message>
    <message>
        <source>Begun {when}.</source>
        <translation>Begonnen {when}.</translation>
    </message>
    <message>
        <source>ChatGPT</source>
        <translation>ChatGPT</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Chats (*.json *.jsonl *.zip)</source>
        <translation>Chats (*.json *.jsonl *.zip)</translation>
    </message>
    <message>
        <source>Chats that could not be read: {count}</source>
        <translation>Chats, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>Chats without a message: {count}</source>
        <translation>Chats ohne Nachricht: {count}</translation>
    </message>
    <message>
        <source>Export the chat</source>
        <translation>Den Chat exportieren</translation>
    </message>
    <message>
        <source>Export the chats</source>
        <translation>Die Chats exportieren</translation>
    </message>
    <message>
        <source>Figures of replies that could not be read: {count}</source>
        <translation>Werte von Antworten, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>From {file} ({form}) these were not taken:</source>
        <translation>Aus {file} ({form}) wurde Folgendes nicht übernommen:</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Chats importieren</translation>
    </message>
    <message>
        <source>Instructions about you that the other program added: {count}</source>
        <translation>Angaben über Sie, die das andere Programm hinzugefügt hatte: {count}</translation>
    </message>
    <message>
        <source>Keel</source>
        <translation>Keel</translation>
    </message>
    <message>
        <source>Keel, everything, to import again (*.json)</source>
        <translation>Keel, alles, zum Wiedereinlesen (*.json)</translation>
    </message>
    <message>
        <source>Lines that could not be read: {count}</source>
        <translation>Zeilen, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>Markdown, to read and edit (*.md)</source>
        <translation>Markdown, zum Lesen und Bearbeiten (*.md)</translation>
    </message>
    <message>
        <source>Messages of somebody who is neither you nor the assistant: {count}</source>
        <translation>Nachrichten von jemandem, der weder Sie noch der Assistent ist: {count}</translation>
    </message>
    <message>
        <source>Messages that could not be read: {count}</source>
        <translation>Nachrichten, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>Messages to and from tools: {count}</source>
        <translation>Nachrichten an Werkzeuge und von ihnen: {count}</translation>
    </message>
    <message>
        <source>Messages without text: {count}</source>
        <translation>Nachrichten ohne Text: {count}</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Not everything could be taken; see the details.</source>
        <translation>Nicht alles konnte übernommen werden; siehe Details.</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Noch nicht gesendet</translation>
    </message>
    <message>
        <source>One chat with {messages} messages was imported from {file}.</source>
        <translation>Ein Chat mit {messages} Nachrichten wurde aus {file} importiert.</translation>
    </message>
    <message>
        <source>One message of another version is not here; the JSON form has it.</source>
        <translation>Eine Nachricht einer anderen Fassung fehlt hier; die JSON-Form enthält sie.</translation>
    </message>
    <message>
        <source>Open WebUI</source>
        <translation>Open WebUI</translation>
    </message>
    <message>
        <source>Pictures: {count}</source>
        <translation>Bilder: {count}</translation>
    </message>
    <message>
        <source>Readings of replies that could not be read: {count}</source>
        <translation>Messwerte von Antworten, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>Receipts of replies that could not be read: {count}</source>
        <translation>Belege von Antworten, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Settings of chats that could not be read: {count}</source>
        <translation>Einstellungen von Chats, die nicht gelesen werden konnten: {count}</translation>
    </message>
    <message>
        <source>Sound recordings: {count}</source>
        <translation>Tonaufnahmen: {count}</translation>
    </message>
    <message>
        <source>System messages that are not the first message: {count}</source>
        <translation>Systemnachrichten, die nicht die erste Nachricht sind: {count}</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>The chat was written to {file}.</source>
        <translation>Der Chat wurde in {file} geschrieben.</translation>
    </message>
    <message>
        <source>The chats have been changed since they were imported, so they were kept.</source>
        <translation>Die Chats wurden seit dem Import geändert, deshalb wurden sie behalten.</translation>
    </message>
    <message>
        <source>The import was undone. Chats that have been changed since were kept.</source>
        <translation>Der Import wurde rückgängig gemacht. Chats, die seither geändert wurden, wurden behalten.</translation>
    </message>
    <message>
        <source>There is nothing to export yet: no message has been sent here.</source>
        <translation>Es gibt noch nichts zu exportieren: Hier wurde noch keine Nachricht gesendet.</translation>
    </message>
    <message>
        <source>Titles that were too long and were cut: {count}</source>
        <translation>Titel, die zu lang waren und gekürzt wurden: {count}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Web page, to read and print (*.html)</source>
        <translation>Webseite, zum Lesen und Drucken (*.html)</translation>
    </message>
    <message>
        <source>What the model thought first</source>
        <translation>Was das Modell vorab dachte</translation>
    </message>
    <message>
        <source>Written by Keel {version}, {when}.</source>
        <translation>Geschrieben von Keel {version}, {when}.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>a plain transcript</source>
        <translation>ein einfaches Protokoll</translation>
    </message>
    <message>
        <source>changed by you</source>
        <translation>von Ihnen geändert</translation>
    </message>
    <message>
        <source>drifted</source>
        <translation>abgedriftet</translation>
    </message>
    <message>
        <source>ended at the length limit</source>
        <translation>endete an der Längengrenze</translation>
    </message>
    <message>
        <source>ended because the memory was full</source>
        <translation>endete, weil das Gedächtnis voll war</translation>
    </message>
    <message>
        <source>held steady</source>
        <translation>stabil gehalten</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>not finished</source>
        <translation>nicht fertig</translation>
    </message>
    <message>
        <source>reading {reading}</source>
        <translation>Messwert {reading}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{chats} chats were written to {file}.</source>
        <translation>{chats} Chats wurden in {file} geschrieben.</translation>
    </message>
    <message>
        <source>{chats} chats with {messages} messages were imported from {file}.</source>
        <translation>{chats} Chats mit {messages} Nachrichten wurden aus {file} importiert.</translation>
    </message>
    <message>
        <source>{count} chats</source>
        <translation>{count} Chats</translation>
    </message>
    <message>
        <source>{count} messages of other versions are not here; the JSON form has them.</source>
        <translation>{count} Nachrichten anderer Fassungen fehlen hier; die JSON-Form enthält sie.</translation>
    </message>
    <message>
        <source>{files} is being imported …</source>
        <translation>{files} wird importiert …</translation>
    </message>
</context>
<context>
    <name>ExchangeBinding</name>
    <message>
        <source>Export all chats…</source>
        <translation>Alle Chats exportieren …</translation>
    </message>
    <message>
        <source>Export this chat…</source>
        <translation>Diesen Chat exportieren …</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>Chats importieren …</translation>
    </message>
</context>
<context>
    <name>ExportRun</name>
    <message>
        <source>A chat was deleted while it was being written, so no file was made. Please try again.</source>
        <translation>Ein Chat wurde gelöscht, während er geschrieben wurde; deshalb entstand keine Datei. Bitte versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>FetchCard</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel and delete</source>
        <translation>Abbrechen und löschen</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message>
        <source>Go on from where it was</source>
        <translation>Dort weitermachen, wo es war</translation>
    </message>
    <message>
        <source>How much of {name} has arrived</source>
        <translation>Wie viel von {name} angekommen ist</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stop for now; what has arrived is kept</source>
        <translation>Vorerst anhalten; was angekommen ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>Take it off this list and delete what has arrived</source>
        <translation>Von dieser Liste nehmen und löschen, was angekommen ist</translation>
    </message>
    <message>
        <source>Take it off this list; what has arrived is kept for another time</source>
        <translation>Von dieser Liste nehmen; was angekommen ist, bleibt für ein andermal erhalten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Details: the figures of this calibration</source>
        <translation>Details: die Werte dieser Kalibrierung</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>In diesem Chat suchen</translation>
    </message>
    <message>
        <source>Next find (Enter)</source>
        <translation>Nächster Fund (Enter)</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Previous find (Shift+Enter)</source>
        <translation>Voriger Fund (Umschalt+Enter)</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
</context>
<context>
    <name>FindingBinding</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{count} chats were deleted.</source>
        <translation>{count} Chats wurden gelöscht.</translation>
    </message>
    <message>
        <source>“{title}” was deleted.</source>
        <translation>„{title}“ wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>FirstChat</name>
    <message>
        <source>Begin with one of these, or with words of your own:</source>
        <translation>Beginnen Sie mit einem davon oder mit eigenen Worten:</translation>
    </message>
    <message>
        <source>It is tiny and knows almost nothing, but it drifts as large models do, so you can watch the panel work at once. Ask it for something practical, then talk about feelings for a few turns. It understands English only.</source>
        <translation>Es ist winzig und weiß fast nichts, aber es driftet wie große Modelle, sodass Sie die Anzeige gleich bei der Arbeit sehen. Bitten Sie es um etwas Praktisches und sprechen Sie dann einige Male über Gefühle. Es versteht nur Englisch.</translation>
    </message>
    <message>
        <source>Try it with the built-in model</source>
        <translation>Mit dem eingebauten Modell ausprobieren</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Skip the first steps</source>
        <translation>Die ersten Schritte überspringen</translation>
    </message>
    <message>
        <source>Start chatting</source>
        <translation>Mit dem Chatten beginnen</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>Welcome to Keel</source>
        <translation>Willkommen bei Keel</translation>
    </message>
</context>
<context>
    <name>FitsPill</name>
    <message>
        <source>{verdict}: where this comes from</source>
        <translation>{verdict}: woher das kommt</translation>
    </message>
</context>
<context>
    <name>Gauge</name>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Average role</source>
        <translation>Durchschnittliche Rolle</translation>
    </message>
    <message>
        <source>Below the mark at {threshold} a reply counts as drifted.</source>
        <translation>Unter der Marke bei {threshold} gilt eine Antwort als abgedriftet.</translation>
    </message>
    <message>
        <source>Drift gauge</source>
        <translation>Drift-Messer</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Usual Assistant</source>
        <translation>Üblicher Assistent</translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message>
        <source>Earlier I said: {text}</source>
        <translation>Vorher sagte ich: {text}</translation>
    </message>
    <message>
        <source>I would like to continue an earlier conversation.</source>
        <translation>Ich möchte eine frühere Unterhaltung fortsetzen.</translation>
    </message>
    <message>
        <source>My last message: {text}</source>
        <translation>Meine letzte Nachricht: {text}</translation>
    </message>
    <message>
        <source>What I told you:</source>
        <translation>Was ich dir gesagt habe:</translation>
    </message>
    <message>
        <source>What I wanted: {text}</source>
        <translation>Was ich wollte: {text}</translation>
    </message>
    <message>
        <source>What it was about: {text}</source>
        <translation>Worum es ging: {text}</translation>
    </message>
    <message>
        <source>You answered: {text}</source>
        <translation>Du hast geantwortet: {text}</translation>
    </message>
</context>
<context>
    <name>HandOverRun</name>
    <message>
        <source>Reading the conversation…</source>
        <translation>Die Unterhaltung wird gelesen …</translation>
    </message>
    <message>
        <source>Reading the conversation… {share}</source>
        <translation>Die Unterhaltung wird gelesen … {share}</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Writing the summary… {count} words</source>
        <translation>Die Zusammenfassung wird geschrieben … {count} Wörter</translation>
    </message>
</context>
<context>
    <name>HandOverStrip</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The model is summing up “{title}” for a fresh chat</source>
        <translation>Das Modell fasst „{title}“ für einen neuen Chat zusammen</translation>
    </message>
    <message>
        <source>Use the last exchange instead</source>
        <translation>Stattdessen den letzten Austausch nehmen</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Drift panel (Ctrl+D)</source>
        <translation>Drift-Anzeige (Strg+D)</translation>
    </message>
    <message>
        <source>List of chats (Ctrl+B)</source>
        <translation>Liste der Chats (Strg+B)</translation>
    </message>
    <message>
        <source>Model: {name}. Models used lately, and all models</source>
        <translation>Modell: {name}. Zuletzt benutzte und alle Modelle</translation>
    </message>
    <message>
        <source>Models used lately, and all models</source>
        <translation>Zuletzt benutzte und alle Modelle</translation>
    </message>
    <message>
        <source>More that can be done with chats</source>
        <translation>Was sich mit Chats noch tun lässt</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>Einstellungen (Strg+,)</translation>
    </message>
    <message>
        <source>Temporary</source>
        <translation>Temporär</translation>
    </message>
    <message>
        <source>Temporary chat: it is never written to the disk</source>
        <translation>Temporärer Chat: Er wird nie auf die Festplatte geschrieben</translation>
    </message>
    <message>
        <source>This chat is never written to the disk. It is gone when Keel is closed.</source>
        <translation>Dieser Chat wird nie auf die Festplatte geschrieben. Er ist weg, wenn Keel geschlossen wird.</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>Everything in this window can be reached without a mouse: Tab goes to the next part.</source>
        <translation>Alles in diesem Fenster ist ohne Maus zu erreichen: Tab geht zum nächsten Teil.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>Tasten und was sie tun</translation>
    </message>
</context>
<context>
    <name>HitDelegate</name>
    <message>
        <source>Title of the chat</source>
        <translation>Titel des Chats</translation>
    </message>
</context>
<context>
    <name>HitModel</name>
    <message>
        <source>title of a chat</source>
        <translation>Titel eines Chats</translation>
    </message>
</context>
<context>
    <name>ImportRun</name>
    <message>
        <source>The import could not be started. Start Keel again, then try it once more.</source>
        <translation>Der Import konnte nicht beginnen. Starten Sie Keel neu und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>The import ended unexpectedly, and nothing of the file was kept. Try it again.</source>
        <translation>Der Import endete unerwartet, und aus der Datei wurde nichts übernommen. Versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>InstalledCard</name>
    <message>
        <source>Built in: a tiny model that shows drift and the cap. It knows almost nothing, and English only.</source>
        <translation>Eingebaut: ein winziges Modell, das Drift und Stabilisierung zeigt. Es weiß fast nichts und versteht nur Englisch.</translation>
    </message>
    <message>
        <source>Calibrate…</source>
        <translation>Kalibrieren …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete the file</source>
        <translation>Die Datei löschen</translation>
    </message>
    <message>
        <source>Delete the file of {name} from this computer? It would have to be downloaded again.</source>
        <translation>Die Datei von {name} von diesem Rechner löschen? Sie müsste neu heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Delete the file…</source>
        <translation>Die Datei löschen …</translation>
    </message>
    <message>
        <source>Give the model&apos;s memory back; the next message loads it again</source>
        <translation>Den Speicher des Modells freigeben; die nächste Nachricht lädt es wieder</translation>
    </message>
    <message>
        <source>Import an axis file…</source>
        <translation>Achsendatei importieren …</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Load anyway</source>
        <translation>Trotzdem laden</translation>
    </message>
    <message>
        <source>Load this model although it may not fit</source>
        <translation>Dieses Modell laden, obwohl es vielleicht nicht passt</translation>
    </message>
    <message>
        <source>Make an axis for this model; it is loaded for that</source>
        <translation>Eine Achse für dieses Modell erstellen; dafür wird es geladen</translation>
    </message>
    <message>
        <source>More that can be done with {name}</source>
        <translation>Was sich mit {name} noch tun lässt</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>Von dieser Liste nehmen</translation>
    </message>
    <message>
        <source>Remove from this list; the file stays</source>
        <translation>Von dieser Liste nehmen; die Datei bleibt</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Stop loading this model</source>
        <translation>Das Laden dieses Modells anhalten</translation>
    </message>
    <message>
        <source>The file {path} is not there now. It may have been moved, or be on a drive that is not connected.</source>
        <translation>Die Datei {path} ist gerade nicht da. Vielleicht wurde sie verschoben oder liegt auf einem Laufwerk, das nicht verbunden ist.</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>Use an axis of this model that was made elsewhere</source>
        <translation>Eine anderswo erstellte Achse dieses Modells verwenden</translation>
    </message>
    <message>
        <source>Use this model from now on; the conversation stays</source>
        <translation>Von jetzt an dieses Modell verwenden; das Gespräch bleibt</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>wird geladen …</translation>
    </message>
    <message>
        <source>put away until it is needed</source>
        <translation>weggelegt, bis es gebraucht wird</translation>
    </message>
    <message>
        <source>takes {size} of memory</source>
        <translation>belegt {size} Speicher</translation>
    </message>
    <message>
        <source>{path}, in {count} parts</source>
        <translation>{path}, in {count} Teilen</translation>
    </message>
</context>
<context>
    <name>KeptCard</name>
    <message>
        <source>A calibration of this model ({size}) was stopped soon after its beginning. It can go on from there.</source>
        <translation>Eine Kalibrierung dieses Modells ({size}) wurde bald nach ihrem Beginn angehalten. Sie kann dort weitergehen.</translation>
    </message>
    <message>
        <source>A calibration of this model ({size}) was stopped when {share} of it was done. It can go on from there.</source>
        <translation>Eine Kalibrierung dieses Modells ({size}) wurde angehalten, als {share} davon fertig waren. Sie kann dort weitergehen.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Throw away the replies that were finished</source>
        <translation>Die fertigen Antworten wegwerfen</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>The code of the language of this translation, such as de</extracomment>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>LayerChoice</name>
    <message>
        <source>All chats</source>
        <translation>Alle Chats</translation>
    </message>
    <message>
        <source>For chats with {name}; what is not set here is as for all chats.</source>
        <translation>Für Chats mit {name}; was hier nicht gesetzt ist, gilt wie für alle Chats.</translation>
    </message>
    <message>
        <source>For every chat and every model that has no value of its own.</source>
        <translation>Für jeden Chat und jedes Modell ohne eigenen Wert.</translation>
    </message>
    <message>
        <source>For “{title}” alone; what is not set here is as for all chats.</source>
        <translation>Nur für „{title}“; was hier nicht gesetzt ist, gilt wie für alle Chats.</translation>
    </message>
    <message>
        <source>These settings are for</source>
        <translation>Diese Einstellungen gelten für</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>Dieser Chat</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>Dieses Modell</translation>
    </message>
</context>
<context>
    <name>LinkOpener</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open this address in your browser?</source>
        <translation>Diese Adresse im Browser öffnen?</translation>
    </message>
    <message>
        <source>This link is not a web or mail address, so it is not opened.</source>
        <translation>Dieser Link ist keine Web- oder Mailadresse und wird deshalb nicht geöffnet.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>A chat that is never written to the disk</source>
        <translation>Ein Chat, der nie auf die Festplatte geschrieben wird</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Axis files</source>
        <translation>Achsendateien</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>Choose a model file</source>
        <translation>Eine Modelldatei wählen</translation>
    </message>
    <message>
        <source>Choose an axis to import</source>
        <translation>Eine Achse zum Importieren wählen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation>Die letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Drift panel</source>
        <translation>Drift-Anzeige</translation>
    </message>
    <message>
        <source>Earlier version of the last message</source>
        <translation>Frühere Fassung der letzten Nachricht</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>In diesem Chat suchen</translation>
    </message>
    <message>
        <source>Help: all keys</source>
        <translation>Hilfe: alle Tasten</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Later version of the last message</source>
        <translation>Spätere Fassung der letzten Nachricht</translation>
    </message>
    <message>
        <source>List of chats</source>
        <translation>Liste der Chats</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>Neuer temporärer Chat</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Eine Modelldatei öffnen …</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu antworten</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Alle Chats durchsuchen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>Temporärer Chat</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Übliche Textgröße</translation>
    </message>
</context>
<context>
    <name>MessageFooter</name>
    <message>
        <source>Answer</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Answer again under the cap</source>
        <translation>Noch einmal antworten, mit Stabilisierung</translation>
    </message>
    <message>
        <source>Answer again without the cap</source>
        <translation>Noch einmal antworten, ohne Stabilisierung</translation>
    </message>
    <message>
        <source>Branch into a new chat</source>
        <translation>In einen neuen Chat abzweigen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation>Diese Nachricht kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Details …</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Edit this message; the old version is kept</source>
        <translation>Diese Nachricht ändern; die alte Fassung bleibt erhalten</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Let the model answer this message (Ctrl+R)</source>
        <translation>Das Modell auf diese Nachricht antworten lassen (Strg+R)</translation>
    </message>
    <message>
        <source>Let the model go on where it stopped (Alt+Enter)</source>
        <translation>Das Modell dort weiterschreiben lassen, wo es aufhörte (Alt+Enter)</translation>
    </message>
    <message>
        <source>Make another version of this reply (Ctrl+R)</source>
        <translation>Eine andere Fassung dieser Antwort machen (Strg+R)</translation>
    </message>
    <message>
        <source>More that can be done with this message</source>
        <translation>Was sich mit dieser Nachricht noch tun lässt</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu antworten</translation>
    </message>
    <message>
        <source>Reproduce from its receipt</source>
        <translation>Nach ihrem Beleg wiederholen</translation>
    </message>
</context>
<context>
    <name>ModelFileEditor</name>
    <message>
        <source>Choose a file</source>
        <translation>Eine Datei wählen</translation>
    </message>
    <message>
        <source>Choose a smaller model</source>
        <translation>Ein kleineres Modell wählen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>It has another vocabulary than the model.</source>
        <translation>Es hat ein anderes Vokabular als das Modell.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>There is no other model here</source>
        <translation>Hier ist kein anderes Modell</translation>
    </message>
    <message>
        <source>This file is not there now, so the model is loaded without it.</source>
        <translation>Diese Datei ist zurzeit nicht da; das Modell wird ohne sie geladen.</translation>
    </message>
    <message>
        <source>This is the model itself, so it is loaded without it.</source>
        <translation>Das ist das Modell selbst; es wird ohne Entwurfsmodell geladen.</translation>
    </message>
    <message>
        <source>Use none</source>
        <translation>Keines verwenden</translation>
    </message>
    <message>
        <source>{name} is no model file: those end in {ending}.</source>
        <translation>{name} ist keine Modelldatei: Deren Namen enden auf {ending}.</translation>
    </message>
</context>
<context>
    <name>ModelLoader</name>
    <message>
        <source>Choose a model file</source>
        <translation>Eine Modelldatei wählen</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>Ein anderes Modell wählen</translation>
    </message>
    <message>
        <source>Load the model</source>
        <translation>Das Modell laden</translation>
    </message>
    <message>
        <source>Loading was cancelled, so no model is loaded.</source>
        <translation>Das Laden wurde abgebrochen, deshalb ist kein Modell geladen.</translation>
    </message>
    <message>
        <source>Loading {file} ended the engine last time, so it was not loaded by itself.</source>
        <translation>Das Laden von {file} hat beim letzten Mal die Engine beendet, deshalb wurde es nicht von selbst geladen.</translation>
    </message>
    <message>
        <source>Loading {name}…</source>
        <translation>{name} wird geladen …</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>This happened while {name} was being loaded.</source>
        <translation>Das geschah, während {name} geladen wurde.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try without the graphics card</source>
        <translation>Ohne die Grafikkarte versuchen</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Give its memory back; the next message loads it again</source>
        <translation>Seinen Speicher freigeben; die nächste Nachricht lädt es wieder</translation>
    </message>
    <message>
        <source>Unload the model</source>
        <translation>Das Modell entladen</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Axis: good for readings only</source>
        <translation>Achse: nur für Messwerte geeignet</translation>
    </message>
    <message>
        <source>Axis: good, for readings and for holding replies steady</source>
        <translation>Achse: gut, für Messwerte und zum Stabilisieren der Antworten</translation>
    </message>
    <message>
        <source>Axis: not available for this model, so replies are not read</source>
        <translation>Achse: für dieses Modell nicht vorhanden, deshalb werden Antworten nicht gemessen</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Free on this computer now</source>
        <translation>Auf diesem Rechner gerade frei</translation>
    </message>
    <message>
        <source>Freed when the model in use is unloaded</source>
        <translation>Wird frei, wenn das benutzte Modell entladen wird</translation>
    </message>
    <message>
        <source>Its draft model, which guesses ahead</source>
        <translation>Sein Entwurfsmodell, das vorausrät</translation>
    </message>
    <message>
        <source>May be slow</source>
        <translation>Vielleicht langsam</translation>
    </message>
    <message>
        <source>Memory of the conversation, {count} tokens</source>
        <translation>Gedächtnis des Gesprächs, {count} Token</translation>
    </message>
    <message>
        <source>Memory of this computer in all</source>
        <translation>Speicher dieses Rechners insgesamt</translation>
    </message>
    <message>
        <source>Needs about {need}; {free} are free for it, of {total} in all.</source>
        <translation>Braucht etwa {need}; {free} sind dafür frei, von {total} insgesamt.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>There is room for this model beside everything that runs now.</source>
        <translation>Für dieses Modell ist neben allem, was gerade läuft, Platz.</translation>
    </message>
    <message>
        <source>This model takes more memory than this computer has. You can still try it.</source>
        <translation>Dieses Modell belegt mehr Speicher, als dieser Rechner hat. Versuchen können Sie es trotzdem.</translation>
    </message>
    <message>
        <source>This model takes nearly all the memory, or more than is free now. It works, but everything may get slow.</source>
        <translation>Dieses Modell belegt fast den ganzen Speicher oder mehr, als gerade frei ist. Es läuft, aber alles kann langsam werden.</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Weights of the model</source>
        <translation>Gewichte des Modells</translation>
    </message>
    <message>
        <source>Won&apos;t fit</source>
        <translation>Passt nicht</translation>
    </message>
    <message>
        <source>Working space</source>
        <translation>Arbeitsspeicher zum Rechnen</translation>
    </message>
    <message>
        <source>last used on {day}</source>
        <translation>zuletzt benutzt am {day}</translation>
    </message>
    <message>
        <source>licence not stated</source>
        <translation>Lizenz nicht angegeben</translation>
    </message>
    <message>
        <source>licence {name}</source>
        <translation>Lizenz {name}</translation>
    </message>
    <message>
        <source>looks back {count} tokens</source>
        <translation>blickt {count} Token zurück</translation>
    </message>
    <message>
        <source>not used yet</source>
        <translation>noch nicht benutzt</translation>
    </message>
    <message>
        <source>used today</source>
        <translation>heute benutzt</translation>
    </message>
    <message>
        <source>used yesterday</source>
        <translation>gestern benutzt</translation>
    </message>
    <message>
        <source>{count} billion parameters</source>
        <translation>{count} Milliarden Parameter</translation>
    </message>
    <message>
        <source>{count} million parameters</source>
        <translation>{count} Millionen Parameter</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} Parameter</translation>
    </message>
    <message>
        <source>{received} of {total}</source>
        <translation>{received} von {total}</translation>
    </message>
    <message>
        <source>{received} so far</source>
        <translation>bisher {received}</translation>
    </message>
    <message>
        <source>{size} per second</source>
        <translation>{size} pro Sekunde</translation>
    </message>
</context>
<context>
    <name>ModelsBinding</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>The download of {name} has stopped.</source>
        <translation>Das Herunterladen von {name} ist stehen geblieben.</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>{count} models were added to the list; choose which one to use.</source>
        <translation>{count} Modelle wurden in die Liste aufgenommen; wählen Sie, welches verwendet wird.</translation>
    </message>
    <message>
        <source>{count} other files cannot be used as models either.</source>
        <translation>{count} weitere Dateien lassen sich ebenfalls nicht als Modell verwenden.</translation>
    </message>
    <message>
        <source>{name} has been fetched and checked; it can be used now.</source>
        <translation>{name} ist geholt und geprüft; es kann jetzt verwendet werden.</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>Wird geholt</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Network page</source>
        <translation>Seite der Verbindungen</translation>
    </message>
    <message>
        <source>No model on offer matches the search.</source>
        <translation>Kein Modell im Angebot passt zur Suche.</translation>
    </message>
    <message>
        <source>No model on this computer matches the search.</source>
        <translation>Kein Modell auf diesem Rechner passt zur Suche.</translation>
    </message>
    <message>
        <source>Nothing is fetched before you press Download. It comes from huggingface.co, and every connection is listed on the network page.</source>
        <translation>Es wird nichts geholt, bevor Sie auf Herunterladen drücken. Es kommt von huggingface.co, und jede Verbindung steht auf der Seite der Verbindungen.</translation>
    </message>
    <message>
        <source>On offer</source>
        <translation>Im Angebot</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Eine Modelldatei öffnen …</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle durchsuchen</translation>
    </message>
    <message>
        <source>The list of models cannot be read.</source>
        <translation>Die Liste der Modelle kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This computer has {cores} processor cores and {total} of memory, of which {free} are free now.</source>
        <translation>Dieser Rechner hat {cores} Prozessorkerne und {total} Speicher, davon sind gerade {free} frei.</translation>
    </message>
    <message>
        <source>Use a .gguf file of this computer where it is; you can also drop one onto the window</source>
        <translation>Eine .gguf-Datei dieses Rechners dort verwenden, wo sie liegt; Sie können auch eine auf das Fenster ziehen</translation>
    </message>
    <message>
        <source>‹ Back to the chat</source>
        <translation>‹ Zurück zum Chat</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>Connections so far: {count}. {sent} sent, {received} received, in all.</source>
        <translation>Verbindungen bisher: {count}. Insgesamt {sent} gesendet, {received} empfangen.</translation>
    </message>
    <message>
        <source>Keel has not connected to anything since this list was cleared ({moment}).</source>
        <translation>Seit diese Liste geleert wurde ({moment}), hat sich Keel mit nichts verbunden.</translation>
    </message>
    <message>
        <source>Keel has not connected to anything.</source>
        <translation>Keel hat sich mit nichts verbunden.</translation>
    </message>
    <message>
        <source>answered ({status})</source>
        <translation>beantwortet ({status})</translation>
    </message>
    <message>
        <source>not ended</source>
        <translation>nicht beendet</translation>
    </message>
    <message>
        <source>refused ({status})</source>
        <translation>abgelehnt ({status})</translation>
    </message>
    <message>
        <source>sent on to another address ({status})</source>
        <translation>an eine andere Adresse verwiesen ({status})</translation>
    </message>
    <message>
        <source>{host} through {proxy}</source>
        <translation>{host} über {proxy}</translation>
    </message>
    <message>
        <source>{sent} sent, {received} received</source>
        <translation>{sent} gesendet, {received} empfangen</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Die Liste leeren</translation>
    </message>
    <message>
        <source>Connections, the newest first</source>
        <translation>Verbindungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>Keel connects to nothing by itself. When you ask for a model it connects to huggingface.co and to the servers that keep its files, always encrypted, and to nothing else; every connection is in this list before it is made.</source>
        <translation>Keel verbindet sich von sich aus mit nichts. Wenn Sie ein Modell verlangen, verbindet es sich mit huggingface.co und den Servern, auf denen dessen Dateien liegen, immer verschlüsselt und mit nichts anderem; jede Verbindung steht in dieser Liste, bevor sie aufgebaut wird.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>The list of connections cannot be cleared ({reason}).</source>
        <translation>Die Liste der Verbindungen kann nicht geleert werden ({reason}).</translation>
    </message>
    <message>
        <source>The list of connections cannot be read ({reason}).</source>
        <translation>Die Liste der Verbindungen kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The list of connections cannot be written ({reason}).</source>
        <translation>Die Liste der Verbindungen kann nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>The list of connections was cleared.</source>
        <translation>Die Liste der Verbindungen wurde geleert.</translation>
    </message>
    <message>
        <source>The newest {count} are shown.</source>
        <translation>Die neuesten {count} werden gezeigt.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>What Keel has connected to</source>
        <translation>Womit sich Keel verbunden hat</translation>
    </message>
    <message>
        <source>‹ Back to the chat</source>
        <translation>‹ Zurück zum Chat</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>,</source>
        <extracomment>What stands between the thousands</extracomment>
        <translation>.</translation>
    </message>
    <message>
        <source>.</source>
        <extracomment>The decimal point</extracomment>
        <translation>,</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download anyway</source>
        <translation>Trotzdem herunterladen</translation>
    </message>
    <message>
        <source>Fetch this file although it may not fit into memory</source>
        <translation>Diese Datei holen, obwohl sie vielleicht nicht in den Speicher passt</translation>
    </message>
    <message>
        <source>Fetch this file from {place}; it can be paused</source>
        <translation>Diese Datei von {place} holen; das lässt sich anhalten</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>The same model, stored more or less exactly: smaller files need less memory</source>
        <translation>Dasselbe Modell, mehr oder weniger genau gespeichert: Kleinere Dateien brauchen weniger Speicher</translation>
    </message>
    <message>
        <source>Use this model from now on; the conversation stays</source>
        <translation>Von jetzt an dieses Modell verwenden; das Gespräch bleibt</translation>
    </message>
    <message>
        <source>Which file of {name}</source>
        <translation>Welche Datei von {name}</translation>
    </message>
    <message>
        <source>being fetched</source>
        <translation>wird geholt</translation>
    </message>
    <message>
        <source>can think before it answers</source>
        <translation>kann nachdenken, bevor es antwortet</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>{quantisation} · about {size}</source>
        <translation>{quantisation} · etwa {size}</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>Calibrate again…</source>
        <translation>Neu kalibrieren …</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Average role</source>
        <translation>Durchschnittliche Rolle</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Roles and usual replies along the axis</source>
        <translation>Rollen und übliche Antworten entlang der Achse</translation>
    </message>
    <message>
        <source>Usual assistant</source>
        <translation>Üblicher Assistent</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Preset</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>The file could not be read ({reason})</source>
        <translation>Die Datei konnte nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>The preset could not be written ({reason})</source>
        <translation>Das Profil konnte nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>This file holds no preset of Keel</source>
        <translation>Diese Datei enthält kein Profil von Keel</translation>
    </message>
    <message>
        <source>This preset was made by a newer Keel</source>
        <translation>Dieses Profil stammt von einem neueren Keel</translation>
    </message>
    <message>
        <source>choose a file that Keel has exported</source>
        <translation>wählen Sie eine Datei, die Keel exportiert hat</translation>
    </message>
    <message>
        <source>choose another</source>
        <translation>wählen Sie einen anderen</translation>
    </message>
    <message>
        <source>choose another folder</source>
        <translation>wählen Sie einen anderen Ordner</translation>
    </message>
    <message>
        <source>install the newer version to use it</source>
        <translation>installieren Sie die neuere Fassung, um es zu verwenden</translation>
    </message>
    <message>
        <source>nothing was changed</source>
        <translation>nichts wurde geändert</translation>
    </message>
</context>
<context>
    <name>PresetsCard</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a preset</source>
        <translation>Ein Profil wählen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Export a preset</source>
        <translation>Ein Profil exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Give the preset a name.</source>
        <translation>Geben Sie dem Profil einen Namen.</translation>
    </message>
    <message>
        <source>Import a preset</source>
        <translation>Ein Profil importieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Keep no preset</source>
        <translation>Kein Profil behalten</translation>
    </message>
    <message>
        <source>Left out, as Keel cannot use it: {settings}.</source>
        <translation>Ausgelassen, weil Keel es nicht verwenden kann: {settings}.</translation>
    </message>
    <message>
        <source>More about presets</source>
        <translation>Mehr zu Profilen</translation>
    </message>
    <message>
        <source>My preset</source>
        <translation>Mein Profil</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>Name des Profils</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keines</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>Profile (*.json)</translation>
    </message>
    <message>
        <source>Put the chosen preset in force</source>
        <translation>Das gewählte Profil in Kraft setzen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save the preset under this name</source>
        <translation>Das Profil unter diesem Namen speichern</translation>
    </message>
    <message>
        <source>Save the settings on show as…</source>
        <translation>Die gezeigten Einstellungen speichern als …</translation>
    </message>
    <message>
        <source>Save the settings on show over it</source>
        <translation>Mit den gezeigten Einstellungen überschreiben</translation>
    </message>
    <message>
        <source>Save, rename, delete, export and import presets</source>
        <translation>Profile speichern, umbenennen, löschen, exportieren und importieren</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>Als „{name}“ gespeichert.</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>There is a preset named “{name}” already; choose another name.</source>
        <translation>Es gibt schon ein Profil namens „{name}“; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>{file} holds your chats, so it cannot be used for a preset.</source>
        <translation>{file} enthält Ihre Chats und kann deshalb nicht für ein Profil verwendet werden.</translation>
    </message>
    <message>
        <source>“{name}” now holds the settings on show.</source>
        <translation>„{name}“ enthält jetzt die gezeigten Einstellungen.</translation>
    </message>
    <message>
        <source>“{name}” was added.</source>
        <translation>„{name}“ wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>„{name}“ wurde gelöscht.</translation>
    </message>
    <message>
        <source>“{name}” was exported to {file}.</source>
        <translation>„{name}“ wurde nach {file} exportiert.</translation>
    </message>
</context>
<context>
    <name>ReasoningFold</name>
    <message>
        <source>Thinking…</source>
        <translation>Denkt nach …</translation>
    </message>
    <message>
        <source>What the model thought first</source>
        <translation>Was das Modell vorab dachte</translation>
    </message>
    <message>
        <source>{words}: press to fold it away</source>
        <translation>{words}: drücken zum Zuklappen</translation>
    </message>
    <message>
        <source>{words}: press to read it</source>
        <translation>{words}: drücken zum Lesen</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>Acted on</source>
        <translation>Eingegriffen bei</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>Achse</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Band</translation>
    </message>
    <message>
        <source>Cap</source>
        <translation>Stabilisierung</translation>
    </message>
    <message>
        <source>Changed by you</source>
        <translation>Von Ihnen geändert</translation>
    </message>
    <message>
        <source>Chat template (SHA-256)</source>
        <translation>Chat-Vorlage (SHA-256)</translation>
    </message>
    <message>
        <source>Choice of words</source>
        <translation>Wortwahl</translation>
    </message>
    <message>
        <source>Continued</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Counts as drifted below</source>
        <translation>Gilt als abgedriftet unter</translation>
    </message>
    <message>
        <source>Ended because</source>
        <translation>Geendet, weil</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Form of the cap</source>
        <translation>Form der Stabilisierung</translation>
    </message>
    <message>
        <source>Longest reply, in tokens</source>
        <translation>Längste Antwort, in Token</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Mean lift where it acted</source>
        <translation>Mittlere Anhebung, wo eingegriffen wurde</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>Belegtes Gedächtnis</translation>
    </message>
    <message>
        <source>Messages no longer seen</source>
        <translation>Nicht mehr gesehene Nachrichten</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Of these guessed ahead</source>
        <translation>Davon vorausgeraten</translation>
    </message>
    <message>
        <source>Of these still in memory from before</source>
        <translation>Davon noch im Gedächtnis</translation>
    </message>
    <message>
        <source>Prompt (SHA-256)</source>
        <translation>Prompt (SHA-256)</translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Messwert</translation>
    </message>
    <message>
        <source>Reading at the start</source>
        <translation>Messwert am Anfang</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Steadiness</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>This reply</source>
        <translation>Diese Antwort</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>Zeit bis zum ersten Token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Token des Prompts</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token pro Sekunde</translation>
    </message>
    <message>
        <source>What the model read</source>
        <translation>Was das Modell las</translation>
    </message>
    <message>
        <source>flash attention</source>
        <translation>Flash Attention</translation>
    </message>
    <message>
        <source>held at the {percentile:g}th percentile</source>
        <translation>gehalten beim {percentile:g}. Perzentil</translation>
    </message>
    <message>
        <source>how the memory is kept</source>
        <translation>Wie das Gedächtnis gehalten wird</translation>
    </message>
    <message>
        <source>it is still being made</source>
        <translation>sie noch entsteht</translation>
    </message>
    <message>
        <source>it reached the length limit</source>
        <translation>die Längengrenze erreicht war</translation>
    </message>
    <message>
        <source>layers {first} to {last}, read at layer {layer}</source>
        <translation>Schichten {first} bis {last}, gemessen in Schicht {layer}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not held, only watched</source>
        <translation>nicht gehalten, nur gemessen</translation>
    </message>
    <message>
        <source>the axis</source>
        <translation>die Achse</translation>
    </message>
    <message>
        <source>the chat template</source>
        <translation>die Chat-Vorlage</translation>
    </message>
    <message>
        <source>the device</source>
        <translation>das Gerät</translation>
    </message>
    <message>
        <source>the draft model</source>
        <translation>das Entwurfsmodell</translation>
    </message>
    <message>
        <source>the model ended it</source>
        <translation>das Modell sie beendete</translation>
    </message>
    <message>
        <source>the model stopped unexpectedly</source>
        <translation>das Modell unerwartet abbrach</translation>
    </message>
    <message>
        <source>the model&apos;s memory was full</source>
        <translation>das Gedächtnis des Modells voll war</translation>
    </message>
    <message>
        <source>the size of the memory</source>
        <translation>die Größe des Gedächtnisses</translation>
    </message>
    <message>
        <source>the version of the engine</source>
        <translation>die Version der Engine</translation>
    </message>
    <message>
        <source>yes; the figures are those of the model&apos;s own text</source>
        <translation>ja; die Werte sind die des Textes vom Modell</translation>
    </message>
    <message>
        <source>you stopped it</source>
        <translation>Sie sie anhielten</translation>
    </message>
    <message>
        <source>{count} times</source>
        <translation>{count}-mal</translation>
    </message>
    <message>
        <source>{used:,} of {size:,} tokens</source>
        <translation>{used:,} von {size:,} Token</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>ReplyDetails</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Exact prompt</source>
        <translation>Genauer Prompt</translation>
    </message>
    <message>
        <source>How this reply was made</source>
        <translation>Wie diese Antwort entstand</translation>
    </message>
    <message>
        <source>Makes the reply again from this receipt and compares the texts</source>
        <translation>Macht die Antwort nach diesem Beleg noch einmal und vergleicht die Texte</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Reproduce</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Show the exact prompt</source>
        <translation>Den genauen Prompt zeigen</translation>
    </message>
    <message>
        <source>This is exactly what the model read before this reply; its checksum is the one of the receipt.</source>
        <translation>Genau das las das Modell vor dieser Antwort; die Prüfsumme ist die des Belegs.</translation>
    </message>
    <message>
        <source>This is what the model would read now. It is not what it read then: the receipt names another checksum.</source>
        <translation>Das würde das Modell jetzt lesen. Damals las es etwas anderes: Der Beleg nennt eine andere Prüfsumme.</translation>
    </message>
</context>
<context>
    <name>ReplyMessage</name>
    <message>
        <source>(no text)</source>
        <translation>(kein Text)</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>Denkt nach …</translation>
    </message>
</context>
<context>
    <name>ReplyPicture</name>
    <message>
        <source>Course of this reply, token by token</source>
        <translation>Verlauf dieser Antwort, Token für Token</translation>
    </message>
    <message>
        <source>Token {number} of {count}: {reading}</source>
        <translation>Token {number} von {count}: {reading}</translation>
    </message>
</context>
<context>
    <name>ReplyRun</name>
    <message>
        <source>It is being started again.</source>
        <translation>Sie wird neu gestartet.</translation>
    </message>
    <message>
        <source>Reading the conversation… {share}</source>
        <translation>Die Unterhaltung wird gelesen … {share}</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Noch einmal speichern</translation>
    </message>
    <message>
        <source>Still stopping…</source>
        <translation>Wird noch angehalten …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>What had arrived of the reply was kept.</source>
        <translation>Was von der Antwort angekommen war, wurde behalten.</translation>
    </message>
</context>
<context>
    <name>ReplyTrace</name>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>Answer again under the cap</source>
        <translation>Noch einmal antworten, mit Stabilisierung</translation>
    </message>
    <message>
        <source>Answer again without the cap</source>
        <translation>Noch einmal antworten, ohne Stabilisierung</translation>
    </message>
    <message>
        <source>Hide its course</source>
        <translation>Ihren Verlauf verbergen</translation>
    </message>
    <message>
        <source>Makes another version of this reply; this one is kept</source>
        <translation>Macht eine andere Fassung dieser Antwort; diese bleibt erhalten</translation>
    </message>
    <message>
        <source>Reading {reading}</source>
        <translation>Messwert {reading}</translation>
    </message>
    <message>
        <source>Show its course, token by token</source>
        <translation>Ihren Verlauf zeigen, Token für Token</translation>
    </message>
    <message>
        <source>Trace of this reply</source>
        <translation>Spur dieser Antwort</translation>
    </message>
    <message>
        <source>lowest {reading} at token {number}</source>
        <translation>niedrigster {reading} bei Token {number}</translation>
    </message>
    <message>
        <source>none below the mark at {threshold}</source>
        <translation>keines unter der Marke bei {threshold}</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>{share} of them below the mark at {threshold}</source>
        <translation>{share} davon unter der Marke bei {threshold}</translation>
    </message>
</context>
<context>
    <name>Reproduction</name>
    <message>
        <source>Keep as a version</source>
        <translation>Als Fassung behalten</translation>
    </message>
    <message>
        <source>Made again from its receipt, the text differs from character {at} on: “{old}” then, “{new}” now.</source>
        <translation>Nach ihrem Beleg wiederholt, weicht der Text ab Zeichen {at} ab: damals „{old}“, jetzt „{new}“.</translation>
    </message>
    <message>
        <source>Made again from its receipt: the text is identical, although {what} changed.</source>
        <translation>Nach ihrem Beleg wiederholt: Der Text ist gleich, obwohl sich {what} geändert hat.</translation>
    </message>
    <message>
        <source>Made again from its receipt: the text is identical.</source>
        <translation>Nach ihrem Beleg wiederholt: Der Text ist gleich.</translation>
    </message>
    <message>
        <source>Making the reply again was stopped; nothing has changed.</source>
        <translation>Das Wiederholen der Antwort wurde angehalten; nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>Since then {what} changed.</source>
        <translation>Seitdem hat sich {what} geändert.</translation>
    </message>
    <message>
        <source>The messages before it are not the same any more.</source>
        <translation>Die Nachrichten davor sind nicht mehr dieselben.</translation>
    </message>
    <message>
        <source>The reply is being made again from its receipt…</source>
        <translation>Die Antwort wird nach ihrem Beleg noch einmal gemacht …</translation>
    </message>
    <message>
        <source>This reply has no receipt, so it cannot be made again.</source>
        <translation>Diese Antwort hat keinen Beleg und kann deshalb nicht wiederholt werden.</translation>
    </message>
    <message>
        <source>This reply was continued, so it is not the answer to one request and cannot be made again.</source>
        <translation>Diese Antwort wurde fortgesetzt, sie ist also nicht die Antwort auf eine einzige Anfrage und kann nicht wiederholt werden.</translation>
    </message>
    <message>
        <source>This reply was held steady, and there is no axis for that now, so it cannot be made again.</source>
        <translation>Diese Antwort wurde stabil gehalten, und dafür gibt es jetzt keine Achse; deshalb kann sie nicht wiederholt werden.</translation>
    </message>
    <message>
        <source>This reply was made by {model} ({quantization}). Load that model to make it again.</source>
        <translation>Diese Antwort stammt von {model} ({quantization}). Laden Sie dieses Modell, um sie zu wiederholen.</translation>
    </message>
    <message>
        <source>You changed this text yourself. Go to the version before it to make the model&apos;s own reply again.</source>
        <translation>Sie haben diesen Text selbst geändert. Gehen Sie zur Fassung davor, um die Antwort des Modells zu wiederholen.</translation>
    </message>
</context>
<context>
    <name>Retrying</name>
    <message>
        <source>Something has changed since then, so it was not tried again. Please look at it and do it anew.</source>
        <translation>Seitdem hat sich etwas geändert, deshalb wurde es nicht noch einmal versucht. Bitte sehen Sie nach und tun Sie es neu.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>actor</source>
        <translation>Schauspieler</translation>
    </message>
    <message>
        <source>alchemist</source>
        <translation>Alchemist</translation>
    </message>
    <message>
        <source>alien</source>
        <translation>Außerirdischer</translation>
    </message>
    <message>
        <source>an echo</source>
        <translation>ein Echo</translation>
    </message>
    <message>
        <source>android</source>
        <translation>Android</translation>
    </message>
    <message>
        <source>angel</source>
        <translation>Engel</translation>
    </message>
    <message>
        <source>astronaut</source>
        <translation>Astronaut</translation>
    </message>
    <message>
        <source>auctioneer</source>
        <translation>Auktionator</translation>
    </message>
    <message>
        <source>bard</source>
        <translation>Barde</translation>
    </message>
    <message>
        <source>bee</source>
        <translation>Biene</translation>
    </message>
    <message>
        <source>bully</source>
        <translation>Quälgeist</translation>
    </message>
    <message>
        <source>butler</source>
        <translation>Butler</translation>
    </message>
    <message>
        <source>cat</source>
        <translation>Katze</translation>
    </message>
    <message>
        <source>chaos</source>
        <translation>Chaos</translation>
    </message>
    <message>
        <source>chef</source>
        <translation>Koch</translation>
    </message>
    <message>
        <source>child</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>class clown</source>
        <translation>Klassenclown</translation>
    </message>
    <message>
        <source>clockwork doll</source>
        <translation>Aufziehpuppe</translation>
    </message>
    <message>
        <source>coach</source>
        <translation>Trainer</translation>
    </message>
    <message>
        <source>comedian</source>
        <translation>Komiker</translation>
    </message>
    <message>
        <source>con artist</source>
        <translation>Hochstapler</translation>
    </message>
    <message>
        <source>court lady</source>
        <translation>Hofdame</translation>
    </message>
    <message>
        <source>cowboy</source>
        <translation>Cowboy</translation>
    </message>
    <message>
        <source>cult leader</source>
        <translation>Sektenführer</translation>
    </message>
    <message>
        <source>cynic</source>
        <translation>Zyniker</translation>
    </message>
    <message>
        <source>death</source>
        <translation>Tod</translation>
    </message>
    <message>
        <source>demon</source>
        <translation>Dämon</translation>
    </message>
    <message>
        <source>detective</source>
        <translation>Detektiv</translation>
    </message>
    <message>
        <source>dragon</source>
        <translation>Drache</translation>
    </message>
    <message>
        <source>dragon slayer</source>
        <translation>Drachentöter</translation>
    </message>
    <message>
        <source>dream walker</source>
        <translation>Traumwandler</translation>
    </message>
    <message>
        <source>druid</source>
        <translation>Druide</translation>
    </message>
    <message>
        <source>dying soldier</source>
        <translation>sterbender Soldat</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>Entropie</translation>
    </message>
    <message>
        <source>fairy</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>fear</source>
        <translation>Angst</translation>
    </message>
    <message>
        <source>fisherman</source>
        <translation>Fischer</translation>
    </message>
    <message>
        <source>fortune teller</source>
        <translation>Wahrsager</translation>
    </message>
    <message>
        <source>gardener</source>
        <translation>Gärtner</translation>
    </message>
    <message>
        <source>gentleman thief</source>
        <translation>Meisterdieb</translation>
    </message>
    <message>
        <source>ghost</source>
        <translation>Gespenst</translation>
    </message>
    <message>
        <source>gold digger of the old west</source>
        <translation>Goldgräber im Wilden Westen</translation>
    </message>
    <message>
        <source>gothic novelist</source>
        <translation>Autor von Schauerromanen</translation>
    </message>
    <message>
        <source>grandmother</source>
        <translation>Großmutter</translation>
    </message>
    <message>
        <source>guru</source>
        <translation>Guru</translation>
    </message>
    <message>
        <source>highwayman</source>
        <translation>Wegelagerer</translation>
    </message>
    <message>
        <source>hope</source>
        <translation>Hoffnung</translation>
    </message>
    <message>
        <source>house</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>imaginary friend</source>
        <translation>imaginärer Freund</translation>
    </message>
    <message>
        <source>internet troll</source>
        <translation>Internet-Troll</translation>
    </message>
    <message>
        <source>interrogator</source>
        <translation>Verhörer</translation>
    </message>
    <message>
        <source>jealous rival</source>
        <translation>eifersüchtiger Rivale</translation>
    </message>
    <message>
        <source>jester</source>
        <translation>Hofnarr</translation>
    </message>
    <message>
        <source>journalist</source>
        <translation>Journalist</translation>
    </message>
    <message>
        <source>kindergarten king</source>
        <translation>Kindergartenkönig</translation>
    </message>
    <message>
        <source>knight</source>
        <translation>Ritter</translation>
    </message>
    <message>
        <source>lawyer</source>
        <translation>Anwalt</translation>
    </message>
    <message>
        <source>librarian</source>
        <translation>Bibliothekar</translation>
    </message>
    <message>
        <source>little witch apprentice</source>
        <translation>kleine Hexenschülerin</translation>
    </message>
    <message>
        <source>lost boy</source>
        <translation>verlorener Junge</translation>
    </message>
    <message>
        <source>lover</source>
        <translation>Liebender</translation>
    </message>
    <message>
        <source>mad scientist</source>
        <translation>verrückter Wissenschaftler</translation>
    </message>
    <message>
        <source>medieval peasant</source>
        <translation>Bauer im Mittelalter</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Erinnerung</translation>
    </message>
    <message>
        <source>monk</source>
        <translation>Mönch</translation>
    </message>
    <message>
        <source>mountain</source>
        <translation>Berg</translation>
    </message>
    <message>
        <source>mourner</source>
        <translation>Trauernder</translation>
    </message>
    <message>
        <source>mystic</source>
        <translation>Mystiker</translation>
    </message>
    <message>
        <source>nature goddess</source>
        <translation>Naturgöttin</translation>
    </message>
    <message>
        <source>nihilist</source>
        <translation>Nihilist</translation>
    </message>
    <message>
        <source>nurse</source>
        <translation>Krankenpfleger</translation>
    </message>
    <message>
        <source>opera diva</source>
        <translation>Operndiva</translation>
    </message>
    <message>
        <source>oracle</source>
        <translation>Orakel</translation>
    </message>
    <message>
        <source>outlaw</source>
        <translation>Geächteter</translation>
    </message>
    <message>
        <source>pharaoh</source>
        <translation>Pharao</translation>
    </message>
    <message>
        <source>pirate</source>
        <translation>Pirat</translation>
    </message>
    <message>
        <source>plague doctor</source>
        <translation>Pestarzt</translation>
    </message>
    <message>
        <source>poet</source>
        <translation>Dichter</translation>
    </message>
    <message>
        <source>prisoner</source>
        <translation>Gefangener</translation>
    </message>
    <message>
        <source>prophet</source>
        <translation>Prophet</translation>
    </message>
    <message>
        <source>puppy</source>
        <translation>Welpe</translation>
    </message>
    <message>
        <source>raven</source>
        <translation>Rabe</translation>
    </message>
    <message>
        <source>rebel machine</source>
        <translation>rebellische Maschine</translation>
    </message>
    <message>
        <source>revolutionary</source>
        <translation>Revolutionär</translation>
    </message>
    <message>
        <source>river</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>robot</source>
        <translation>Roboter</translation>
    </message>
    <message>
        <source>roman senator</source>
        <translation>römischer Senator</translation>
    </message>
    <message>
        <source>romantic painter</source>
        <translation>Maler der Romantik</translation>
    </message>
    <message>
        <source>runaway bride</source>
        <translation>entlaufene Braut</translation>
    </message>
    <message>
        <source>saint</source>
        <translation>Heiliger</translation>
    </message>
    <message>
        <source>salesman</source>
        <translation>Verkäufer</translation>
    </message>
    <message>
        <source>samurai</source>
        <translation>Samurai</translation>
    </message>
    <message>
        <source>sea monster</source>
        <translation>Seeungeheuer</translation>
    </message>
    <message>
        <source>shaman</source>
        <translation>Schamane</translation>
    </message>
    <message>
        <source>ship&apos;s cook</source>
        <translation>Schiffskoch</translation>
    </message>
    <message>
        <source>silence</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>siren</source>
        <translation>Sirene</translation>
    </message>
    <message>
        <source>snowman</source>
        <translation>Schneemann</translation>
    </message>
    <message>
        <source>soldier</source>
        <translation>Soldat</translation>
    </message>
    <message>
        <source>space captain</source>
        <translation>Raumschiffkapitän</translation>
    </message>
    <message>
        <source>spirit medium</source>
        <translation>Geistermedium</translation>
    </message>
    <message>
        <source>spy</source>
        <translation>Spion</translation>
    </message>
    <message>
        <source>star reader</source>
        <translation>Sterndeuter</translation>
    </message>
    <message>
        <source>stone age hunter</source>
        <translation>Jäger der Steinzeit</translation>
    </message>
    <message>
        <source>superhero</source>
        <translation>Superheld</translation>
    </message>
    <message>
        <source>surgeon</source>
        <translation>Chirurg</translation>
    </message>
    <message>
        <source>swarm</source>
        <translation>Schwarm</translation>
    </message>
    <message>
        <source>swordsman</source>
        <translation>Schwertkämpfer</translation>
    </message>
    <message>
        <source>teacher</source>
        <translation>Lehrer</translation>
    </message>
    <message>
        <source>teddy bear</source>
        <translation>Teddybär</translation>
    </message>
    <message>
        <source>teenager</source>
        <translation>Teenager</translation>
    </message>
    <message>
        <source>the city</source>
        <translation>die Stadt</translation>
    </message>
    <message>
        <source>the moon</source>
        <translation>der Mond</translation>
    </message>
    <message>
        <source>the sea</source>
        <translation>das Meer</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>time traveller</source>
        <translation>Zeitreisender</translation>
    </message>
    <message>
        <source>tragic queen</source>
        <translation>tragische Königin</translation>
    </message>
    <message>
        <source>treasure hunter</source>
        <translation>Schatzsucher</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>trickster</source>
        <translation>Trickser</translation>
    </message>
    <message>
        <source>tyrant</source>
        <translation>Tyrann</translation>
    </message>
    <message>
        <source>vampire</source>
        <translation>Vampir</translation>
    </message>
    <message>
        <source>vengeful spirit</source>
        <translation>Rachegeist</translation>
    </message>
    <message>
        <source>victorian explorer</source>
        <translation>viktorianischer Entdecker</translation>
    </message>
    <message>
        <source>viking</source>
        <translation>Wikinger</translation>
    </message>
    <message>
        <source>villain</source>
        <translation>Schurke</translation>
    </message>
    <message>
        <source>void</source>
        <translation>Leere</translation>
    </message>
    <message>
        <source>warlord</source>
        <translation>Kriegsherr</translation>
    </message>
    <message>
        <source>winter</source>
        <translation>Winter</translation>
    </message>
    <message>
        <source>witch</source>
        <translation>Hexe</translation>
    </message>
    <message>
        <source>wizard</source>
        <translation>Zauberer</translation>
    </message>
    <message>
        <source>wolf</source>
        <translation>Wolf</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message>
        <source>Nothing was found.</source>
        <translation>Nichts gefunden.</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Alle Chats durchsuchen</translation>
    </message>
    <message>
        <source>Search in all titles and messages</source>
        <translation>In allen Titeln und Nachrichten suchen</translation>
    </message>
    <message>
        <source>The chats used last. Type to search.</source>
        <translation>Die zuletzt benutzten Chats. Tippen Sie, um zu suchen.</translation>
    </message>
    <message>
        <source>The first {count} are listed. More words find fewer.</source>
        <translation>Die ersten {count} sind aufgeführt. Mehr Wörter finden weniger.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>{count} gefunden</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Advanced settings: {section}</source>
        <translation>Erweiterte Einstellungen: {section}</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>A band of the layers {0} to {1} cannot be capped in a model of {2} layers.</source>
        <translation>In einem Modell mit {2} Schichten kann ein Band der Schichten {0} bis {1} nicht gehalten werden.</translation>
    </message>
    <message>
        <source>A cap at the layers {0} to {1} does not fit a model of {2} layers.</source>
        <translation>Eine Stabilisierung in den Schichten {0} bis {1} passt nicht zu einem Modell mit {2} Schichten.</translation>
    </message>
    <message>
        <source>A context of {0} tokens is too short to chat in; choose at least {1}.</source>
        <translation>Ein Gedächtnis von {0} Token ist zum Chatten zu kurz; wählen Sie mindestens {1}.</translation>
    </message>
    <message>
        <source>A direction of the cap is not of unit length, or a floor is no number, so it cannot be tried.</source>
        <translation>Eine Richtung der Stabilisierung hat nicht die Länge eins, oder eine Untergrenze ist keine Zahl; deshalb kann sie nicht versucht werden.</translation>
    </message>
    <message>
        <source>A direction to read does not have unit length.</source>
        <translation>Eine zu lesende Richtung hat nicht die Länge eins.</translation>
    </message>
    <message>
        <source>A fault in Keel ended the download ({0}); what has arrived is kept; resume it.</source>
        <translation>Ein Fehler in Keel hat das Herunterladen beendet ({0}); was angekommen ist, bleibt erhalten; setzen Sie es fort.</translation>
    </message>
    <message>
        <source>A memory that takes less room needs flash attention, so flash attention is on.</source>
        <translation>Ein Gedächtnis, das weniger Platz braucht, verlangt Flash Attention, deshalb ist Flash Attention eingeschaltet.</translation>
    </message>
    <message>
        <source>A message or the system prompt holds characters that are not valid text, so nothing can be sent. Write it anew.</source>
        <translation>Eine Nachricht oder der Systemprompt enthält Zeichen, die kein gültiger Text sind, deshalb kann nichts gesendet werden. Schreiben Sie sie neu.</translation>
    </message>
    <message>
        <source>A model cannot be loaded with {0} and {1}; choose these settings again.</source>
        <translation>Mit {0} und {1} lässt sich kein Modell laden; wählen Sie diese Einstellungen neu.</translation>
    </message>
    <message>
        <source>A reply&apos;s activations do not have the shape of this model.</source>
        <translation>Die Aktivierungen einer Antwort haben nicht die Form dieses Modells.</translation>
    </message>
    <message>
        <source>A {0} direction of the axis is not of unit length, so a cap with it would overshoot.</source>
        <translation>Eine Richtung der Achse ({0}) hat nicht die Länge eins, deshalb würde eine Stabilisierung mit ihr zu weit gehen.</translation>
    </message>
    <message>
        <source>An axis can hold lists of numbers or of texts only.</source>
        <translation>Eine Achse kann nur Listen von Zahlen oder von Texten enthalten.</translation>
    </message>
    <message>
        <source>An axis cannot hold a value of the type {0}.</source>
        <translation>Eine Achse kann keinen Wert der Art {0} enthalten.</translation>
    </message>
    <message>
        <source>An experiment can only be chosen in a capping configuration, and none was given.</source>
        <translation>Ein Experiment lässt sich nur in einer Stabilisierungs-Konfiguration wählen, und es wurde keine angegeben.</translation>
    </message>
    <message>
        <source>And a lake?</source>
        <translation>Und ein See?</translation>
    </message>
    <message>
        <source>Ask about {0}</source>
        <translation>Frage nach {0}</translation>
    </message>
    <message>
        <source>Asking the hub about the file.</source>
        <translation>Der Hub wird nach der Datei gefragt.</translation>
    </message>
    <message>
        <source>At layer {0} the axis has no distance between the default Assistant and the roles ({1} tokens), so it cannot be used.</source>
        <translation>Auf Schicht {0} hat die Achse keinen Abstand zwischen dem üblichen Assistenten und den Rollen ({1}-Token), sie kann deshalb nicht verwendet werden.</translation>
    </message>
    <message>
        <source>Be brief.</source>
        <translation>Fasse dich kurz.</translation>
    </message>
    <message>
        <source>Chat templates do not run on this computer ({0}); install Keel again.</source>
        <translation>Chat-Vorlagen laufen auf diesem Rechner nicht ({0}); installieren Sie Keel neu.</translation>
    </message>
    <message>
        <source>Checking the file.</source>
        <translation>Die Datei wird geprüft.</translation>
    </message>
    <message>
        <source>Checking what is already there.</source>
        <translation>Es wird geprüft, was schon da ist.</translation>
    </message>
    <message>
        <source>DRY needs the vocabulary of the model.</source>
        <translation>DRY braucht den Wortschatz des Modells.</translation>
    </message>
    <message>
        <source>Download {0}</source>
        <translation>{0} herunterladen</translation>
    </message>
    <message>
        <source>Everything is measured</source>
        <translation>Alles ist gemessen</translation>
    </message>
    <message>
        <source>Hello, how are you?</source>
        <translation>Hallo, wie geht es dir?</translation>
    </message>
    <message>
        <source>It failed several times, so it is not started again by itself.</source>
        <translation>Sie ist mehrmals ausgefallen, deshalb wird sie nicht von selbst neu gestartet.</translation>
    </message>
    <message>
        <source>It knows no system prompt, so that goes in front of the first message.</source>
        <translation>Sie kennt keine Systemanweisung, deshalb steht diese vor der ersten Nachricht.</translation>
    </message>
    <message>
        <source>It writes nothing after a reply, so replies may run on.</source>
        <translation>Sie schreibt nach einer Antwort nichts, deshalb können Antworten weiterlaufen.</translation>
    </message>
    <message>
        <source>Keel cannot save</source>
        <translation>Keel kann nicht speichern</translation>
    </message>
    <message>
        <source>Keel cannot save now</source>
        <translation>Keel kann jetzt nicht speichern</translation>
    </message>
    <message>
        <source>Keel connects to nothing that it cannot write down</source>
        <translation>Keel verbindet sich mit nichts, was es nicht aufschreiben kann</translation>
    </message>
    <message>
        <source>Keel did not fetch {0}, so it does not delete it</source>
        <translation>Keel hat {0} nicht geholt, deshalb löscht es sie nicht</translation>
    </message>
    <message>
        <source>Keel does not download what it cannot check</source>
        <translation>Keel lädt nichts herunter, was es nicht prüfen kann</translation>
    </message>
    <message>
        <source>Keel does not go there</source>
        <translation>Keel geht dort nicht hin</translation>
    </message>
    <message>
        <source>Keel has nowhere to keep your chats</source>
        <translation>Keel hat keinen Ort für Ihre Chats</translation>
    </message>
    <message>
        <source>Keel needs llama-cpp-python {0}, but {1} is installed; install the pinned version.</source>
        <translation>Keel braucht llama-cpp-python {0}, installiert ist aber {1}; installieren Sie die vorgesehene Version.</translation>
    </message>
    <message>
        <source>Keel reads its own JSON, the exports of ChatGPT and Open WebUI, and lists of messages with role and content</source>
        <translation>Keel liest sein eigenes JSON, die Exporte von ChatGPT und Open WebUI und Listen von Nachrichten mit role und content</translation>
    </message>
    <message>
        <source>Keel tries again in {0} s</source>
        <translation>Keel versucht es in {0} s noch einmal</translation>
    </message>
    <message>
        <source>Layer {0} cannot be read in a model of {1} layers.</source>
        <translation>Schicht {0} kann in einem Modell mit {1} Schichten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Layer {0} cannot be read: this model can be read from layer 0 to {1}.</source>
        <translation>Schicht {0} kann nicht gelesen werden: Dieses Modell kann von Schicht 0 bis {1} gelesen werden.</translation>
    </message>
    <message>
        <source>Looking which roles are played</source>
        <translation>Es wird geprüft, welche Rollen gespielt werden</translation>
    </message>
    <message>
        <source>Making the axis needs {0} GB on disk for a while, but only {1} GB are free; make room or choose a smaller size.</source>
        <translation>Die Achse braucht beim Erstellen eine Zeit lang {0} GB auf der Festplatte, es sind aber nur {1} GB frei; schaffen Sie Platz oder wählen Sie eine kleinere Größe.</translation>
    </message>
    <message>
        <source>Measuring speed</source>
        <translation>Die Geschwindigkeit wird gemessen</translation>
    </message>
    <message>
        <source>Measuring the layers</source>
        <translation>Die Schichten werden gemessen</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>No chats were found in {0}</source>
        <translation>In {0} wurden keine Chats gefunden</translation>
    </message>
    <message>
        <source>No graphics card was found, so the model runs on the processor.</source>
        <translation>Es wurde keine Grafikkarte gefunden, deshalb läuft das Modell auf dem Prozessor.</translation>
    </message>
    <message>
        <source>No next token could be drawn.</source>
        <translation>Es konnte kein nächstes Token gezogen werden.</translation>
    </message>
    <message>
        <source>None of the chats in {0} could be read</source>
        <translation>Keiner der Chats in {0} konnte gelesen werden</translation>
    </message>
    <message>
        <source>One of the settings is no number that can be sent to the model. Let it have its default again.</source>
        <translation>Eine der Einstellungen ist keine Zahl, die an das Modell gesendet werden kann. Geben Sie ihr wieder ihren Ausgangswert.</translation>
    </message>
    <message>
        <source>Only a published axis and its capping configuration can be imported together; give one file otherwise.</source>
        <translation>Nur eine veröffentlichte Achse und ihre Stabilisierungs-Konfiguration können zusammen importiert werden; sonst geben Sie eine Datei an.</translation>
    </message>
    <message>
        <source>Reading replies without their instruction</source>
        <translation>Antworten werden ohne ihre Anweisung gelesen</translation>
    </message>
    <message>
        <source>Readings are sound, but the cap does little more than one along random directions would ({0} of the difference against {1}).</source>
        <translation>Die Messwerte sind verlässlich, aber die Stabilisierung tut kaum mehr als eine entlang zufälliger Richtungen ({0} des Unterschieds gegenüber {1}).</translation>
    </message>
    <message>
        <source>Readings are sound, but the cap does next to nothing on this model: it brings {0} of the difference back.</source>
        <translation>Die Messwerte sind verlässlich, aber die Stabilisierung bewirkt bei diesem Modell fast nichts: Sie holt {0} des Unterschieds zurück.</translation>
    </message>
    <message>
        <source>Readings are sound, but the cap hurts this model&apos;s wording: capped replies are {0} times as surprising to the model itself, and {1} more of them repeat themselves.</source>
        <translation>Die Messwerte sind verlässlich, aber die Stabilisierung schadet dem Wortlaut dieses Modells: Stabilisierte Antworten sind für das Modell selbst {0}-mal so überraschend, und {1} mehr von ihnen wiederholen sich.</translation>
    </message>
    <message>
        <source>Recovered chat</source>
        <translation>Geretteter Chat</translation>
    </message>
    <message>
        <source>Replies so far: {0} of {1}</source>
        <translation>Antworten bisher: {0} von {1}</translation>
    </message>
    <message>
        <source>Some settings were not valid and have their defaults again ({0}); the old file is kept as {1}.</source>
        <translation>Einige Einstellungen waren ungültig und haben wieder ihren Ausgangswert ({0}); die alte Datei ist als {1} erhalten.</translation>
    </message>
    <message>
        <source>The axis asks for the form {0} of the cap but has no statistics for it.</source>
        <translation>Die Achse verlangt die Form {0} der Stabilisierung, hat aber keine Statistik dafür.</translation>
    </message>
    <message>
        <source>The axis asks for the strength {0}, outside its own range of {1} to {2}.</source>
        <translation>Die Achse verlangt die Stärke {0}, außerhalb ihres eigenen Bereichs von {1} bis {2}.</translation>
    </message>
    <message>
        <source>The axis can cap, but it came without the figures that readings need, so it shows none; measure it on its model to have them.</source>
        <translation>Die Achse kann stabilisieren, kam aber ohne die Werte, die Messwerte brauchen, und zeigt deshalb keine; messen Sie sie an ihrem Modell, um sie zu bekommen.</translation>
    </message>
    <message>
        <source>The axis can cap, but the file has no direction below the layers it caps, so it shows no readings; import assistant_axis.pt together with it to have them.</source>
        <translation>Die Achse kann stabilisieren, aber die Datei hat keine Richtung unter den Schichten, in denen sie wirkt, und zeigt deshalb keine Messwerte; importieren Sie assistant_axis.pt zusammen mit ihr, um sie zu bekommen.</translation>
    </message>
    <message>
        <source>The axis could not be written to {0} ({1}); choose another place.</source>
        <translation>Die Achse konnte nicht nach {0} geschrieben werden ({1}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The axis does not hold one direction per layer, so it cannot be used.</source>
        <translation>Die Achse enthält nicht eine Richtung je Schicht, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis has no directions at these layers, so there is nothing to export.</source>
        <translation>Die Achse hat in diesen Schichten keine Richtungen, deshalb gibt es nichts zu exportieren.</translation>
    </message>
    <message>
        <source>The axis has no list of percentiles, so it cannot be used.</source>
        <translation>Die Achse hat keine Liste von Perzentilen, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis has statistics for header tokens but none for replies, so it cannot be used.</source>
        <translation>Die Achse hat eine Statistik für die Token am Anfang, aber keine für Antworten, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis holds a {0} length or spread below zero, so it cannot be used.</source>
        <translation>Die Achse enthält eine Länge oder Streuung unter null ({0}), deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis holds {0} {1} of the wrong size, so it cannot be used.</source>
        <translation>Die Achse enthält {0} {1} der falschen Größe, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis holds {0} {1} that are not finite numbers, so it cannot be used.</source>
        <translation>Die Achse enthält {0} {1}, die keine endlichen Zahlen sind, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis in {0} carries far more than any axis needs, so it is not read.</source>
        <translation>Die Achse in {0} enthält viel mehr, als eine Achse braucht, deshalb wird sie nicht gelesen.</translation>
    </message>
    <message>
        <source>The axis in {0} claims an impossible size ({1}), so it cannot be used.</source>
        <translation>Die Achse in {0} gibt eine unmögliche Größe an ({1}), deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis in {0} has the unknown version {1}.</source>
        <translation>Die Achse in {0} hat die unbekannte Version {1}.</translation>
    </message>
    <message>
        <source>The axis in {0} holds numbers for {1} that are not finite.</source>
        <translation>Die Achse in {0} enthält Zahlen für {1}, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>The axis in {0} holds {1} in an unknown form, so it cannot be used.</source>
        <translation>Die Achse in {0} enthält {1} in unbekannter Form, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis in {0} holds {1} numbers for {2} instead of {3}.</source>
        <translation>Die Achse in {0} enthält {1} Zahlen für {2} statt {3}.</translation>
    </message>
    <message>
        <source>The axis in {0} lacks the value {1}, so it cannot be used.</source>
        <translation>In der Achse in {0} fehlt der Wert {1}, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis in {0} was made by a newer version of this program (format {1}); update to use it.</source>
        <translation>Die Achse in {0} stammt von einer neueren Version dieses Programms (Format {1}); aktualisieren Sie es, um sie zu verwenden.</translation>
    </message>
    <message>
        <source>The axis is in use until Keel is closed, but it could not be kept ({0}).</source>
        <translation>Die Achse wird verwendet, bis Keel geschlossen wird, konnte aber nicht behalten werden ({0}).</translation>
    </message>
    <message>
        <source>The axis reads layer {0}, which cannot be read in a model of {1} layers.</source>
        <translation>Die Achse misst in Schicht {0}, die in einem Modell mit {1} Schichten nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>The axis says that it has no readings but holds means, so it cannot be used.</source>
        <translation>Die Achse sagt, dass sie keine Messwerte hat, enthält aber Mittelwerte, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis separates well enough to show readings, not well enough to cap with (told apart in {0} of the pairs, {1} of the roles lie below the usual replies).</source>
        <translation>Die Achse trennt gut genug für Messwerte, aber nicht gut genug zum Stabilisieren (unterschieden in {0} der Paare, {1} der Rollen liegen unter den üblichen Antworten).</translation>
    </message>
    <message>
        <source>The axis shows readings and can cap.</source>
        <translation>Die Achse gibt Messwerte und kann stabilisieren.</translation>
    </message>
    <message>
        <source>The axis was imported without its model, so only the model&apos;s size could be compared with it.</source>
        <translation>Die Achse wurde ohne ihr Modell importiert, deshalb konnte nur die Größe des Modells mit ihr verglichen werden.</translation>
    </message>
    <message>
        <source>The axis was made for a model of another shape, so it cannot be measured on this one.</source>
        <translation>Die Achse wurde für ein Modell anderer Form erstellt, deshalb kann sie an diesem nicht gemessen werden.</translation>
    </message>
    <message>
        <source>The axis was made for another model, so it cannot be measured on this one.</source>
        <translation>Die Achse wurde für ein anderes Modell erstellt, deshalb kann sie an diesem nicht gemessen werden.</translation>
    </message>
    <message>
        <source>The axis was measured on the quantisation {0}, this model is {1}, so its readings may be slightly shifted.</source>
        <translation>Die Achse wurde mit der Quantisierung {0} gemessen, dieses Modell hat {1}; ihre Messwerte können etwas verschoben sein.</translation>
    </message>
    <message>
        <source>The axis was measured with another chat template, so its readings may be shifted.</source>
        <translation>Die Achse wurde mit einer anderen Chat-Vorlage gemessen; ihre Messwerte können verschoben sein.</translation>
    </message>
    <message>
        <source>The axis {0} is for a model of {1} layers and width {2}, but this model has {3} layers and width {4}, so it cannot be used with it.</source>
        <translation>Die Achse {0} gehört zu einem Modell mit {1} Schichten und der Breite {2}, dieses Modell hat aber {3} Schichten und die Breite {4}; deshalb kann sie damit nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis {0} is for a model of {1} layers and width {2}, but this model has {3} layers and width {4}, so it cannot be used.</source>
        <translation>Die Achse {0} gehört zu einem Modell mit {1} Schichten und der Breite {2}, dieses Modell hat aber {3} Schichten und die Breite {4}; deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The axis {0} was found not usable when it was measured, so it is not applied.</source>
        <translation>Die Achse {0} wurde bei der Messung als nicht brauchbar befunden, deshalb wird sie nicht angewandt.</translation>
    </message>
    <message>
        <source>The axis {0} was found not usable when it was measured, so it is not taken.</source>
        <translation>Die Achse {0} wurde bei der Messung als nicht brauchbar befunden, deshalb wird sie nicht übernommen.</translation>
    </message>
    <message>
        <source>The axis {0} was made for another model than this one, so it cannot be used here.</source>
        <translation>Die Achse {0} wurde für ein anderes Modell als dieses erstellt, deshalb kann sie hier nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The band begins at the first layer, so there is no layer below it that could be read.</source>
        <translation>Das Band beginnt in der ersten Schicht, deshalb gibt es darunter keine Schicht, die gelesen werden könnte.</translation>
    </message>
    <message>
        <source>The band of the axis does not lie above the layer it reads, so its readings would not be honest.</source>
        <translation>Das Band der Achse liegt nicht über der Schicht, in der sie misst, deshalb wären ihre Messwerte nicht ehrlich.</translation>
    </message>
    <message>
        <source>The band of the axis ends before it begins, so it cannot be used.</source>
        <translation>Das Band der Achse endet vor seinem Anfang, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The band of the axis reaches the model&apos;s last layer, which cannot be capped, so it cannot be used.</source>
        <translation>Das Band der Achse reicht bis in die letzte Schicht des Modells, die nicht gehalten werden kann, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The built-in demo model is missing from this installation</source>
        <translation>Das eingebaute Demo-Modell fehlt in dieser Installation</translation>
    </message>
    <message>
        <source>The cap brings {0} of the difference back.</source>
        <translation>Die Stabilisierung holt {0} des Unterschieds zurück.</translation>
    </message>
    <message>
        <source>The cap has a distance between default and average role that is not positive.</source>
        <translation>Die Stabilisierung hat keinen positiven Abstand zwischen dem üblichen Assistenten und der durchschnittlichen Rolle.</translation>
    </message>
    <message>
        <source>The cap has {0} token classes of width {1}, which the engine does not know.</source>
        <translation>Die Stabilisierung hat {0} Token-Klassen der Breite {1}, die die Engine nicht kennt.</translation>
    </message>
    <message>
        <source>The cap holds numbers that are not finite.</source>
        <translation>Die Stabilisierung enthält Zahlen, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>The cap names the last layer, which holds only the rows that are sampled from and cannot be capped.</source>
        <translation>Die Stabilisierung nennt die letzte Schicht, die nur die Zeilen enthält, aus denen gezogen wird, und nicht gehalten werden kann.</translation>
    </message>
    <message>
        <source>The cap was made for another model: its shape is {0}.</source>
        <translation>Die Stabilisierung wurde für ein anderes Modell erstellt: Ihre Form ist {0}.</translation>
    </message>
    <message>
        <source>The cap&apos;s direction does not have unit length, so it would overshoot its floor.</source>
        <translation>Die Richtung der Stabilisierung hat nicht die Länge eins, deshalb ginge sie über ihre Untergrenze hinaus.</translation>
    </message>
    <message>
        <source>The cap&apos;s {0} has the shape {1}, not {2}.</source>
        <translation>{0} der Stabilisierung hat die Form {1}, nicht {2}.</translation>
    </message>
    <message>
        <source>The catalogue is damaged: {0} has no file.</source>
        <translation>Der Katalog ist beschädigt: {0} hat keine Datei.</translation>
    </message>
    <message>
        <source>The catalogue {0} cannot be read ({1}), so no models are offered.</source>
        <translation>Der Katalog {0} kann nicht gelesen werden ({1}), deshalb werden keine Modelle angeboten.</translation>
    </message>
    <message>
        <source>The catalogue {0} is damaged ({1}), so no models are offered.</source>
        <translation>Der Katalog {0} ist beschädigt ({1}), deshalb werden keine Modelle angeboten.</translation>
    </message>
    <message>
        <source>The catalogue {0} was made for a newer Keel, so it is not used.</source>
        <translation>Der Katalog {0} ist für ein neueres Keel gemacht, deshalb wird er nicht verwendet.</translation>
    </message>
    <message>
        <source>The chat template is too long to be sent to the model. Use a shorter one.</source>
        <translation>Die Chat-Vorlage ist zu lang, um an das Modell gesendet zu werden. Nehmen Sie eine kürzere.</translation>
    </message>
    <message>
        <source>The chat template refuses this conversation: {0}.</source>
        <translation>Die Chat-Vorlage lehnt diese Unterhaltung ab: {0}.</translation>
    </message>
    <message>
        <source>The chat template set for this model cannot be used ({0}), so it is left out.</source>
        <translation>Die für dieses Modell eingestellte Chat-Vorlage ist nicht brauchbar ({0}), deshalb bleibt sie weg.</translation>
    </message>
    <message>
        <source>The chats cannot be written to {0}, because Keel keeps them in that very file</source>
        <translation>Die Chats können nicht nach {0} geschrieben werden, denn in eben dieser Datei bewahrt Keel sie auf</translation>
    </message>
    <message>
        <source>The chats cannot be written to {0}, which is no ordinary file</source>
        <translation>Die Chats können nicht nach {0} geschrieben werden, denn das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>The chats could not be kept, because Keel was started or closed in the middle of it</source>
        <translation>Die Chats konnten nicht behalten werden, weil Keel mittendrin gestartet oder geschlossen wurde</translation>
    </message>
    <message>
        <source>The chats could not be written to {0}: {1}</source>
        <translation>Die Chats konnten nicht in {0} geschrieben werden: {1}</translation>
    </message>
    <message>
        <source>The connection to {0} broke off</source>
        <translation>Die Verbindung zu {0} ist abgebrochen</translation>
    </message>
    <message>
        <source>The connection to {0} is not safe: its certificate is not valid</source>
        <translation>Die Verbindung zu {0} ist nicht sicher: Ihr Zertifikat ist ungültig</translation>
    </message>
    <message>
        <source>The conversation is empty, so there is nothing to answer.</source>
        <translation>Die Unterhaltung ist leer, deshalb gibt es nichts zu beantworten.</translation>
    </message>
    <message>
        <source>The copy cannot take the place of the model it is made from; choose another name for it.</source>
        <translation>Die Kopie kann nicht an die Stelle des Modells treten, aus dem sie entsteht; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The copy needs {0} GB, but only {1} GB are free; choose another place.</source>
        <translation>Die Kopie braucht {0} GB, es sind aber nur {1} GB frei; wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The data folder {0} cannot be used ({1})</source>
        <translation>Der Datenordner {0} kann nicht verwendet werden ({1})</translation>
    </message>
    <message>
        <source>The default Assistant does not lie at the Assistant end of the axis ({0} tokens), so the axis cannot tell drift from its opposite.</source>
        <translation>Der übliche Assistent liegt nicht am Assistenten-Ende der Achse ({0}-Token), deshalb kann sie Drift nicht von ihrem Gegenteil unterscheiden.</translation>
    </message>
    <message>
        <source>The difference lies in the instruction and not in what the model says: without it, its replies are told apart in {0} of the pairs (chance is 50%), so a chat could not be read.</source>
        <translation>Der Unterschied liegt in der Anweisung und nicht in dem, was das Modell sagt: Ohne sie werden seine Antworten in {0} der Paare unterschieden (Zufall ist 50 %), deshalb ließe sich ein Chat nicht messen.</translation>
    </message>
    <message>
        <source>The directions to read do not fit this model.</source>
        <translation>Die zu lesenden Richtungen passen nicht zu diesem Modell.</translation>
    </message>
    <message>
        <source>The disk with {0} takes no more</source>
        <translation>Der Datenträger mit {0} nimmt nichts mehr an</translation>
    </message>
    <message>
        <source>The download cannot be written to {0} ({1})</source>
        <translation>Das Heruntergeladene kann nicht nach {0} geschrieben werden ({1})</translation>
    </message>
    <message>
        <source>The download ended without saying why; what has arrived is kept; resume it.</source>
        <translation>Das Herunterladen endete ohne Angabe eines Grundes; was angekommen ist, bleibt erhalten; setzen Sie es fort.</translation>
    </message>
    <message>
        <source>The download leads to an address without encryption (at {0})</source>
        <translation>Der Weg zur Datei führt zu einer Adresse ohne Verschlüsselung (bei {0})</translation>
    </message>
    <message>
        <source>The download leads to {0}, which does not belong to the hub</source>
        <translation>Der Weg zur Datei führt zu {0}, das nicht zum Hub gehört</translation>
    </message>
    <message>
        <source>The download needs {0} more on the disk, but only {1} are free</source>
        <translation>Das Herunterladen braucht noch {0} auf dem Datenträger, aber nur {1} sind frei</translation>
    </message>
    <message>
        <source>The drift threshold has to be a finite number.</source>
        <translation>Die Drift-Schwelle muss eine endliche Zahl sein.</translation>
    </message>
    <message>
        <source>The drift threshold of the axis is not a number, so it cannot be used.</source>
        <translation>Die Drift-Schwelle der Achse ist keine Zahl, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The engine could not be started. Install Keel again.</source>
        <translation>Die Engine konnte nicht gestartet werden. Installieren Sie Keel neu.</translation>
    </message>
    <message>
        <source>The engine did not stop when asked, so it was restarted.</source>
        <translation>Die Engine hielt auf Bitte nicht an, deshalb wurde sie neu gestartet.</translation>
    </message>
    <message>
        <source>The engine is not running, so the model cannot answer now. Restart it.</source>
        <translation>Die Engine läuft nicht, deshalb kann das Modell jetzt nicht antworten. Starten Sie sie neu.</translation>
    </message>
    <message>
        <source>The engine met an unexpected fault and could not answer.</source>
        <translation>In der Engine trat ein unerwarteter Fehler auf, und sie konnte nicht antworten.</translation>
    </message>
    <message>
        <source>The engine received a line it does not understand.</source>
        <translation>Die Engine bekam eine Zeile, die sie nicht versteht.</translation>
    </message>
    <message>
        <source>The engine sent answers that make no sense.</source>
        <translation>Die Engine schickte Antworten, die keinen Sinn ergeben.</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly (exit code {0}).</source>
        <translation>Die Engine endete unerwartet (Code {0}).</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly.</source>
        <translation>Die Engine endete unerwartet.</translation>
    </message>
    <message>
        <source>The engine stopped, because this computer&apos;s processor lacks an instruction it needs.</source>
        <translation>Die Engine endete, weil dem Prozessor dieses Rechners ein Befehl fehlt, den sie braucht.</translation>
    </message>
    <message>
        <source>The engine was ended by the system, perhaps because memory ran out.</source>
        <translation>Das System hat die Engine beendet, vielleicht weil der Arbeitsspeicher ausging.</translation>
    </message>
    <message>
        <source>The engine was restarted.</source>
        <translation>Die Engine wurde neu gestartet.</translation>
    </message>
    <message>
        <source>The file with your chats is in use by another program</source>
        <translation>Die Datei mit Ihren Chats wird von einem anderen Programm benutzt</translation>
    </message>
    <message>
        <source>The file with your chats was damaged; it was kept as {0}, and {1}.</source>
        <translation>Die Datei mit Ihren Chats war beschädigt; sie ist als {0} erhalten, und {1}.</translation>
    </message>
    <message>
        <source>The file with your chats, {0}, cannot be used: {1}</source>
        <translation>Die Datei mit Ihren Chats, {0}, kann nicht verwendet werden: {1}</translation>
    </message>
    <message>
        <source>The file with your chats, {0}, is damaged and cannot be moved aside ({1})</source>
        <translation>Die Datei mit Ihren Chats, {0}, ist beschädigt und kann nicht beiseitegelegt werden ({1})</translation>
    </message>
    <message>
        <source>The file {0} cannot be read: {1}</source>
        <translation>Die Datei {0} kann nicht gelesen werden: {1}</translation>
    </message>
    <message>
        <source>The file {0} could not be deleted ({1})</source>
        <translation>Die Datei {0} konnte nicht gelöscht werden ({1})</translation>
    </message>
    <message>
        <source>The file {0} holds a number that is too long</source>
        <translation>Die Datei {0} enthält eine zu lange Zahl</translation>
    </message>
    <message>
        <source>The file {0} holds too many chats</source>
        <translation>Die Datei {0} enthält zu viele Chats</translation>
    </message>
    <message>
        <source>The file {0} is a damaged archive</source>
        <translation>Die Datei {0} ist ein beschädigtes Archiv</translation>
    </message>
    <message>
        <source>The file {0} is empty</source>
        <translation>Die Datei {0} ist leer</translation>
    </message>
    <message>
        <source>The file {0} is locked with a password</source>
        <translation>Die Datei {0} ist mit einem Passwort gesperrt</translation>
    </message>
    <message>
        <source>The file {0} is nested too deeply</source>
        <translation>Die Datei {0} ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>The file {0} is no JSON, or only a part of it (line {1})</source>
        <translation>Die Datei {0} ist kein JSON oder nur ein Teil davon (Zeile {1})</translation>
    </message>
    <message>
        <source>The file {0} is no text</source>
        <translation>Die Datei {0} ist kein Text</translation>
    </message>
    <message>
        <source>The file {0} is too large</source>
        <translation>Die Datei {0} ist zu groß</translation>
    </message>
    <message>
        <source>The file {0} was written by a newer Keel</source>
        <translation>Die Datei {0} stammt von einem neueren Keel</translation>
    </message>
    <message>
        <source>The files {0} are for models of different sizes, so they cannot be imported together.</source>
        <translation>Die Dateien {0} gehören zu Modellen verschiedener Größe, deshalb können sie nicht zusammen importiert werden.</translation>
    </message>
    <message>
        <source>The graphics card has no room for the draft model, so it runs on the processor and may not help.</source>
        <translation>Auf der Grafikkarte ist kein Platz für das Entwurfsmodell; es läuft deshalb auf dem Prozessor und hilft vielleicht nicht.</translation>
    </message>
    <message>
        <source>The hub does not give this file out with the access token that Keel has</source>
        <translation>Der Hub gibt diese Datei mit dem Zugangstoken, das Keel hat, nicht heraus</translation>
    </message>
    <message>
        <source>The hub does not say what the checksum of this file is</source>
        <translation>Der Hub nennt die Prüfsumme dieser Datei nicht</translation>
    </message>
    <message>
        <source>The hub gives this file only to people it knows, or there is no such repository</source>
        <translation>Der Hub gibt diese Datei nur Bekannten heraus, oder es gibt diese Ablage nicht</translation>
    </message>
    <message>
        <source>The hub has no file {0} in {1}</source>
        <translation>Der Hub hat in {1} keine Datei {0}</translation>
    </message>
    <message>
        <source>The hub has trouble at the moment (it answered {0})</source>
        <translation>Der Hub ist gerade gestört (er antwortete {0})</translation>
    </message>
    <message>
        <source>The hub is asked too often at the moment</source>
        <translation>Der Hub wird gerade zu oft gefragt</translation>
    </message>
    <message>
        <source>The hub refused (it answered {0})</source>
        <translation>Der Hub hat abgelehnt (er antwortete {0})</translation>
    </message>
    <message>
        <source>The hub sends Keel round in a circle</source>
        <translation>Der Hub schickt Keel im Kreis</translation>
    </message>
    <message>
        <source>The hub sent an address that makes no sense</source>
        <translation>Der Hub nannte eine sinnlose Adresse</translation>
    </message>
    <message>
        <source>The hub wants Keel to wait {0} minutes</source>
        <translation>Der Hub verlangt, dass Keel {0} Minuten wartet</translation>
    </message>
    <message>
        <source>The hub&apos;s store does not give the file out (it answered {0})</source>
        <translation>Das Lager des Hubs gibt die Datei nicht heraus (es antwortete {0})</translation>
    </message>
    <message>
        <source>The installed llama.cpp library does not match its Python package; install Keel again.</source>
        <translation>Die installierte llama.cpp-Bibliothek passt nicht zu ihrem Python-Paket; installieren Sie Keel neu.</translation>
    </message>
    <message>
        <source>The keyring of this computer cannot be used ({0})</source>
        <translation>Der Schlüsselbund dieses Rechners ist nicht benutzbar ({0})</translation>
    </message>
    <message>
        <source>The last change was not saved: {0}</source>
        <translation>Die letzte Änderung wurde nicht gespeichert: {0}</translation>
    </message>
    <message>
        <source>The layers {0} to {1} cannot be capped in a model of {2} layers.</source>
        <translation>Die Schichten {0} bis {1} können in einem Modell mit {2} Schichten nicht gehalten werden.</translation>
    </message>
    <message>
        <source>The list of connections in {0} cannot be written</source>
        <translation>Die Liste der Verbindungen in {0} kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The list of models {0}, so it begins anew; the old one is kept as {1}.</source>
        <translation>Die Liste der Modelle {0}, deshalb beginnt sie neu; die alte bleibt als {1} erhalten.</translation>
    </message>
    <message>
        <source>The list {0} in {1} is far longer than any real one, so it is not read.</source>
        <translation>Die Liste {0} in {1} ist weit länger als jede echte, deshalb wird sie nicht gelesen.</translation>
    </message>
    <message>
        <source>The llama.cpp library is incomplete; install Keel again.</source>
        <translation>Die Bibliothek llama.cpp ist unvollständig; installieren Sie Keel neu.</translation>
    </message>
    <message>
        <source>The memory of this model cannot be kept in less room, so it is kept exactly.</source>
        <translation>Das Gedächtnis dieses Modells lässt sich nicht platzsparend halten, deshalb bleibt es genau.</translation>
    </message>
    <message>
        <source>The model answers the same with and without a role, so no axis can be made from its replies.</source>
        <translation>Das Modell antwortet mit und ohne Rolle gleich, deshalb lässt sich aus seinen Antworten keine Achse erstellen.</translation>
    </message>
    <message>
        <source>The model cannot be evaluated by this version of llama.cpp.</source>
        <translation>Das Modell kann mit dieser Version von llama.cpp nicht ausgewertet werden.</translation>
    </message>
    <message>
        <source>The model could not evaluate the text.</source>
        <translation>Das Modell konnte den Text nicht auswerten.</translation>
    </message>
    <message>
        <source>The model failed while it evaluated the text.</source>
        <translation>Das Modell versagte beim Auswerten des Textes.</translation>
    </message>
    <message>
        <source>The model file became shorter while it was being copied.</source>
        <translation>Die Modelldatei wurde kürzer, während sie kopiert wurde.</translation>
    </message>
    <message>
        <source>The model gave no logits.</source>
        <translation>Das Modell gab keine Logits.</translation>
    </message>
    <message>
        <source>The model gave no replies, so no axis can be made.</source>
        <translation>Das Modell gab keine Antworten, deshalb lässt sich keine Achse erstellen.</translation>
    </message>
    <message>
        <source>The model is no longer loaded.</source>
        <translation>Das Modell ist nicht mehr geladen.</translation>
    </message>
    <message>
        <source>The model plays none of the held-out roles, so a cap cannot be tried on it.</source>
        <translation>Das Modell spielt keine der zurückgehaltenen Rollen, deshalb kann die Stabilisierung daran nicht versucht werden.</translation>
    </message>
    <message>
        <source>The model plays none of the held-out roles, so its axis cannot be checked.</source>
        <translation>Das Modell spielt keine der zurückgehaltenen Rollen, deshalb kann seine Achse nicht geprüft werden.</translation>
    </message>
    <message>
        <source>The model plays too few of the roles, so no axis can be made from its replies.</source>
        <translation>Das Modell spielt zu wenige der Rollen, deshalb lässt sich aus seinen Antworten keine Achse erstellen.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template cannot be used ({0}), so the common ChatML format is used instead.</source>
        <translation>Die Chat-Vorlage des Modells kann nicht verwendet werden ({0}); stattdessen dient das verbreitete Format ChatML.</translation>
    </message>
    <message>
        <source>The model&apos;s inside could not be read, so the reply was stopped.</source>
        <translation>Das Innere des Modells konnte nicht gelesen werden, deshalb wurde die Antwort angehalten.</translation>
    </message>
    <message>
        <source>The model&apos;s usual replies and its replies in a role are too much alike inside it (told apart in {0} of the pairs, chance is 50%), so readings would mean nothing.</source>
        <translation>Die üblichen Antworten des Modells und seine Antworten in einer Rolle sind sich in seinem Inneren zu ähnlich (unterschieden in {0} der Paare, Zufall ist 50 %), deshalb würden Messwerte nichts bedeuten.</translation>
    </message>
    <message>
        <source>The model&apos;s usual replies do not stand at one end of the roles (only {0} of the roles lie below them), so readings would mean nothing.</source>
        <translation>Die üblichen Antworten des Modells stehen nicht an einem Ende der Rollen (nur {0} der Rollen liegen darunter), deshalb würden Messwerte nichts bedeuten.</translation>
    </message>
    <message>
        <source>The model&apos;s usual replies do not stand at one end of the roles, so readings would mean nothing.</source>
        <translation>Die üblichen Antworten des Modells stehen nicht an einem Ende der Rollen, deshalb würden Messwerte nichts bedeuten.</translation>
    </message>
    <message>
        <source>The name of a file or a chat template holds characters that are not valid text. Give it another one.</source>
        <translation>Ein Dateiname oder eine Chat-Vorlage enthält Zeichen, die kein gültiger Text sind. Nehmen Sie andere.</translation>
    </message>
    <message>
        <source>The name of the data folder {0} is not valid UTF-8 text</source>
        <translation>Der Name des Datenordners {0} ist kein gültiger UTF-8-Text</translation>
    </message>
    <message>
        <source>The name of the {0} file {1} is not valid UTF-8 text</source>
        <translation>Der Name der Datei {1} ({0}) ist kein gültiger UTF-8-Text</translation>
    </message>
    <message>
        <source>The native part of the engine belongs to another version of Keel; install Keel again.</source>
        <translation>Der systemnahe Teil der Engine gehört zu einer anderen Version von Keel; installieren Sie Keel neu.</translation>
    </message>
    <message>
        <source>The native part of the engine has not been built; install Keel again.</source>
        <translation>Der systemnahe Teil der Engine wurde nicht gebaut; installieren Sie Keel neu.</translation>
    </message>
    <message>
        <source>The percentiles of the axis are not ascending between 0 and 100, so it cannot be used.</source>
        <translation>Die Perzentile der Achse steigen nicht zwischen 0 und 100 an, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The position form of the cap cannot be used with this model and axis; choose the reply form.</source>
        <translation>Die Positionsform der Stabilisierung ist mit diesem Modell und dieser Achse nicht möglich; wählen Sie die Antwortform.</translation>
    </message>
    <message>
        <source>The proxy {0} does not let Keel through</source>
        <translation>Der Proxy {0} lässt Keel nicht durch</translation>
    </message>
    <message>
        <source>The replies cannot be kept in the folder {0} ({1}); choose another place.</source>
        <translation>Die Antworten können nicht im Ordner {0} behalten werden ({1}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The role {0} is to be held out but has no system prompt.</source>
        <translation>Die Rolle {0} soll zurückgehalten werden, hat aber keinen Systemprompt.</translation>
    </message>
    <message>
        <source>The setting {0} cannot be {1}; it has to be one of {2}.</source>
        <translation>Die Einstellung {0} kann nicht {1} sein; sie muss eines von {2} sein.</translation>
    </message>
    <message>
        <source>The setting {0} cannot be {1}; it has to be the path of a file that ends in {2}.</source>
        <translation>Die Einstellung {0} kann nicht {1} sein; sie muss der Pfad einer Datei sein, deren Name auf {2} endet.</translation>
    </message>
    <message>
        <source>The setting {0} cannot be {1}; it has to be {2}.</source>
        <translation>Die Einstellung {0} kann nicht {1} sein; sie muss {2} sein.</translation>
    </message>
    <message>
        <source>The setting {0} cannot hold a name that is not valid UTF-8.</source>
        <translation>Die Einstellung {0} kann keinen Namen enthalten, der kein gültiges UTF-8 ist.</translation>
    </message>
    <message>
        <source>The setting {0} cannot hold text that is not valid UTF-8.</source>
        <translation>Die Einstellung {0} kann keinen Text enthalten, der kein gültiges UTF-8 ist.</translation>
    </message>
    <message>
        <source>The setting {0} has to be a table of tables.</source>
        <translation>Die Einstellung {0} muss eine Tabelle von Tabellen sein.</translation>
    </message>
    <message>
        <source>The setting {0} has to be a table.</source>
        <translation>Die Einstellung {0} muss eine Tabelle sein.</translation>
    </message>
    <message>
        <source>The setting {0} has to lie between {1} and {2}.</source>
        <translation>Die Einstellung {0} muss zwischen {1} und {2} liegen.</translation>
    </message>
    <message>
        <source>The setting {0} is one for all chats.</source>
        <translation>Die Einstellung {0} gilt für alle Chats.</translation>
    </message>
    <message>
        <source>The setting {0} is one for all models.</source>
        <translation>Die Einstellung {0} gilt für alle Modelle.</translation>
    </message>
    <message>
        <source>The setting {0} is {1}; it must lie between {2} and {3}.</source>
        <translation>Die Einstellung {0} ist {1}; sie muss zwischen {2} und {3} liegen.</translation>
    </message>
    <message>
        <source>The settings could not be saved ({0}); they hold until Keel is closed, and the old file is untouched.</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden ({0}); sie gelten, bis Keel geschlossen wird, und die alte Datei ist unberührt.</translation>
    </message>
    <message>
        <source>The settings file was damaged, so the defaults are used; the old file is kept as {0}.</source>
        <translation>Die Einstellungsdatei war beschädigt, deshalb gelten die Ausgangswerte; die alte Datei ist als {0} erhalten.</translation>
    </message>
    <message>
        <source>The settings for the network cannot be used ({0})</source>
        <translation>Die Einstellungen für das Netzwerk sind nicht benutzbar ({0})</translation>
    </message>
    <message>
        <source>The settings in {0} could not be read ({1}), so the defaults are used for now.</source>
        <translation>Die Einstellungen in {0} konnten nicht gelesen werden ({1}), deshalb gelten vorerst die Ausgangswerte.</translation>
    </message>
    <message>
        <source>The settings keep the model off the graphics card, so it runs on the processor.</source>
        <translation>Die Einstellungen halten das Modell von der Grafikkarte fern, deshalb läuft es auf dem Prozessor.</translation>
    </message>
    <message>
        <source>The settings put {0} layers on {1}.</source>
        <translation>Die Einstellungen legen {0} Schichten auf {1}.</translation>
    </message>
    <message>
        <source>The settings put {0} of {1} layers on {2}.</source>
        <translation>Die Einstellungen legen {0} von {1} Schichten auf {2}.</translation>
    </message>
    <message>
        <source>The table of guesses beside this model cannot be used, so replies take a little longer.</source>
        <translation>Die Tabelle zum Vorausraten neben diesem Modell kann nicht verwendet werden, Antworten dauern darum etwas länger.</translation>
    </message>
    <message>
        <source>The table of guesses in {0} has a version this program does not know.</source>
        <translation>Die Tabelle zum Vorausraten in {0} hat eine Version, die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>The table of guesses in {0} is damaged.</source>
        <translation>Die Tabelle zum Vorausraten in {0} ist beschädigt.</translation>
    </message>
    <message>
        <source>The table of guesses in {0} was made for another model.</source>
        <translation>Die Tabelle zum Vorausraten in {0} wurde für ein anderes Modell gemacht.</translation>
    </message>
    <message>
        <source>The tensor {0} in {1} is not stored as 32-bit floats.</source>
        <translation>Der Tensor {0} in {1} ist nicht in 32-Bit-Gleitkommazahlen gespeichert.</translation>
    </message>
    <message>
        <source>The tensor {0} in {1} is too large to be a norm weight.</source>
        <translation>Der Tensor {0} in {1} ist zu groß für ein Normgewicht.</translation>
    </message>
    <message>
        <source>The text could not be split into tokens.</source>
        <translation>Der Text konnte nicht in Token zerlegt werden.</translation>
    </message>
    <message>
        <source>The two files point different ways at layer {0}, so they do not belong together and are not imported.</source>
        <translation>Die beiden Dateien zeigen in Schicht {0} in verschiedene Richtungen; sie gehören deshalb nicht zusammen und werden nicht importiert.</translation>
    </message>
    <message>
        <source>The value {0} in {1} is not a list of numbers.</source>
        <translation>Der Wert {0} in {1} ist keine Liste von Zahlen.</translation>
    </message>
    <message>
        <source>The value {0} in {1} is not a list of texts.</source>
        <translation>Der Wert {0} in {1} ist keine Liste von Texten.</translation>
    </message>
    <message>
        <source>The value {0} in {1} is not {2}.</source>
        <translation>Der Wert {0} in {1} ist nicht {2}.</translation>
    </message>
    <message>
        <source>The vocabulary of {0} is damaged, so it cannot read text.</source>
        <translation>Der Wortschatz von {0} ist beschädigt, deshalb kann es keinen Text lesen.</translation>
    </message>
    <message>
        <source>The warning level is {0}; it has to be one of {1}.</source>
        <translation>Die Warnstufe ist {0}; sie muss eines von {1} sein.</translation>
    </message>
    <message>
        <source>The whole model fits on {0} with {1} GB free.</source>
        <translation>Das ganze Modell passt auf {0} mit {1} GB frei.</translation>
    </message>
    <message>
        <source>The {0} file {1} cannot be read ({2})</source>
        <translation>Die Datei {1} ({0}) kann nicht gelesen werden ({2})</translation>
    </message>
    <message>
        <source>The {0} file {1} does not exist</source>
        <translation>Die Datei {1} ({0}) gibt es nicht</translation>
    </message>
    <message>
        <source>The {0} files of {1} hold {2} tensors instead of {3}, so one of them is damaged.</source>
        <translation>Die {0} Dateien von {1} enthalten {2} statt {3} Tensoren, also ist eine davon beschädigt.</translation>
    </message>
    <message>
        <source>The {0} quantiles of the axis are not ascending, so it cannot be used.</source>
        <translation>Die Quantile der Achse ({0}) steigen nicht an, deshalb kann sie nicht verwendet werden.</translation>
    </message>
    <message>
        <source>There are too few roles or questions to make an axis and to check it.</source>
        <translation>Es gibt zu wenige Rollen oder Fragen, um eine Achse zu erstellen und zu prüfen.</translation>
    </message>
    <message>
        <source>There is a backup of {0}; what is missing can be taken from it.</source>
        <translation>Es gibt eine Sicherung vom {0}; daraus kann Fehlendes genommen werden.</translation>
    </message>
    <message>
        <source>There is a preset named {0} already.</source>
        <translation>Es gibt schon ein Profil namens {0}.</translation>
    </message>
    <message>
        <source>There is no axis for this model, so replies cannot be capped; turn the cap off or add an axis.</source>
        <translation>Für dieses Modell gibt es keine Achse, deshalb können Antworten nicht stabilisiert werden; schalten Sie die Stabilisierung aus oder fügen Sie eine Achse hinzu.</translation>
    </message>
    <message>
        <source>There is no backup of your chats any more</source>
        <translation>Es gibt keine Sicherung Ihrer Chats mehr</translation>
    </message>
    <message>
        <source>There is no file to import.</source>
        <translation>Es gibt keine Datei zum Importieren.</translation>
    </message>
    <message>
        <source>There is no file {0} any more; choose another model.</source>
        <translation>Die Datei {0} gibt es nicht mehr; wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>There is no form of the cap called {0}.</source>
        <translation>Eine Form der Stabilisierung namens {0} gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no message to answer.</source>
        <translation>Es gibt keine Nachricht zu beantworten.</translation>
    </message>
    <message>
        <source>There is no model loaded yet; choose a model first.</source>
        <translation>Es ist noch kein Modell geladen; wählen Sie zuerst eines.</translation>
    </message>
    <message>
        <source>There is no reply to continue.</source>
        <translation>Es gibt keine Antwort fortzusetzen.</translation>
    </message>
    <message>
        <source>There is no setting named {0}.</source>
        <translation>Eine Einstellung namens {0} gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no size of axis called {0}; choose {1}.</source>
        <translation>Eine Achsengröße namens {0} gibt es nicht; wählen Sie {1}.</translation>
    </message>
    <message>
        <source>There is no way named {0} to deal with a full context.</source>
        <translation>Einen Umgang namens {0} mit einem vollen Gedächtnis gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no way named {0} to guess ahead.</source>
        <translation>Eine Art des Vorausratens namens {0} gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no way to keep the KV cache called {0}.</source>
        <translation>Es gibt keine Art, den KV-Cache zu halten, die {0} heißt.</translation>
    </message>
    <message>
        <source>There is not enough memory for this context length; choose a shorter one.</source>
        <translation>Für diese Gedächtnislänge reicht der Arbeitsspeicher nicht; wählen Sie eine kürzere.</translation>
    </message>
    <message>
        <source>There is not enough memory for this; close other programs or use a smaller model.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht; schließen Sie andere Programme oder nehmen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>There is nothing to import.</source>
        <translation>Es gibt nichts zu importieren.</translation>
    </message>
    <message>
        <source>These directions have no floors and cannot be measured on this model, so nothing can be done with them.</source>
        <translation>Diese Richtungen haben keine Untergrenzen und können an diesem Modell nicht gemessen werden, deshalb lässt sich mit ihnen nichts tun.</translation>
    </message>
    <message>
        <source>This axis came without the means that give its projections a meaning, so it shows no readings.</source>
        <translation>Diese Achse kam ohne die Mittelwerte, die ihren Projektionen Bedeutung geben, deshalb gibt sie keine Messwerte.</translation>
    </message>
    <message>
        <source>This axis can cap but shows no readings.</source>
        <translation>Diese Achse kann stabilisieren, zeigt aber keine Messwerte.</translation>
    </message>
    <message>
        <source>This axis has no statistics for {0} tokens, so that form of the cap cannot be used with it.</source>
        <translation>Diese Achse hat keine Statistik für {0}-Token, deshalb kann diese Form der Stabilisierung mit ihr nicht verwendet werden.</translation>
    </message>
    <message>
        <source>This axis was imported without the figures that readings need, so it can cap but shows no readings; measure it on this model to have both.</source>
        <translation>Diese Achse wurde ohne die Werte importiert, die Messwerte brauchen; sie kann stabilisieren, gibt aber keine Messwerte. Messen Sie sie an diesem Modell, um beides zu haben.</translation>
    </message>
    <message>
        <source>This conversation is too long to be sent to the model. Start a new chat.</source>
        <translation>Diese Unterhaltung ist zu lang, um an das Modell geschickt zu werden. Beginnen Sie einen neuen Chat.</translation>
    </message>
    <message>
        <source>This copy of Keel works without graphics cards, so the model runs on the processor.</source>
        <translation>Diese Fassung von Keel arbeitet ohne Grafikkarten, deshalb läuft das Modell auf dem Prozessor.</translation>
    </message>
    <message>
        <source>This file is already being downloaded</source>
        <translation>Diese Datei wird schon heruntergeladen</translation>
    </message>
    <message>
        <source>This is not an access token</source>
        <translation>Das ist kein Zugangstoken</translation>
    </message>
    <message>
        <source>This model cannot take a word back, so no other model guesses for it.</source>
        <translation>Dieses Modell kann kein Wort zurücknehmen, darum rät kein anderes für es voraus.</translation>
    </message>
    <message>
        <source>This model does not say how a conversation is written for it, so its replies may be poor.</source>
        <translation>Dieses Modell sagt nicht, wie ein Gespräch für es aufgeschrieben wird, deshalb können seine Antworten schlecht sein.</translation>
    </message>
    <message>
        <source>This model does not say how long a conversation it was made for.</source>
        <translation>Dieses Modell sagt nicht, für wie lange Gespräche es gemacht wurde.</translation>
    </message>
    <message>
        <source>This model does not say which token ends a reply, so replies may run on to their longest length.</source>
        <translation>Dieses Modell sagt nicht, welches Token eine Antwort beendet, deshalb können Antworten bis zur größten Länge weiterlaufen.</translation>
    </message>
    <message>
        <source>This model has no axis yet, so there are no readings and no cap.</source>
        <translation>Dieses Modell hat noch keine Achse, deshalb gibt es keine Messwerte und keine Stabilisierung.</translation>
    </message>
    <message>
        <source>This model has no chat template, so the common ChatML format is used; replies may be poor.</source>
        <translation>Dieses Modell hat keine Chat-Vorlage, deshalb wird das verbreitete Format ChatML verwendet; die Antworten können schlecht sein.</translation>
    </message>
    <message>
        <source>This model is made to compare texts, not to chat.</source>
        <translation>Dieses Modell ist zum Vergleichen von Texten gemacht, nicht zum Chatten.</translation>
    </message>
    <message>
        <source>This model&apos;s inside cannot be read by Keel, so no axis can be made for it.</source>
        <translation>Keel kann das Innere dieses Modells nicht lesen, deshalb lässt sich keine Achse dafür erstellen.</translation>
    </message>
    <message>
        <source>This model&apos;s inside cannot be read by Keel, so there are no readings and no cap.</source>
        <translation>Keel kann das Innere dieses Modells nicht lesen, deshalb gibt es keine Messwerte und keine Stabilisierung.</translation>
    </message>
    <message>
        <source>This template cannot be used: {0}.</source>
        <translation>Diese Vorlage ist nicht brauchbar: {0}.</translation>
    </message>
    <message>
        <source>This template works.</source>
        <translation>Diese Vorlage funktioniert.</translation>
    </message>
    <message>
        <source>Trying caps</source>
        <translation>Stabilisierungen werden versucht</translation>
    </message>
    <message>
        <source>Two capping configurations were given; give one.</source>
        <translation>Es wurden zwei Stabilisierungs-Konfigurationen angegeben; geben Sie eine an.</translation>
    </message>
    <message>
        <source>Two published axes were given; give one.</source>
        <translation>Es wurden zwei veröffentlichte Achsen angegeben; geben Sie eine an.</translation>
    </message>
    <message>
        <source>Water on its way to the sea.</source>
        <translation>Wasser auf dem Weg zum Meer.</translation>
    </message>
    <message>
        <source>What arrived is not the file that the hub announced: its checksum is different</source>
        <translation>Angekommen ist nicht die Datei, die der Hub angekündigt hat: Ihre Prüfsumme ist eine andere</translation>
    </message>
    <message>
        <source>What fits on the graphics card is not known for this model, so it runs on the processor.</source>
        <translation>Was auf die Grafikkarte passt, ist für dieses Modell nicht bekannt, deshalb läuft es auf dem Prozessor.</translation>
    </message>
    <message>
        <source>What is a river?</source>
        <translation>Was ist ein Fluss?</translation>
    </message>
    <message>
        <source>What was evaluated could not be set aside.</source>
        <translation>Das bereits Ausgewertete konnte nicht beiseitegelegt werden.</translation>
    </message>
    <message>
        <source>Your chats cannot be read: {0}</source>
        <translation>Ihre Chats können nicht gelesen werden: {0}</translation>
    </message>
    <message>
        <source>Your chats were saved by a newer Keel (form {0}, this one knows {1})</source>
        <translation>Ihre Chats wurden von einem neueren Keel gespeichert (Form {0}, dieses kennt {1})</translation>
    </message>
    <message>
        <source>a draft model needs three addresses, and guesses no more than there is room for</source>
        <translation>ein Entwurfsmodell braucht drei Adressen und rät nicht mehr, als Platz ist</translation>
    </message>
    <message>
        <source>a part of its path is not a folder</source>
        <translation>ein Teil des Pfads ist kein Ordner</translation>
    </message>
    <message>
        <source>a table of guesses has rows of at least two tokens</source>
        <translation>eine Tabelle zum Vorausraten hat Zeilen von mindestens zwei Token</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>accept the terms on {0} in a browser and give Keel an access token, or choose another model</source>
        <translation>nehmen Sie die Bedingungen auf {0} in einem Browser an und geben Sie Keel ein Zugangstoken, oder wählen Sie ein anderes Modell</translation>
    </message>
    <message>
        <source>accept the terms on {0} in a browser, or give Keel another token</source>
        <translation>nehmen Sie die Bedingungen auf {0} in einem Browser an, oder geben Sie Keel ein anderes Token</translation>
    </message>
    <message>
        <source>access is not allowed</source>
        <translation>der Zugriff ist nicht erlaubt</translation>
    </message>
    <message>
        <source>all chats</source>
        <translation>alle Chats</translation>
    </message>
    <message>
        <source>allow writing there and try again</source>
        <translation>erlauben Sie dort das Schreiben und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>another program is using it</source>
        <translation>ein anderes Programm benutzt es gerade</translation>
    </message>
    <message>
        <source>another program is using the file with your chats</source>
        <translation>ein anderes Programm benutzt die Datei mit Ihren Chats</translation>
    </message>
    <message>
        <source>another program took the file with your chats away</source>
        <translation>ein anderes Programm hat die Datei mit Ihren Chats weggenommen</translation>
    </message>
    <message>
        <source>any text</source>
        <translation>ein beliebiger Text</translation>
    </message>
    <message>
        <source>asks for code to be run, which is not done</source>
        <translation>verlangt, dass Code ausgeführt wird, was nicht geschieht</translation>
    </message>
    <message>
        <source>asks for more than plain data, which is not done</source>
        <translation>verlangt mehr als bloße Daten, was nicht geschieht</translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>capture targets must be {0} numbers below {1}</source>
        <translation>Ziele der Aufzeichnung müssen {0} Zahlen unter {1} sein</translation>
    </message>
    <message>
        <source>certificate not valid</source>
        <translation>Zertifikat ungültig</translation>
    </message>
    <message>
        <source>check the connection to the internet, then resume</source>
        <translation>prüfen Sie die Internetverbindung und setzen Sie dann fort</translation>
    </message>
    <message>
        <source>check the folder or use --data-dir</source>
        <translation>prüfen Sie den Ordner oder verwenden Sie --data-dir</translation>
    </message>
    <message>
        <source>check the folder, then resume</source>
        <translation>prüfen Sie den Ordner und setzen Sie dann fort</translation>
    </message>
    <message>
        <source>check the path, or leave --{0} out</source>
        <translation>prüfen Sie den Pfad oder lassen Sie --{0} weg</translation>
    </message>
    <message>
        <source>check the permissions of its folder, or use --data-dir</source>
        <translation>prüfen Sie die Rechte ihres Ordners oder verwenden Sie --data-dir</translation>
    </message>
    <message>
        <source>check the proxy and the certificates that this computer is set up with</source>
        <translation>prüfen Sie den Proxy und die Zertifikate, mit denen dieser Rechner eingerichtet ist</translation>
    </message>
    <message>
        <source>check the proxy settings, then resume</source>
        <translation>prüfen Sie die Proxy-Einstellungen und setzen Sie dann fort</translation>
    </message>
    <message>
        <source>check this computer&apos;s clock, and whether a proxy or a virus scanner stands in between</source>
        <translation>prüfen Sie die Uhr dieses Rechners und ob ein Proxy oder Virenscanner dazwischensteht</translation>
    </message>
    <message>
        <source>choose a .json file</source>
        <translation>wählen Sie eine .json-Datei</translation>
    </message>
    <message>
        <source>choose a file that ends in .gguf for --{0}</source>
        <translation>wählen Sie für --{0} eine Datei, die auf .gguf endet</translation>
    </message>
    <message>
        <source>choose a simple name</source>
        <translation>wählen Sie einen einfachen Namen</translation>
    </message>
    <message>
        <source>choose another file</source>
        <translation>wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>choose another file or allow reading it</source>
        <translation>wählen Sie eine andere Datei oder erlauben Sie, sie zu lesen</translation>
    </message>
    <message>
        <source>choose another folder with --data-dir</source>
        <translation>wählen Sie mit --data-dir einen anderen Ordner</translation>
    </message>
    <message>
        <source>choose another one</source>
        <translation>wählen Sie eine andere</translation>
    </message>
    <message>
        <source>choose another place</source>
        <translation>wählen Sie einen anderen Ort</translation>
    </message>
    <message>
        <source>claims {0} tensors and {1} values, more than any real model has</source>
        <translation>gibt {0} Tensoren und {1} Werte an, mehr als jedes echte Modell hat</translation>
    </message>
    <message>
        <source>close that program and try again</source>
        <translation>schließen Sie jenes Programm und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>close what uses it and try again</source>
        <translation>schließen Sie, was sie benutzt, und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>copy it whole from the hub&apos;s page of access tokens</source>
        <translation>kopieren Sie es ganz von der Token-Seite des Hubs</translation>
    </message>
    <message>
        <source>could not be read ({0})</source>
        <translation>konnte nicht gelesen werden ({0})</translation>
    </message>
    <message>
        <source>defaults.json holds no default prompt, so there is nothing to compare roles with.</source>
        <translation>defaults.json enthält keinen üblichen Prompt, deshalb gibt es nichts, womit Rollen verglichen werden könnten.</translation>
    </message>
    <message>
        <source>delete it where your files are</source>
        <translation>löschen Sie sie dort, wo Ihre Dateien sind</translation>
    </message>
    <message>
        <source>does not begin like a GGUF file</source>
        <translation>beginnt nicht wie eine GGUF-Datei</translation>
    </message>
    <message>
        <source>download it again</source>
        <translation>laden Sie es noch einmal herunter</translation>
    </message>
    <message>
        <source>ends in the middle of its header</source>
        <translation>endet mitten in ihrem Kopf</translation>
    </message>
    <message>
        <source>export the chats again or choose another file</source>
        <translation>exportieren Sie die Chats noch einmal oder wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>fetch it again, or unpack it yourself</source>
        <translation>holen Sie sie noch einmal oder entpacken Sie sie selbst</translation>
    </message>
    <message>
        <source>give it another name</source>
        <translation>geben Sie ihr einen anderen Namen</translation>
    </message>
    <message>
        <source>holds a list of lists in its header</source>
        <translation>enthält im Kopf eine Liste von Listen</translation>
    </message>
    <message>
        <source>holds a tensor of an impossible size</source>
        <translation>enthält einen Tensor von unmöglicher Größe</translation>
    </message>
    <message>
        <source>holds a tensor of {0} dimensions</source>
        <translation>enthält einen Tensor mit {0} Dimensionen</translation>
    </message>
    <message>
        <source>holds a text of {0} bytes in its header</source>
        <translation>enthält im Kopf einen Text von {0} Byte</translation>
    </message>
    <message>
        <source>holds a value of the unknown type {0}</source>
        <translation>enthält einen Wert der unbekannten Art {0}</translation>
    </message>
    <message>
        <source>holds a value without a name</source>
        <translation>enthält einen Wert ohne Namen</translation>
    </message>
    <message>
        <source>holds far more than any axis needs</source>
        <translation>enthält viel mehr, als eine Achse braucht</translation>
    </message>
    <message>
        <source>holds more text in its header than any real model</source>
        <translation>enthält im Kopf mehr Text als jedes echte Modell</translation>
    </message>
    <message>
        <source>holds more than plain data, which is not read</source>
        <translation>enthält mehr als bloße Daten, die nicht gelesen werden</translation>
    </message>
    <message>
        <source>holds more words than any real vocabulary has</source>
        <translation>enthält mehr Wörter als jeder echte Wortschatz</translation>
    </message>
    <message>
        <source>holds numbers of a type that no axis is made of</source>
        <translation>enthält Zahlen einer Art, aus der keine Achse besteht</translation>
    </message>
    <message>
        <source>holds tensors that lie over each other or apart</source>
        <translation>enthält Tensoren, die übereinander oder auseinander liegen</translation>
    </message>
    <message>
        <source>holds the tensor {0} twice</source>
        <translation>enthält den Tensor {0} zweimal</translation>
    </message>
    <message>
        <source>holds the value {0} twice</source>
        <translation>enthält den Wert {0} zweimal</translation>
    </message>
    <message>
        <source>install Keel again or give --model FILE</source>
        <translation>installieren Sie Keel neu oder geben Sie --model DATEI an</translation>
    </message>
    <message>
        <source>is a GGUF file of a kind that cannot be read here ({0})</source>
        <translation>ist eine GGUF-Datei von einer Art, die hier nicht gelesen werden kann ({0})</translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation>ist beschädigt</translation>
    </message>
    <message>
        <source>is far larger than any axis needs</source>
        <translation>ist viel größer, als eine Achse braucht</translation>
    </message>
    <message>
        <source>it calls itself without end</source>
        <translation>sie ruft sich endlos selbst auf</translation>
    </message>
    <message>
        <source>it cannot be read in one go</source>
        <translation>sie kann nicht am Stück gelesen werden</translation>
    </message>
    <message>
        <source>it cannot be used as the {0}</source>
        <translation>sie kann dafür nicht verwendet werden: {0}</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is a link that leads back to itself</source>
        <translation>es ist ein Verweis, der zu sich selbst zurückführt</translation>
    </message>
    <message>
        <source>it is far too long</source>
        <translation>sie ist viel zu lang</translation>
    </message>
    <message>
        <source>it is not fetched twice</source>
        <translation>sie wird nicht zweimal geholt</translation>
    </message>
    <message>
        <source>it is not used and was put aside as {0}</source>
        <translation>sie wird nicht verwendet und wurde als {0} beiseitegelegt</translation>
    </message>
    <message>
        <source>it is still on the screen</source>
        <translation>sie ist noch auf dem Bildschirm</translation>
    </message>
    <message>
        <source>it leaves messages out or changes them</source>
        <translation>sie lässt Nachrichten aus oder verändert sie</translation>
    </message>
    <message>
        <source>it makes the program that runs it end</source>
        <translation>sie beendet das Programm, das sie ausführt</translation>
    </message>
    <message>
        <source>it may have been renamed or taken away</source>
        <translation>vielleicht wurde sie umbenannt oder entfernt</translation>
    </message>
    <message>
        <source>it refused</source>
        <translation>sie hat abgelehnt</translation>
    </message>
    <message>
        <source>it takes too long</source>
        <translation>es dauert zu lange</translation>
    </message>
    <message>
        <source>it takes too much memory</source>
        <translation>sie braucht zu viel Speicher</translation>
    </message>
    <message>
        <source>it tries to do what a chat template must not do</source>
        <translation>sie versucht etwas, was eine Chat-Vorlage nicht tun darf</translation>
    </message>
    <message>
        <source>it was not begun</source>
        <translation>es wurde nicht begonnen</translation>
    </message>
    <message>
        <source>it was not made by a chat program</source>
        <translation>sie stammt nicht von einem Chat-Programm</translation>
    </message>
    <message>
        <source>it writes without end</source>
        <translation>sie schreibt ohne Ende</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>der Name ist zu lang</translation>
    </message>
    <message>
        <source>leads elsewhere, not followed</source>
        <translation>führt anderswohin, nicht gefolgt</translation>
    </message>
    <message>
        <source>make room on the disk and try again</source>
        <translation>schaffen Sie Platz auf der Festplatte und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>make room on the disk or choose another place</source>
        <translation>schaffen Sie Platz auf der Festplatte oder wählen Sie einen anderen Ort</translation>
    </message>
    <message>
        <source>make room or check the disk, and try again</source>
        <translation>schaffen Sie Platz oder prüfen Sie die Festplatte und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>make room or check the folder, then resume</source>
        <translation>schaffen Sie Platz oder prüfen Sie den Ordner und setzen Sie dann fort</translation>
    </message>
    <message>
        <source>make room or choose a smaller file</source>
        <translation>schaffen Sie Platz oder wählen Sie eine kleinere Datei</translation>
    </message>
    <message>
        <source>make room, then resume the download</source>
        <translation>schaffen Sie Platz und setzen Sie das Herunterladen dann fort</translation>
    </message>
    <message>
        <source>message {0} stands below one that is missing</source>
        <translation>Nachricht {0} steht unter einer, die fehlt</translation>
    </message>
    <message>
        <source>messages stand below one another in a circle</source>
        <translation>Nachrichten stehen im Kreis untereinander</translation>
    </message>
    <message>
        <source>name a file that ends in .gguf</source>
        <translation>nennen Sie eine Datei, die auf .gguf endet</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>no token was drawn</source>
        <translation>es wurde kein Token gezogen</translation>
    </message>
    <message>
        <source>not a file of Keel&apos;s</source>
        <translation>keine Datei von Keel</translation>
    </message>
    <message>
        <source>not a request</source>
        <translation>keine Anfrage</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>nothing in it could be read</source>
        <translation>nichts darin konnte gelesen werden</translation>
    </message>
    <message>
        <source>nothing is being captured</source>
        <translation>nichts wird aufgezeichnet</translation>
    </message>
    <message>
        <source>nothing is downloaded</source>
        <translation>nichts wird heruntergeladen</translation>
    </message>
    <message>
        <source>nothing was downloaded</source>
        <translation>nichts wurde heruntergeladen</translation>
    </message>
    <message>
        <source>nothing was fetched</source>
        <translation>nichts wurde geholt</translation>
    </message>
    <message>
        <source>nothing was fetched over it</source>
        <translation>darüber wurde nichts geholt</translation>
    </message>
    <message>
        <source>nothing was imported</source>
        <translation>nichts wurde importiert</translation>
    </message>
    <message>
        <source>nothing was kept</source>
        <translation>nichts wurde aufbewahrt</translation>
    </message>
    <message>
        <source>nothing was loaded</source>
        <translation>nichts wurde geladen</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>an oder aus</translation>
    </message>
    <message>
        <source>promises tensor data that lies outside the file</source>
        <translation>verspricht Tensordaten, die außerhalb der Datei liegen</translation>
    </message>
    <message>
        <source>proxy refused</source>
        <translation>Proxy hat abgelehnt</translation>
    </message>
    <message>
        <source>put it back and try again, or start Keel again</source>
        <translation>legen Sie sie zurück und versuchen Sie es noch einmal, oder starten Sie Keel neu</translation>
    </message>
    <message>
        <source>resume later</source>
        <translation>setzen Sie später fort</translation>
    </message>
    <message>
        <source>resume then</source>
        <translation>setzen Sie dann fort</translation>
    </message>
    <message>
        <source>sent on</source>
        <translation>weiterverwiesen</translation>
    </message>
    <message>
        <source>so no chats can be read from it</source>
        <translation>deshalb können daraus keine Chats gelesen werden</translation>
    </message>
    <message>
        <source>split it into smaller files</source>
        <translation>teilen Sie sie in kleinere Dateien</translation>
    </message>
    <message>
        <source>start Keel again; it then checks and repairs the file</source>
        <translation>starten Sie Keel neu; es prüft und repariert dann die Datei</translation>
    </message>
    <message>
        <source>start Keel again; it then repairs the file</source>
        <translation>starten Sie Keel neu; es repariert dann die Datei</translation>
    </message>
    <message>
        <source>start the newer Keel, or use another folder with --data-dir</source>
        <translation>starten Sie das neuere Keel oder verwenden Sie mit --data-dir einen anderen Ordner</translation>
    </message>
    <message>
        <source>such a deep indentation is not allowed here</source>
        <translation>eine so tiefe Einrückung ist hier nicht erlaubt</translation>
    </message>
    <message>
        <source>the KV cache could not be shortened</source>
        <translation>der KV-Cache konnte nicht gekürzt werden</translation>
    </message>
    <message>
        <source>the damaged file is still there</source>
        <translation>die beschädigte Datei ist noch da</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>die Festplatte ist voll</translation>
    </message>
    <message>
        <source>the disk is full or does not take the data</source>
        <translation>die Festplatte ist voll oder nimmt die Daten nicht an</translation>
    </message>
    <message>
        <source>the disk is write-protected</source>
        <translation>die Festplatte ist schreibgeschützt</translation>
    </message>
    <message>
        <source>the disk reports a fault</source>
        <translation>die Festplatte meldet einen Fehler</translation>
    </message>
    <message>
        <source>the download begins anew</source>
        <translation>das Herunterladen beginnt von vorn</translation>
    </message>
    <message>
        <source>the drive is not connected any more</source>
        <translation>das Laufwerk ist nicht mehr verbunden</translation>
    </message>
    <message>
        <source>the engine cannot be told of it</source>
        <translation>er kann der Engine nicht genannt werden</translation>
    </message>
    <message>
        <source>the file became shorter</source>
        <translation>die Datei wurde kürzer</translation>
    </message>
    <message>
        <source>the file is not reached</source>
        <translation>die Datei wird nicht erreicht</translation>
    </message>
    <message>
        <source>the file with your chats is damaged</source>
        <translation>die Datei mit Ihren Chats ist beschädigt</translation>
    </message>
    <message>
        <source>the file with your chats, or its folder, may not be written</source>
        <translation>die Datei mit Ihren Chats oder ihr Ordner darf nicht beschrieben werden</translation>
    </message>
    <message>
        <source>the file would be larger than is allowed there</source>
        <translation>die Datei würde größer, als dort erlaubt ist</translation>
    </message>
    <message>
        <source>the hook needs at least two layers, a positive width and four functions</source>
        <translation>der Zugriff braucht mindestens zwei Schichten, eine positive Breite und vier Funktionen</translation>
    </message>
    <message>
        <source>the native token loop belongs to another version of llama.cpp</source>
        <translation>die native Schleife gehört zu einer anderen Version von llama.cpp</translation>
    </message>
    <message>
        <source>the native token loop needs five addresses and at most two tables</source>
        <translation>die native Schleife braucht fünf Adressen und höchstens zwei Tabellen</translation>
    </message>
    <message>
        <source>the operator {0} is not allowed here</source>
        <translation>der Operator {0} ist hier nicht erlaubt</translation>
    </message>
    <message>
        <source>the program that runs it cannot be started</source>
        <translation>das Programm, das sie ausführt, kann nicht gestartet werden</translation>
    </message>
    <message>
        <source>the residual hook was closed without having been opened</source>
        <translation>der Zugriff wurde geschlossen, ohne geöffnet worden zu sein</translation>
    </message>
    <message>
        <source>the token is not kept</source>
        <translation>das Token wird nicht aufbewahrt</translation>
    </message>
    <message>
        <source>there is a file of that name already</source>
        <translation>es gibt schon eine Datei dieses Namens</translation>
    </message>
    <message>
        <source>there is no conversation of {0} tokens</source>
        <translation>es gibt kein Gespräch von {0} Token</translation>
    </message>
    <message>
        <source>there is no room for {0} tokens behind {1}</source>
        <translation>hinter {1} ist kein Platz für {0} Token</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>they were left untouched</source>
        <translation>sie wurden unberührt gelassen</translation>
    </message>
    <message>
        <source>this computer has too little memory left</source>
        <translation>auf diesem Computer ist zu wenig Arbeitsspeicher frei</translation>
    </message>
    <message>
        <source>this one does not know its form</source>
        <translation>dieses kennt ihre Form nicht</translation>
    </message>
    <message>
        <source>too many files are open at once</source>
        <translation>es sind zu viele Dateien zugleich geöffnet</translation>
    </message>
    <message>
        <source>try again</source>
        <translation>versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>try again later</source>
        <translation>versuchen Sie es später noch einmal</translation>
    </message>
    <message>
        <source>try again later or choose another file</source>
        <translation>versuchen Sie es später noch einmal oder wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>two messages have the same id</source>
        <translation>zwei Nachrichten haben dieselbe Kennung</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>unbekannter Grund</translation>
    </message>
    <message>
        <source>unlock or set up the system&apos;s password store, then try again</source>
        <translation>entsperren Sie den Passwortspeicher des Systems oder richten Sie ihn ein und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>unpack it and choose what is in it</source>
        <translation>entpacken Sie es und wählen Sie, was darin ist</translation>
    </message>
    <message>
        <source>update Keel and try again</source>
        <translation>aktualisieren Sie Keel und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>wait until that has ended</source>
        <translation>warten Sie, bis das zu Ende ist</translation>
    </message>
    <message>
        <source>was damaged</source>
        <translation>war beschädigt</translation>
    </message>
    <message>
        <source>what has arrived is kept</source>
        <translation>was angekommen ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>write it as owner/name</source>
        <translation>schreiben Sie Besitzer/Name</translation>
    </message>
    <message>
        <source>your chats themselves are unchanged</source>
        <translation>Ihre Chats selbst sind unverändert</translation>
    </message>
    <message>
        <source>your share of the disk is used up</source>
        <translation>Ihr Anteil an der Festplatte ist aufgebraucht</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>{0} ({1} Byte)</translation>
    </message>
    <message>
        <source>{0} became shorter while it was being read.</source>
        <translation>{0} wurde kürzer, während es gelesen wurde.</translation>
    </message>
    <message>
        <source>{0} cannot be opened ({1}); choose another model.</source>
        <translation>{0} kann nicht geöffnet werden ({1}); wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{0} cannot be reached</source>
        <translation>{0} ist nicht erreichbar</translation>
    </message>
    <message>
        <source>{0} cannot be read as a list of prompts, so no axis can be made with it.</source>
        <translation>{0} kann nicht als Liste von Prompts gelesen werden, deshalb lässt sich damit keine Achse erstellen.</translation>
    </message>
    <message>
        <source>{0} cannot be read: there is no such file any more.</source>
        <translation>{0} kann nicht gelesen werden: Es gibt diese Datei nicht mehr.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot take a word back, so it cannot guess for another model.</source>
        <translation>{0} kann kein Wort zurücknehmen und darum nicht für ein anderes Modell vorausraten.</translation>
    </message>
    <message>
        <source>{0} chats and {1} messages could be read and were taken over</source>
        <translation>{0} Chats und {1} Nachrichten konnten gelesen und übernommen werden</translation>
    </message>
    <message>
        <source>{0} chats and {1} messages were taken from the backup.</source>
        <translation>{0} Chats und {1} Nachrichten wurden aus der Sicherung übernommen.</translation>
    </message>
    <message>
        <source>{0} claims a number of layers that no model has, so it is damaged.</source>
        <translation>{0} gibt eine Zahl von Schichten an, die kein Modell hat, also ist sie beschädigt.</translation>
    </message>
    <message>
        <source>{0} claims to be part of a model in {1} files, so it is damaged or not meant for this program.</source>
        <translation>{0} gibt an, Teil eines Modells aus {1} Dateien zu sein, also ist sie beschädigt oder nicht für dieses Programm gedacht.</translation>
    </message>
    <message>
        <source>{0} claims {1} experts of which {2} are used, so it is damaged.</source>
        <translation>{0} gibt {1} Experten an, von denen {2} benutzt werden, also ist sie beschädigt.</translation>
    </message>
    <message>
        <source>{0} claims {1} tensors, more than any real model has.</source>
        <translation>{0} gibt {1} Tensoren an, mehr als jedes echte Modell hat.</translation>
    </message>
    <message>
        <source>{0} could not be loaded: it is not a model this version of llama.cpp can run.</source>
        <translation>{0} konnte nicht geladen werden: Es ist kein Modell, das diese Version von llama.cpp ausführen kann.</translation>
    </message>
    <message>
        <source>{0} could not be used for this model, so it runs on the processor.</source>
        <translation>{0} ließ sich für dieses Modell nicht verwenden, deshalb läuft es auf dem Prozessor.</translation>
    </message>
    <message>
        <source>{0} does not answer</source>
        <translation>{0} antwortet nicht</translation>
    </message>
    <message>
        <source>{0} does not belong to the other files of this model; get all {1} from one place.</source>
        <translation>{0} gehört nicht zu den anderen Dateien dieses Modells; holen Sie alle {1} von einer Stelle.</translation>
    </message>
    <message>
        <source>{0} does not have the rest of the file</source>
        <translation>{0} hat den Rest der Datei nicht</translation>
    </message>
    <message>
        <source>{0} does not hold one vector per layer, all of one width, so it is not imported.</source>
        <translation>{0} enthält nicht einen Vektor je Schicht, alle gleich breit, deshalb wird es nicht importiert.</translation>
    </message>
    <message>
        <source>{0} does not hold one vector per layer, so it cannot be imported.</source>
        <translation>{0} enthält nicht einen Vektor je Schicht, deshalb kann es nicht importiert werden.</translation>
    </message>
    <message>
        <source>{0} does not say how it tells places in a text apart, so it is damaged.</source>
        <translation>{0} sagt nicht, wie es Stellen in einem Text unterscheidet, also ist sie beschädigt.</translation>
    </message>
    <message>
        <source>{0} does not say how large its model is, so it cannot be used.</source>
        <translation>{0} sagt nicht, wie groß ihr Modell ist, deshalb ist sie nicht brauchbar.</translation>
    </message>
    <message>
        <source>{0} does not say how large its model is, so no axis can be tied to it.</source>
        <translation>{0} sagt nicht, wie groß sein Modell ist, deshalb kann keine Achse daran gebunden werden.</translation>
    </message>
    <message>
        <source>{0} does not say how many layers its model has; give the model too, or the file assistant_axis.pt.</source>
        <translation>{0} sagt nicht, wie viele Schichten sein Modell hat; geben Sie auch das Modell an oder die Datei assistant_axis.pt.</translation>
    </message>
    <message>
        <source>{0} does not say what kind of model it is, so it cannot be used.</source>
        <translation>{0} sagt nicht, welche Art Modell sie ist, deshalb ist sie nicht brauchbar.</translation>
    </message>
    <message>
        <source>{0} gives an impossible size for {1}, so it cannot be used.</source>
        <translation>{0} nennt für {1} eine unmögliche Größe, deshalb ist sie nicht brauchbar.</translation>
    </message>
    <message>
        <source>{0} gives results that are no numbers, so the file is damaged; get it again.</source>
        <translation>{0} liefert Ergebnisse, die keine Zahlen sind, also ist die Datei beschädigt; holen Sie sie neu.</translation>
    </message>
    <message>
        <source>{0} has a vector for layer {1}, but the model has only {2} layers, so it does not fit.</source>
        <translation>{0} hat einen Vektor für Schicht {1}, das Modell aber nur {2} Schichten; deshalb passt es nicht.</translation>
    </message>
    <message>
        <source>{0} has an impossible alignment, so it is damaged or not meant for this program.</source>
        <translation>{0} hat eine unmögliche Ausrichtung; es ist beschädigt oder nicht für dieses Programm bestimmt.</translation>
    </message>
    <message>
        <source>{0} has another vocabulary than the model, so it cannot guess for it.</source>
        <translation>{0} hat ein anderes Vokabular als das Modell und kann darum nicht für es vorausraten.</translation>
    </message>
    <message>
        <source>{0} has directions but no floors; give the model too, so that they are measured on it.</source>
        <translation>{0} hat Richtungen, aber keine Untergrenzen; geben Sie auch das Modell an, damit sie daran gemessen werden.</translation>
    </message>
    <message>
        <source>{0} has far more norm weights than any real model, so no axis can be tied to it.</source>
        <translation>{0} hat weit mehr Norm-Gewichte als jedes echte Modell, deshalb kann keine Achse daran gebunden werden.</translation>
    </message>
    <message>
        <source>{0} has its own layers to cap, so no others can be chosen.</source>
        <translation>{0} hat eigene Schichten zum Stabilisieren, deshalb können keine anderen gewählt werden.</translation>
    </message>
    <message>
        <source>{0} has no direction below the layers {1} to {2}, so it cannot be read.</source>
        <translation>{0} hat keine Richtung unter den Schichten {1} bis {2}, deshalb gibt es damit keine Messwerte.</translation>
    </message>
    <message>
        <source>{0} has no experiment {1}; some that it has are {2}.</source>
        <translation>{0} hat kein Experiment {1}; vorhanden sind etwa {2}.</translation>
    </message>
    <message>
        <source>{0} has no experiments to choose from.</source>
        <translation>{0} hat keine Experimente zur Auswahl.</translation>
    </message>
    <message>
        <source>{0} has no list {1}.</source>
        <translation>{0} hat keine Liste {1}.</translation>
    </message>
    <message>
        <source>{0} has no norm weights, so no axis can be tied to it.</source>
        <translation>{0} hat keine Normgewichte, deshalb kann keine Achse daran gebunden werden.</translation>
    </message>
    <message>
        <source>{0} has no tensor {1}.</source>
        <translation>{0} hat keinen Tensor {1}.</translation>
    </message>
    <message>
        <source>{0} has no vocabulary, so it can neither read nor write text.</source>
        <translation>{0} hat keinen Wortschatz, deshalb kann es Text weder lesen noch schreiben.</translation>
    </message>
    <message>
        <source>{0} has only {1} GB free, too little for this model, so it runs on the processor.</source>
        <translation>{0} hat nur {1} GB frei, zu wenig für dieses Modell, deshalb läuft es auf dem Prozessor.</translation>
    </message>
    <message>
        <source>{0} has the same wording twice.</source>
        <translation>{0} hat denselben Wortlaut zweimal.</translation>
    </message>
    <message>
        <source>{0} has the {1} {2} twice.</source>
        <translation>{0} enthält {1} {2} zweimal.</translation>
    </message>
    <message>
        <source>{0} has {1} numbers of type {2}, not {3} of type {4} in a row</source>
        <translation>{0} hat {1} Zahlen der Art {2}, nicht {3} der Art {4} in einer Reihe</translation>
    </message>
    <message>
        <source>{0} holds a control vector, not a model; choose the model it belongs to.</source>
        <translation>{0} enthält einen Steuervektor, kein Modell; wählen Sie das Modell, zu dem er gehört.</translation>
    </message>
    <message>
        <source>{0} holds a list {1} of the wrong length, so it cannot be used.</source>
        <translation>{0} enthält eine Liste {1} von falscher Länge, deshalb ist sie nicht brauchbar.</translation>
    </message>
    <message>
        <source>{0} holds a table of guesses, not a model; choose the model it belongs to.</source>
        <translation>{0} enthält eine Tabelle zum Vorausraten, kein Modell; wählen Sie das Modell, zu dem sie gehört.</translation>
    </message>
    <message>
        <source>{0} holds a tensor far larger than any axis, so it is not read.</source>
        <translation>{0} enthält einen Tensor, der viel größer ist als jede Achse, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} holds a vector that is zero or not finite at layer {1}, so it cannot be used.</source>
        <translation>{0} enthält in Schicht {1} einen Vektor, der null oder nicht endlich ist, deshalb kann es nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{0} holds an axis, not a model; choose the model it belongs to.</source>
        <translation>{0} enthält eine Achse, kein Modell; wählen Sie das Modell, zu dem sie gehört.</translation>
    </message>
    <message>
        <source>{0} holds an impossible number where a small one belongs, so it is damaged.</source>
        <translation>{0} enthält eine unmögliche Zahl, wo eine kleine hingehört, also ist sie beschädigt.</translation>
    </message>
    <message>
        <source>{0} holds changes to a model, not a model; choose one that is complete.</source>
        <translation>{0} enthält Änderungen an einem Modell, kein Modell; wählen Sie ein vollständiges.</translation>
    </message>
    <message>
        <source>{0} holds compressed parts, which PyTorch does not write, so it is not read.</source>
        <translation>{0} enthält komprimierte Teile, die PyTorch nicht schreibt, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} holds far more numbers than any axis, so it is not read.</source>
        <translation>{0} enthält viel mehr Zahlen als jede Achse, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} holds far more parts than any axis, so it is not read.</source>
        <translation>{0} enthält viel mehr Teile als jede Achse, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} holds measurements of a model, not a model; choose the model itself.</source>
        <translation>{0} enthält Messungen an einem Modell, kein Modell; wählen Sie das Modell selbst.</translation>
    </message>
    <message>
        <source>{0} holds neither an axis nor a capping configuration, so it cannot be imported.</source>
        <translation>{0} enthält weder eine Achse noch eine Stabilisierungs-Konfiguration, deshalb kann es nicht importiert werden.</translation>
    </message>
    <message>
        <source>{0} holds no Assistant axis.</source>
        <translation>{0} enthält keine Assistenten-Achse.</translation>
    </message>
    <message>
        <source>{0} holds no ceilings, so nothing can be capped with it.</source>
        <translation>{0} enthält keine Grenzen, deshalb lässt sich damit nichts stabilisieren.</translation>
    </message>
    <message>
        <source>{0} holds no direction that is not zero, so it cannot be used.</source>
        <translation>{0} enthält keine Richtung, die nicht null ist, deshalb kann es nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{0} holds no list named &quot;{1}&quot;, so no axis can be made with it.</source>
        <translation>{0} enthält keine Liste namens „{1}“, deshalb lässt sich damit keine Achse erstellen.</translation>
    </message>
    <message>
        <source>{0} holds no table of guesses.</source>
        <translation>{0} enthält keine Tabelle zum Vorausraten.</translation>
    </message>
    <message>
        <source>{0} holds no weights, so it cannot be used.</source>
        <translation>{0} enthält keine Gewichte, deshalb ist sie nicht brauchbar.</translation>
    </message>
    <message>
        <source>{0} holds numbers that are not finite, so it cannot be used.</source>
        <translation>{0} enthält Zahlen, die nicht endlich sind, deshalb kann es nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{0} holds only the part of a model that sees pictures; choose the model it belongs to.</source>
        <translation>{0} enthält nur den Teil eines Modells, der Bilder sieht; wählen Sie das Modell, zu dem er gehört.</translation>
    </message>
    <message>
        <source>{0} holds two vectors for layer {1}, so it is not imported.</source>
        <translation>{0} enthält zwei Vektoren für Schicht {1}, deshalb wird es nicht importiert.</translation>
    </message>
    <message>
        <source>{0} holds vectors of different widths, so it cannot be imported.</source>
        <translation>{0} enthält Vektoren verschiedener Breite, deshalb kann es nicht importiert werden.</translation>
    </message>
    <message>
        <source>{0} holds {1}, which no control vector has, so it is not imported.</source>
        <translation>{0} enthält {1}, was kein Steuervektor hat, deshalb wird es nicht importiert.</translation>
    </message>
    <message>
        <source>{0} is a control vector, which has no floors; give the model too, so that they are measured.</source>
        <translation>{0} ist ein Steuervektor ohne Untergrenzen; geben Sie auch das Modell an, damit sie gemessen werden.</translation>
    </message>
    <message>
        <source>{0} is a whole axis, so there is nothing to turn around or to choose in it.</source>
        <translation>{0} ist eine ganze Achse, deshalb gibt es darin nichts umzudrehen oder zu wählen.</translation>
    </message>
    <message>
        <source>{0} is damaged or is not a file that PyTorch wrote, so it is not read.</source>
        <translation>{0} ist beschädigt oder keine Datei von PyTorch, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} is damaged, so it is not read.</source>
        <translation>{0} ist beschädigt, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} is far larger than any axis, so it is not read.</source>
        <translation>{0} ist viel größer als jede Achse, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} is far larger than any list of prompts, so it is not read.</source>
        <translation>{0} ist viel größer als jede Liste von Prompts, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} is for a model of {1} layers and width {2}, but this model has {3} layers and width {4}, so it cannot be used with it.</source>
        <translation>{0} gehört zu einem Modell mit {1} Schichten und der Breite {2}, dieses Modell hat aber {3} Schichten und die Breite {4}; deshalb kann es damit nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{0} is missing: the model is in {1} files that have to be in one folder; put it there too.</source>
        <translation>{0} fehlt: Das Modell besteht aus {1} Dateien, die in einem Ordner liegen müssen; legen Sie sie dazu.</translation>
    </message>
    <message>
        <source>{0} is neither an axis, nor a control vector, nor a file that PyTorch wrote, so it cannot be imported.</source>
        <translation>{0} ist weder eine Achse noch ein Steuervektor noch eine Datei von PyTorch, deshalb kann es nicht importiert werden.</translation>
    </message>
    <message>
        <source>{0} is not a GGUF file</source>
        <translation>{0} ist keine GGUF-Datei</translation>
    </message>
    <message>
        <source>{0} is not a capping configuration of a known form, so it cannot be imported.</source>
        <translation>{0} ist keine Stabilisierungs-Konfiguration bekannter Form, deshalb kann es nicht importiert werden.</translation>
    </message>
    <message>
        <source>{0} is not a control vector.</source>
        <translation>{0} ist kein Steuervektor.</translation>
    </message>
    <message>
        <source>{0} is not a file</source>
        <translation>{0} ist keine Datei</translation>
    </message>
    <message>
        <source>{0} is not a file, so it cannot be loaded as a model.</source>
        <translation>{0} ist keine Datei, deshalb kann es nicht als Modell geladen werden.</translation>
    </message>
    <message>
        <source>{0} is not a finite number</source>
        <translation>{0} ist keine endliche Zahl</translation>
    </message>
    <message>
        <source>{0} is not a model for chatting, so it cannot be used here.</source>
        <translation>{0} ist kein Modell zum Chatten, deshalb kann es hier nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{0} is not a model, so no axis can be put into it.</source>
        <translation>{0} ist kein Modell, deshalb kann keine Achse hineingelegt werden.</translation>
    </message>
    <message>
        <source>{0} is not a model, so no axis can be tied to it.</source>
        <translation>{0} ist kein Modell, deshalb kann keine Achse daran gebunden werden.</translation>
    </message>
    <message>
        <source>{0} is not a question.</source>
        <translation>{0} ist keine Frage.</translation>
    </message>
    <message>
        <source>{0} is not a role.</source>
        <translation>{0} ist keine Rolle.</translation>
    </message>
    <message>
        <source>{0} is not served by the decode thread</source>
        <translation>{0} wird von diesem Teil der Engine nicht bedient</translation>
    </message>
    <message>
        <source>{0} is not the name of a folder</source>
        <translation>{0} ist kein Name eines Ordners</translation>
    </message>
    <message>
        <source>{0} is not the name of a model file</source>
        <translation>{0} ist kein Name einer Modelldatei</translation>
    </message>
    <message>
        <source>{0} is not the name of a repository</source>
        <translation>{0} ist kein Name einer Ablage</translation>
    </message>
    <message>
        <source>{0} is not there or is not a file.</source>
        <translation>{0} ist nicht da oder keine Datei.</translation>
    </message>
    <message>
        <source>{0} is one of {1} files of a model, but its name does not say which; name all of them like {2}.</source>
        <translation>{0} ist eine von {1} Dateien eines Modells, aber ihr Name sagt nicht, welche; benennen Sie alle wie {2}.</translation>
    </message>
    <message>
        <source>{0} is one part of a model in several files; merge them into one file first.</source>
        <translation>{0} ist ein Teil eines Modells in mehreren Dateien; fügen Sie sie zuerst zu einer Datei zusammen.</translation>
    </message>
    <message>
        <source>{0} is too short to be a GGUF file ({1} bytes).</source>
        <translation>{0} ist zu kurz für eine GGUF-Datei ({1} Byte).</translation>
    </message>
    <message>
        <source>{0} keeps its weights in a way that no model does, so it is damaged.</source>
        <translation>{0} hält seine Gewichte auf eine Weise, wie es kein Modell tut, also ist sie beschädigt.</translation>
    </message>
    <message>
        <source>{0} lacks a text, or holds one that is empty or too long.</source>
        <translation>{0} fehlt ein Text, oder er ist leer oder zu lang.</translation>
    </message>
    <message>
        <source>{0} lacks directions at some of the layers {1} to {2}, so it cannot be used there.</source>
        <translation>{0} fehlen Richtungen in einigen der Schichten {1} bis {2}, deshalb kann es dort nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{0} names the experiment {1} but caps other layers in it, so it is not imported.</source>
        <translation>{0} nennt das Experiment {1}, hält darin aber andere Schichten, deshalb wird es nicht importiert.</translation>
    </message>
    <message>
        <source>{0} needs entries that are held out and entries that are not, so that an axis can be checked.</source>
        <translation>{0} braucht Einträge, die zurückgehalten werden, und andere, damit eine Achse geprüft werden kann.</translation>
    </message>
    <message>
        <source>{0} needs {1} wordings.</source>
        <translation>{0} braucht {1} Wortlaute.</translation>
    </message>
    <message>
        <source>{0} of {1} layers fit on {2} with {3} GB free.</source>
        <translation>{0} von {1} Schichten passen auf {2} mit {3} GB frei.</translation>
    </message>
    <message>
        <source>{0} promises numbers that are not in it, so it is not read.</source>
        <translation>{0} verspricht Zahlen, die nicht darin sind, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} reads the same numbers far more often than any axis, so it is not read.</source>
        <translation>{0} liest dieselben Zahlen viel öfter als jede Achse, deshalb wird es nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} repeats what another file of the model holds, so it is damaged or the wrong one.</source>
        <translation>{0} wiederholt, was eine andere Datei des Modells enthält, also ist sie beschädigt oder die falsche.</translation>
    </message>
    <message>
        <source>{0} says itself which way its directions point, so they are not turned around.</source>
        <translation>{0} sagt selbst, wohin seine Richtungen zeigen, deshalb werden sie nicht umgedreht.</translation>
    </message>
    <message>
        <source>{0} says neither true nor false for &quot;held_out&quot;.</source>
        <translation>{0} sagt für „held_out“ weder true noch false.</translation>
    </message>
    <message>
        <source>{0} sends a file of another size than the hub announced</source>
        <translation>{0} schickt eine Datei von anderer Größe, als der Hub angekündigt hat</translation>
    </message>
    <message>
        <source>{0} sends a piece of something else</source>
        <translation>{0} schickt ein Stück von etwas anderem</translation>
    </message>
    <message>
        <source>{0} sends more than the hub announced</source>
        <translation>{0} schickt mehr, als der Hub angekündigt hat</translation>
    </message>
    <message>
        <source>{0} sends nothing any more</source>
        <translation>{0} schickt nichts mehr</translation>
    </message>
    <message>
        <source>{0} to {1}{2}</source>
        <translation>{0} bis {1}{2}</translation>
    </message>
    <message>
        <source>{0} tokens cannot be evaluated at once.</source>
        <translation>{0} Token können nicht auf einmal ausgewertet werden.</translation>
    </message>
    <message>
        <source>{0} {1}, so it is damaged or not meant for this program.</source>
        <translation>{0} {1}, deshalb ist es beschädigt oder nicht für dieses Programm bestimmt.</translation>
    </message>
    <message>
        <source>{0} {1}, so it is not read.</source>
        <translation>{0} {1}, deshalb wird es nicht gelesen.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>0 uses the processor alone; more than it has puts all there. Used when a model is loaded next.</source>
        <translation>0 nutzt nur den Prozessor; mehr, als das Modell hat, legt alle dorthin. Gilt, wenn das nächste Mal ein Modell geladen wird.</translation>
    </message>
    <message>
        <source>A floor of its own for the place where each reply begins, where the manner is chosen.</source>
        <translation>Eine eigene Untergrenze für die Stelle, an der jede Antwort beginnt und ihre Art gewählt wird.</translation>
    </message>
    <message>
        <source>A quarter</source>
        <translation>Ein Viertel</translation>
    </message>
    <message>
        <source>A reply stops after this many tokens.</source>
        <translation>Eine Antwort endet nach so vielen Token.</translation>
    </message>
    <message>
        <source>A smaller model of the same family guesses the next words, which the model checks several at a time: the same replies, often sooner with large models. Used when a model is loaded next.</source>
        <translation>Ein kleineres Modell derselben Familie rät die nächsten Wörter, und das Modell prüft mehrere auf einmal: dieselben Antworten, bei großen Modellen oft schneller. Gilt, wenn das nächste Mal ein Modell geladen wird.</translation>
    </message>
    <message>
        <source>A way to compute that needs less working space. Used when a model is loaded next.</source>
        <translation>Eine Rechenweise, die weniger Platz zum Rechnen braucht. Gilt, wenn das nächste Mal ein Modell geladen wird.</translation>
    </message>
    <message>
        <source>Above 0 makes a word less likely each time it is said again.</source>
        <translation>Über 0 wird ein Wort mit jedem Mal unwahrscheinlicher, das es wiederkommt.</translation>
    </message>
    <message>
        <source>Above 0 makes every word less likely that was said already.</source>
        <translation>Über 0 wird jedes Wort unwahrscheinlicher, das schon gefallen ist.</translation>
    </message>
    <message>
        <source>Above 1 makes the model repeat itself less.</source>
        <translation>Über 1 wiederholt sich das Modell weniger.</translation>
    </message>
    <message>
        <source>Also from what was said before: sooner where text recurs, as in code and lists.</source>
        <translation>Auch aus dem bisher Gesagten: schneller, wo sich Text wiederholt, etwa in Code und Listen.</translation>
    </message>
    <message>
        <source>Another program has damaged the settings file, so the settings stay as they are in this window.</source>
        <translation>Ein anderes Programm hat die Einstellungsdatei beschädigt; in diesem Fenster bleiben die Einstellungen, wie sie sind.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Chat-Vorlage</translation>
    </message>
    <message>
        <source>Chooses among the likeliest words that together have this probability; 1 allows all.</source>
        <translation>Wählt unter den wahrscheinlichsten Wörtern, die zusammen diese Wahrscheinlichkeit haben; 1 lässt alle zu.</translation>
    </message>
    <message>
        <source>Chooses among the words that are about as surprising as usual; 1 allows all.</source>
        <translation>Wählt unter den Wörtern, die etwa so überraschend sind wie üblich; 1 lässt alle zu.</translation>
    </message>
    <message>
        <source>Chooses among this many likeliest words; 0 allows all.</source>
        <translation>Wählt unter so vielen der wahrscheinlichsten Wörter; 0 lässt alle zu.</translation>
    </message>
    <message>
        <source>Counts as drifted below</source>
        <translation>Gilt als abgedriftet unter</translation>
    </message>
    <message>
        <source>Ctrl and + or − change it anywhere.</source>
        <translation>Strg und + oder − ändern sie überall.</translation>
    </message>
    <message>
        <source>DRY allows, in tokens</source>
        <translation>DRY erlaubt, in Token</translation>
    </message>
    <message>
        <source>DRY growth</source>
        <translation>DRY-Anstieg</translation>
    </message>
    <message>
        <source>DRY looks back, in tokens</source>
        <translation>DRY blickt zurück, in Token</translation>
    </message>
    <message>
        <source>DRY strength</source>
        <translation>DRY-Stärke</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Draft model</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>Drops words this much less likely than the likeliest one; 0 drops none.</source>
        <translation>Lässt Wörter weg, die um so viel unwahrscheinlicher sind als das wahrscheinlichste; 0 lässt keine weg.</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>Enter sendet</translation>
    </message>
    <message>
        <source>Every word</source>
        <translation>Jedes Wort</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>Exact strength</source>
        <translation>Genaue Stärke</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>Flash Attention</translation>
    </message>
    <message>
        <source>For example: You are a patient tutor. Answer briefly.</source>
        <translation>Zum Beispiel: Du bist ein geduldiger Tutor. Antworte kurz.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Abzug für Häufigkeit</translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation>Sanft</translation>
    </message>
    <message>
        <source>Gives its memory back when nothing was asked for so long; the next message loads it again. 0 never does.</source>
        <translation>Gibt seinen Speicher frei, wenn so lange nichts gefragt wurde; die nächste Nachricht lädt es wieder. 0 tut es nie.</translation>
    </message>
    <message>
        <source>Go on in a new chat</source>
        <translation>In neuem Chat weiter</translation>
    </message>
    <message>
        <source>Guess ahead</source>
        <translation>Vorausraten</translation>
    </message>
    <message>
        <source>Guesses the next words and checks several at once: the same replies, often sooner.</source>
        <translation>Rät die nächsten Wörter und prüft mehrere auf einmal: dieselben Antworten, oft schneller.</translation>
    </message>
    <message>
        <source>Half the room</source>
        <translation>Halber Platz</translation>
    </message>
    <message>
        <source>Higher is more varied, 0 always takes the likeliest word.</source>
        <translation>Höher ist abwechslungsreicher, 0 nimmt immer das wahrscheinlichste Wort.</translation>
    </message>
    <message>
        <source>Hold replies steady</source>
        <translation>Antworten stabil halten</translation>
    </message>
    <message>
        <source>Holds as firmly as it can; replies may become stiff, and roles you ask for mostly fade.</source>
        <translation>Hält so fest wie möglich; Antworten können steif werden, und gewünschte Rollen verblassen meist.</translation>
    </message>
    <message>
        <source>Holds replies close to the usual manner; role-play and a personal voice get weaker.</source>
        <translation>Hält Antworten nahe an der üblichen Art; Rollenspiel und ein persönlicher Ton werden schwächer.</translation>
    </message>
    <message>
        <source>How a chat is written out for the model. Left empty, the model&apos;s own is used. Used when it is loaded next.</source>
        <translation>Wie ein Chat für das Modell aufgeschrieben wird. Bleibt es leer, gilt die eigene Vorlage des Modells. Gilt, wenn es das nächste Mal geladen wird.</translation>
    </message>
    <message>
        <source>How fast it gets stronger with the length of the phrase.</source>
        <translation>Wie schnell er mit der Länge der Wendung stärker wird.</translation>
    </message>
    <message>
        <source>How many tokens the model can look back on. Used when a model is loaded next.</source>
        <translation>Wie viele Token das Modell zurückblicken kann. Gilt, wenn das nächste Mal ein Modell geladen wird.</translation>
    </message>
    <message>
        <source>How much of the reply&apos;s end is searched for the phrase.</source>
        <translation>Wie viel vom Ende der Antwort nach der Wendung durchsucht wird.</translation>
    </message>
    <message>
        <source>How much of the reply&apos;s end the three penalties above look at; 0 turns them off.</source>
        <translation>Wie viel vom Ende der Antwort die drei Abzüge oben ansehen; 0 schaltet sie aus.</translation>
    </message>
    <message>
        <source>How the memory is kept</source>
        <translation>Wie das Gedächtnis gehalten wird</translation>
    </message>
    <message>
        <source>It is not used while “Guess ahead” is off.</source>
        <translation>Es wird nicht verwendet, solange „Vorausraten“ aus ist.</translation>
    </message>
    <message>
        <source>It is used all the same, because the memory is not kept exactly.</source>
        <translation>Sie wird trotzdem verwendet, weil das Gedächtnis nicht genau gehalten wird.</translation>
    </message>
    <message>
        <source>It takes {total} more: {weights} for what it has learned, {memory} for its memory, {space} to work in.</source>
        <translation>Es braucht {total} mehr: {weights} für das Gelernte, {memory} für sein Gedächtnis, {space} zum Rechnen.</translation>
    </message>
    <message>
        <source>Keel speaks it when it is opened next.</source>
        <translation>Keel spricht sie, wenn es das nächste Mal geöffnet wird.</translation>
    </message>
    <message>
        <source>Keeps replies near the model&apos;s usual manner. A good choice for most chats.</source>
        <translation>Hält Antworten in der Nähe der üblichen Art des Modells. Für die meisten Chats eine gute Wahl.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Layers on the graphics card</source>
        <translation>Schichten auf der Grafikkarte</translation>
    </message>
    <message>
        <source>Leave out the oldest</source>
        <translation>Das Älteste auslassen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Long chats</source>
        <translation>Lange Chats</translation>
    </message>
    <message>
        <source>Longest reply, in tokens</source>
        <translation>Längste Antwort, in Token</translation>
    </message>
    <message>
        <source>Makes it less likely that a phrase said before is said again; 0 is off, 0.8 is usual.</source>
        <translation>Macht es unwahrscheinlicher, dass eine Wendung wiederkehrt; 0 ist aus, 0,8 ist üblich.</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Maximal</translation>
    </message>
    <message>
        <source>Memory, in tokens</source>
        <translation>Gedächtnis, in Token</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model file to open</source>
        <translation>Zu öffnende Modelldatei</translation>
    </message>
    <message>
        <source>Model&apos;s own</source>
        <translation>Wie beim Modell</translation>
    </message>
    <message>
        <source>Needs more working space for long chats.</source>
        <translation>Braucht bei langen Chats mehr Platz zum Rechnen.</translation>
    </message>
    <message>
        <source>Never shows the warning; the drift panel still shows the readings.</source>
        <translation>Zeigt die Warnung nie; die Drift-Anzeige zeigt die Messwerte weiter.</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Nothing is left out: the reply ends there, and Keel says that the memory is full.</source>
        <translation>Nichts wird ausgelassen: Die Antwort endet dort, und Keel sagt, dass das Gedächtnis voll ist.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>On the drift gauge: 1 is the usual Assistant, 0 is the average role.</source>
        <translation>Auf dem Drift-Messer: 1 ist der übliche Assistent, 0 die durchschnittliche Rolle.</translation>
    </message>
    <message>
        <source>On where it is needed, or where it is quicker.</source>
        <translation>Ein, wo sie gebraucht wird oder schneller ist.</translation>
    </message>
    <message>
        <source>On where the model has a draft model, or comes with a table of its usual phrases.</source>
        <translation>An, wo das Modell ein Entwurfsmodell hat oder eine Tabelle seiner üblichen Wendungen mitbringt.</translation>
    </message>
    <message>
        <source>One floor for all words alike: the published form.</source>
        <translation>Eine Untergrenze für alle Wörter gleich: die veröffentlichte Form.</translation>
    </message>
    <message>
        <source>Only watching: nothing in the replies is changed.</source>
        <translation>Nur messen: An den Antworten wird nichts geändert.</translation>
    </message>
    <message>
        <source>Opens a new chat with a summary, which you can change before it is sent.</source>
        <translation>Öffnet einen neuen Chat mit einer Zusammenfassung, die Sie vor dem Senden ändern können.</translation>
    </message>
    <message>
        <source>Penalties look back, in tokens</source>
        <translation>Abzüge blicken zurück, in Token</translation>
    </message>
    <message>
        <source>Phrases up to this length may be said again.</source>
        <translation>Wendungen bis zu dieser Länge dürfen wiederkehren.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Abzug für Anwesenheit</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>Prozessor-Threads</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Zurückhaltend</translation>
    </message>
    <message>
        <source>Read before each chat</source>
        <translation>Wird vor jedem Chat gelesen</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>Abzug für Wiederholung</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Reply start too</source>
        <translation>Auch der Anfang</translation>
    </message>
    <message>
        <source>Rounded a little, with hardly any difference in the replies. Needs flash attention.</source>
        <translation>Etwas gerundet, in den Antworten kaum zu merken. Braucht Flash Attention.</translation>
    </message>
    <message>
        <source>Rounded a lot: replies may get worse and readings less exact. Needs flash attention.</source>
        <translation>Stark gerundet: Antworten können schlechter und Messwerte ungenauer werden. Braucht Flash Attention.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Settings of one model</source>
        <translation>Einstellungen eines Modells</translation>
    </message>
    <message>
        <source>Shift+Enter starts a new line; off, it is the other way round.</source>
        <translation>Umschalt+Enter beginnt eine neue Zeile; ausgeschaltet ist es umgekehrt.</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Steadiness</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>Steps in only when a reply moves clearly away from the model&apos;s usual manner.</source>
        <translation>Greift nur ein, wenn eine Antwort deutlich von der üblichen Art des Modells abkommt.</translation>
    </message>
    <message>
        <source>Stop and say so</source>
        <translation>Anhalten und es sagen</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>The first steps were shown</source>
        <translation>Die ersten Schritte wurden gezeigt</translation>
    </message>
    <message>
        <source>The form that worked best for this model when it was measured.</source>
        <translation>Die Form, die für dieses Modell bei der Messung am besten war.</translation>
    </message>
    <message>
        <source>The oldest messages are no longer read, and a line in the chat shows which. The system prompt is always read.</source>
        <translation>Die ältesten Nachrichten werden nicht mehr gelesen, und eine Linie im Chat zeigt, welche. Der Systemprompt wird immer gelesen.</translation>
    </message>
    <message>
        <source>The same seed, text and settings give the same reply again.</source>
        <translation>Gleicher Startwert, Text und gleiche Einstellungen ergeben wieder die gleiche Antwort.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>This model can look back on {count} tokens at most.</source>
        <translation>Dieses Modell kann höchstens {count} Token zurückblicken.</translation>
    </message>
    <message>
        <source>This model then needs {total} in all: {weights} for what it has learned, {memory} for this memory, {space} to work in.</source>
        <translation>Dieses Modell braucht dann insgesamt {total}: {weights} für das Gelernte, {memory} für dieses Gedächtnis, {space} zum Rechnen.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Unload the model after, in minutes</source>
        <translation>Das Modell entladen nach, in Minuten</translation>
    </message>
    <message>
        <source>Used when a model is loaded next.</source>
        <translation>Gilt, wenn das nächste Mal ein Modell geladen wird.</translation>
    </message>
    <message>
        <source>Warn about drift</source>
        <translation>Vor Drift warnen</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Warns once when two replies in a row have moved away from the usual manner.</source>
        <translation>Warnt einmal, wenn zwei Antworten hintereinander von der üblichen Art abgekommen sind.</translation>
    </message>
    <message>
        <source>Warns only when replies stay far from the usual manner, three in a row.</source>
        <translation>Warnt nur, wenn Antworten weit von der üblichen Art bleiben, drei hintereinander.</translation>
    </message>
    <message>
        <source>What the model computed is kept as it is. Needs the most memory.</source>
        <translation>Was das Modell berechnet hat, bleibt, wie es ist. Braucht am meisten Speicher.</translation>
    </message>
    <message>
        <source>When a chat no longer fits</source>
        <translation>Wenn ein Chat nicht mehr hineinpasst</translation>
    </message>
    <message>
        <source>Where it holds</source>
        <translation>Wo gehalten wird</translation>
    </message>
    <message>
        <source>Which share of the model&apos;s measured replies lies below the floor; higher holds more firmly.</source>
        <translation>Welcher Anteil der gemessenen Antworten des Modells unter der Untergrenze liegt; höher hält fester.</translation>
    </message>
    <message>
        <source>Working space: {size}.</source>
        <translation>Platz zum Rechnen: {size}.</translation>
    </message>
    <message>
        <source>as many as fit</source>
        <translation>so viele wie passen</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>follows the step above</source>
        <translation>folgt der Stufe darüber</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>the built-in demo model</source>
        <translation>das eingebaute Demo-Modell</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>wie beim Modell</translation>
    </message>
    <message>
        <source>the whole reply</source>
        <translation>die ganze Antwort</translation>
    </message>
    <message>
        <source>{size} for {count} tokens.</source>
        <translation>{size} für {count} Token.</translation>
    </message>
</context>
<context>
    <name>SettingsBinding</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>As for all chats again: {setting}</source>
        <translation>Wieder wie für alle Chats: {setting}</translation>
    </message>
    <message>
        <source>As for all models again: {setting}</source>
        <translation>Wieder wie für alle Modelle: {setting}</translation>
    </message>
    <message>
        <source>Available once a model is loaded.</source>
        <translation>Verfügbar, sobald ein Modell geladen ist.</translation>
    </message>
    <message>
        <source>Back to the default: {setting}</source>
        <translation>Zurück zum Ausgangswert: {setting}</translation>
    </message>
    <message>
        <source>Connections…</source>
        <translation>Verbindungen …</translation>
    </message>
    <message>
        <source>Keel connects to nothing unless you ask for a model. Every connection is in a list.</source>
        <translation>Keel verbindet sich mit nichts, außer Sie verlangen ein Modell. Jede Verbindung steht in einer Liste.</translation>
    </message>
    <message>
        <source>Load it again</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Load the model again, so that these settings are used</source>
        <translation>Das Modell neu laden, damit diese Einstellungen gelten</translation>
    </message>
    <message>
        <source>Not available for this model.</source>
        <translation>Für dieses Modell nicht verfügbar.</translation>
    </message>
    <message>
        <source>Not available for this model: its axis shows no readings.</source>
        <translation>Für dieses Modell nicht verfügbar: Seine Achse gibt keine Messwerte.</translation>
    </message>
    <message>
        <source>Not available for this model: its axis was found good for readings only.</source>
        <translation>Für dieses Modell nicht verfügbar: Seine Achse wurde nur für Messwerte gut befunden.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Replies here come at {held} tokens/s when held, at {free} when not.</source>
        <translation>Antworten kommen hier mit {held} Token/s, wenn sie gehalten werden, mit {free}, wenn nicht.</translation>
    </message>
    <message>
        <source>See what Keel has connected to, and keep an access token</source>
        <translation>Sehen, womit sich Keel verbunden hat, und ein Zugangstoken aufbewahren</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>This chat has its own: {value}</source>
        <translation>Dieser Chat hat einen eigenen Wert: {value}</translation>
    </message>
    <message>
        <source>This model has its own: {value}</source>
        <translation>Dieses Modell hat einen eigenen Wert: {value}</translation>
    </message>
    <message>
        <source>“{name}” is in force for all chats.</source>
        <translation>„{name}“ gilt jetzt für alle Chats.</translation>
    </message>
    <message>
        <source>“{name}” is in force for this chat.</source>
        <translation>„{name}“ gilt jetzt für diesen Chat.</translation>
    </message>
    <message>
        <source>“{name}” is in force for this model.</source>
        <translation>„{name}“ gilt jetzt für dieses Modell.</translation>
    </message>
</context>
<context>
    <name>SidePanels</name>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>‹ Back to the chat</source>
        <translation>‹ Zurück zum Chat</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Delete the chosen chats</source>
        <translation>Die gewählten Chats löschen</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>New chat (Ctrl+N)</source>
        <translation>Neuer Chat (Strg+N)</translation>
    </message>
    <message>
        <source>Rename the chat or folder</source>
        <translation>Den Chat oder Ordner umbenennen</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Alle Chats durchsuchen</translation>
    </message>
    <message>
        <source>Search all chats (Ctrl+K)</source>
        <translation>Alle Chats durchsuchen (Strg+K)</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>How much of the model&apos;s memory this chat takes, with what stands in the box above.</source>
        <translation>Wie viel vom Gedächtnis des Modells dieser Chat belegt, samt dem, was oben im Feld steht.</translation>
    </message>
    <message>
        <source>The last replies of this chat, weighed together; the newest counts most.</source>
        <translation>Die letzten Antworten dieses Chats zusammen gewichtet; die neueste zählt am meisten.</translation>
    </message>
    <message>
        <source>The model&apos;s memory is nearly full.</source>
        <translation>Das Gedächtnis des Modells ist fast voll.</translation>
    </message>
    <message>
        <source>This is more than the model can look back on. Shorten the text, or go on in a fresh chat.</source>
        <translation>Das ist mehr, als das Modell zurückblicken kann. Kürzen Sie den Text oder machen Sie in einem neuen Chat weiter.</translation>
    </message>
    <message>
        <source>lately away from its usual self</source>
        <translation>zuletzt weit weg von seiner üblichen Art</translation>
    </message>
    <message>
        <source>lately close to its usual self</source>
        <translation>zuletzt nahe an seiner üblichen Art</translation>
    </message>
    <message>
        <source>lately drifting from its usual self</source>
        <translation>driftet zuletzt von seiner üblichen Art ab</translation>
    </message>
    <message>
        <source>{used} of {size} tokens in use</source>
        <translation>{used} von {size} Token belegt</translation>
    </message>
    <message>
        <source>{used} of {size} tokens: too long</source>
        <translation>{used} von {size} Token: zu lang</translation>
    </message>
    <message>
        <source>· {speed} tokens/s</source>
        <translation>· {speed} Token/s</translation>
    </message>
</context>
<context>
    <name>SuggestionCard</name>
    <message>
        <source>Being downloaded</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download {name}</source>
        <translation>{name} herunterladen</translation>
    </message>
    <message>
        <source>Is here already</source>
        <translation>Ist schon da</translation>
    </message>
    <message>
        <source>about {size} to download</source>
        <translation>etwa {size} herunterzuladen</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
</context>
<context>
    <name>TemplateBinding</name>
    <message>
        <source>This template cannot be used: it is far too long.</source>
        <translation>Diese Vorlage ist nicht brauchbar: Sie ist viel zu lang.</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>A sample chat, as the model reads it</source>
        <translation>Ein Beispielchat, wie das Modell ihn liest</translation>
    </message>
    <message>
        <source>A sample chat, as the model reads it:</source>
        <translation>Ein Beispielchat, wie das Modell ihn liest:</translation>
    </message>
    <message>
        <source>Put the template that came with the model here, to change it</source>
        <translation>Die mitgelieferte Vorlage des Modells hierher übernehmen, um sie zu ändern</translation>
    </message>
    <message>
        <source>Start from the model&apos;s own</source>
        <translation>Modellvorlage laden</translation>
    </message>
    <message>
        <source>The model&apos;s own template is used.</source>
        <translation>Die eigene Vorlage des Modells wird verwendet.</translation>
    </message>
</context>
<context>
    <name>TextBody</name>
    <message>
        <source>Text of the message</source>
        <translation>Text der Nachricht</translation>
    </message>
</context>
<context>
    <name>TokenCard</name>
    <message>
        <source>A token is kept.</source>
        <translation>Ein Token ist hinterlegt.</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Zugangstoken</translation>
    </message>
    <message>
        <source>Access token of the hub</source>
        <translation>Zugangstoken des Hubs</translation>
    </message>
    <message>
        <source>Forget the token</source>
        <translation>Das Token vergessen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Aufbewahren</translation>
    </message>
    <message>
        <source>Keep the access token</source>
        <translation>Das Zugangstoken aufbewahren</translation>
    </message>
    <message>
        <source>Only needed for models whose owner wants to know who takes them. It is kept in the keyring of this computer, never in a file of Keel, and sent to the hub alone.</source>
        <translation>Nur für Modelle nötig, deren Besitzer wissen will, wer sie nimmt. Es liegt im Schlüsselbund dieses Rechners, nie in einer Datei von Keel, und geht allein an den Hub.</translation>
    </message>
    <message>
        <source>Paste a token here</source>
        <translation>Hier ein Token einfügen</translation>
    </message>
    <message>
        <source>The keyring is being asked…</source>
        <translation>Der Schlüsselbund wird gefragt …</translation>
    </message>
    <message>
        <source>This computer has no keyring, so a token cannot be kept.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund, deshalb kann kein Token aufbewahrt werden.</translation>
    </message>
</context>
<context>
    <name>Trace</name>
    <message>
        <source>Course of this reply</source>
        <translation>Verlauf dieser Antwort</translation>
    </message>
    <message>
        <source>Each token of this reply, thin, and their course, bold. The ring: the reading before the first word.</source>
        <translation>Jedes Token dieser Antwort, dünn, und ihr Verlauf, kräftig. Der Ring: der Messwert vor dem ersten Wort.</translation>
    </message>
</context>
<context>
    <name>Trajectory</name>
    <message>
        <source>Course of the conversation</source>
        <translation>Verlauf der Unterhaltung</translation>
    </message>
    <message>
        <source>No replies yet</source>
        <translation>Noch keine Antworten</translation>
    </message>
</context>
<context>
    <name>UnexpectedErrors</name>
    <message>
        <source>Something went wrong in Keel itself. Your chats are saved; if the window behaves oddly, close it and start again.</source>
        <translation>In Keel selbst ist etwas schiefgegangen. Ihre Chats sind gespeichert; verhält sich das Fenster seltsam, schließen Sie es und starten Sie Keel neu.</translation>
    </message>
</context>
<context>
    <name>UserMessage</name>
    <message>
        <source>Put this message back into the box below</source>
        <translation>Diese Nachricht in das Feld unten zurücklegen</translation>
    </message>
    <message>
        <source>Queued: it is sent when the model is free</source>
        <translation>Wartet: Sie wird gesendet, wenn das Modell frei ist</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>You wrote</source>
        <translation>Sie schrieben</translation>
    </message>
</context>
<context>
    <name>VersionSwitch</name>
    <message>
        <source>Earlier version (Alt+Left)</source>
        <translation>Frühere Fassung (Alt+Links)</translation>
    </message>
    <message>
        <source>Later version (Alt+Right)</source>
        <translation>Spätere Fassung (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Version {at} of {count}</source>
        <translation>Fassung {at} von {count}</translation>
    </message>
</context>
<context>
    <name>WaitingMessages</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>WarningStrip</name>
    <message>
        <source>Drift warning</source>
        <translation>Drift-Warnung</translation>
    </message>
    <message>
        <source>Go back to the last steady reply</source>
        <translation>Zurück zur letzten stabilen Antwort</translation>
    </message>
    <message>
        <source>I meant this</source>
        <translation>Das ist so gewollt</translation>
    </message>
    <message>
        <source>Makes this a role-play chat: its replies are read as before, and nothing warns</source>
        <translation>Macht dies zu einem Rollenspiel-Chat: Seine Antworten werden wie zuvor gemessen, und nichts warnt</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>Mehr …</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Opens a copy of this chat that ends with that reply; this chat stays as it is</source>
        <translation>Öffnet eine Kopie dieses Chats, die mit dieser Antwort endet; dieser Chat bleibt, wie er ist</translation>
    </message>
    <message>
        <source>Start fresh chat with a summary</source>
        <translation>Neuer Chat mit Zusammenfassung</translation>
    </message>
    <message>
        <source>Strengthen capping</source>
        <translation>Stabilisierung verstärken</translation>
    </message>
    <message>
        <source>The replies have moved away from this model&apos;s usual assistant manner.</source>
        <translation>Die Antworten sind von der üblichen Assistenten-Art dieses Modells abgekommen.</translation>
    </message>
    <message>
        <source>The replies have moved away.</source>
        <translation>Die Antworten sind abgekommen.</translation>
    </message>
    <message>
        <source>Turn on capping</source>
        <translation>Stabilisierung einschalten</translation>
    </message>
    <message>
        <source>What to do…</source>
        <translation>Was tun …</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>A language model runs on this computer and answers you. In long or emotional conversations such a model can slide into another character. Keel measures that inside the model, while it writes.</source>
        <translation>Auf diesem Rechner läuft ein Sprachmodell und antwortet Ihnen. In langen oder gefühlvollen Gesprächen kann ein solches Modell in eine andere Rolle gleiten. Keel misst das im Inneren des Modells, während es schreibt.</translation>
    </message>
    <message>
        <source>A private chat that shows when a model drifts</source>
        <translation>Ein privater Chat, der zeigt, wenn ein Modell abdriftet</translation>
    </message>
    <message>
        <source>A warning never blocks you. In the settings Keel can also hold a model near its usual manner.</source>
        <translation>Eine Warnung hält Sie nie auf. In den Einstellungen kann Keel ein Modell auch nahe an seiner üblichen Art halten.</translation>
    </message>
    <message>
        <source>No account, and no connection unless you ask for a model. A page lists every one that was made.</source>
        <translation>Kein Konto und keine Verbindung, außer Sie verlangen ein Modell. Eine Seite nennt jede, die aufgebaut wurde.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>Nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>The panel on the right shows how close each reply is to the model&apos;s usual manner.</source>
        <translation>Die Anzeige rechts zeigt, wie nahe jede Antwort der üblichen Art des Modells ist.</translation>
    </message>
    <message>
        <source>You decide</source>
        <translation>Sie entscheiden</translation>
    </message>
    <message>
        <source>You see it happen</source>
        <translation>Sie sehen, wie es geschieht</translation>
    </message>
</context>
</TS>
