<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ClipText</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 k</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 Kanäle</translation>
    </message>
    <message>
        <source>peak %1 dB</source>
        <translation>Spitze %1 dB</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>It could not be encoded: %1</source>
        <translation>Er konnte nicht kodiert werden: %1</translation>
    </message>
    <message>
        <source>%1 · latents that were imported: trained on as they are, without their sound</source>
        <translation>%1 · übernommene Latents: Trainiert wird mit ihnen, wie sie sind, ohne ihren Ton</translation>
    </message>
</context>
<context>
    <name>CurveReading</name>
    <message>
        <source>No held-out clips have been measured yet. Listen to the demos to judge.</source>
        <translation>Noch wurde nichts auf zurückgehaltenen Clips gemessen. Urteile nach den Demos.</translation>
    </message>
    <message>
        <source>Too early to say: the curves need a few more checks on the held-out clips.</source>
        <translation>Noch zu früh: Die Kurven brauchen ein paar Messungen mehr auf den zurückgehaltenen Clips.</translation>
    </message>
    <message>
        <source>, while the training loss still falls: the model begins to remember these clips rather than learn from them.</source>
        <translation>, während der Trainings-Loss weiter fällt: Das Modell beginnt, sich diese Clips zu merken, statt von ihnen zu lernen.</translation>
    </message>
    <message>
        <source>Listen to %1 against %2; if you prefer the earlier one, stop here.</source>
        <translation>Hör %1 gegen %2; wenn dir der frühere besser gefällt, hör hier auf.</translation>
    </message>
    <message>
        <source>The held-out loss is still falling: the model learns things that hold for clips it has not seen. Go on.</source>
        <translation>Der zurückgehaltene Loss fällt noch: Das Modell lernt, was auch für Clips gilt, die es nicht kennt. Mach weiter.</translation>
    </message>
    <message>
        <source>The held-out loss has levelled off. More steps change the sound more than this number: let the demos decide.</source>
        <translation>Der zurückgehaltene Loss ist flach geworden. Mehr Schritte ändern den Klang mehr als diese Zahl: Lass die Demos entscheiden.</translation>
    </message>
    <message numerus="yes">
        <source>The held-out loss has not been lower for %n checks since step %1</source>
        <translation>
            <numerusform>Der zurückgehaltene Loss war seit %n Messung (seit Schritt %1) nicht niedriger</numerusform>
            <numerusform>Der zurückgehaltene Loss war seit %n Messungen (seit Schritt %1) nicht niedriger</numerusform>
        </translation>
    </message>
    <message>
        <source>The held-out loss has not been lower than that of the base model</source>
        <translation>Der zurückgehaltene Loss war nicht niedriger als beim Grundmodell</translation>
    </message>
    <message>
        <source>the base model</source>
        <translation>das Grundmodell</translation>
    </message>
    <message>
        <source>There were too few checks on the held-out clips to say anything. Let the demos decide.</source>
        <translation>Auf den zurückgehaltenen Clips wurde zu selten gemessen, um etwas zu sagen. Lass die Demos entscheiden.</translation>
    </message>
    <message>
        <source>Listen to %1 against %2 and export the one that you prefer.</source>
        <translation>Höre %1 gegen %2 und exportiere, was dir besser gefällt.</translation>
    </message>
    <message>
        <source>The held-out loss was still falling at the end: more steps may bring more.</source>
        <translation>Der zurückgehaltene Loss fiel am Ende noch: Mehr Schritte können mehr bringen.</translation>
    </message>
</context>
<context>
    <name>DemoGrids</name>
    <message>
        <source>seed %1</source>
        <translation>Seed %1</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>not “%1”</source>
        <translation>nicht „%1“</translation>
    </message>
</context>
<context>
    <name>DropRouter</name>
    <message>
        <source>Add these sounds to the dataset</source>
        <translation>Diese Klänge zum Datensatz hinzufügen</translation>
    </message>
    <message>
        <source>Add this model</source>
        <translation>Dieses Modell hinzufügen</translation>
    </message>
    <message>
        <source>Open this project</source>
        <translation>Dieses Projekt öffnen</translation>
    </message>
    <message>
        <source>Train with these settings</source>
        <translation>Mit diesen Einstellungen trainieren</translation>
    </message>
    <message>
        <source>Take over this data set of stable-audio-tools</source>
        <translation>Diesen Datensatz von stable-audio-tools übernehmen</translation>
    </message>
    <message>
        <source>Add the folder of these sounds to the dataset</source>
        <translation>Den Ordner dieser Klänge zum Datensatz hinzufügen</translation>
    </message>
</context>
<context>
    <name>Encoding</name>
    <message>
        <source>8-bit</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>16-bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>24-bit</source>
        <translation>24 Bit</translation>
    </message>
    <message>
        <source>32-bit</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>32-bit float</source>
        <translation>32 Bit Gleitkomma</translation>
    </message>
    <message>
        <source>64-bit float</source>
        <translation>64 Bit Gleitkomma</translation>
    </message>
    <message>
        <source>Vorbis</source>
        <translation>Vorbis</translation>
    </message>
    <message>
        <source>Opus</source>
        <translation>Opus</translation>
    </message>
    <message>
        <source>MPEG</source>
        <translation>MPEG</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>komprimiert</translation>
    </message>
    <message>
        <source>ALAC</source>
        <translation>ALAC</translation>
    </message>
    <message>
        <source>other</source>
        <translation>anderes Format</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekanntes Format</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>The file is damaged: %1</source>
        <translation>Die Datei ist beschädigt: %1</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes)</source>
        <translation>Die Datei ist leer (0 Byte)</translation>
    </message>
    <message>
        <source>The file&apos;s header is damaged</source>
        <translation>Der Kopf der Datei ist beschädigt</translation>
    </message>
    <message>
        <source>The header promises %1 frames, which the file does not hold</source>
        <translation>Der Kopf der Datei verspricht %1 Frames, die sie nicht enthält</translation>
    </message>
    <message>
        <source>Not a sound file that can be read here</source>
        <translation>Keine Klangdatei, die hier gelesen werden kann</translation>
    </message>
    <message>
        <source>This kind of sound cannot be read: %1</source>
        <translation>Diese Art von Klang kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Cannot read the file: %1</source>
        <translation>Die Datei kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>Diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>This is a folder, not a sound file</source>
        <translation>Das ist ein Ordner, keine Klangdatei</translation>
    </message>
    <message>
        <source>This is a device, not a sound file</source>
        <translation>Das ist ein Gerät, keine Klangdatei</translation>
    </message>
    <message>
        <source>This is not a file</source>
        <translation>Das ist keine Datei</translation>
    </message>
    <message>
        <source>Cannot open the file</source>
        <translation>Die Datei kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>The file cannot be read to its end</source>
        <translation>Die Datei kann nicht bis zum Ende gelesen werden</translation>
    </message>
    <message>
        <source>Convert it to WAV, AIFF, FLAC, Ogg, Opus or MP3.</source>
        <translation>Wandle sie in WAV, AIFF, FLAC, Ogg, Opus oder MP3 um.</translation>
    </message>
    <message>
        <source>Export or copy the file again.</source>
        <translation>Exportiere oder kopiere die Datei noch einmal.</translation>
    </message>
    <message>
        <source>Export the file again from the program that made it.</source>
        <translation>Exportiere die Datei noch einmal aus dem Programm, das sie gemacht hat.</translation>
    </message>
    <message>
        <source>A WAV file cannot hold more than 4 GB</source>
        <translation>Eine WAV-Datei fasst höchstens 4 GB</translation>
    </message>
    <message>
        <source>Write FLAC instead.</source>
        <translation>Schreibe stattdessen FLAC.</translation>
    </message>
    <message>
        <source>This kind of file cannot hold %1 channels at %2 Hz</source>
        <translation>Diese Art von Datei fasst keine %1 Kanäle bei %2 Hz</translation>
    </message>
    <message>
        <source>Cannot write the sound file</source>
        <translation>Die Klangdatei kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Check that its drive is connected.</source>
        <translation>Prüfe, ob sein Laufwerk angeschlossen ist.</translation>
    </message>
    <message>
        <source>There is no such folder</source>
        <translation>Diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>This folder is a source already</source>
        <translation>Dieser Ordner ist schon eine Quelle</translation>
    </message>
    <message>
        <source>The file is not there</source>
        <translation>Die Datei ist nicht da</translation>
    </message>
    <message>
        <source>This database is not a library of Attune</source>
        <translation>Diese Datenbank ist keine Bibliothek von Attune</translation>
    </message>
    <message>
        <source>This library was written by a newer Attune</source>
        <translation>Diese Bibliothek wurde von einem neueren Attune geschrieben</translation>
    </message>
    <message>
        <source>This library is of an older Attune and cannot be renewed where it lies</source>
        <translation>Diese Bibliothek stammt von einem älteren Attune und kann dort, wo sie liegt, nicht erneuert werden</translation>
    </message>
    <message>
        <source>The library is damaged: %1</source>
        <translation>Die Bibliothek ist beschädigt: %1</translation>
    </message>
    <message>
        <source>The library&apos;s folder does not exist</source>
        <translation>Den Ordner der Bibliothek gibt es nicht</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wähle eine andere Datei.</translation>
    </message>
    <message>
        <source>Update Attune to open it.</source>
        <translation>Aktualisiere Attune, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>Copy the project to a place where you may write.</source>
        <translation>Kopiere das Projekt an einen Ort, an dem du schreiben darfst.</translation>
    </message>
    <message>
        <source>Put a copy of the file back, or remove it and scan again: prompts written by hand are in it.</source>
        <translation>Lege eine Kopie der Datei zurück, oder entferne sie und lies neu ein: Von Hand geschriebene Prompts stehen darin.</translation>
    </message>
    <message>
        <source>No room left for the database: %1</source>
        <translation>Für die Datenbank ist kein Platz mehr: %1</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>Schaffe Platz oder wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Another process is writing to the database: %1</source>
        <translation>Ein anderes Programm schreibt gerade in die Datenbank: %1</translation>
    </message>
    <message>
        <source>Close the other window or wait for it.</source>
        <translation>Schließe das andere Fenster oder warte darauf.</translation>
    </message>
    <message>
        <source>The database is damaged or not a database: %1</source>
        <translation>Die Datenbank ist beschädigt oder keine: %1</translation>
    </message>
    <message>
        <source>Put a copy of it back, or remove it: it is made anew, without what was in it.</source>
        <translation>Lege eine Kopie davon zurück, oder entferne sie: Sie wird neu angelegt, ohne das, was darin stand.</translation>
    </message>
    <message>
        <source>The database cannot be opened for writing: %1</source>
        <translation>Die Datenbank kann nicht zum Schreiben geöffnet werden: %1</translation>
    </message>
    <message>
        <source>Check that you may read and write there.</source>
        <translation>Prüfe, ob du dort lesen und schreiben darfst.</translation>
    </message>
    <message>
        <source>The disk refused to read or write the database: %1</source>
        <translation>Das Laufwerk verweigert Lesen oder Schreiben der Datenbank: %1</translation>
    </message>
    <message>
        <source>Check the drive.</source>
        <translation>Prüfe das Laufwerk.</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>Nicht genug Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Schließe andere Programme.</translation>
    </message>
    <message>
        <source>Scan the folder again.</source>
        <translation>Lies den Ordner noch einmal ein.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 an Stelle %2</translation>
    </message>
    <message>
        <source>A bracket too many</source>
        <translation>Eine Klammer zu viel</translation>
    </message>
    <message>
        <source>Too many brackets</source>
        <translation>Zu viele Klammern</translation>
    </message>
    <message>
        <source>A closing bracket is missing</source>
        <translation>Eine schließende Klammer fehlt</translation>
    </message>
    <message>
        <source>A closing quote is missing</source>
        <translation>Ein schließendes Anführungszeichen fehlt</translation>
    </message>
    <message>
        <source>Something is missing before the sign</source>
        <translation>Vor dem Zeichen fehlt etwas</translation>
    </message>
    <message>
        <source>There is no finding named “%1”</source>
        <translation>Einen Befund namens „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>split is train, held-out or none</source>
        <translation>split ist train, held-out oder none</translation>
    </message>
    <message>
        <source>Texts are compared with :, = or !=</source>
        <translation>Texte werden mit :, = oder != verglichen</translation>
    </message>
    <message>
        <source>“%1” is no number</source>
        <translation>„%1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>“%1” is no unit that is known here</source>
        <translation>„%1“ ist hier keine bekannte Einheit</translation>
    </message>
    <message>
        <source>%1 is compared with :, = or !=</source>
        <translation>%1 wird mit :, = oder != verglichen</translation>
    </message>
    <message>
        <source>There is no field named “%1”</source>
        <translation>Ein Feld namens „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>%1 is yes or no</source>
        <translation>%1 ist yes oder no</translation>
    </message>
    <message>
        <source>Rule %1: %2</source>
        <translation>Regel %1: %2</translation>
    </message>
    <message>
        <source>Alternative %1: %2</source>
        <translation>Alternative %1: %2</translation>
    </message>
    <message>
        <source>Brackets cannot stand inside brackets</source>
        <translation>Klammern können nicht in Klammern stehen</translation>
    </message>
    <message>
        <source>A closing ] is missing</source>
        <translation>Eine schließende ] fehlt</translation>
    </message>
    <message>
        <source>A closing } is missing</source>
        <translation>Eine schließende } fehlt</translation>
    </message>
    <message>
        <source>A %1 too many; write it twice to have one in the text</source>
        <translation>Ein %1 zu viel; schreibe es doppelt, um eines im Text zu haben</translation>
    </message>
    <message>
        <source>There is no modifier named “%1”</source>
        <translation>Einen Zusatz namens „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>There is nothing to find</source>
        <translation>Es gibt nichts zu suchen</translation>
    </message>
    <message>
        <source>The pattern is wrong at %1: %2</source>
        <translation>Das Muster ist an Stelle %1 falsch: %2</translation>
    </message>
    <message>
        <source>The pattern is longer than %1 bytes</source>
        <translation>Das Muster ist länger als %1 Byte</translation>
    </message>
    <message>
        <source>The pattern is not valid Unicode text</source>
        <translation>Das Muster ist kein gültiger Unicode-Text</translation>
    </message>
    <message>
        <source>The pattern gave up: %1</source>
        <translation>Das Muster hat aufgegeben: %1</translation>
    </message>
    <message>
        <source>Make it simpler, for example without nested repeats.</source>
        <translation>Mach es einfacher, zum Beispiel ohne verschachtelte Wiederholungen.</translation>
    </message>
    <message>
        <source>The replacement names group %1, which the pattern does not have</source>
        <translation>Die Ersetzung nennt Gruppe %1, die das Muster nicht hat</translation>
    </message>
    <message>
        <source>A weight cannot be negative</source>
        <translation>Ein Gewicht kann nicht negativ sein</translation>
    </message>
    <message>
        <source>The table is empty</source>
        <translation>Die Tabelle ist leer</translation>
    </message>
    <message>
        <source>A quote that begins in line %1 is never closed</source>
        <translation>Ein Anführungszeichen aus Zeile %1 wird nie geschlossen</translation>
    </message>
    <message>
        <source>Line %1 has %2 fields, but the first line names %3</source>
        <translation>Zeile %1 hat %2 Felder, die erste Zeile nennt aber %3</translation>
    </message>
    <message>
        <source>%1 should be a number</source>
        <translation>%1 sollte eine Zahl sein</translation>
    </message>
    <message>
        <source>%1 should be a whole number</source>
        <translation>%1 sollte eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>%1 should be a finite number</source>
        <translation>%1 sollte eine endliche Zahl sein</translation>
    </message>
    <message>
        <source>%1 should be a list of texts</source>
        <translation>%1 sollte eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>%1 should be a list of prompts</source>
        <translation>%1 sollte eine Liste von Prompts sein</translation>
    </message>
    <message>
        <source>%1 should be a list</source>
        <translation>%1 sollte eine Liste sein</translation>
    </message>
    <message>
        <source>%1 should be true or false</source>
        <translation>%1 sollte true oder false sein</translation>
    </message>
    <message>
        <source>%1 should be a text</source>
        <translation>%1 sollte ein Text sein</translation>
    </message>
    <message>
        <source>%1 should be an object</source>
        <translation>%1 sollte ein Objekt sein</translation>
    </message>
    <message>
        <source>%1 should be %2, not %3</source>
        <translation>%1 sollte %2 sein, nicht %3</translation>
    </message>
    <message>
        <source>%1 should look like %2, not %3</source>
        <translation>%1 sollte aussehen wie %2, nicht wie %3</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>There is no setting called %1</source>
        <translation>Eine Einstellung namens %1 gibt es nicht</translation>
    </message>
    <message>
        <source>Check its spelling, or remove it.</source>
        <translation>Prüfe die Schreibweise, oder entferne sie.</translation>
    </message>
    <message>
        <source>Run settings should be a JSON object</source>
        <translation>Einstellungen sollten ein JSON-Objekt sein</translation>
    </message>
    <message>
        <source>These run settings were written by a newer Attune</source>
        <translation>Diese Einstellungen wurden von einem neueren Attune geschrieben</translation>
    </message>
    <message>
        <source>Update Attune.</source>
        <translation>Aktualisiere Attune.</translation>
    </message>
    <message>
        <source>There is no precision called &quot;%1&quot;</source>
        <translation>Eine Genauigkeit namens „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>There is no %1 called &quot;%2&quot;</source>
        <translation>Das gibt es nicht: %1 „%2“</translation>
    </message>
    <message>
        <source>%1 has no option &quot;%2&quot;</source>
        <translation>%1 hat keine Option „%2“</translation>
    </message>
    <message>
        <source>Its options: %1.</source>
        <translation>Seine Optionen: %1.</translation>
    </message>
    <message>
        <source>Not valid JSON at line %1, column %2</source>
        <translation>Kein gültiges JSON in Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>The JSON is nested too deeply at line %1, column %2</source>
        <translation>Das JSON ist in Zeile %1, Spalte %2 zu tief verschachtelt</translation>
    </message>
    <message>
        <source>Check for a missing comma, quote or bracket there.</source>
        <translation>Sieh nach, ob dort ein Komma, ein Anführungszeichen oder eine Klammer fehlt.</translation>
    </message>
    <message>
        <source>This model cannot be trained in %1; the least it needs is %2</source>
        <translation>Dieses Modell lässt sich mit %1 nicht trainieren; es braucht mindestens %2</translation>
    </message>
    <message>
        <source>Train a smaller model, or on another device.</source>
        <translation>Trainiere ein kleineres Modell oder auf einem anderen Gerät.</translation>
    </message>
    <message>
        <source>Every clip will be seen about %1 times; so small a set is learnt by heart long before. Watch the held-out loss.</source>
        <translation>Jeder Clip kommt etwa %1 Mal dran; so wenige werden lange vorher auswendig gelernt. Behalte den zurückgehaltenen Loss im Auge.</translation>
    </message>
    <message>
        <source>Few clips overfit a full fine-tune quickly; LoRA adapters hold more of the base model.</source>
        <translation>Wenige Clips werden vom ganzen Modell schnell auswendig gelernt; LoRA-Adapter bewahren mehr vom Grundmodell.</translation>
    </message>
    <message>
        <source>Lion wants a learning rate 3 to 10 times smaller than AdamW.</source>
        <translation>Lion will eine 3- bis 10-mal kleinere Lernrate als AdamW.</translation>
    </message>
    <message>
        <source>Nothing is saved until you ask for it or stop the run.</source>
        <translation>Nichts wird gespeichert, bis du es verlangst oder den Lauf anhältst.</translation>
    </message>
    <message>
        <source>Prodigy finds the step size itself; its learning rate should stay at 1.</source>
        <translation>Prodigy findet die Schrittweite selbst; seine Lernrate sollte 1 bleiben.</translation>
    </message>
    <message>
        <source>The run ends before every clip was seen once.</source>
        <translation>Der Lauf endet, bevor jeder Clip einmal dran war.</translation>
    </message>
    <message>
        <source>The run is longer than the cosine, so the learning rate will rise again after it.</source>
        <translation>Der Lauf ist länger als der Kosinus, danach steigt die Lernrate also wieder.</translation>
    </message>
    <message>
        <source>There are %1 clips only, so a step of %2 sees some of them more than once.</source>
        <translation>Es sind nur %1 Clips, also sieht ein Schritt aus %2 manche mehrmals.</translation>
    </message>
    <message>
        <source>This learning rate usually destroys a trained model within a few steps; 5e-5 to 2e-4 is usual.</source>
        <translation>Diese Lernrate zerstört ein trainiertes Modell meist in wenigen Schritten; üblich sind 5e-5 bis 2e-4.</translation>
    </message>
    <message>
        <source>With one clip a step the loss jumps about; 4 or more (or accumulation) is steadier.</source>
        <translation>Mit einem Clip je Schritt springt der Loss; ab 4 (oder mit Akkumulation) wird es ruhiger.</translation>
    </message>
    <message>
        <source>With so small a learning rate hardly anything will change.</source>
        <translation>Mit einer so kleinen Lernrate ändert sich kaum etwas.</translation>
    </message>
    <message>
        <source>Without a held-out loss only your ears can tell when to stop.</source>
        <translation>Ohne zurückgehaltenen Loss sagen dir nur deine Ohren, wann Schluss ist.</translation>
    </message>
    <message>
        <source>Without any dropout of prompts, guidance (CFG) stops working well; 0.1 is usual.</source>
        <translation>Ohne weggelassene Prompts wirkt die Führung (CFG) nicht mehr gut; üblich ist 0,1.</translation>
    </message>
    <message>
        <source>bfloat16 weights lose many of the tiny steps of SGD.</source>
        <translation>Gewichte in bfloat16 verlieren viele der winzigen Schritte von SGD.</translation>
    </message>
    <message>
        <source>A project needs a name</source>
        <translation>Ein Projekt braucht einen Namen</translation>
    </message>
    <message>
        <source>There is no project in this folder</source>
        <translation>In diesem Ordner ist kein Projekt</translation>
    </message>
    <message>
        <source>There is a project in this folder already</source>
        <translation>In diesem Ordner ist schon ein Projekt</translation>
    </message>
    <message>
        <source>Open it, or choose another folder.</source>
        <translation>Öffne es, oder wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Make a new project, or open the folder of one.</source>
        <translation>Lege ein neues Projekt an oder öffne den Ordner eines vorhandenen.</translation>
    </message>
    <message>
        <source>Open the folder that has project.json in it.</source>
        <translation>Öffne den Ordner, in dem project.json liegt.</translation>
    </message>
    <message>
        <source>Close it there, or open the project for reading.</source>
        <translation>Schließe es dort, oder öffne das Projekt zum Lesen.</translation>
    </message>
    <message>
        <source>The project was opened for reading only</source>
        <translation>Das Projekt wurde nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>The project was saved by a newer Attune</source>
        <translation>Das Projekt wurde von einem neueren Attune gespeichert</translation>
    </message>
    <message>
        <source>Update Attune to change it.</source>
        <translation>Aktualisiere Attune, um es zu ändern.</translation>
    </message>
    <message>
        <source>The project&apos;s folder cannot be written</source>
        <translation>In den Ordner des Projekts kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>This file is not in its project&apos;s folder any more</source>
        <translation>Diese Datei liegt nicht mehr im Ordner ihres Projekts</translation>
    </message>
    <message>
        <source>This project.json belongs to another program</source>
        <translation>Diese project.json gehört zu einem anderen Programm</translation>
    </message>
    <message>
        <source>The project file is not an object</source>
        <translation>Die Projektdatei ist kein Objekt</translation>
    </message>
    <message>
        <source>The list of recent projects is damaged</source>
        <translation>Die Liste der letzten Projekte ist beschädigt</translation>
    </message>
    <message>
        <source>There is no run &quot;%1&quot;</source>
        <translation>Einen Lauf „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>The run is being trained</source>
        <translation>Der Lauf wird gerade trainiert</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Halte ihn zuerst an.</translation>
    </message>
    <message>
        <source>The run is pinned</source>
        <translation>Der Lauf ist angeheftet</translation>
    </message>
    <message>
        <source>Take the pin off first.</source>
        <translation>Löse ihn zuerst.</translation>
    </message>
    <message>
        <source>The checkpoint stays: %1</source>
        <translation>Der Checkpoint bleibt: %1</translation>
    </message>
    <message>
        <source>There is no such checkpoint</source>
        <translation>Diesen Checkpoint gibt es nicht</translation>
    </message>
    <message>
        <source>The metrics were written by a newer Attune</source>
        <translation>Die Messwerte wurden von einem neueren Attune geschrieben</translation>
    </message>
    <message>
        <source>No model is registered as &quot;%1&quot;</source>
        <translation>Kein Modell ist als „%1“ eingetragen</translation>
    </message>
    <message>
        <source>Another window or program has this open%1</source>
        <translation>Ein anderes Fenster oder Programm hat das geöffnet%1</translation>
    </message>
    <message>
        <source>Close it there, or wait until it is done.</source>
        <translation>Schließe es dort, oder warte, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Cannot write the file</source>
        <translation>Die Datei kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Cannot replace the file</source>
        <translation>Die Datei kann nicht ersetzt werden</translation>
    </message>
    <message>
        <source>The run&apos;s model is not registered any more</source>
        <translation>Das Modell des Laufs ist nicht mehr eingetragen</translation>
    </message>
    <message>
        <source>No model is chosen</source>
        <translation>Es ist kein Modell gewählt</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>Es ist kein Projekt offen</translation>
    </message>
    <message>
        <source>There is no such demo</source>
        <translation>Diese Demo gibt es nicht</translation>
    </message>
    <message>
        <source>This is the T5 text encoder, which goes with a model but is not one.</source>
        <translation>Das ist der Text-Encoder T5, der zu einem Modell gehört, aber keines ist.</translation>
    </message>
    <message>
        <source>Choose the model&apos;s own file, for example model.safetensors.</source>
        <translation>Wähle die Datei des Modells selbst, zum Beispiel model.safetensors.</translation>
    </message>
    <message>
        <source>None of the tensors in this file belongs to a Stable Audio model.</source>
        <translation>Keiner der Tensoren dieser Datei gehört zu einem Stable-Audio-Modell.</translation>
    </message>
    <message>
        <source>Choose a Stable Audio Open checkpoint (.safetensors or .ckpt).</source>
        <translation>Wähle einen Checkpoint von Stable Audio Open (.safetensors oder .ckpt).</translation>
    </message>
    <message>
        <source>This is an autoencoder alone; fine-tuning needs a diffusion model.</source>
        <translation>Das ist nur ein Autoencoder; das Nachtrainieren braucht ein Diffusionsmodell.</translation>
    </message>
    <message>
        <source>Choose the whole Stable Audio Open model.</source>
        <translation>Wähle das ganze Modell von Stable Audio Open.</translation>
    </message>
    <message>
        <source>The file holds the transformer but not its autoencoder, so no sound can be encoded or decoded.</source>
        <translation>Die Datei enthält den Transformer, aber nicht seinen Autoencoder; so lässt sich kein Klang kodieren oder dekodieren.</translation>
    </message>
    <message>
        <source>Export the model again with its pretransform.</source>
        <translation>Exportiere das Modell noch einmal mit seiner Pretransform.</translation>
    </message>
    <message>
        <source>The configuration describes a diffusion model, but the file is a %1.</source>
        <translation>Die Konfiguration beschreibt ein Diffusionsmodell, die Datei ist aber: %1.</translation>
    </message>
    <message>
        <source>The configuration describes an autoencoder, but the file is a %1.</source>
        <translation>Die Konfiguration beschreibt einen Autoencoder, die Datei ist aber: %1.</translation>
    </message>
    <message>
        <source>Put the configuration that belongs to this file beside it.</source>
        <translation>Lege die Konfiguration, die zu dieser Datei gehört, daneben.</translation>
    </message>
    <message>
        <source>There is no model_config.json beside the file, and the weights alone do not say all that it does.</source>
        <translation>Neben der Datei liegt keine model_config.json, und die Gewichte allein sagen nicht alles, was darin steht.</translation>
    </message>
    <message>
        <source>Download model_config.json from the same page as the weights and put it in the same folder.</source>
        <translation>Lade model_config.json von derselben Seite wie die Gewichte und lege sie in denselben Ordner.</translation>
    </message>
    <message>
        <source>The weights do not fit the configuration: %1.</source>
        <translation>Die Gewichte passen nicht zur Konfiguration: %1.</translation>
    </message>
    <message>
        <source>Use the model_config.json that this file was made with.</source>
        <translation>Nimm die model_config.json, mit der diese Datei gemacht wurde.</translation>
    </message>
    <message>
        <source>%1 tensor is not part of the configured model, first %2.</source>
        <translation>%1 Tensor gehört nicht zum konfigurierten Modell, nämlich %2.</translation>
    </message>
    <message>
        <source>%1 tensors are not part of the configured model, first %2.</source>
        <translation>%1 Tensoren gehören nicht zum konfigurierten Modell, zuerst %2.</translation>
    </message>
    <message>
        <source>Check that the configuration belongs to this file.</source>
        <translation>Prüfe, ob die Konfiguration zu dieser Datei gehört.</translation>
    </message>
    <message>
        <source>Rotary frequencies are absent and will be computed, as after some converters.</source>
        <translation>Die Rotary-Frequenzen fehlen und werden berechnet, wie nach manchen Umwandlungen.</translation>
    </message>
    <message>
        <source>This is the ARC version of the model, post-trained against a discriminator to need few steps. Fine-tuning it with the ordinary loss undoes that and gives neither a good fast nor a good slow model.</source>
        <translation>Das ist die ARC-Fassung des Modells, gegen einen Diskriminator nachtrainiert, damit wenige Schritte genügen. Das Nachtrainieren mit dem üblichen Loss macht das zunichte und ergibt weder ein gutes schnelles noch ein gutes langsames Modell.</translation>
    </message>
    <message>
        <source>Train the base version (base_model.ckpt with base_model_config.json of Stable Audio Open Small).</source>
        <translation>Trainiere die Grundfassung (base_model.ckpt mit base_model_config.json von Stable Audio Open Small).</translation>
    </message>
    <message>
        <source>Base and ARC versions of Stable Audio Open Small have the same weights by name and shape; only the configuration tells them apart.</source>
        <translation>Grund- und ARC-Fassung von Stable Audio Open Small haben Gewichte gleicher Namen und Formen; nur die Konfiguration unterscheidet sie.</translation>
    </message>
    <message>
        <source>The autoencoder is stored without weight normalisation. It works here; the reference refuses it or silently keeps random weights.</source>
        <translation>Der Autoencoder ist ohne Gewichtsnormierung gespeichert. Hier geht das; die Referenz lehnt es ab oder behält stillschweigend zufällige Gewichte.</translation>
    </message>
    <message>
        <source>Convert the file to get weight_g and weight_v back.</source>
        <translation>Wandle die Datei um, um weight_g und weight_v zurückzubekommen.</translation>
    </message>
    <message>
        <source>The configuration asks for averaged (EMA) weights, but the checkpoint holds none.</source>
        <translation>Die Konfiguration verlangt gemittelte Gewichte (EMA), der Checkpoint enthält aber keine.</translation>
    </message>
    <message>
        <source>The weights of the last step are used. The reference would export random ones.</source>
        <translation>Die Gewichte des letzten Schritts werden genommen. Die Referenz würde zufällige exportieren.</translation>
    </message>
    <message>
        <source>The %1 is stored in 8-bit numbers, which are too coarse to train from.</source>
        <translation>Der Teil „%1“ ist in 8-Bit-Zahlen gespeichert, die zum Trainieren zu grob sind.</translation>
    </message>
    <message>
        <source>Use a file in 16 or 32 bit.</source>
        <translation>Nimm eine Datei mit 16 oder 32 Bit.</translation>
    </message>
    <message>
        <source>The model configuration cannot be used: %1.</source>
        <translation>Die Konfiguration des Modells kann nicht verwendet werden: %1.</translation>
    </message>
    <message>
        <source>The text encoder %1 was not found</source>
        <translation>Der Text-Encoder %1 wurde nicht gefunden</translation>
    </message>
    <message>
        <source>Put %1 (config.json, model.safetensors, spiece.model) into a folder beside the weights, or name its folder.</source>
        <translation>Lege %1 (config.json, model.safetensors, spiece.model) in einen Ordner neben die Gewichte, oder nenne seinen Ordner.</translation>
    </message>
    <message>
        <source>The text encoder of the model %1 is not known</source>
        <translation>Der Text-Encoder des Modells %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>The model %1 has no model_config.json</source>
        <translation>Das Modell %1 hat keine model_config.json</translation>
    </message>
    <message>
        <source>Put model_config.json beside the weights and add the model again.</source>
        <translation>Lege model_config.json neben die Gewichte und füge das Modell noch einmal hinzu.</translation>
    </message>
    <message>
        <source>The model configuration is not there</source>
        <translation>Die Konfiguration des Modells ist nicht da</translation>
    </message>
    <message>
        <source>The checkpoint holds no averaged (EMA) weights</source>
        <translation>Der Checkpoint enthält keine gemittelten Gewichte (EMA)</translation>
    </message>
    <message>
        <source>Use the weights of the last step.</source>
        <translation>Nimm die Gewichte des letzten Schritts.</translation>
    </message>
    <message>
        <source>The file asks to use &quot;%1&quot;, which can run code; it was not loaded</source>
        <translation>Die Datei will „%1“ verwenden, was Programme ausführen kann; sie wurde nicht geladen</translation>
    </message>
    <message>
        <source>Ask for the model as a safetensors file, which cannot hold code.</source>
        <translation>Lass dir das Modell als safetensors-Datei geben, die keine Programme enthalten kann.</translation>
    </message>
    <message>
        <source>Download or copy the file again.</source>
        <translation>Lade oder kopiere die Datei noch einmal.</translation>
    </message>
    <message>
        <source>This zip file is not a PyTorch checkpoint: it has no data.pkl</source>
        <translation>Diese zip-Datei ist kein PyTorch-Checkpoint: data.pkl fehlt</translation>
    </message>
    <message>
        <source>There is a file of this name already</source>
        <translation>Eine Datei dieses Namens gibt es schon</translation>
    </message>
    <message>
        <source>Choose another name, or ask for the file to be replaced.</source>
        <translation>Wähle einen anderen Namen, oder lass die Datei ersetzen.</translation>
    </message>
    <message>
        <source>%1 cannot be trained: %2</source>
        <translation>%1 kann nicht trainiert werden: %2</translation>
    </message>
    <message>
        <source>There are no usable sounds to encode</source>
        <translation>Es gibt keine brauchbaren Klänge zu kodieren</translation>
    </message>
    <message>
        <source>Add a folder of sounds first.</source>
        <translation>Füge zuerst einen Ordner mit Klängen hinzu.</translation>
    </message>
    <message>
        <source>Nothing in the window is louder than -60 dB</source>
        <translation>Nichts im Fenster ist lauter als −60 dB</translation>
    </message>
    <message>
        <source>Leave the clip out, or choose another part of it.</source>
        <translation>Lass den Clip weg, oder wähle einen anderen Teil.</translation>
    </message>
    <message>
        <source>The file ends before its last window</source>
        <translation>Die Datei endet vor ihrem letzten Fenster</translation>
    </message>
    <message>
        <source>The file has %1 frames, and had %2 when it was scanned</source>
        <translation>Die Datei hat %1 Frames, beim Einlesen waren es %2</translation>
    </message>
    <message>
        <source>The sound has not been encoded</source>
        <translation>Der Klang ist nicht kodiert</translation>
    </message>
    <message>
        <source>A clip has no prompt</source>
        <translation>Ein Clip hat keinen Prompt</translation>
    </message>
    <message>
        <source>Write prompt rules for it.</source>
        <translation>Schreibe Prompt-Regeln dafür.</translation>
    </message>
    <message>
        <source>No clip of the project is encoded for this model</source>
        <translation>Kein Clip des Projekts ist für dieses Modell kodiert</translation>
    </message>
    <message>
        <source>No clip of the run is encoded</source>
        <translation>Kein Clip des Laufs ist kodiert</translation>
    </message>
    <message>
        <source>No clip of the run is encoded any more</source>
        <translation>Kein Clip des Laufs ist noch kodiert</translation>
    </message>
    <message>
        <source>There is nothing to train on</source>
        <translation>Es gibt nichts zum Trainieren</translation>
    </message>
    <message>
        <source>Add clips, or include some.</source>
        <translation>Füge Clips hinzu, oder nimm welche wieder auf.</translation>
    </message>
    <message>
        <source>A checkpoint needs %1, and of the %2 left on the disk %3 should stay free</source>
        <translation>Ein Checkpoint braucht %1, und von den %2 auf dem Laufwerk sollten %3 frei bleiben</translation>
    </message>
    <message>
        <source>Free some space, then continue.</source>
        <translation>Schaffe Platz, dann geht es weiter.</translation>
    </message>
    <message>
        <source>There is no checkpoint to continue from</source>
        <translation>Es gibt keinen Checkpoint zum Fortsetzen</translation>
    </message>
    <message>
        <source>Start the run anew.</source>
        <translation>Beginne den Lauf neu.</translation>
    </message>
    <message>
        <source>The checkpoint was not finished: state.json is missing</source>
        <translation>Der Checkpoint wurde nicht fertig: state.json fehlt</translation>
    </message>
    <message>
        <source>This checkpoint was written by a newer Attune</source>
        <translation>Dieser Checkpoint wurde von einem neueren Attune geschrieben</translation>
    </message>
    <message>
        <source>%1 has other contents than when it was written</source>
        <translation>%1 hat einen anderen Inhalt als beim Schreiben</translation>
    </message>
    <message>
        <source>The loss is %1, so the training has gone wrong</source>
        <translation>Der Loss ist %1, das Training ist also entgleist</translation>
    </message>
    <message>
        <source>The gradient is %1, so the training has gone wrong</source>
        <translation>Der Gradient ist %1, das Training ist also entgleist</translation>
    </message>
    <message>
        <source>Start a new run with a lower learning rate. To go on from the last checkpoint, export it and start from that file.</source>
        <translation>Beginne einen neuen Lauf mit einer kleineren Lernrate. Um vom letzten Checkpoint aus weiterzumachen, exportiere ihn und beginne mit dieser Datei.</translation>
    </message>
    <message>
        <source>The gradients overflowed %1 steps in a row</source>
        <translation>Die Gradienten liefen %1 Schritte nacheinander über</translation>
    </message>
    <message>
        <source>The adapters in the checkpoint belong to another base model</source>
        <translation>Die Adapter im Checkpoint gehören zu einem anderen Grundmodell</translation>
    </message>
    <message>
        <source>Resume with the settings the run was started with</source>
        <translation>Setze mit den Einstellungen fort, mit denen der Lauf begann</translation>
    </message>
    <message>
        <source>The model does not say how long its sounds are</source>
        <translation>Das Modell sagt nicht, wie lang seine Klänge sind</translation>
    </message>
    <message>
        <source>Set a length for the demos.</source>
        <translation>Stelle eine Länge für die Demos ein.</translation>
    </message>
    <message>
        <source>The sound to vary is empty</source>
        <translation>Der Klang, von dem ausgegangen wird, ist leer</translation>
    </message>
    <message>
        <source>The file has no sound in it</source>
        <translation>In der Datei ist kein Klang</translation>
    </message>
    <message>
        <source>The file is there already</source>
        <translation>Die Datei gibt es schon</translation>
    </message>
    <message>
        <source>The folder is there already</source>
        <translation>Den Ordner gibt es schon</translation>
    </message>
    <message>
        <source>Choose another name, or replace it.</source>
        <translation>Wähle einen anderen Namen, oder ersetze sie.</translation>
    </message>
    <message>
        <source>Choose another one, or replace it.</source>
        <translation>Wähle einen anderen, oder ersetze ihn.</translation>
    </message>
    <message>
        <source>The folder cannot be made</source>
        <translation>Der Ordner kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>The run trained the whole model, so it has no adapters</source>
        <translation>Der Lauf hat das ganze Modell trainiert, Adapter hat er also keine</translation>
    </message>
    <message>
        <source>Export it as safetensors.</source>
        <translation>Exportiere es als safetensors.</translation>
    </message>
    <message>
        <source>There are only %1 GPUs</source>
        <translation>Es gibt nur %1 Grafikkarten</translation>
    </message>
    <message>
        <source>Only CPUs and NVIDIA GPUs can compute here</source>
        <translation>Hier rechnen nur Prozessoren und NVIDIA-Grafikkarten</translation>
    </message>
    <message>
        <source>The engine (%1) is not installed</source>
        <translation>Der Rechenkern (%1) ist nicht installiert</translation>
    </message>
    <message>
        <source>The engine is of another build than this program</source>
        <translation>Der Rechenkern stammt aus einem anderen Bau als dieses Programm</translation>
    </message>
    <message>
        <source>Install Attune again, or set ATTUNE_ENGINE to the file.</source>
        <translation>Installiere Attune noch einmal, oder setze ATTUNE_ENGINE auf die Datei.</translation>
    </message>
    <message>
        <source>Install Attune again, so that both come from one package.</source>
        <translation>Installiere Attune noch einmal, damit beide aus einem Paket kommen.</translation>
    </message>
    <message>
        <source>The files that come with Attune are not there</source>
        <translation>Die Dateien, die zu Attune gehören, sind nicht da</translation>
    </message>
    <message>
        <source>The starter pack is not there</source>
        <translation>Das Starterpaket ist nicht da</translation>
    </message>
    <message>
        <source>The starter pack is not complete</source>
        <translation>Das Starterpaket ist nicht vollständig</translation>
    </message>
    <message>
        <source>The training presets are not there</source>
        <translation>Die Voreinstellungen für das Training sind nicht da</translation>
    </message>
    <message>
        <source>Install Attune again, or set ATTUNE_RESOURCES to the folder that holds starter/.</source>
        <translation>Installiere Attune noch einmal, oder setze ATTUNE_RESOURCES auf den Ordner mit starter/.</translation>
    </message>
    <message>
        <source>The file is damaged or cut off at %1: %2</source>
        <translation>Die Datei ist beschädigt oder endet bei %1: %2</translation>
    </message>
    <message>
        <source>The sound is not a number at %1: %2</source>
        <translation>Der Klang enthält bei %1 keine Zahl: %2</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>Frame %1</translation>
    </message>
    <message>
        <source>Format not recognised.</source>
        <translation>Das Format ist nicht bekannt.</translation>
    </message>
    <message>
        <source>File contains data in an unknown format.</source>
        <translation>Die Datei enthält Daten in einem unbekannten Format.</translation>
    </message>
    <message>
        <source>File contains data in an unimplemented format.</source>
        <translation>Die Datei enthält Daten in einem Format, das hier nicht gelesen wird.</translation>
    </message>
    <message>
        <source>writes %1 a second</source>
        <translation>schreibt %1 in der Sekunde</translation>
    </message>
    <message>
        <source>Processor (%1 threads), %2</source>
        <translation>Prozessor (%1 Threads), %2</translation>
    </message>
    <message>
        <source>Processor (%1 thread), %2</source>
        <translation>Prozessor (%1 Thread), %2</translation>
    </message>
    <message>
        <source>A model hears one or two channels, not %1</source>
        <translation>Ein Modell hört einen oder zwei Kanäle, nicht %1</translation>
    </message>
    <message>
        <source>A sound without channels</source>
        <translation>Ein Klang ohne Kanäle</translation>
    </message>
    <message>
        <source>Not a FLAC file</source>
        <translation>Keine FLAC-Datei</translation>
    </message>
    <message>
        <source>Cannot read the file</source>
        <translation>Die Datei lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>Not enough memory to measure loudness</source>
        <translation>Der Speicher reicht nicht, um die Lautheit zu messen</translation>
    </message>
    <message>
        <source>Resampling failed: %1</source>
        <translation>Das Umrechnen der Abtastrate ist misslungen: %1</translation>
    </message>
    <message>
        <source>Cannot resample %1 channels from %2 Hz to %3 Hz</source>
        <translation>%1 Kanäle lassen sich nicht von %2 Hz auf %3 Hz umrechnen</translation>
    </message>
    <message>
        <source>These prompt rules were written by a newer Attune</source>
        <translation>Diese Prompt-Regeln hat ein neueres Attune geschrieben</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no way to treat long clips</source>
        <translation>„%1“ ist keine Art, mit langen Clips umzugehen</translation>
    </message>
    <message>
        <source>Lengths of windows and pieces cannot be negative</source>
        <translation>Längen von Fenstern und Stücken können nicht negativ sein</translation>
    </message>
    <message>
        <source>The encoder gave numbers that cannot be stored</source>
        <translation>Der Encoder hat Zahlen geliefert, die sich nicht speichern lassen</translation>
    </message>
    <message>
        <source>Encode in fp32, and check the autoencoder&apos;s weights.</source>
        <translation>Kodiere in fp32 und prüfe die Gewichte des Autoencoders.</translation>
    </message>
    <message>
        <source>This is not a NumPy array file</source>
        <translation>Das ist keine NumPy-Datei</translation>
    </message>
    <message>
        <source>The array file is cut off</source>
        <translation>Die NumPy-Datei ist abgeschnitten</translation>
    </message>
    <message>
        <source>The array file is cut off in its header</source>
        <translation>Die NumPy-Datei ist im Kopf abgeschnitten</translation>
    </message>
    <message>
        <source>The array file has version %1, and 1 to 3 are known</source>
        <translation>Die NumPy-Datei hat Version %1, bekannt sind 1 bis 3</translation>
    </message>
    <message>
        <source>The array file&apos;s header makes no sense</source>
        <translation>Der Kopf der NumPy-Datei ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>The array holds numbers of type &quot;%1&quot;, and latents are &lt;f2 or &lt;f4</source>
        <translation>Die NumPy-Datei enthält Zahlen der Art „%1“, Latents sind &lt;f2 oder &lt;f4</translation>
    </message>
    <message>
        <source>The array is stored column by column (fortran_order)</source>
        <translation>Die NumPy-Datei ist spaltenweise gespeichert (fortran_order)</translation>
    </message>
    <message>
        <source>Save it again with numpy.ascontiguousarray</source>
        <translation>Speichere sie mit numpy.ascontiguousarray neu</translation>
    </message>
    <message>
        <source>The array file is cut off: its data do not fill %1</source>
        <translation>Die NumPy-Datei ist abgeschnitten: Ihre Daten füllen %1 nicht</translation>
    </message>
    <message>
        <source>filelist.txt names a file that is not there: %1</source>
        <translation>filelist.txt nennt eine Datei, die nicht da ist: %1</translation>
    </message>
    <message>
        <source>The document has no padding_mask</source>
        <translation>Das Dokument hat keine padding_mask</translation>
    </message>
    <message>
        <source>The padding mask has %1 frames, and the latents have %2</source>
        <translation>Die Füllmaske hat %1 Frames, die Latents haben %2</translation>
    </message>
    <message>
        <source>The padding mask says that nothing in the file is real</source>
        <translation>Nach der Füllmaske ist nichts in der Datei echt</translation>
    </message>
    <message>
        <source>Remove the pair or encode the sound again.</source>
        <translation>Entferne das Paar oder kodiere den Klang neu.</translation>
    </message>
    <message>
        <source>The latents hold numbers that are not finite</source>
        <translation>Die Latents enthalten Zahlen, die nicht endlich sind</translation>
    </message>
    <message>
        <source>Encode the sound again, in fp32.</source>
        <translation>Kodiere den Klang noch einmal, in fp32.</translation>
    </message>
    <message>
        <source>There is no such folder of latents</source>
        <translation>Diesen Ordner mit Latents gibt es nicht</translation>
    </message>
    <message>
        <source>Latents should have two dimensions, channels and frames</source>
        <translation>Latents sollten zwei Dimensionen haben, Kanäle und Frames</translation>
    </message>
    <message>
        <source>The document of latents is not an object</source>
        <translation>Das Dokument der Latents ist kein Objekt</translation>
    </message>
    <message>
        <source>A shard is damaged: %1</source>
        <translation>Ein Teil des Speichers ist beschädigt: %1</translation>
    </message>
    <message>
        <source>What it held is made again when it is needed.</source>
        <translation>Was darin war, wird neu gemacht, wenn es gebraucht wird.</translation>
    </message>
    <message>
        <source>The store was made by a newer Attune</source>
        <translation>Der Speicher stammt von einem neueren Attune</translation>
    </message>
    <message>
        <source>Update Attune to use it.</source>
        <translation>Aktualisiere Attune, um ihn zu benutzen.</translation>
    </message>
    <message>
        <source>The text encoder gave numbers that are not finite</source>
        <translation>Der Text-Encoder hat Zahlen geliefert, die nicht endlich sind</translation>
    </message>
    <message>
        <source>Check the text encoder&apos;s weights, or run it in fp32.</source>
        <translation>Prüfe die Gewichte des Text-Encoders oder lass ihn in fp32 rechnen.</translation>
    </message>
    <message>
        <source>The document is not an object</source>
        <translation>Das Dokument ist kein Objekt</translation>
    </message>
    <message>
        <source>This is not a document of kind %1</source>
        <translation>Das ist kein Dokument der Art %1</translation>
    </message>
    <message>
        <source>The document was written by a newer Attune</source>
        <translation>Das Dokument hat ein neueres Attune geschrieben</translation>
    </message>
    <message>
        <source>Update Attune to read it.</source>
        <translation>Aktualisiere Attune, um es zu lesen.</translation>
    </message>
    <message>
        <source>The run has no metrics yet</source>
        <translation>Der Lauf hat noch keine Messwerte</translation>
    </message>
    <message>
        <source>The version of the project makes no sense</source>
        <translation>Die Version des Projekts ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>Datasets of type &quot;%1&quot; (cloud storage, tar shards) are not read here</source>
        <translation>Datensätze der Art „%1“ (Cloud-Speicher, Tar-Archive) werden hier nicht gelesen</translation>
    </message>
    <message>
        <source>Unpack the shards into a folder and use audio_dir.</source>
        <translation>Entpacke die Archive in einen Ordner und nimm audio_dir.</translation>
    </message>
    <message>
        <source>Use audio_dir or pre_encoded.</source>
        <translation>Nimm audio_dir oder pre_encoded.</translation>
    </message>
    <message>
        <source>latent_crop_length should be 1 or more</source>
        <translation>latent_crop_length sollte 1 oder mehr sein</translation>
    </message>
    <message>
        <source>min_length_sec is greater than max_length_sec: no clip passes both</source>
        <translation>min_length_sec ist größer als max_length_sec: Kein Clip erfüllt beides</translation>
    </message>
    <message>
        <source>Attune works with models of the Stable Audio Open family.</source>
        <translation>Attune arbeitet mit Modellen der Familie Stable Audio Open.</translation>
    </message>
    <message>
        <source>Unknown key %1</source>
        <translation>Unbekannter Schlüssel %1</translation>
    </message>
    <message>
        <source>Remove it or correct its spelling.</source>
        <translation>Entferne ihn oder berichtige seine Schreibweise.</translation>
    </message>
    <message>
        <source>A number in the JSON is too large</source>
        <translation>Eine Zahl im JSON ist zu groß</translation>
    </message>
    <message>
        <source>Look for a number with a very large exponent.</source>
        <translation>Suche eine Zahl mit einem sehr großen Exponenten.</translation>
    </message>
    <message>
        <source>%1 should be greater than 0</source>
        <translation>%1 sollte größer als 0 sein</translation>
    </message>
    <message>
        <source>model_type = &quot;%1&quot; is not supported</source>
        <translation>model_type = &quot;%1&quot; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Attune works with &quot;diffusion_cond&quot; and &quot;autoencoder&quot;.</source>
        <translation>Attune arbeitet mit „diffusion_cond“ und „autoencoder“.</translation>
    </message>
    <message>
        <source>training has neither learning_rate nor optimizer_configs</source>
        <translation>training hat weder learning_rate noch optimizer_configs</translation>
    </message>
    <message>
        <source>This is the config of an adversarially post-trained model (ARC), which cannot be fine-tuned</source>
        <translation>Das ist die Konfiguration eines nachtrainierten Modells (ARC), das sich nicht weitertrainieren lässt</translation>
    </message>
    <message>
        <source>Use the base model and its own config.</source>
        <translation>Nimm das Grundmodell und seine eigene Konfiguration.</translation>
    </message>
    <message>
        <source>The checkpoint lacks %1</source>
        <translation>Dem Checkpoint fehlt %1</translation>
    </message>
    <message>
        <source>The checkpoint holds no weights</source>
        <translation>Der Checkpoint enthält keine Gewichte</translation>
    </message>
    <message>
        <source>This is the only checkpoint that the run can be continued from</source>
        <translation>Das ist der einzige Checkpoint, von dem der Lauf fortgesetzt werden kann</translation>
    </message>
    <message>
        <source>ReduceLROnPlateau cannot work in training: nothing tells it the held-out loss</source>
        <translation>ReduceLROnPlateau kann im Training nicht arbeiten: Nichts sagt ihm den zurückgehaltenen Loss</translation>
    </message>
    <message>
        <source>Choose InverseLR or CosineAnnealingLR</source>
        <translation>Nimm InverseLR oder CosineAnnealingLR</translation>
    </message>
    <message>
        <source>Unknown learning-rate schedule &quot;%1&quot;</source>
        <translation>Unbekannter Verlauf der Lernrate: „%1“</translation>
    </message>
    <message>
        <source>Known are %1</source>
        <translation>Bekannt sind %1</translation>
    </message>
    <message>
        <source>The saved state is of another optimiser than %1</source>
        <translation>Der gespeicherte Zustand gehört zu einem anderen Optimierer als %1</translation>
    </message>
    <message>
        <source>Resume with the optimiser the run was started with</source>
        <translation>Setze mit dem Optimierer fort, mit dem der Lauf begonnen hat</translation>
    </message>
    <message>
        <source>Unknown optimiser &quot;%1&quot;</source>
        <translation>Unbekannter Optimierer: „%1“</translation>
    </message>
    <message>
        <source>%1 needs all gradients together and cannot step inside the backward pass</source>
        <translation>%1 braucht alle Gradienten zusammen und kann nicht im Rückwärtslauf schreiten</translation>
    </message>
    <message>
        <source>Choose AdamW, AdamW8bit, Lion or SGD, or turn off stepping inside the backward pass</source>
        <translation>Nimm AdamW, AdamW8bit, Lion oder SGD, oder schalte den Schritt im Rückwärtslauf aus</translation>
    </message>
    <message>
        <source>This clip has %1 latent frames, others in its batch have %2</source>
        <translation>Dieser Clip hat %1 Latent-Frames, andere in seinem Batch haben %2</translation>
    </message>
    <message>
        <source>Train with a length of clips that is set, or with a batch of one.</source>
        <translation>Trainiere mit einer festen Länge der Clips oder mit einem Batch von eins.</translation>
    </message>
    <message>
        <source>No clip is held out, so there is nothing to measure on</source>
        <translation>Kein Clip ist zurückgehalten, also gibt es nichts zum Messen</translation>
    </message>
    <message>
        <source>The held-out loss is %1</source>
        <translation>Der zurückgehaltene Loss ist %1</translation>
    </message>
    <message>
        <source>The checkpoint was written on a big-endian computer</source>
        <translation>Der Checkpoint wurde auf einem Big-Endian-Rechner geschrieben</translation>
    </message>
    <message>
        <source>The data.pkl of the checkpoint is impossibly large</source>
        <translation>Die data.pkl des Checkpoints ist unmöglich groß</translation>
    </message>
    <message>
        <source>The data.pkl of the checkpoint does not agree with its checksum</source>
        <translation>Die data.pkl des Checkpoints passt nicht zu ihrer Prüfsumme</translation>
    </message>
    <message>
        <source>This is a plain Python pickle, which holds no weights that PyTorch wrote</source>
        <translation>Das ist eine einfache Python-Pickle-Datei ohne Gewichte, die PyTorch geschrieben hätte</translation>
    </message>
    <message>
        <source>The file is cut off before the end of its data</source>
        <translation>Die Datei ist vor dem Ende ihrer Daten abgeschnitten</translation>
    </message>
    <message>
        <source>The tensor %1 reaches beyond its data</source>
        <translation>Der Tensor %1 reicht über seine Daten hinaus</translation>
    </message>
    <message>
        <source>The data of storage %1 are missing</source>
        <translation>Die Daten des Speichers %1 fehlen</translation>
    </message>
    <message>
        <source>The storage %1 is shorter than it should be</source>
        <translation>Der Speicher %1 ist kürzer, als er sein sollte</translation>
    </message>
    <message>
        <source>The data of %1 do not agree with their checksum</source>
        <translation>Die Daten von %1 passen nicht zu ihrer Prüfsumme</translation>
    </message>
    <message>
        <source>The NVIDIA driver reports error %1</source>
        <translation>Der NVIDIA-Treiber meldet Fehler %1</translation>
    </message>
    <message>
        <source>%1 has the element type %2, which cannot be computed with</source>
        <translation>%1 hat die Elementart %2, mit der sich nicht rechnen lässt</translation>
    </message>
    <message>
        <source>Two tensors are called %1</source>
        <translation>Zwei Tensoren heißen %1</translation>
    </message>
    <message>
        <source>The file holds no adapters of Attune</source>
        <translation>Die Datei enthält keine Adapter von Attune</translation>
    </message>
    <message>
        <source>No layer&apos;s name matches the adapter target &quot;%1&quot;</source>
        <translation>Keine Schicht heißt wie das Ziel „%1“ der Adapter</translation>
    </message>
    <message>
        <source>The file holds an autoencoder, not a diffusion model</source>
        <translation>Die Datei enthält einen Autoencoder, kein Diffusionsmodell</translation>
    </message>
    <message>
        <source>The file holds a T5 text encoder, not a diffusion model</source>
        <translation>Die Datei enthält einen T5-Text-Encoder, kein Diffusionsmodell</translation>
    </message>
    <message>
        <source>The file holds no Stable Audio diffusion model: no name starts with model.model.</source>
        <translation>Die Datei enthält kein Diffusionsmodell von Stable Audio: Kein Name beginnt mit model.model.</translation>
    </message>
    <message>
        <source>The file holds no Stable Audio autoencoder: no name starts with encoder.layers.</source>
        <translation>Die Datei enthält keinen Autoencoder von Stable Audio: Kein Name beginnt mit encoder.layers.</translation>
    </message>
    <message>
        <source>The configuration describes no model</source>
        <translation>Die Konfiguration beschreibt kein Modell</translation>
    </message>
    <message>
        <source>The configuration of another model is called %1_config.json already</source>
        <translation>Die Konfiguration eines anderen Modells heißt schon %1_config.json</translation>
    </message>
    <message>
        <source>Choose another name or folder, or ask for the files to be replaced.</source>
        <translation>Wähle einen anderen Namen oder Ordner, oder lass die Dateien ersetzen.</translation>
    </message>
    <message>
        <source>The configuration describes an autoencoder, not a diffusion model</source>
        <translation>Die Konfiguration beschreibt einen Autoencoder, kein Diffusionsmodell</translation>
    </message>
    <message>
        <source>The configuration has no autoencoder</source>
        <translation>Die Konfiguration hat keinen Autoencoder</translation>
    </message>
    <message>
        <source>The text encoder gives %1 numbers a token, the model was built for %2</source>
        <translation>Der Text-Encoder liefert %1 Zahlen je Token, das Modell ist für %2 gebaut</translation>
    </message>
    <message>
        <source>Use the text encoder that the model was trained with.</source>
        <translation>Nimm den Text-Encoder, mit dem das Modell trainiert wurde.</translation>
    </message>
    <message>
        <source>The text encoder&apos;s folder holds neither model.safetensors nor pytorch_model.bin</source>
        <translation>Im Ordner des Text-Encoders ist weder model.safetensors noch pytorch_model.bin</translation>
    </message>
    <message>
        <source>The autoencoder has no VAE bottleneck</source>
        <translation>Der Autoencoder hat keinen VAE-Engpass</translation>
    </message>
    <message>
        <source>The model has no autoencoder</source>
        <translation>Das Modell hat keinen Autoencoder</translation>
    </message>
    <message>
        <source>The encoder takes %1 channels, and a sound has %2</source>
        <translation>Der Encoder nimmt %1 Kanäle, und ein Klang hat %2</translation>
    </message>
    <message>
        <source>A prompt has not been encoded, and no text encoder is loaded</source>
        <translation>Ein Prompt ist nicht kodiert, und kein Text-Encoder ist geladen</translation>
    </message>
    <message>
        <source>Demos need a diffusion model with its autoencoder</source>
        <translation>Demos brauchen ein Diffusionsmodell mit seinem Autoencoder</translation>
    </message>
    <message>
        <source>There is nothing to generate</source>
        <translation>Es gibt nichts zu erzeugen</translation>
    </message>
    <message>
        <source>A sound needs a length</source>
        <translation>Ein Klang braucht eine Länge</translation>
    </message>
    <message>
        <source>The decoded sound is no sound: it holds NaN or infinity</source>
        <translation>Der dekodierte Klang ist keiner: Er enthält NaN oder Unendlich</translation>
    </message>
    <message>
        <source>Sampling produced numbers that are not finite</source>
        <translation>Beim Erzeugen sind Zahlen entstanden, die nicht endlich sind</translation>
    </message>
    <message>
        <source>There is no sampler &quot;%1&quot; for %2 models</source>
        <translation>Es gibt keinen Sampler „%1“ für %2-Modelle</translation>
    </message>
    <message>
        <source>Use one of %1</source>
        <translation>Nimm eins von %1</translation>
    </message>
    <message>
        <source>rho must be positive, not %1</source>
        <translation>rho muss positiv sein, nicht %1</translation>
    </message>
    <message>
        <source>Unknown timestep sampler &quot;%1&quot;</source>
        <translation>Unbekanntes Verfahren für die Zeitschritte: „%1“</translation>
    </message>
    <message>
        <source>The program is closing</source>
        <translation>Das Programm wird geschlossen</translation>
    </message>
    <message>
        <source>The job has already ended</source>
        <translation>Die Aufgabe ist schon zu Ende</translation>
    </message>
    <message>
        <source>Cancelled before it started</source>
        <translation>Abgebrochen, bevor sie begann</translation>
    </message>
    <message>
        <source>The job is stopping</source>
        <translation>Die Aufgabe wird angehalten</translation>
    </message>
    <message>
        <source>This is a folder, not a file</source>
        <translation>Das ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>The file has %1, which is too much for this kind of file</source>
        <translation>Die Datei hat %1; das ist zu viel für diese Art von Datei</translation>
    </message>
    <message>
        <source>An unknown error</source>
        <translation>Ein unbekannter Fehler</translation>
    </message>
    <message>
        <source>Not a readable SentencePiece model</source>
        <translation>Kein lesbares SentencePiece-Modell</translation>
    </message>
    <message>
        <source>The SentencePiece model is not of the kind that T5 uses (unigram)</source>
        <translation>Das SentencePiece-Modell ist nicht von der Art, die T5 benutzt (unigram)</translation>
    </message>
    <message>
        <source>The SentencePiece model lacks &lt;pad&gt;, &lt;/s&gt; or &lt;unk&gt;, so it is not T5&apos;s</source>
        <translation>Dem SentencePiece-Modell fehlt &lt;pad&gt;, &lt;/s&gt; oder &lt;unk&gt;; es ist nicht das von T5</translation>
    </message>
    <message>
        <source>Downloading needs the program curl</source>
        <translation>Zum Herunterladen wird das Programm curl gebraucht</translation>
    </message>
    <message>
        <source>Install it, or fetch the files yourself and name the manifest beside them.</source>
        <translation>Installiere es, oder lade die Dateien selbst und nenne das Verzeichnis daneben.</translation>
    </message>
    <message>
        <source>The download failed (curl says %1)</source>
        <translation>Das Herunterladen ist misslungen (curl sagt %1)</translation>
    </message>
    <message>
        <source>These libraries are for %1, this is %2</source>
        <translation>Diese Bibliotheken sind für %1, das hier ist %2</translation>
    </message>
    <message>
        <source>These libraries belong to another version of Attune</source>
        <translation>Diese Bibliotheken gehören zu einer anderen Version von Attune</translation>
    </message>
    <message>
        <source>Take the GPU component of the version that is installed.</source>
        <translation>Nimm die GPU-Bibliotheken der installierten Version.</translation>
    </message>
    <message>
        <source>The GPU libraries need %1, %2 are free</source>
        <translation>Die GPU-Bibliotheken brauchen %1, frei sind %2</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Schaffe Platz.</translation>
    </message>
    <message>
        <source>The manifest&apos;s file is not beside it, and it names no address</source>
        <translation>Die Datei des Verzeichnisses liegt nicht daneben, und es nennt keine Adresse</translation>
    </message>
    <message>
        <source>Copy all files of the component into one folder.</source>
        <translation>Kopiere alle Dateien der Bibliotheken in einen Ordner.</translation>
    </message>
    <message>
        <source>This is not the file that the manifest promises</source>
        <translation>Das ist nicht die Datei, die das Verzeichnis verspricht</translation>
    </message>
    <message>
        <source>Fetch it again.</source>
        <translation>Lade sie noch einmal.</translation>
    </message>
    <message>
        <source>This is not the manifest of Attune&apos;s GPU libraries</source>
        <translation>Das ist nicht das Verzeichnis der GPU-Bibliotheken von Attune</translation>
    </message>
    <message>
        <source>This manifest is of a newer kind</source>
        <translation>Dieses Verzeichnis ist von neuerer Art</translation>
    </message>
    <message>
        <source>Update Attune first.</source>
        <translation>Aktualisiere zuerst Attune.</translation>
    </message>
    <message>
        <source>The manifest is not complete</source>
        <translation>Das Verzeichnis ist nicht vollständig</translation>
    </message>
    <message>
        <source>No GPU libraries were added here</source>
        <translation>Hier wurden keine GPU-Bibliotheken hinzugefügt</translation>
    </message>
    <message>
        <source>There is no dataset_config.json in this folder</source>
        <translation>In diesem Ordner ist keine dataset_config.json</translation>
    </message>
    <message>
        <source>Name the file itself.</source>
        <translation>Nenne die Datei selbst.</translation>
    </message>
    <message>
        <source>The project has latents of this name already</source>
        <translation>Das Projekt hat schon Latents dieses Namens</translation>
    </message>
    <message>
        <source>Delete that folder first, or rename the imported one.</source>
        <translation>Lösche zuerst diesen Ordner, oder benenne den übernommenen um.</translation>
    </message>
    <message>
        <source>There are no usable latents in the folder</source>
        <translation>In dem Ordner sind keine brauchbaren Latents</translation>
    </message>
    <message>
        <source>None of the sounds that come along can be read</source>
        <translation>Keiner der mitgelieferten Klänge lässt sich lesen</translation>
    </message>
    <message>
        <source>No sound was encoded</source>
        <translation>Kein Klang wurde kodiert</translation>
    </message>
    <message>
        <source>The training left no checkpoint</source>
        <translation>Das Training hat keinen Checkpoint hinterlassen</translation>
    </message>
    <message>
        <source>The demo is silent</source>
        <translation>Die Demo ist stumm</translation>
    </message>
    <message>
        <source>The exported model is not one</source>
        <translation>Das exportierte Modell ist keins</translation>
    </message>
    <message>
        <source>The starter pack has no sounds</source>
        <translation>Das Starterpaket hat keine Klänge</translation>
    </message>
    <message>
        <source>The NVIDIA driver does not answer (NVML error %1)</source>
        <translation>Der NVIDIA-Treiber antwortet nicht (NVML-Fehler %1)</translation>
    </message>
    <message>
        <source>Restart the computer, or install the driver again.</source>
        <translation>Starte den Rechner neu, oder installiere den Treiber noch einmal.</translation>
    </message>
    <message>
        <source>The library is not there</source>
        <translation>Die Bibliothek ist nicht da</translation>
    </message>
    <message>
        <source>The library cannot be loaded: %1</source>
        <translation>Die Bibliothek lässt sich nicht laden: %1</translation>
    </message>
    <message>
        <source>Training needs the transformer and the conditioner of the model</source>
        <translation>Das Training braucht den Transformer und den Conditioner des Modells</translation>
    </message>
    <message>
        <source>This is a model, not a training checkpoint: a run can begin from it but not continue</source>
        <translation>Das ist ein Modell, kein Trainings-Checkpoint: Ein Lauf kann davon beginnen, aber nicht damit weitergehen</translation>
    </message>
    <message>
        <source>encoded is yes, no, failed or imported</source>
        <translation>encoded ist yes, no, failed oder imported</translation>
    </message>
    <message>
        <source>The file is damaged or cut off at %1</source>
        <translation>Die Datei ist bei %1 beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>This folder is part of a source already</source>
        <translation>Dieser Ordner gehört schon zu einer Quelle</translation>
    </message>
    <message>
        <source>Its sounds are among the clips; rescan to find new ones.</source>
        <translation>Seine Klänge sind unter den Clips; lies neu ein, um neue zu finden.</translation>
    </message>
    <message>
        <source>A folder in this one is a source already</source>
        <translation>Ein Ordner darin ist schon eine Quelle</translation>
    </message>
    <message>
        <source>Take that one out of the project first: its sounds would come twice.</source>
        <translation>Nimm ihn zuerst aus dem Projekt: Seine Klänge kämen sonst doppelt.</translation>
    </message>
    <message>
        <source>The folder “%1” is not there</source>
        <translation>Der Ordner „%1“ ist nicht da</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1. Step %2 is saved</source>
        <translation>%1. Schritt %2 ist gesichert</translation>
    </message>
    <message>
        <source>%1 was stopped</source>
        <translation>Gestoppt: %1</translation>
    </message>
    <message>
        <source>The manifest&apos;s entry for &quot;%1&quot; is not valid</source>
        <translation>Der Eintrag des Verzeichnisses für „%1“ ist nicht gültig</translation>
    </message>
    <message>
        <source>Look at the connection and do it again: it goes on where it stopped.</source>
        <translation>Sieh nach der Verbindung und versuche es noch einmal: Es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>The manifest&apos;s address must begin with https:// and end with /</source>
        <translation>Die Adresse im Verzeichnis muss mit https:// beginnen und mit / enden</translation>
    </message>
    <message>
        <source>Cannot remove the file</source>
        <translation>Die Datei kann nicht entfernt werden</translation>
    </message>
    <message>
        <source>There is no %1, so %2 pairs are held out to measure with.</source>
        <translation>Es gibt keine %1, deshalb werden %2 Paare zum Messen zurückgehalten.</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>Weggelassen: %1</translation>
    </message>
    <message>
        <source>and %1 more are left out.</source>
        <translation>und %1 weitere sind weggelassen.</translation>
    </message>
    <message>
        <source>%1 pre-encoded sounds are not on this disk any more. Their latents are taken over unless all is encoded again.</source>
        <translation>%1 schon kodierte Klänge sind nicht mehr auf diesem Rechner. Ihre Latents werden übernommen, wenn nicht alles neu kodiert wird.</translation>
    </message>
    <message>
        <source>the metadata module rejects it</source>
        <translation>das Metadaten-Modul lehnt es ab</translation>
    </message>
    <message>
        <source>its document has no prompt</source>
        <translation>in seinem Dokument steht kein Prompt</translation>
    </message>
    <message>
        <source>The latents cannot be copied</source>
        <translation>Die Latents lassen sich nicht kopieren</translation>
    </message>
    <message>
        <source>The first of %1: %2</source>
        <translation>Das erste von %1: %2</translation>
    </message>
    <message>
        <source>The presets cannot be read</source>
        <translation>Die Voreinstellungen lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>There is no preset called %1</source>
        <translation>Eine Voreinstellung namens %1 gibt es nicht</translation>
    </message>
    <message>
        <source>There are: %1. A JSON file of settings works too.</source>
        <translation>Es gibt: %1. Eine JSON-Datei mit Einstellungen geht auch.</translation>
    </message>
    <message>
        <source>ATTUNE_RESOURCES names a folder that does not exist</source>
        <translation>ATTUNE_RESOURCES nennt einen Ordner, den es nicht gibt</translation>
    </message>
    <message>
        <source>The metadata module is Python, which is not run here. %1</source>
        <translation>Das Metadaten-Modul ist Python und wird hier nicht ausgeführt. %1</translation>
    </message>
    <message>
        <source>Add the sounds to a project and write their prompts by rules there.</source>
        <translation>Nimm die Klänge in ein Projekt auf und schreibe ihre Prompts dort mit Regeln.</translation>
    </message>
    <message>
        <source>The dataset&apos;s folders name different metadata modules</source>
        <translation>Die Ordner des Datensatzes nennen verschiedene Metadaten-Module</translation>
    </message>
    <message>
        <source>Encode them one by one.</source>
        <translation>Kodiere sie einen nach dem anderen.</translation>
    </message>
    <message>
        <source>%1 does what our prompt preset &quot;%2&quot; does, which is used instead.</source>
        <translation>%1 tut dasselbe wie unsere Prompt-Voreinstellung „%2“; sie wird stattdessen benutzt.</translation>
    </message>
    <message>
        <source>%1 sounds read</source>
        <translation>%1 Klänge gelesen</translation>
    </message>
    <message>
        <source>%1 sounds encoded</source>
        <translation>%1 Klänge kodiert</translation>
    </message>
    <message>
        <source>%1 steps trained, a checkpoint written</source>
        <translation>%1 Schritte trainiert, einen Checkpoint geschrieben</translation>
    </message>
    <message>
        <source>The demo is missing</source>
        <translation>Die Demo fehlt</translation>
    </message>
    <message>
        <source>a demo rendered, written and read back</source>
        <translation>eine Demo erzeugt, geschrieben und wieder gelesen</translation>
    </message>
    <message>
        <source>a model of %1 exported and recognised</source>
        <translation>ein Modell von %1 exportiert und wiedererkannt</translation>
    </message>
    <message>
        <source>A model as it is has no adapters</source>
        <translation>Ein unverändertes Modell hat keine Adapter</translation>
    </message>
    <message>
        <source>Encode the sounds first.</source>
        <translation>Kodiere zuerst die Klänge.</translation>
    </message>
    <message>
        <source>Encode the sounds again.</source>
        <translation>Kodiere die Klänge noch einmal.</translation>
    </message>
    <message>
        <source>This model is not sampled by &quot;%1&quot;</source>
        <translation>Dieses Modell kennt den Sampler „%1“ nicht</translation>
    </message>
    <message>
        <source>Its samplers are %1.</source>
        <translation>Seine Sampler sind %1.</translation>
    </message>
    <message>
        <source>Download %1 (config.json, model.safetensors, spiece.model) into a folder beside the weights, and add the model again.</source>
        <translation>Lade %1 (config.json, model.safetensors, spiece.model) in einen Ordner neben den Gewichten und füge das Modell noch einmal hinzu.</translation>
    </message>
    <message>
        <source>No weights beside the configuration</source>
        <translation>Neben der Konfiguration liegen keine Gewichte</translation>
    </message>
    <message>
        <source>There is no %1 in %2</source>
        <translation>In %2 gibt es keinen %1</translation>
    </message>
    <message>
        <source>A range cannot have a negative length</source>
        <translation>Ein Bereich kann keine negative Länge haben</translation>
    </message>
    <message>
        <source>A piece of another rate or channel count</source>
        <translation>Ein Stück mit anderer Abtastrate oder Kanalzahl</translation>
    </message>
    <message>
        <source>Not a fingerprint</source>
        <translation>Kein Fingerabdruck</translation>
    </message>
    <message>
        <source>The fingerprint was made by a newer Attune</source>
        <translation>Den Fingerabdruck hat ein neueres Attune gemacht</translation>
    </message>
    <message>
        <source>The fingerprint is damaged</source>
        <translation>Der Fingerabdruck ist beschädigt</translation>
    </message>
    <message>
        <source>The texts to store in the file are too long</source>
        <translation>Die Texte, die in die Datei sollen, sind zu lang</translation>
    </message>
    <message>
        <source>Loudness cannot be measured on %1 channels at %2 Hz</source>
        <translation>Die Lautheit lässt sich bei %1 Kanälen und %2 Hz nicht messen</translation>
    </message>
    <message>
        <source>A piece of %1 channels, not %2</source>
        <translation>Ein Stück mit %1 Kanälen statt %2</translation>
    </message>
    <message>
        <source>A peak block of %1 frames: not a power of two in 64..4096</source>
        <translation>Ein Spitzenblock von %1 Frames: keine Zweierpotenz von 64 bis 4096</translation>
    </message>
    <message>
        <source>The waveform cache is cut off</source>
        <translation>Der Zwischenspeicher der Wellenform ist abgeschnitten</translation>
    </message>
    <message>
        <source>The waveform cache is damaged</source>
        <translation>Der Zwischenspeicher der Wellenform ist beschädigt</translation>
    </message>
    <message>
        <source>The waveform cache is of another sound</source>
        <translation>Der Zwischenspeicher der Wellenform gehört zu einem anderen Klang</translation>
    </message>
    <message>
        <source>Spectrogram settings out of range: window %1, hop %2, %3 bands</source>
        <translation>Spektrum-Einstellungen außerhalb des Bereichs: Fenster %1, Schritt %2, %3 Bänder</translation>
    </message>
    <message>
        <source>No frames %1 to %2 in this file</source>
        <translation>In dieser Datei gibt es keine Frames %1 bis %2</translation>
    </message>
    <message>
        <source>Close other programs or choose smaller settings.</source>
        <translation>Schließe andere Programme oder wähle kleinere Einstellungen.</translation>
    </message>
    <message>
        <source>A file stands where the folder should be</source>
        <translation>Wo der Ordner hin soll, steht eine Datei</translation>
    </message>
    <message>
        <source>Choose another place, or move the file away.</source>
        <translation>Wähle einen anderen Ort, oder schiebe die Datei weg.</translation>
    </message>
    <message>
        <source>A content hash has 32 digits</source>
        <translation>Eine Inhalts-Prüfsumme hat 32 Ziffern</translation>
    </message>
    <message>
        <source>Not a content hash</source>
        <translation>Keine Inhalts-Prüfsumme</translation>
    </message>
    <message>
        <source>Cannot open the log file</source>
        <translation>Die Protokolldatei kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>The program cannot be started: error %1</source>
        <translation>Das Programm lässt sich nicht starten: Fehler %1</translation>
    </message>
    <message>
        <source>The program cannot be started</source>
        <translation>Das Programm lässt sich nicht starten</translation>
    </message>
    <message>
        <source>Cannot write here</source>
        <translation>Hier kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Cannot replace the folder</source>
        <translation>Der Ordner kann nicht ersetzt werden</translation>
    </message>
    <message>
        <source>Cannot map the file</source>
        <translation>Die Datei lässt sich nicht in den Speicher abbilden</translation>
    </message>
    <message>
        <source>Cannot lock</source>
        <translation>Die Sperre lässt sich nicht setzen</translation>
    </message>
    <message>
        <source>The library has no function %1</source>
        <translation>Die Bibliothek hat keine Funktion %1</translation>
    </message>
    <message>
        <source>Clips cannot be sorted by “%1”</source>
        <translation>Nach „%1“ lassen sich Clips nicht sortieren</translation>
    </message>
    <message>
        <source>Its name is not valid Unicode, so it cannot be stored; rename the file</source>
        <translation>Ihr Name ist kein gültiges Unicode und lässt sich nicht speichern; benenne die Datei um</translation>
    </message>
    <message>
        <source>It is a link to a file that does not exist</source>
        <translation>Sie ist eine Verknüpfung zu einer Datei, die es nicht gibt</translation>
    </message>
    <message>
        <source>It is not a regular file</source>
        <translation>Sie ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>There is no source folder %1</source>
        <translation>Einen Quellordner %1 gibt es nicht</translation>
    </message>
    <message>
        <source>There is no clip %1</source>
        <translation>Einen Clip %1 gibt es nicht</translation>
    </message>
    <message>
        <source>“%1” is none of: %2</source>
        <translation>„%1“ ist keines von: %2</translation>
    </message>
    <message>
        <source>There is no source %1</source>
        <translation>Eine Quelle %1 gibt es nicht</translation>
    </message>
    <message>
        <source>The database gave an error: %1</source>
        <translation>Die Datenbank meldet einen Fehler: %1</translation>
    </message>
    <message>
        <source>\g&lt; is not closed by &gt;</source>
        <translation>\g&lt; wird nicht mit &gt; geschlossen</translation>
    </message>
    <message>
        <source>%1.file is no name of a file</source>
        <translation>%1.file ist kein Dateiname</translation>
    </message>
    <message>
        <source>There is no demo &quot;%1&quot;</source>
        <translation>Eine Demo „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name of a file</source>
        <translation>„%1“ ist kein Dateiname</translation>
    </message>
    <message>
        <source>A demo has 0 to 5 stars</source>
        <translation>Eine Demo hat 0 bis 5 Sterne</translation>
    </message>
    <message>
        <source>its run is pinned</source>
        <translation>sein Lauf ist angeheftet</translation>
    </message>
    <message>
        <source>it is pinned</source>
        <translation>er ist angeheftet</translation>
    </message>
    <message>
        <source>it is the last one, from which the run resumes</source>
        <translation>er ist der letzte, von dem der Lauf weitergeht</translation>
    </message>
    <message>
        <source>it has the lowest held-out loss</source>
        <translation>er hat den niedrigsten zurückgehaltenen Loss</translation>
    </message>
    <message>
        <source>its run is being trained</source>
        <translation>sein Lauf wird gerade trainiert</translation>
    </message>
    <message>
        <source>This file holds something else than metrics</source>
        <translation>Diese Datei enthält etwas anderes als Messwerte</translation>
    </message>
    <message>
        <source>No session of metrics has begun</source>
        <translation>Es hat noch keine Aufzeichnung von Messwerten begonnen</translation>
    </message>
    <message>
        <source>%1.parameters is impossible</source>
        <translation>%1.parameters ist unmöglich</translation>
    </message>
    <message>
        <source>Add a model first.</source>
        <translation>Füge zuerst ein Modell hinzu.</translation>
    </message>
    <message>
        <source>A model needs a file and a name</source>
        <translation>Ein Modell braucht eine Datei und einen Namen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of the project is no text</source>
        <translation>„%1“ des Projekts ist kein Text</translation>
    </message>
    <message>
        <source>Free some space on that disk.</source>
        <translation>Schaffe Platz auf diesem Laufwerk.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no state of a run</source>
        <translation>„%1“ ist kein Zustand eines Laufs</translation>
    </message>
    <message>
        <source>Look into the list of runs.</source>
        <translation>Sieh in der Liste der Läufe nach.</translation>
    </message>
    <message>
        <source>%1 names no path</source>
        <translation>%1 nennt keinen Pfad</translation>
    </message>
    <message>
        <source>Choose crop-start, crop-random, pieces or whole.</source>
        <translation>Wähle crop-start, crop-random, pieces oder whole.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither mean nor mean-and-scale</source>
        <translation>„%1“ ist weder mean noch mean-and-scale</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither float32 nor float16</source>
        <translation>„%1“ ist weder float32 noch float16</translation>
    </message>
    <message>
        <source>A record of latents says nothing about itself</source>
        <translation>Ein Eintrag mit Latents sagt nichts über sich</translation>
    </message>
    <message>
        <source>A record of latents says something impossible about itself</source>
        <translation>Ein Eintrag mit Latents sagt Unmögliches über sich</translation>
    </message>
    <message>
        <source>A window has %1 latent frames, and %2 are wanted</source>
        <translation>Ein Fenster hat %1 Latent-Frames, verlangt sind %2</translation>
    </message>
    <message>
        <source>The sound has %1 latent frames, too many for a window of %2</source>
        <translation>Der Klang hat %1 Latent-Frames, zu viele für ein Fenster von %2</translation>
    </message>
    <message>
        <source>Latents do not have the shape that the store is for</source>
        <translation>Latents haben nicht die Form, für die der Speicher da ist</translation>
    </message>
    <message>
        <source>A record of latents has the wrong size</source>
        <translation>Ein Eintrag mit Latents hat die falsche Größe</translation>
    </message>
    <message>
        <source>A window has %1 latent frames instead of %2</source>
        <translation>Ein Fenster hat %1 Latent-Frames statt %2</translation>
    </message>
    <message>
        <source>The record of silence makes no sense</source>
        <translation>Der Eintrag für Stille ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>Number %1 of the array cannot be stored</source>
        <translation>Zahl %1 der NumPy-Datei lässt sich nicht speichern</translation>
    </message>
    <message>
        <source>The folder holds latents already, which would be trained on together with the new ones</source>
        <translation>In dem Ordner sind schon Latents, mit denen zusammen die neuen trainiert würden</translation>
    </message>
    <message>
        <source>Choose an empty folder, or have the old ones replaced.</source>
        <translation>Wähle einen leeren Ordner, oder lass die alten ersetzen.</translation>
    </message>
    <message>
        <source>Latents to be written have no sensible shape</source>
        <translation>Latents, die geschrieben werden sollen, haben keine sinnvolle Form</translation>
    </message>
    <message>
        <source>it is too short</source>
        <translation>er ist zu kurz</translation>
    </message>
    <message>
        <source>it does not begin as one</source>
        <translation>er beginnt nicht wie einer</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>sein Ende fehlt</translation>
    </message>
    <message>
        <source>its index does not fit</source>
        <translation>sein Verzeichnis passt nicht</translation>
    </message>
    <message>
        <source>the sum of its index is wrong</source>
        <translation>die Prüfsumme seines Verzeichnisses stimmt nicht</translation>
    </message>
    <message>
        <source>a record lies outside</source>
        <translation>ein Eintrag liegt außerhalb</translation>
    </message>
    <message>
        <source>the sum of a record is wrong</source>
        <translation>die Prüfsumme eines Eintrags stimmt nicht</translation>
    </message>
    <message>
        <source>There is no such store</source>
        <translation>Diesen Speicher gibt es nicht</translation>
    </message>
    <message>
        <source>This folder holds something else than a store</source>
        <translation>In diesem Ordner ist etwas anderes als ein Speicher</translation>
    </message>
    <message>
        <source>The store was made with other settings</source>
        <translation>Der Speicher wurde mit anderen Einstellungen gemacht</translation>
    </message>
    <message>
        <source>The store has no such record</source>
        <translation>Diesen Eintrag hat der Speicher nicht</translation>
    </message>
    <message>
        <source>The store was opened for reading only</source>
        <translation>Der Speicher wurde nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>A cached text embedding has the wrong size</source>
        <translation>Eine gespeicherte Text-Einbettung hat die falsche Größe</translation>
    </message>
    <message>
        <source>A text embedding does not have the shape that its cache is for</source>
        <translation>Eine Text-Einbettung hat nicht die Form, für die ihr Speicher da ist</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s character map is damaged</source>
        <translation>Die Zeichentabelle des Tokenizers ist beschädigt</translation>
    </message>
    <message>
        <source>This is neither a safetensors file nor a PyTorch checkpoint</source>
        <translation>Das ist weder eine safetensors-Datei noch ein PyTorch-Checkpoint</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>This is a Git LFS pointer, not the model itself</source>
        <translation>Das ist nur ein Verweis von Git LFS, nicht das Modell selbst</translation>
    </message>
    <message>
        <source>Download the real file from the model&apos;s page, or fetch it with Git LFS.</source>
        <translation>Lade die richtige Datei von der Seite des Modells, oder hole sie mit Git LFS.</translation>
    </message>
    <message>
        <source>This is a web page, not a model</source>
        <translation>Das ist eine Webseite, kein Modell</translation>
    </message>
    <message>
        <source>Download the file itself; for gated models sign in first.</source>
        <translation>Lade die Datei selbst; bei geschützten Modellen melde dich zuerst an.</translation>
    </message>
    <message>
        <source>This is a checkpoint of a PyTorch version before 0.1.10, or another tar archive</source>
        <translation>Das ist ein Checkpoint von PyTorch vor 0.1.10 oder ein anderes Tar-Archiv</translation>
    </message>
    <message>
        <source>This is a GGUF file, which holds no Stable Audio model</source>
        <translation>Das ist eine GGUF-Datei, die kein Stable-Audio-Modell enthält</translation>
    </message>
    <message>
        <source>The checkpoint lists a storage that nothing refers to</source>
        <translation>Der Checkpoint führt einen Speicher auf, auf den nichts verweist</translation>
    </message>
    <message>
        <source>This value of the checkpoint is no tensor</source>
        <translation>Dieser Wert des Checkpoints ist kein Tensor</translation>
    </message>
    <message>
        <source>The tensor has an element type that cannot be computed with</source>
        <translation>Der Tensor hat eine Elementart, mit der sich nicht rechnen lässt</translation>
    </message>
    <message>
        <source>A tensor reaches beyond its data</source>
        <translation>Ein Tensor reicht über seine Daten hinaus</translation>
    </message>
    <message>
        <source>PyTorch checkpoints cannot hold tensors of the type %1</source>
        <translation>PyTorch-Checkpoints fassen keine Tensoren der Art %1</translation>
    </message>
    <message>
        <source>The GPU libraries cannot be loaded: %1</source>
        <translation>Die GPU-Bibliotheken lassen sich nicht laden: %1</translation>
    </message>
    <message>
        <source>Not a device</source>
        <translation>Kein Gerät</translation>
    </message>
    <message>
        <source>Say auto, cpu, cuda or cuda:1.</source>
        <translation>Gib auto, cpu, cuda oder cuda:1 an.</translation>
    </message>
    <message>
        <source>The saved state is not one of this random generator</source>
        <translation>Der gespeicherte Zustand gehört nicht zu diesem Zufallsgenerator</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>%1 is %2 instead of %3</source>
        <translation>%1 ist %2 statt %3</translation>
    </message>
    <message>
        <source>%1 of %2 tensors loaded</source>
        <translation>%1 von %2 Tensoren geladen</translation>
    </message>
    <message>
        <source>%1; derived: %2</source>
        <translation>%1; abgeleitet: %2</translation>
    </message>
    <message>
        <source>%1; missing: %2</source>
        <translation>%1; es fehlen: %2</translation>
    </message>
    <message>
        <source>%1; of another shape: %2</source>
        <translation>%1; von anderer Form: %2</translation>
    </message>
    <message>
        <source>%1; not used: %2</source>
        <translation>%1; unbenutzt: %2</translation>
    </message>
    <message>
        <source>The weights do not fit %1: %2</source>
        <translation>Die Gewichte passen nicht: %1: %2</translation>
    </message>
    <message>
        <source>Check that the model configuration is the one this file was made with.</source>
        <translation>Prüfe, ob die Konfiguration des Modells die ist, mit der diese Datei gemacht wurde.</translation>
    </message>
    <message>
        <source>There is no tensor of this name</source>
        <translation>Einen Tensor dieses Namens gibt es nicht</translation>
    </message>
    <message>
        <source>A dictionary of the checkpoint has keys that JSON has not</source>
        <translation>Ein Wörterbuch des Checkpoints hat Schlüssel, die es in JSON nicht gibt</translation>
    </message>
    <message>
        <source>A value of the checkpoint is not plain data</source>
        <translation>Ein Wert des Checkpoints ist kein einfaches Datum</translation>
    </message>
    <message>
        <source>There is no tensor %1 in the file</source>
        <translation>Einen Tensor %1 gibt es in der Datei nicht</translation>
    </message>
    <message>
        <source>safetensors has no name for the type %1 of %2</source>
        <translation>safetensors hat keinen Namen für die Art %1 von %2</translation>
    </message>
    <message>
        <source>All declared tensors are written already</source>
        <translation>Alle angekündigten Tensoren sind schon geschrieben</translation>
    </message>
    <message>
        <source>%1 was declared as %2 but is %3</source>
        <translation>%1 wurde als %2 angekündigt, ist aber %3</translation>
    </message>
    <message>
        <source>%1 was declared but not written</source>
        <translation>%1 wurde angekündigt, aber nicht geschrieben</translation>
    </message>
    <message>
        <source>The GPU ran out of memory: %1</source>
        <translation>Der Speicher der Grafikkarte reicht nicht: %1</translation>
    </message>
    <message>
        <source>Use a smaller batch, activation checkpointing, 8-bit optimiser state or LoRA, or close other programs that use the GPU.</source>
        <translation>Nimm einen kleineren Batch, neu berechnete Aktivierungen, den 8-Bit-Optimierer oder LoRA, oder schließe andere Programme, die die Grafikkarte benutzen.</translation>
    </message>
    <message>
        <source>The computer ran out of memory</source>
        <translation>Der Arbeitsspeicher reicht nicht</translation>
    </message>
    <message>
        <source>Close other programs, or use a smaller batch or model.</source>
        <translation>Schließe andere Programme, oder nimm einen kleineren Batch oder ein kleineres Modell.</translation>
    </message>
    <message>
        <source>The pickle is damaged: %1</source>
        <translation>Die Pickle-Datei ist beschädigt: %1</translation>
    </message>
    <message>
        <source>something is called that is no type</source>
        <translation>etwas wird aufgerufen, das keine Art ist</translation>
    </message>
    <message>
        <source>%1 is called</source>
        <translation>%1 wird aufgerufen</translation>
    </message>
    <message>
        <source>a parameter is not made of a tensor</source>
        <translation>ein Parameter ist nicht aus einem Tensor gemacht</translation>
    </message>
    <message>
        <source>a tensor type is made of too little</source>
        <translation>eine Tensorart ist aus zu wenig gemacht</translation>
    </message>
    <message>
        <source>it copies too many values</source>
        <translation>sie kopiert zu viele Werte</translation>
    </message>
    <message>
        <source>a dictionary is made of something else than pairs</source>
        <translation>ein Wörterbuch ist nicht aus Paaren gemacht</translation>
    </message>
    <message>
        <source>a sequence is made of something else</source>
        <translation>eine Folge ist aus etwas anderem gemacht</translation>
    </message>
    <message>
        <source>a tensor is described wrongly</source>
        <translation>ein Tensor ist falsch beschrieben</translation>
    </message>
    <message>
        <source>a tensor has no known element type</source>
        <translation>ein Tensor hat keine bekannte Elementart</translation>
    </message>
    <message>
        <source>a storage is described wrongly</source>
        <translation>ein Speicher ist falsch beschrieben</translation>
    </message>
    <message>
        <source>%1 is no storage</source>
        <translation>%1 ist kein Speicher</translation>
    </message>
    <message>
        <source>it does not begin with a protocol</source>
        <translation>sie beginnt nicht mit einem Protokoll</translation>
    </message>
    <message>
        <source>The pickle is of a protocol other than 2 to 5</source>
        <translation>Die Pickle-Datei hat ein anderes Protokoll als 2 bis 5</translation>
    </message>
    <message>
        <source>it ends without a stop</source>
        <translation>sie endet ohne Schlusszeichen</translation>
    </message>
    <message>
        <source>more or less than one value is left at its end</source>
        <translation>am Ende bleibt mehr oder weniger als ein Wert</translation>
    </message>
    <message>
        <source>it is cut off</source>
        <translation>sie ist abgeschnitten</translation>
    </message>
    <message>
        <source>INST or OBJ instruction</source>
        <translation>Anweisung INST oder OBJ</translation>
    </message>
    <message>
        <source>EXT instruction</source>
        <translation>Anweisung EXT</translation>
    </message>
    <message>
        <source>The pickle refers to data outside itself in a way that torch does not</source>
        <translation>Die Pickle-Datei verweist auf Daten außerhalb, wie torch es nicht tut</translation>
    </message>
    <message>
        <source>unknown instruction %1 at byte %2</source>
        <translation>unbekannte Anweisung %1 bei Byte %2</translation>
    </message>
    <message>
        <source>it is cut off in a number</source>
        <translation>sie bricht in einer Zahl ab</translation>
    </message>
    <message>
        <source>too many marks</source>
        <translation>zu viele Marken</translation>
    </message>
    <message>
        <source>The pickle is of protocol 0</source>
        <translation>Die Pickle-Datei hat Protokoll 0</translation>
    </message>
    <message>
        <source>it is cut off in a reference</source>
        <translation>sie bricht in einem Verweis ab</translation>
    </message>
    <message>
        <source>it refers to a value that it has not made</source>
        <translation>sie verweist auf einen Wert, den sie nicht gemacht hat</translation>
    </message>
    <message>
        <source>too many references</source>
        <translation>zu viele Verweise</translation>
    </message>
    <message>
        <source>it is cut off in a name</source>
        <translation>sie bricht in einem Namen ab</translation>
    </message>
    <message>
        <source>a name is not a text</source>
        <translation>ein Name ist kein Text</translation>
    </message>
    <message>
        <source>attributes are given to a value that has none</source>
        <translation>ein Wert ohne Attribute bekommt welche</translation>
    </message>
    <message>
        <source>a type is called with named arguments</source>
        <translation>eine Art wird mit benannten Argumenten aufgerufen</translation>
    </message>
    <message>
        <source>it holds too many values</source>
        <translation>sie enthält zu viele Werte</translation>
    </message>
    <message>
        <source>its stack grows too high</source>
        <translation>ihr Stapel wird zu hoch</translation>
    </message>
    <message>
        <source>it is cut off in a text</source>
        <translation>sie bricht in einem Text ab</translation>
    </message>
    <message>
        <source>its stack is empty</source>
        <translation>ihr Stapel ist leer</translation>
    </message>
    <message>
        <source>items are added to a value that holds none</source>
        <translation>einem Wert ohne Inhalt wird etwas hinzugefügt</translation>
    </message>
    <message>
        <source>keys and values do not pair</source>
        <translation>Schlüssel und Werte bilden keine Paare</translation>
    </message>
    <message>
        <source>a value contains itself</source>
        <translation>ein Wert enthält sich selbst</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>sie ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>it unfolds into too many values</source>
        <translation>sie entfaltet sich zu zu vielen Werten</translation>
    </message>
    <message>
        <source>a null where none belongs</source>
        <translation>ein null, wo keines hingehört</translation>
    </message>
    <message>
        <source>a boolean where none belongs</source>
        <translation>einen Wahrheitswert, wo keiner hingehört</translation>
    </message>
    <message>
        <source>a fractional number</source>
        <translation>eine gebrochene Zahl</translation>
    </message>
    <message>
        <source>binary data</source>
        <translation>binäre Daten</translation>
    </message>
    <message>
        <source>a negative number</source>
        <translation>eine negative Zahl</translation>
    </message>
    <message>
        <source>too many dimensions</source>
        <translation>zu viele Dimensionen</translation>
    </message>
    <message>
        <source>a number where none belongs</source>
        <translation>eine Zahl, wo keine hingehört</translation>
    </message>
    <message>
        <source>a text where none belongs</source>
        <translation>einen Text, wo keiner hingehört</translation>
    </message>
    <message>
        <source>the unknown element type %1</source>
        <translation>die unbekannte Elementart %1</translation>
    </message>
    <message>
        <source>an object where none belongs</source>
        <translation>ein Objekt, wo keines hingehört</translation>
    </message>
    <message>
        <source>the name %1 twice</source>
        <translation>den Namen %1 zweimal</translation>
    </message>
    <message>
        <source>the unknown member %1</source>
        <translation>das unbekannte Feld %1</translation>
    </message>
    <message>
        <source>a tensor without dtype, shape or data_offsets</source>
        <translation>einen Tensor ohne dtype, shape oder data_offsets</translation>
    </message>
    <message>
        <source>an array where none belongs</source>
        <translation>eine Liste, wo keine hingehört</translation>
    </message>
    <message>
        <source>data_offsets without two numbers</source>
        <translation>data_offsets ohne zwei Zahlen</translation>
    </message>
    <message>
        <source>malformed JSON at byte %1</source>
        <translation>fehlerhaftes JSON bei Byte %1</translation>
    </message>
    <message>
        <source>The file ends before the data of %1</source>
        <translation>Die Datei endet vor den Daten von %1</translation>
    </message>
    <message>
        <source>The shape of %1 does not agree with its data</source>
        <translation>Die Form von %1 passt nicht zu ihren Daten</translation>
    </message>
    <message>
        <source>The data of %1 overlap another tensor&apos;s</source>
        <translation>Die Daten von %1 überlappen die eines anderen Tensors</translation>
    </message>
    <message>
        <source>Bytes before %1 belong to nothing</source>
        <translation>Bytes vor %1 gehören zu nichts</translation>
    </message>
    <message>
        <source>Bytes at the end of the file belong to no tensor</source>
        <translation>Bytes am Ende der Datei gehören zu keinem Tensor</translation>
    </message>
    <message>
        <source>The file is too short for a safetensors file</source>
        <translation>Die Datei ist zu kurz für eine safetensors-Datei</translation>
    </message>
    <message>
        <source>The header of the safetensors file is impossibly long</source>
        <translation>Der Kopf der safetensors-Datei ist unmöglich lang</translation>
    </message>
    <message>
        <source>The safetensors file ends inside its header</source>
        <translation>Die safetensors-Datei endet in ihrem Kopf</translation>
    </message>
    <message>
        <source>The header of the safetensors file is not a JSON object</source>
        <translation>Der Kopf der safetensors-Datei ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>The header of the safetensors file holds %1</source>
        <translation>Der Kopf der safetensors-Datei enthält %1</translation>
    </message>
    <message>
        <source>The file is cut off: the directory that a zip file ends with is missing</source>
        <translation>Die Datei ist abgeschnitten: Das Verzeichnis, mit dem eine Zip-Datei endet, fehlt</translation>
    </message>
    <message>
        <source>The zip64 directory record is missing</source>
        <translation>Der Zip64-Eintrag des Verzeichnisses fehlt</translation>
    </message>
    <message>
        <source>The zip file is spread over several disks</source>
        <translation>Die Zip-Datei ist auf mehrere Datenträger verteilt</translation>
    </message>
    <message>
        <source>The zip file claims impossibly many entries</source>
        <translation>Die Zip-Datei gibt unmöglich viele Einträge an</translation>
    </message>
    <message>
        <source>The directory of the zip file is damaged</source>
        <translation>Das Verzeichnis der Zip-Datei ist beschädigt</translation>
    </message>
    <message>
        <source>The directory of the zip file is cut off</source>
        <translation>Das Verzeichnis der Zip-Datei ist abgeschnitten</translation>
    </message>
    <message>
        <source>The zip64 sizes of %1 are damaged</source>
        <translation>Die Zip64-Größen von %1 sind beschädigt</translation>
    </message>
    <message>
        <source>The entry %1 is encrypted</source>
        <translation>Der Eintrag %1 ist verschlüsselt</translation>
    </message>
    <message>
        <source>The entry %1 is compressed; torch never does that</source>
        <translation>Der Eintrag %1 ist komprimiert; das tut torch nie</translation>
    </message>
    <message>
        <source>The entry %1 is not where the directory says</source>
        <translation>Der Eintrag %1 ist nicht dort, wo das Verzeichnis sagt</translation>
    </message>
    <message>
        <source>The entry %1 has another name in its own header</source>
        <translation>Der Eintrag %1 heißt in seinem eigenen Kopf anders</translation>
    </message>
    <message>
        <source>The entries %1 and %2 overlap</source>
        <translation>Die Einträge %1 und %2 überlappen sich</translation>
    </message>
    <message>
        <source>The directory of the zip file lies outside the file</source>
        <translation>Das Verzeichnis der Zip-Datei liegt außerhalb der Datei</translation>
    </message>
    <message>
        <source>The zip file holds %1 twice</source>
        <translation>Die Zip-Datei enthält %1 zweimal</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a number or null</source>
        <translation>eine Zahl oder null</translation>
    </message>
    <message>
        <source>%1 is too large a number</source>
        <translation>%1 ist eine zu große Zahl</translation>
    </message>
    <message>
        <source>%1 cannot be negative</source>
        <translation>%1 kann nicht negativ sein</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>an oder aus</translation>
    </message>
    <message>
        <source>any text</source>
        <translation>jeder Text</translation>
    </message>
    <message>
        <source>any number of prompts</source>
        <translation>beliebig viele Prompts</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>more than %1 to %2</source>
        <translation>mehr als %1 bis %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Allowed: %1.</source>
        <translation>Erlaubt: %1.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 clips</source>
        <translation>%1 Clips</translation>
    </message>
    <message>
        <source>%1 batches</source>
        <translation>%1 Batches</translation>
    </message>
    <message>
        <source>%1 of batches</source>
        <translation>%1 der Batches</translation>
    </message>
    <message>
        <source>%1 of clips</source>
        <translation>%1 der Clips</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1-mal</translation>
    </message>
    <message>
        <source>%1 checkpoints</source>
        <translation>%1 Checkpoints</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message>
        <source>the model&apos;s length</source>
        <translation>die Länge des Modells</translation>
    </message>
    <message>
        <source>until you stop it</source>
        <translation>bis du anhältst</translation>
    </message>
    <message>
        <source>only when asked</source>
        <translation>nur auf Wunsch</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>what suits the model</source>
        <translation>was zum Modell passt</translation>
    </message>
    <message>
        <source>as long as the clips</source>
        <translation>so lang wie die Clips</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>&quot;&quot; (nothing)</source>
        <translation>&quot;&quot; (nichts)</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>%1 cannot take &quot;%2&quot; for a number</source>
        <translation>%1 nimmt „%2“ nicht als Zahl</translation>
    </message>
    <message>
        <source>%1 cannot take &quot;%2&quot; for on or off</source>
        <translation>%1 nimmt „%2“ nicht als an oder aus</translation>
    </message>
    <message>
        <source>learning rate schedule</source>
        <translation>Verlauf der Lernrate</translation>
    </message>
    <message>
        <source>timestep sampler</source>
        <translation>Verfahren für die Zeitschritte</translation>
    </message>
    <message>
        <source>The step inside the backward pass uses up each gradient at once, so nothing can be accumulated</source>
        <translation>Der Schritt im Rückwärtslauf verbraucht jeden Gradienten sofort, also lässt sich nichts ansammeln</translation>
    </message>
    <message>
        <source>Set gradient accumulation to 1, or switch the step inside the backward pass off.</source>
        <translation>Stelle die Gradienten-Akkumulation auf 1, oder schalte den Schritt im Rückwärtslauf aus.</translation>
    </message>
    <message>
        <source>The step inside the backward pass never knows the whole gradient, so it cannot be clipped</source>
        <translation>Der Schritt im Rückwärtslauf kennt nie den ganzen Gradienten, also lässt er sich nicht begrenzen</translation>
    </message>
    <message>
        <source>Set gradient clipping to 0, or switch the step inside the backward pass off.</source>
        <translation>Stelle „Gradienten begrenzen“ auf 0, oder schalte den Schritt im Rückwärtslauf aus.</translation>
    </message>
    <message>
        <source>Loss scaling has to see the whole gradient before a step</source>
        <translation>Die Loss-Skalierung muss vor einem Schritt den ganzen Gradienten sehen</translation>
    </message>
    <message>
        <source>Choose mixed bfloat16 (bf16-mixed), or switch the step inside the backward pass off.</source>
        <translation>Nimm bfloat16 gemischt (bf16-mixed), oder schalte den Schritt im Rückwärtslauf aus.</translation>
    </message>
    <message>
        <source>Prodigy measures its step size over all weights at once</source>
        <translation>Prodigy misst seine Schrittweite an allen Gewichten zugleich</translation>
    </message>
    <message>
        <source>Switch the step inside the backward pass off, or choose another optimiser.</source>
        <translation>Schalte den Schritt im Rückwärtslauf aus, oder nimm einen anderen Optimierer.</translation>
    </message>
    <message>
        <source>The most noise has to be more than the least</source>
        <translation>Das meiste Rauschen muss mehr sein als das wenigste</translation>
    </message>
    <message>
        <source>Raise the most, or lower the least.</source>
        <translation>Erhöhe das meiste, oder senke das wenigste.</translation>
    </message>
    <message>
        <source>No layer would get an adapter</source>
        <translation>Keine Schicht bekäme einen Adapter</translation>
    </message>
    <message>
        <source>Name at least one kind of layer.</source>
        <translation>Nenne mindestens eine Art von Schicht.</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>The JSON is nested too deeply at %1</source>
        <translation>Das JSON ist an dieser Stelle zu tief verschachtelt: %1</translation>
    </message>
    <message>
        <source>Not valid JSON at %1</source>
        <translation>Kein gültiges JSON an dieser Stelle: %1</translation>
    </message>
    <message>
        <source>%1 should be greater than 0 and at most %2, not %3</source>
        <translation>%1 sollte größer als 0 und höchstens %2 sein, nicht %3</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; is not supported; only &quot;%3&quot; is</source>
        <translation>%1 = &quot;%2&quot; wird nicht unterstützt, nur &quot;%3&quot;</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>%1 has %2 entries for %3 in c_mults</source>
        <translation>%1 hat %2 Einträge für %3 in c_mults</translation>
    </message>
    <message>
        <source>%1 should be from 1 to %2</source>
        <translation>%1 sollte von 1 bis %2 sein</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; is not supported; only &quot;vae&quot; is</source>
        <translation>%1 = &quot;%2&quot; wird nicht unterstützt, nur &quot;vae&quot;</translation>
    </message>
    <message>
        <source>%1.encoder.config.latent_dim is %2 where latent_dim %3 and the bottleneck need %4</source>
        <translation>%1.encoder.config.latent_dim ist %2, aber latent_dim %3 und der Engpass brauchen %4</translation>
    </message>
    <message>
        <source>%1.decoder.config.latent_dim is %2, not latent_dim %3</source>
        <translation>%1.decoder.config.latent_dim ist %2 statt latent_dim %3</translation>
    </message>
    <message>
        <source>%1 is %2 but the product of %3 is %4</source>
        <translation>%1 ist %2, aber das Produkt von %3 ist %4</translation>
    </message>
    <message>
        <source>%1 must not be 0</source>
        <translation>%1 darf nicht 0 sein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no key of a dataset config and has no effect.</source>
        <translation>„%1“ ist kein Schlüssel einer Datensatz-Konfiguration und bewirkt nichts.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; acts on pre-encoded data only.</source>
        <translation>„%1“ wirkt nur auf schon kodierte Daten.</translation>
    </message>
    <message>
        <source>%1 has no effect: &quot;%2&quot; belongs at the root of the config.</source>
        <translation>%1 bewirkt nichts: „%2“ gehört auf die oberste Ebene der Konfiguration.</translation>
    </message>
    <message>
        <source>%1 is no key of a dataset config and has no effect.</source>
        <translation>%1 ist kein Schlüssel einer Datensatz-Konfiguration und bewirkt nichts.</translation>
    </message>
    <message>
        <source>&quot;datasets&quot; names no folder</source>
        <translation>„datasets“ nennt keinen Ordner</translation>
    </message>
    <message>
        <source>%1.path is empty</source>
        <translation>%1.path ist leer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no dataset type</source>
        <translation>„%1“ ist keine Art von Datensatz</translation>
    </message>
    <message>
        <source>latent_extension is empty</source>
        <translation>latent_extension ist leer</translation>
    </message>
    <message>
        <source>A dataset config should be an object</source>
        <translation>Eine Datensatz-Konfiguration sollte ein Objekt sein</translation>
    </message>
    <message>
        <source>random_crop is not given, so each file longer than the window gives one window somewhere in it.</source>
        <translation>random_crop ist nicht angegeben, also ergibt jede Datei, die länger als das Fenster ist, ein Fenster irgendwo darin.</translation>
    </message>
    <message>
        <source>random_crop has no effect without latent_crop_length.</source>
        <translation>random_crop bewirkt ohne latent_crop_length nichts.</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; is not supported; &quot;t5&quot; and &quot;number&quot; are</source>
        <translation>%1 = &quot;%2&quot; wird nicht unterstützt, nur &quot;t5&quot; und &quot;number&quot;</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; cannot be part of a weight&apos;s name</source>
        <translation>%1 = &quot;%2&quot; kann nicht zum Namen eines Gewichts gehören</translation>
    </message>
    <message>
        <source>%1 should be greater than min_val</source>
        <translation>%1 sollte größer als min_val sein</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; occurs twice</source>
        <translation>%1 = &quot;%2&quot; kommt zweimal vor</translation>
    </message>
    <message>
        <source>%1 is a boolean, as in files from before July 2024</source>
        <translation>%1 ist ein Wahrheitswert wie in Dateien von vor Juli 2024</translation>
    </message>
    <message>
        <source>Write &quot;l2&quot; for true and &quot;none&quot; for false.</source>
        <translation>Schreibe &quot;l2&quot; für true und &quot;none&quot; für false.</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; should be none, l2, ln or dyt</source>
        <translation>%1 = &quot;%2&quot; sollte none, l2, ln oder dyt sein</translation>
    </message>
    <message>
        <source>%1 makes %2 hidden units</source>
        <translation>%1 ergibt %2 verborgene Einheiten</translation>
    </message>
    <message>
        <source>%1 %2 is no multiple of num_heads %3</source>
        <translation>%1 %2 ist kein Vielfaches von num_heads %3</translation>
    </message>
    <message>
        <source>%1 = %2 leaves heads of %3 elements, too small for rotary positions, which need 32</source>
        <translation>%1 = %2 lässt Köpfe mit %3 Elementen übrig, zu klein für Rotary-Positionen, die 32 brauchen</translation>
    </message>
    <message>
        <source>%1 should equal embed_dim when project_global_cond is false</source>
        <translation>%1 sollte gleich embed_dim sein, wenn project_global_cond false ist</translation>
    </message>
    <message>
        <source>Keys and values of %1 channels cannot be shared by %2 heads of %3</source>
        <translation>Schlüssel und Werte mit %1 Kanälen lassen sich nicht auf %2 Köpfe mit %3 verteilen</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; is not supported</source>
        <translation>%1 = &quot;%2&quot; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; should be prepend or adaLN</source>
        <translation>%1 = &quot;%2&quot; sollte prepend oder adaLN sein</translation>
    </message>
    <message>
        <source>%1 should be greater than min_length</source>
        <translation>%1 sollte größer als min_length sein</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; should be v, rectified_flow or rf_denoiser</source>
        <translation>%1 = &quot;%2&quot; sollte v, rectified_flow oder rf_denoiser sein</translation>
    </message>
    <message>
        <source>%1 = &quot;%2&quot; is not supported; only &quot;dit&quot; is</source>
        <translation>%1 = &quot;%2&quot; wird nicht unterstützt, nur &quot;dit&quot;</translation>
    </message>
    <message>
        <source>%1 names &quot;%2&quot;, which is no conditioner</source>
        <translation>%1 nennt „%2“, aber das ist kein Conditioner</translation>
    </message>
    <message>
        <source>%1 is %2 but diffusion.config.io_channels is %3</source>
        <translation>%1 ist %2, aber diffusion.config.io_channels ist %3</translation>
    </message>
    <message>
        <source>%1 is %2 but the autoencoder has %3 latent channels</source>
        <translation>%1 ist %2, aber der Autoencoder hat %3 Latent-Kanäle</translation>
    </message>
    <message>
        <source>%1 should be an object, not %2</source>
        <translation>%1 sollte ein Objekt sein, nicht %2</translation>
    </message>
    <message>
        <source>%1 = %2 is not supported</source>
        <translation>%1 = %2 wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>a section has no closing bracket</source>
        <translation>einem Abschnitt fehlt die schließende Klammer</translation>
    </message>
    <message>
        <source>section [%1] is given twice</source>
        <translation>der Abschnitt [%1] kommt zweimal vor</translation>
    </message>
    <message>
        <source>expected &quot;name = value&quot;</source>
        <translation>erwartet wird &quot;name = wert&quot;</translation>
    </message>
    <message>
        <source>a value stands before the first [section]</source>
        <translation>ein Wert steht vor dem ersten [Abschnitt]</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is given twice</source>
        <translation>„%1“ kommt zweimal vor</translation>
    </message>
    <message>
        <source>%1 should be at most %2</source>
        <translation>%1 sollte höchstens %2 sein</translation>
    </message>
    <message>
        <source>The metadata module is Python and is not run. It hands on the prompts that are in the documents, which are used as they are.</source>
        <translation>Das Metadaten-Modul ist Python und wird nicht ausgeführt. Es reicht die Prompts aus den Dokumenten weiter; sie werden so benutzt, wie sie sind.</translation>
    </message>
    <message>
        <source>The metadata module is Python and is not run. It makes its prompts as the preset &quot;%1&quot; does.</source>
        <translation>Das Metadaten-Modul ist Python und wird nicht ausgeführt. Es macht seine Prompts wie die Voreinstellung „%1“.</translation>
    </message>
    <message>
        <source>The metadata module is Python and is not run. Make prompt rules that do what it does.</source>
        <translation>Das Metadaten-Modul ist Python und wird nicht ausgeführt. Schreibe Prompt-Regeln, die dasselbe tun.</translation>
    </message>
    <message>
        <source>The metadata module is Python and is not run. It has %1 substitutions, which can be entered as steps of a prompt rule.</source>
        <translation>Das Metadaten-Modul ist Python und wird nicht ausgeführt. Es hat %1 Ersetzungen, die sich als Schritte einer Prompt-Regel eingeben lassen.</translation>
    </message>
    <message>
        <source>It also rejects, replaces or re-times items, which has to be done in the dataset.</source>
        <translation>Außerdem verwirft, ersetzt oder verlängert es Einträge; das muss im Datensatz geschehen.</translation>
    </message>
    <message>
        <source>training.learning_rate is ignored, as in the reference, because optimizer_configs is there.</source>
        <translation>training.learning_rate wird wie in der Referenz übergangen, weil optimizer_configs da ist.</translation>
    </message>
    <message>
        <source>demo.demo_cond_from_batch is not taken over; give the demos prompts of their own.</source>
        <translation>demo.demo_cond_from_batch wird nicht übernommen; gib den Demos eigene Prompts.</translation>
    </message>
    <message>
        <source>demo.num_demos is %1, but there are %2 demo_cond; the latter counts.</source>
        <translation>demo.num_demos ist %1, es gibt aber %2 demo_cond; das zählt.</translation>
    </message>
    <message>
        <source>training.pre_encoded is off there; here clips are always encoded first, which trains the same thing faster.</source>
        <translation>training.pre_encoded ist dort aus; hier werden Clips immer zuerst kodiert, was dasselbe schneller trainiert.</translation>
    </message>
    <message>
        <source>training.inpainting is not taken over: only text to audio is trained.</source>
        <translation>training.inpainting wird nicht übernommen: Trainiert wird nur von Text zu Klang.</translation>
    </message>
    <message>
        <source>the transformer</source>
        <translation>der Transformer</translation>
    </message>
    <message>
        <source>the conditioners</source>
        <translation>die Conditioner</translation>
    </message>
    <message>
        <source>the autoencoder</source>
        <translation>der Autoencoder</translation>
    </message>
    <message>
        <source>the configured model</source>
        <translation>das konfigurierte Modell</translation>
    </message>
    <message>
        <source>diffusion model</source>
        <translation>Diffusionsmodell</translation>
    </message>
    <message>
        <source>training checkpoint of a diffusion model</source>
        <translation>Trainings-Checkpoint eines Diffusionsmodells</translation>
    </message>
    <message>
        <source>training checkpoint of an autoencoder</source>
        <translation>Trainings-Checkpoint eines Autoencoders</translation>
    </message>
    <message>
        <source>T5 text encoder</source>
        <translation>Text-Encoder T5</translation>
    </message>
    <message>
        <source>not a Stable Audio model</source>
        <translation>kein Stable-Audio-Modell</translation>
    </message>
    <message>
        <source>The adapters&apos; rank should be at least 1, not %1</source>
        <translation>Der Rang der Adapter sollte mindestens 1 sein, nicht %1</translation>
    </message>
    <message>
        <source>The adapters&apos; alpha should be greater than 0, not %1</source>
        <translation>Das Alpha der Adapter sollte größer als 0 sein, nicht %1</translation>
    </message>
    <message>
        <source>The adapters&apos; dropout should be at least 0 and below 1, not %1</source>
        <translation>Der Dropout der Adapter sollte mindestens 0 und kleiner als 1 sein, nicht %1</translation>
    </message>
    <message>
        <source>The adapters have no targets</source>
        <translation>Die Adapter haben keine Ziele</translation>
    </message>
    <message>
        <source>The metadata key &quot;%1&quot; of clip %2 should be %3</source>
        <translation>Der Metadaten-Schlüssel „%1“ von Clip %2 sollte so sein: %3</translation>
    </message>
    <message>
        <source>The conditioners give %1 of width %2, the transformer takes %3</source>
        <translation>Die Conditioner liefern Breite %2 (%1), der Transformer nimmt %3</translation>
    </message>
    <message>
        <source>cross-attention tokens</source>
        <translation>Kreuz-Attention</translation>
    </message>
    <message>
        <source>a global condition</source>
        <translation>globale Bedingung</translation>
    </message>
    <message>
        <source>The model configuration is inconsistent: compare cond_dim, cond_token_dim and global_cond_dim.</source>
        <translation>Die Konfiguration des Modells widerspricht sich: Vergleiche cond_dim, cond_token_dim und global_cond_dim.</translation>
    </message>
    <message>
        <source>Prompts (&quot;%1&quot;) need a text encoder</source>
        <translation>Prompts („%1“) brauchen einen Text-Encoder</translation>
    </message>
    <message>
        <source>No condition &quot;%1&quot;</source>
        <translation>Keine Bedingung „%1“</translation>
    </message>
    <message>
        <source>Clip %1 of the batch has no &quot;%2&quot;, which the model is conditioned on</source>
        <translation>Clip %1 des Batches hat kein „%2“, das das Modell als Bedingung braucht</translation>
    </message>
    <message>
        <source>The model has no cross-attention, but a cross-attention condition was given</source>
        <translation>Das Modell hat keine Kreuz-Attention, bekam aber eine Bedingung dafür</translation>
    </message>
    <message>
        <source>The model has no global condition, but one was given</source>
        <translation>Das Modell hat keine globale Bedingung, bekam aber eine</translation>
    </message>
    <message>
        <source>feed_forward_proj = &quot;%1&quot; is not supported; &quot;relu&quot; and &quot;gated-gelu&quot; are</source>
        <translation>feed_forward_proj = &quot;%1&quot; wird nicht unterstützt, nur &quot;relu&quot; und &quot;gated-gelu&quot;</translation>
    </message>
    <message>
        <source>A size in the text encoder&apos;s configuration is not possible</source>
        <translation>Eine Größe in der Konfiguration des Text-Encoders ist nicht möglich</translation>
    </message>
    <message>
        <source>The relative positions of the text encoder&apos;s configuration make no sense</source>
        <translation>Die relativen Positionen in der Konfiguration des Text-Encoders ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>The encoder takes %1 channels of samples</source>
        <translation>Der Encoder nimmt %1 Kanäle</translation>
    </message>
    <message>
        <source>A window of %1 samples is no multiple of %2</source>
        <translation>Ein Fenster von %1 Samples ist kein Vielfaches von %2</translation>
    </message>
    <message>
        <source>This is a training checkpoint; its averaged weights and conditioners can be taken out by converting it.</source>
        <translation>Das ist ein Trainings-Checkpoint; seine gemittelten Gewichte und Conditioner lassen sich durch Umwandeln herausholen.</translation>
    </message>
    <message>
        <source>This is a training checkpoint; its weights can be taken out by converting it.</source>
        <translation>Das ist ein Trainings-Checkpoint; seine Gewichte lassen sich durch Umwandeln herausholen.</translation>
    </message>
    <message>
        <source>Demos of %1 models use %2, not %3</source>
        <translation>Demos von %1-Modellen benutzen %2, nicht %3</translation>
    </message>
    <message>
        <source>In training only that one makes demos; choose others when generating sounds.</source>
        <translation>Beim Training macht nur dieser die Demos; andere lassen sich beim Erzeugen von Klängen wählen.</translation>
    </message>
    <message>
        <source>The latents to vary must have the shape and device of the noise</source>
        <translation>Die Latents, die verändert werden sollen, brauchen Form und Gerät des Rauschens</translation>
    </message>
    <message>
        <source>Sampling needs at least one step, not %1</source>
        <translation>Das Erzeugen braucht mindestens einen Schritt, nicht %1</translation>
    </message>
    <message>
        <source>The most noise (sigma_max) must be positive, not %1</source>
        <translation>Das meiste Rauschen (sigma_max) muss positiv sein, nicht %1</translation>
    </message>
    <message>
        <source>The least noise (sigma_min) must lie between 0 and the most (%1), not %2</source>
        <translation>Das wenigste Rauschen (sigma_min) muss zwischen 0 und dem meisten (%1) liegen, nicht bei %2</translation>
    </message>
    <message>
        <source>Try another sampler, less guidance (CFG), or lower the most noise (sigma_max).</source>
        <translation>Versuche einen anderen Sampler oder weniger Führung (CFG), oder senke das meiste Rauschen (sigma_max).</translation>
    </message>
    <message>
        <source>Try another sampler, or lower the most noise (sigma_max).</source>
        <translation>Versuche einen anderen Sampler, oder senke das meiste Rauschen (sigma_max).</translation>
    </message>
    <message>
        <source>The state of the timestep sequence is damaged</source>
        <translation>Der Zustand der Folge der Zeitschritte ist beschädigt</translation>
    </message>
    <message>
        <source>Known are uniform, logit_normal, trunc_logit_normal and log_snr</source>
        <translation>Bekannt sind uniform, logit_normal, trunc_logit_normal und log_snr</translation>
    </message>
    <message>
        <source>%1 timesteps have no option &quot;%2&quot;</source>
        <translation>Die Zeitschritte %1 haben keine Option „%2“</translation>
    </message>
    <message>
        <source>std_logsnr must not be negative</source>
        <translation>std_logsnr darf nicht negativ sein</translation>
    </message>
    <message>
        <source>The one-shot probability must lie between 0 and 1</source>
        <translation>Der Anteil reinen Rauschens muss zwischen 0 und 1 liegen</translation>
    </message>
    <message>
        <source>The sound to vary has %1 latent frames, %2 are wanted</source>
        <translation>Der Klang, der verändert werden soll, hat %1 Latent-Frames, verlangt sind %2</translation>
    </message>
    <message>
        <source>The file holds no encoder</source>
        <translation>Die Datei enthält keinen Encoder</translation>
    </message>
    <message>
        <source>Latents of %1 and of %2 channels cannot be trained on together</source>
        <translation>Latents mit %1 und mit %2 Kanälen lassen sich nicht zusammen trainieren</translation>
    </message>
    <message>
        <source>A window of %1 frames does not suit an encoder with %2 frames a latent</source>
        <translation>Ein Fenster von %1 Frames passt nicht zu einem Encoder mit %2 Frames je Latent</translation>
    </message>
    <message>
        <source>There are no latents to train on</source>
        <translation>Es gibt keine Latents zum Trainieren</translation>
    </message>
    <message>
        <source>The first of %1 that cannot be used: %2</source>
        <translation>Das erste von %1, die sich nicht verwenden lassen: %2</translation>
    </message>
    <message>
        <source>Its %1 seconds are less than the limit of %2</source>
        <translation>Seine %1 Sekunden liegen unter der Grenze von %2</translation>
    </message>
    <message>
        <source>Its %1 seconds are more than the limit of %2</source>
        <translation>Seine %1 Sekunden liegen über der Grenze von %2</translation>
    </message>
    <message>
        <source>The document has no prompt</source>
        <translation>Im Dokument steht kein Prompt</translation>
    </message>
    <message>
        <source>Write prompt rules, or a prompt into the document.</source>
        <translation>Schreibe Prompt-Regeln, oder einen Prompt in das Dokument.</translation>
    </message>
    <message>
        <source>It has %1 latent channels, and the others %2</source>
        <translation>Es hat %1 Latent-Kanäle, die anderen haben %2</translation>
    </message>
    <message>
        <source>The store keeps the means alone, so nothing can be drawn</source>
        <translation>Der Speicher enthält nur die Mittelwerte, also lässt sich nichts ziehen</translation>
    </message>
    <message>
        <source>Train on the means, or encode again with mean and scale.</source>
        <translation>Trainiere mit den Mittelwerten, oder kodiere noch einmal mit Mittelwert und Streuung.</translation>
    </message>
    <message>
        <source>%1 clip is not encoded for this length</source>
        <translation>%1 Clip ist nicht für diese Länge kodiert</translation>
    </message>
    <message>
        <source>%1 clips are not encoded for this length</source>
        <translation>%1 Clips sind nicht für diese Länge kodiert</translation>
    </message>
    <message>
        <source>The cached prompts have %1 positions, and %2 are wanted</source>
        <translation>Die gespeicherten Prompts haben %1 Positionen, verlangt sind %2</translation>
    </message>
    <message>
        <source>The job is not waiting in the queue</source>
        <translation>Die Aufgabe wartet nicht in der Schlange</translation>
    </message>
    <message>
        <source>The job has not ended</source>
        <translation>Die Aufgabe ist noch nicht zu Ende</translation>
    </message>
    <message>
        <source>The job has not begun</source>
        <translation>Die Aufgabe hat noch nicht begonnen</translation>
    </message>
    <message>
        <source>There is no job %1</source>
        <translation>Eine Aufgabe %1 gibt es nicht</translation>
    </message>
    <message>
        <source>A batch of %1 for %2 processes makes no sense</source>
        <translation>Ein Batch von %1 für %2 Prozesse ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>state.json is damaged: %1</source>
        <translation>state.json ist beschädigt: %1</translation>
    </message>
    <message>
        <source>%1 has %2 bytes instead of %3</source>
        <translation>%1 hat %2 Bytes statt %3</translation>
    </message>
    <message>
        <source>A file just written cannot be found</source>
        <translation>Eine eben geschriebene Datei ist nicht zu finden</translation>
    </message>
    <message>
        <source>The counters of a run cannot be negative</source>
        <translation>Die Zähler eines Laufs können nicht negativ sein</translation>
    </message>
    <message>
        <source>The saved average of a weight is missing</source>
        <translation>Das gespeicherte Mittel eines Gewichts fehlt</translation>
    </message>
    <message>
        <source>The saved average has shape %1 instead of %2</source>
        <translation>Das gespeicherte Mittel hat die Form %1 statt %2</translation>
    </message>
    <message>
        <source>The state of the loss scaling is damaged</source>
        <translation>Der Zustand der Loss-Skalierung ist beschädigt</translation>
    </message>
    <message>
        <source>%1 must be at least 1</source>
        <translation>%1 muss mindestens 1 sein</translation>
    </message>
    <message>
        <source>%1 must not be negative</source>
        <translation>%1 darf nicht negativ sein</translation>
    </message>
    <message>
        <source>%1 must be an object</source>
        <translation>%1 muss ein Objekt sein</translation>
    </message>
    <message>
        <source>%1 must lie between 0 and 1, 1 excluded</source>
        <translation>%1 muss zwischen 0 und 1 liegen, ohne die 1</translation>
    </message>
    <message>
        <source>%1 must be positive</source>
        <translation>%1 muss positiv sein</translation>
    </message>
    <message>
        <source>%1 must lie between 0 and 1</source>
        <translation>%1 muss zwischen 0 und 1 liegen</translation>
    </message>
    <message>
        <source>%1 must lie between 0, excluded, and 1</source>
        <translation>%1 muss größer als 0 und höchstens 1 sein</translation>
    </message>
    <message>
        <source>%1 must be cos or linear</source>
        <translation>%1 muss cos oder linear sein</translation>
    </message>
    <message>
        <source>%1 must be triangular, triangular2 or exp_range</source>
        <translation>%1 muss triangular, triangular2 oder exp_range sein</translation>
    </message>
    <message>
        <source>%1 must be a list of two numbers</source>
        <translation>%1 muss eine Liste aus zwei Zahlen sein</translation>
    </message>
    <message>
        <source>%1 can only be true</source>
        <translation>%1 kann nur true sein</translation>
    </message>
    <message>
        <source>%1 can only be false</source>
        <translation>%1 kann nur false sein</translation>
    </message>
    <message>
        <source>%1 can only be true: moments are kept in blocks of 256</source>
        <translation>%1 kann nur true sein: Die Momente liegen in Blöcken von 256</translation>
    </message>
    <message>
        <source>%1 must be from 1 to 100</source>
        <translation>%1 muss von 1 bis 100 sein</translation>
    </message>
    <message>
        <source>%1 needs a momentum above 0 and no dampening</source>
        <translation>%1 braucht ein Momentum über 0 und kein Dampening</translation>
    </message>
    <message>
        <source>%1 is not supported by FusedAdam</source>
        <translation>%1 wird von FusedAdam nicht unterstützt</translation>
    </message>
    <message>
        <source>%1 is not supported by AdamW8bit</source>
        <translation>%1 wird von AdamW8bit nicht unterstützt</translation>
    </message>
    <message>
        <source>Optimiser option %1</source>
        <translation>Die Option des Optimierers %1</translation>
    </message>
    <message>
        <source>The optimiser state belongs to a parameter this model does not train</source>
        <translation>Der Zustand des Optimierers gehört zu einem Parameter, den dieses Modell nicht trainiert</translation>
    </message>
    <message>
        <source>The saved optimiser state has shape %1 instead of %2</source>
        <translation>Der gespeicherte Zustand des Optimierers hat die Form %1 statt %2</translation>
    </message>
    <message>
        <source>There is nothing to train: no parameters</source>
        <translation>Es gibt nichts zu trainieren: keine Parameter</translation>
    </message>
    <message>
        <source>Only floating-point weights can be trained</source>
        <translation>Nur Gewichte in Gleitkommazahlen lassen sich trainieren</translation>
    </message>
    <message>
        <source>Two parameters have the same name</source>
        <translation>Zwei Parameter haben denselben Namen</translation>
    </message>
    <message>
        <source>Stochastic rounding is made for bf16 weights, not fp16</source>
        <translation>Stochastisches Runden ist für Gewichte in bf16 gemacht, nicht für fp16</translation>
    </message>
    <message>
        <source>Train with bfloat16 weights (bf16-weights) or in full 32 bit (fp32).</source>
        <translation>Trainiere mit Gewichten in bfloat16 (bf16-weights) oder in vollen 32 Bit (fp32).</translation>
    </message>
    <message>
        <source>Unknown optimiser</source>
        <translation>Unbekannter Optimierer</translation>
    </message>
    <message>
        <source>The training settings name neither optimizer_configs nor learning_rate</source>
        <translation>Die Einstellungen nennen weder optimizer_configs noch learning_rate</translation>
    </message>
    <message>
        <source>No random numbers on %1</source>
        <translation>Keine Zufallszahlen auf %1</translation>
    </message>
    <message>
        <source>Train in mixed bfloat16 (bf16-mixed), in full 32 bit (fp32), or with a lower learning rate.</source>
        <translation>Trainiere in bfloat16 gemischt (bf16-mixed), in vollen 32 Bit (fp32) oder mit einer kleineren Lernrate.</translation>
    </message>
    <message>
        <source>Use it as the model to start from.</source>
        <translation>Nimm es als das Modell, von dem der Lauf beginnt.</translation>
    </message>
    <message>
        <source>This is no training checkpoint that could be continued: %1</source>
        <translation>Das ist kein Trainings-Checkpoint, der sich fortsetzen ließe: %1</translation>
    </message>
    <message>
        <source>The checkpoint holds the state of more or less than one optimiser</source>
        <translation>Der Checkpoint enthält den Zustand von mehr oder weniger als einem Optimierer</translation>
    </message>
    <message>
        <source>The optimiser&apos;s state is incomplete</source>
        <translation>Der Zustand des Optimierers ist unvollständig</translation>
    </message>
    <message>
        <source>The optimiser of the checkpoint has %1 parameters, the configured model %2</source>
        <translation>Der Optimierer des Checkpoints hat %1 Parameter, das konfigurierte Modell %2</translation>
    </message>
    <message>
        <source>The checkpoint holds averaged weights but not how many steps they average</source>
        <translation>Der Checkpoint enthält gemittelte Gewichte, aber nicht, über wie viele Schritte</translation>
    </message>
    <message>
        <source>The checkpoint does not hold its model configuration</source>
        <translation>Der Checkpoint enthält die Konfiguration seines Modells nicht</translation>
    </message>
    <message>
        <source>The checkpoint&apos;s %1 is %2, less than none</source>
        <translation>Im Checkpoint ist %1 = %2, weniger als nichts</translation>
    </message>
    <message>
        <source>A checkpoint of adapters has no form in stable-audio-tools</source>
        <translation>Einen Checkpoint mit Adaptern gibt es in stable-audio-tools nicht</translation>
    </message>
    <message>
        <source>Export the run, which merges them.</source>
        <translation>Exportiere den Lauf; dabei werden sie eingerechnet.</translation>
    </message>
    <message>
        <source>%1 has shape %2 in the checkpoint and %3 in the model</source>
        <translation>%1 hat im Checkpoint die Form %2 und im Modell %3</translation>
    </message>
    <message>
        <source>The precision %1 wants weights in %2, but the model was loaded in %3</source>
        <translation>Die Genauigkeit %1 verlangt Gewichte in %2, das Modell ist aber in %3 geladen</translation>
    </message>
    <message>
        <source>The checkpoint holds LoRA adapters, the run trains the whole model</source>
        <translation>Der Checkpoint enthält LoRA-Adapter, der Lauf trainiert das ganze Modell</translation>
    </message>
    <message>
        <source>The checkpoint holds a whole model, the run trains LoRA adapters</source>
        <translation>Der Checkpoint enthält ein ganzes Modell, der Lauf trainiert LoRA-Adapter</translation>
    </message>
    <message>
        <source>The checkpoint holds no averaged weights</source>
        <translation>Der Checkpoint enthält keine gemittelten Gewichte</translation>
    </message>
    <message>
        <source>Switch the average of weights off, or start anew.</source>
        <translation>Schalte das Mittel der Gewichte aus, oder beginne neu.</translation>
    </message>
    <message>
        <source>Make room by one of these: %1.</source>
        <translation>Schaffe auf eine dieser Arten Platz: %1.</translation>
    </message>
    <message>
        <source>recompute activations</source>
        <translation>Aktivierungen neu berechnen</translation>
    </message>
    <message>
        <source>a batch of %1 with twice the accumulation</source>
        <translation>ein Batch von %1 mit doppelter Akkumulation</translation>
    </message>
    <message>
        <source>the averaged weights in main memory</source>
        <translation>gemittelte Gewichte in den Hauptspeicher</translation>
    </message>
    <message>
        <source>the 8-bit optimiser (AdamW8bit)</source>
        <translation>der 8-Bit-Optimierer (AdamW8bit)</translation>
    </message>
    <message>
        <source>bfloat16 weights (bf16-weights)</source>
        <translation>Gewichte in bfloat16 (bf16-weights)</translation>
    </message>
    <message>
        <source>the step inside the backward pass</source>
        <translation>der Schritt im Rückwärtslauf</translation>
    </message>
    <message>
        <source>LoRA adapters</source>
        <translation>LoRA-Adapter</translation>
    </message>
    <message>
        <source>shorter clips</source>
        <translation>kürzere Clips</translation>
    </message>
    <message>
        <source>Stopped before the first step</source>
        <translation>Vor dem ersten Schritt gestoppt</translation>
    </message>
    <message>
        <source>The noise has shape %1 and the latents %2</source>
        <translation>Das Rauschen hat die Form %1, die Latents haben %2</translation>
    </message>
    <message>
        <source>There are %1 descriptions for %2 latents</source>
        <translation>Es gibt %1 Beschreibungen für %2 Latents</translation>
    </message>
    <message>
        <source>Padding cannot be masked: the batch has no padding mask</source>
        <translation>Das Auffüllen lässt sich nicht ausblenden: Der Batch hat keine Füllmaske</translation>
    </message>
    <message>
        <source>Held-out loss needs at least one clip and one timestep</source>
        <translation>Der zurückgehaltene Loss braucht mindestens einen Clip und einen Zeitschritt</translation>
    </message>
    <message>
        <source>a mark is missing</source>
        <translation>eine Marke fehlt</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>The computer runs on its battery: training is slower there and stops when it is empty, so plug it in.</source>
        <translation>Der Rechner läuft auf Akku: Dort ist das Training langsamer und endet, wenn er leer ist; schließe das Netzteil an.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 should be from %2 to %3, not %4</source>
        <translation>%1 sollte von %2 bis %3 sein, nicht %4</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Unreadable</source>
        <translation>Unlesbar</translation>
    </message>
    <message>
        <source>The file could not be decoded, so nothing can be learned from it.</source>
        <translation>Die Datei ließ sich nicht dekodieren, also lässt sich nichts aus ihr lernen.</translation>
    </message>
    <message>
        <source>Copy it again from its source, or take it out of the folder.</source>
        <translation>Kopiere sie noch einmal von der Quelle, oder nimm sie aus dem Ordner.</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>The file is not where it was at the last scan.</source>
        <translation>Die Datei ist nicht mehr da, wo sie beim letzten Einlesen war.</translation>
    </message>
    <message>
        <source>Connect its drive or rescan; its prompt is kept meanwhile.</source>
        <translation>Schließ ihr Laufwerk an oder lies neu ein; ihr Prompt bleibt solange erhalten.</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>The file has no sound in it.</source>
        <translation>In der Datei ist kein Klang.</translation>
    </message>
    <message>
        <source>Take it out of the folder.</source>
        <translation>Nimm sie aus dem Ordner.</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Still</translation>
    </message>
    <message>
        <source>Nothing in it is louder than -60 dB; the model would learn to make silence for this prompt.</source>
        <translation>Nichts darin ist lauter als -60 dB; das Modell würde lernen, zu diesem Prompt Stille zu machen.</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>Lass sie weg.</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>Übersteuert</translation>
    </message>
    <message>
        <source>The loudest parts are cut flat, and the model learns the distortion too.</source>
        <translation>Die lautesten Stellen sind flach abgeschnitten, und das Modell lernt auch die Verzerrung.</translation>
    </message>
    <message>
        <source>Fine where distortion belongs to the sound; leave it out otherwise.</source>
        <translation>Gut, wo die Verzerrung zum Klang gehört; sonst lass sie weg.</translation>
    </message>
    <message>
        <source>DC offset</source>
        <translation>Gleichspannung</translation>
    </message>
    <message>
        <source>The waveform does not swing around zero, which wastes level and clicks at cuts.</source>
        <translation>Die Wellenform schwingt nicht um null; das verschenkt Pegel und klickt an Schnitten.</translation>
    </message>
    <message>
        <source>Remove the offset in an audio editor.</source>
        <translation>Entferne den Versatz in einem Audio-Editor.</translation>
    </message>
    <message>
        <source>Lossy file</source>
        <translation>Verlustbehaftet</translation>
    </message>
    <message>
        <source>High frequencies were thrown away when this file was made; the model learns their absence.</source>
        <translation>Beim Erzeugen dieser Datei wurden hohe Frequenzen weggeworfen; das Modell lernt, dass sie fehlen.</translation>
    </message>
    <message>
        <source>Use the WAV, AIFF or FLAC original if there is one.</source>
        <translation>Nimm das Original als WAV, AIFF oder FLAC, wenn es eines gibt.</translation>
    </message>
    <message>
        <source>Looks lossy</source>
        <translation>Wirkt verlustbehaftet</translation>
    </message>
    <message>
        <source>Its spectrum ends abruptly, as that of an MP3 that was saved as WAV.</source>
        <translation>Das Spektrum endet abrupt, wie bei einem MP3, das als WAV gespeichert wurde.</translation>
    </message>
    <message>
        <source>Listen to the highs; use a better source if there is one.</source>
        <translation>Hör auf die Höhen; nimm eine bessere Quelle, wenn es eine gibt.</translation>
    </message>
    <message>
        <source>Other sample rate</source>
        <translation>Andere Abtastrate</translation>
    </message>
    <message>
        <source>It will be converted to the model&apos;s rate.</source>
        <translation>Sie wird auf die Rate des Modells umgerechnet.</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>Nichts zu tun.</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Mono</translation>
    </message>
    <message>
        <source>The model hears stereo; the one channel is used for both sides.</source>
        <translation>Das Modell hört stereo; der eine Kanal wird für beide Seiten benutzt.</translation>
    </message>
    <message>
        <source>Nothing to do, unless a stereo version exists.</source>
        <translation>Nichts zu tun, außer es gibt eine Stereofassung.</translation>
    </message>
    <message>
        <source>More than two channels</source>
        <translation>Mehr als zwei Kanäle</translation>
    </message>
    <message>
        <source>Only the first two channels are used.</source>
        <translation>Nur die ersten beiden Kanäle werden benutzt.</translation>
    </message>
    <message>
        <source>Mix it down if the others matter.</source>
        <translation>Mische sie herunter, wenn es auf die anderen ankommt.</translation>
    </message>
    <message>
        <source>Very short</source>
        <translation>Sehr kurz</translation>
    </message>
    <message>
        <source>Less than a tenth of a second: hardly more than a click.</source>
        <translation>Weniger als eine Zehntelsekunde: kaum mehr als ein Klick.</translation>
    </message>
    <message>
        <source>Leave it out unless clicks are what you want.</source>
        <translation>Lass sie weg, außer du willst Klicks.</translation>
    </message>
    <message>
        <source>Longer than the model</source>
        <translation>Länger als das Modell</translation>
    </message>
    <message>
        <source>The model takes in less than this at once; the rest is cut off.</source>
        <translation>Das Modell nimmt weniger als das auf einmal auf; der Rest wird abgeschnitten.</translation>
    </message>
    <message>
        <source>Split long files into pieces when encoding to use all of them.</source>
        <translation>Teile lange Dateien beim Kodieren in Stücke, um alles zu nutzen.</translation>
    </message>
    <message>
        <source>Exact duplicate</source>
        <translation>Genau gleich</translation>
    </message>
    <message>
        <source>The same sound is there under another name, and counts twice.</source>
        <translation>Derselbe Klang ist unter anderem Namen noch einmal da und zählt doppelt.</translation>
    </message>
    <message>
        <source>Leave one of them out.</source>
        <translation>Lass eine der beiden weg.</translation>
    </message>
    <message>
        <source>Near duplicate</source>
        <translation>Beinahe gleich</translation>
    </message>
    <message>
        <source>Another clip sounds almost the same; such pairs are remembered rather than learned.</source>
        <translation>Ein anderer Clip klingt fast genauso; solche Paare werden eher auswendig gelernt als verstanden.</translation>
    </message>
    <message>
        <source>Leave one of them out, unless the difference is what you want.</source>
        <translation>Lass einen der beiden weg, außer der Unterschied ist gewollt.</translation>
    </message>
    <message>
        <source>No prompt</source>
        <translation>Kein Prompt</translation>
    </message>
    <message>
        <source>Without words the model cannot be asked for this sound.</source>
        <translation>Ohne Worte kann man das Modell nicht nach diesem Klang fragen.</translation>
    </message>
    <message>
        <source>Write a prompt rule, or a prompt by hand.</source>
        <translation>Schreib eine Prompt-Regel oder den Prompt von Hand.</translation>
    </message>
    <message>
        <source>Prompt looks like a file name</source>
        <translation>Prompt sieht wie ein Dateiname aus</translation>
    </message>
    <message>
        <source>Underscores, slashes and endings teach the model file names instead of words.</source>
        <translation>Unterstriche, Schrägstriche und Endungen lehren das Modell Dateinamen statt Worte.</translation>
    </message>
    <message>
        <source>Clean it up with a prompt rule.</source>
        <translation>Räum ihn mit einer Prompt-Regel auf.</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abgeschnitten</translation>
    </message>
    <message>
        <source>The file stops before its end mark.</source>
        <translation>Die Datei hört vor ihrer Endmarke auf.</translation>
    </message>
    <message>
        <source>Copy it again from its source.</source>
        <translation>Kopiere sie noch einmal von der Quelle.</translation>
    </message>
</context>
<context>
    <name>JobText</name>
    <message>
        <source>Encode sounds</source>
        <translation>Klänge kodieren</translation>
    </message>
    <message>
        <source>Generate sounds</source>
        <translation>Klänge erzeugen</translation>
    </message>
    <message>
        <source>Import from stable-audio-tools</source>
        <translation>Übernahme aus stable-audio-tools</translation>
    </message>
    <message>
        <source>Export for stable-audio-tools</source>
        <translation>Export für stable-audio-tools</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>Export %1</translation>
    </message>
    <message>
        <source>Round trip of %1</source>
        <translation>Hin und zurück: %1</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>Ausschnitte</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>demos</source>
        <translation>Demos</translation>
    </message>
    <message>
        <source>Add GPU libraries</source>
        <translation>GPU-Bibliotheken hinzufügen</translation>
    </message>
    <message>
        <source>Training “%1”</source>
        <translation>Training „%1“</translation>
    </message>
    <message>
        <source>Measuring a step of %1</source>
        <translation>Einen Schritt von %1 messen</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>Demo</translation>
    </message>
</context>
<context>
    <name>PromptPreset</name>
    <message>
        <source>folder and name, 70 % full, 20 % short, 10 % empty</source>
        <translation>Ordner und Name, 70 % ganz, 20 % kurz, 10 % leer</translation>
    </message>
    <message>
        <source>text file beside the sound, else the name</source>
        <translation>Textdatei neben dem Klang, sonst der Name</translation>
    </message>
    <message>
        <source>paths_md.py of the guide</source>
        <translation>paths_md.py aus der Anleitung</translation>
    </message>
    <message>
        <source>acid_paths_md.py of the guide</source>
        <translation>acid_paths_md.py aus der Anleitung</translation>
    </message>
    <message>
        <source>kickbass_paths_md.py of the guide</source>
        <translation>kickbass_paths_md.py aus der Anleitung</translation>
    </message>
    <message>
        <source>file name, cleaned</source>
        <translation>Dateiname, aufgeräumt</translation>
    </message>
    <message>
        <source>folder, then file name</source>
        <translation>Ordner, dann Dateiname</translation>
    </message>
    <message>
        <source>tags in the file, else the name</source>
        <translation>Tags in der Datei, sonst der Name</translation>
    </message>
</context>
<context>
    <name>PromptRule</name>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>folder and name</source>
        <translation>Ordner und Name</translation>
    </message>
    <message>
        <source>text beside</source>
        <translation>Text daneben</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>stem</source>
        <translation>Name ohne Endung</translation>
    </message>
    <message>
        <source>folder says BPM: name</source>
        <translation>Ordner nennt BPM: Name</translation>
    </message>
    <message>
        <source>name says BPM: name</source>
        <translation>Name nennt BPM: Name</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Dateiname</translation>
    </message>
</context>
<context>
    <name>Quantity</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message>
        <source>Find and replace</source>
        <translation>Suchen und ersetzen</translation>
    </message>
    <message>
        <source>Replace by pattern</source>
        <translation>Nach Muster ersetzen</translation>
    </message>
    <message>
        <source>Leave out clips with the pattern</source>
        <translation>Clips mit dem Muster weglassen</translation>
    </message>
    <message>
        <source>Underscores and dashes to spaces</source>
        <translation>Unter- und Bindestriche zu Leerzeichen</translation>
    </message>
    <message>
        <source>Several spaces to one</source>
        <translation>Mehrere Leerzeichen zu einem</translation>
    </message>
    <message>
        <source>Trim both ends</source>
        <translation>An beiden Enden kürzen</translation>
    </message>
    <message>
        <source>lower case</source>
        <translation>alles klein</translation>
    </message>
    <message>
        <source>UPPER CASE</source>
        <translation>ALLES GROSS</translation>
    </message>
    <message>
        <source>Title Case</source>
        <translation>Jedes Wort Groß</translation>
    </message>
    <message>
        <source>Sentence case</source>
        <translation>Satzanfang groß</translation>
    </message>
    <message>
        <source>Put in front</source>
        <translation>Davorsetzen</translation>
    </message>
    <message>
        <source>Put at the end</source>
        <translation>Anhängen</translation>
    </message>
    <message>
        <source>Drop copy counters: (2), _1</source>
        <translation>Kopierzähler weglassen: (2), _1</translation>
    </message>
    <message>
        <source>Drop numbers</source>
        <translation>Zahlen weglassen</translation>
    </message>
    <message>
        <source>Split joined words: KickHard01</source>
        <translation>Zusammengesetztes trennen: KickHard01</translation>
    </message>
    <message>
        <source>120BPM to 120 BPM</source>
        <translation>120BPM zu 120 BPM</translation>
    </message>
    <message>
        <source>Am to A minor</source>
        <translation>Am zu A minor</translation>
    </message>
    <message>
        <source>4b4n to 4/4</source>
        <translation>4b4n zu 4/4</translation>
    </message>
    <message>
        <source>4bars to 4 bars</source>
        <translation>4bars zu 4 bars</translation>
    </message>
</context>
<context>
    <name>RunParameter</name>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>The standard. 8 bytes of memory a weight.</source>
        <translation>Der Standard. 8 Byte Speicher je Gewicht.</translation>
    </message>
    <message>
        <source>AdamW, 8 bit</source>
        <translation>AdamW, 8 Bit</translation>
    </message>
    <message>
        <source>As good in practice, with 2 bytes a weight instead of 8.</source>
        <translation>In der Praxis ebenso gut, mit 2 statt 8 Byte je Gewicht.</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>Weight decay acts through the gradient.</source>
        <translation>Weight Decay wirkt über den Gradienten.</translation>
    </message>
    <message>
        <source>Fused Adam</source>
        <translation>Fused Adam</translation>
    </message>
    <message>
        <source>AdamW by DeepSpeed&apos;s defaults (no weight decay).</source>
        <translation>AdamW nach den Vorgaben von DeepSpeed (ohne Weight Decay).</translation>
    </message>
    <message>
        <source>Lion</source>
        <translation>Lion</translation>
    </message>
    <message>
        <source>4 bytes a weight; wants a learning rate 3 to 10 times smaller than AdamW.</source>
        <translation>4 Byte je Gewicht; will eine 3- bis 10-mal kleinere Lernrate als AdamW.</translation>
    </message>
    <message>
        <source>Prodigy</source>
        <translation>Prodigy</translation>
    </message>
    <message>
        <source>Finds its own step size; leave the learning rate at 1. 16 bytes a weight.</source>
        <translation>Findet seine Schrittweite selbst; lass die Lernrate auf 1. 16 Byte je Gewicht.</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Plain gradient descent; rarely a good choice here.</source>
        <translation>Einfacher Gradientenabstieg; hier selten eine gute Wahl.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstant</translation>
    </message>
    <message>
        <source>The learning rate stays as it is.</source>
        <translation>Die Lernrate bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Inverse</source>
        <translation>Invers</translation>
    </message>
    <message>
        <source>Warms up, then falls very slowly; what the models were trained with.</source>
        <translation>Wärmt auf und fällt dann sehr langsam; damit wurden die Modelle trainiert.</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Falls to its end value along a half cosine over T_max steps.</source>
        <translation>Fällt in T_max Schritten auf einem halben Kosinus zum Endwert.</translation>
    </message>
    <message>
        <source>Cosine with restarts</source>
        <translation>Kosinus mit Neustarts</translation>
    </message>
    <message>
        <source>Falls and jumps back every T_0 steps.</source>
        <translation>Fällt und springt alle T_0 Schritte zurück.</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>A straight ramp over the first steps.</source>
        <translation>Eine gerade Rampe über die ersten Schritte.</translation>
    </message>
    <message>
        <source>Constant after a start</source>
        <translation>Konstant nach einem Anlauf</translation>
    </message>
    <message>
        <source>A fraction of the rate for the first steps.</source>
        <translation>Ein Bruchteil der Rate für die ersten Schritte.</translation>
    </message>
    <message>
        <source>Polynomial</source>
        <translation>Polynom</translation>
    </message>
    <message>
        <source>Falls to zero over total_iters steps.</source>
        <translation>Fällt in total_iters Schritten auf null.</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>Exponentiell</translation>
    </message>
    <message>
        <source>Multiplied by gamma each step.</source>
        <translation>Wird je Schritt mit gamma malgenommen.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Multiplied by gamma every step_size steps.</source>
        <translation>Wird alle step_size Schritte mit gamma malgenommen.</translation>
    </message>
    <message>
        <source>Milestones</source>
        <translation>Meilensteine</translation>
    </message>
    <message>
        <source>Multiplied by gamma at given steps.</source>
        <translation>Wird bei gegebenen Schritten mit gamma malgenommen.</translation>
    </message>
    <message>
        <source>One cycle</source>
        <translation>Ein Zyklus</translation>
    </message>
    <message>
        <source>Up to max_lr and down again over total_steps.</source>
        <translation>Hinauf zu max_lr und wieder hinunter, in total_steps.</translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation>Zyklen</translation>
    </message>
    <message>
        <source>Up and down between base_lr and max_lr, again and again.</source>
        <translation>Zwischen base_lr und max_lr auf und ab, immer wieder.</translation>
    </message>
    <message>
        <source>Mixed bfloat16</source>
        <translation>bfloat16 gemischt</translation>
    </message>
    <message>
        <source>Fast and safe on GPUs from 2020 on. 32-bit weights.</source>
        <translation>Schnell und sicher auf Grafikkarten ab 2020. Gewichte in 32 Bit.</translation>
    </message>
    <message>
        <source>Mixed float16</source>
        <translation>float16 gemischt</translation>
    </message>
    <message>
        <source>For older GPUs. Steps with an overflow are skipped and counted.</source>
        <translation>Für ältere Grafikkarten. Schritte mit Überlauf werden übersprungen und gezählt.</translation>
    </message>
    <message>
        <source>Full 32 bit</source>
        <translation>Volle 32 Bit</translation>
    </message>
    <message>
        <source>Slowest, most exact; right for the CPU.</source>
        <translation>Am langsamsten, am genauesten; richtig für den Prozessor.</translation>
    </message>
    <message>
        <source>bfloat16 weights</source>
        <translation>Gewichte in bfloat16</translation>
    </message>
    <message>
        <source>Half the memory for weights and gradients; updates are rounded stochastically so that small ones are not lost.</source>
        <translation>Halber Speicher für Gewichte und Gradienten; Änderungen werden zufällig gerundet, damit kleine nicht verloren gehen.</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>Gleichmäßig</translation>
    </message>
    <message>
        <source>All noise levels equally often (SAO 1.0).</source>
        <translation>Alle Rauschstufen gleich oft (SAO 1.0).</translation>
    </message>
    <message>
        <source>Truncated logit normal</source>
        <translation>Logit-normal, gestutzt</translation>
    </message>
    <message>
        <source>More in the middle (SAO Small).</source>
        <translation>Mehr in der Mitte (SAO Small).</translation>
    </message>
    <message>
        <source>Logit normal</source>
        <translation>Logit-normal</translation>
    </message>
    <message>
        <source>More in the middle, rarely at the ends.</source>
        <translation>Mehr in der Mitte, selten an den Enden.</translation>
    </message>
    <message>
        <source>Log SNR</source>
        <translation>Log SNR</translation>
    </message>
    <message>
        <source>Normal in the logarithm of signal to noise.</source>
        <translation>Normal im Logarithmus von Signal zu Rauschen.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Irgendwo</translation>
    </message>
    <message>
        <source>Another part of a long clip each time.</source>
        <translation>Jedes Mal ein anderer Teil eines langen Clips.</translation>
    </message>
    <message>
        <source>From the start</source>
        <translation>Vom Anfang</translation>
    </message>
    <message>
        <source>Always the beginning.</source>
        <translation>Immer der Anfang.</translation>
    </message>
    <message>
        <source>Whole model</source>
        <translation>Ganzes Modell</translation>
    </message>
    <message>
        <source>Changes every weight; learns most, needs most memory.</source>
        <translation>Ändert jedes Gewicht; lernt am meisten, braucht am meisten Speicher.</translation>
    </message>
    <message>
        <source>LoRA adapters</source>
        <translation>LoRA-Adapter</translation>
    </message>
    <message>
        <source>Trains small matrices beside the frozen weights; little memory, small files.</source>
        <translation>Trainiert kleine Matrizen neben den eingefrorenen Gewichten; wenig Speicher, kleine Dateien.</translation>
    </message>
    <message>
        <source>With the model</source>
        <translation>Beim Modell</translation>
    </message>
    <message>
        <source>Fast; 4 bytes a weight of GPU memory.</source>
        <translation>Schnell; 4 Byte Grafikspeicher je Gewicht.</translation>
    </message>
    <message>
        <source>In main memory</source>
        <translation>Im Hauptspeicher</translation>
    </message>
    <message>
        <source>Frees GPU memory; a little slower a step.</source>
        <translation>Macht Grafikspeicher frei; je Schritt etwas langsamer.</translation>
    </message>
    <message>
        <source>What suits the model</source>
        <translation>Was zum Modell passt</translation>
    </message>
    <message>
        <source>dpmpp-3m-sde for SAO 1.0, euler for Small.</source>
        <translation>dpmpp-3m-sde für SAO 1.0, euler für Small.</translation>
    </message>
    <message>
        <source>DPM++ 3M SDE</source>
        <translation>DPM++ 3M SDE</translation>
    </message>
    <message>
        <source>SAO 1.0.</source>
        <translation>SAO 1.0.</translation>
    </message>
    <message>
        <source>DPM++ 2M SDE</source>
        <translation>DPM++ 2M SDE</translation>
    </message>
    <message>
        <source>DPM++ 2M</source>
        <translation>DPM++ 2M</translation>
    </message>
    <message>
        <source>SAO 1.0; adds no noise on the way.</source>
        <translation>SAO 1.0; gibt unterwegs kein Rauschen dazu.</translation>
    </message>
    <message>
        <source>Heun</source>
        <translation>Heun</translation>
    </message>
    <message>
        <source>SAO 1.0; two evaluations a step.</source>
        <translation>SAO 1.0; zwei Auswertungen je Schritt.</translation>
    </message>
    <message>
        <source>LMS</source>
        <translation>LMS</translation>
    </message>
    <message>
        <source>DPM 2</source>
        <translation>DPM 2</translation>
    </message>
    <message>
        <source>DPM fast</source>
        <translation>DPM fast</translation>
    </message>
    <message>
        <source>SAO 1.0; for few steps.</source>
        <translation>SAO 1.0; für wenige Schritte.</translation>
    </message>
    <message>
        <source>DPM adaptive</source>
        <translation>DPM adaptive</translation>
    </message>
    <message>
        <source>SAO 1.0; chooses its own steps.</source>
        <translation>SAO 1.0; wählt seine Schritte selbst.</translation>
    </message>
    <message>
        <source>DPM++ 2S ancestral</source>
        <translation>DPM++ 2S ancestral</translation>
    </message>
    <message>
        <source>DDIM</source>
        <translation>DDIM</translation>
    </message>
    <message>
        <source>SAO 1.0; what the reference&apos;s training demos use.</source>
        <translation>SAO 1.0; damit entstehen die Trainings-Demos der Referenz.</translation>
    </message>
    <message>
        <source>DDIM CFG++</source>
        <translation>DDIM CFG++</translation>
    </message>
    <message>
        <source>SAO 1.0; gentler guidance.</source>
        <translation>SAO 1.0; sanftere Führung.</translation>
    </message>
    <message>
        <source>Euler</source>
        <translation>Euler</translation>
    </message>
    <message>
        <source>Small.</source>
        <translation>Small.</translation>
    </message>
    <message>
        <source>Runge-Kutta 4</source>
        <translation>Runge-Kutta 4</translation>
    </message>
    <message>
        <source>Small; four evaluations a step.</source>
        <translation>Small; vier Auswertungen je Schritt.</translation>
    </message>
    <message>
        <source>DPM++</source>
        <translation>DPM++</translation>
    </message>
    <message>
        <source>Ping-pong</source>
        <translation>Ping-Pong</translation>
    </message>
    <message>
        <source>Post-trained Small.</source>
        <translation>Nachtrainiertes Small.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>How you will recognise the run. It becomes part of its folder&apos;s name.</source>
        <translation>Woran du den Lauf wiedererkennst. Er wird Teil seines Ordnernamens.</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Bemerkungen</translation>
    </message>
    <message>
        <source>Notes for yourself. Nothing reads them.</source>
        <translation>Notizen für dich. Niemand sonst liest sie.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The registered model to fine-tune.</source>
        <translation>Das registrierte Modell, das trainiert wird.</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>A checkpoint file with other weights for the same model, for example the result of an earlier run. Empty: the model&apos;s own.</source>
        <translation>Eine Checkpoint-Datei mit anderen Gewichten für dasselbe Modell, zum Beispiel das Ergebnis eines früheren Laufs. Leer: die des Modells.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>auto takes the first GPU, or the CPU where there is none. cpu, cuda, cuda:1.</source>
        <translation>auto nimmt die erste Grafikkarte, oder den Prozessor, wo keine ist. cpu, cuda, cuda:1.</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainiert wird</translation>
    </message>
    <message>
        <source>What may change. Adapters fit small GPUs and small data sets; the whole model can move further away from what it was.</source>
        <translation>Was sich ändern darf. Adapter passen auf kleine Grafikkarten und zu kleinen Datensätzen; das ganze Modell kann sich weiter von dem entfernen, was es war.</translation>
    </message>
    <message>
        <source>Length of clips</source>
        <translation>Länge der Clips</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>What one training example spans; 0 is the model&apos;s own length. Longer examples teach longer forms and cost memory and time; clips that are shorter are padded with silence, clips that are longer are cropped.</source>
        <translation>Was ein Trainingsbeispiel umfasst; 0 ist die Länge des Modells. Längere Beispiele lehren längere Formen und kosten Speicher und Zeit; kürzere Clips werden mit Stille aufgefüllt, längere beschnitten.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Which part of a clip longer than that is used. Anywhere sees all that was encoded of it over time, which works like more data.</source>
        <translation>Welcher Teil eines längeren Clips benutzt wird. Irgendwo sieht mit der Zeit alles, was von ihm kodiert ist, das wirkt wie mehr Daten.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Clips that are looked at together (on each GPU). More makes steadier steps and costs memory; with 1 the loss jumps about.</source>
        <translation>Clips, die zusammen betrachtet werden (je Grafikkarte). Mehr macht ruhigere Schritte und kostet Speicher; bei 1 springt der Loss umher.</translation>
    </message>
    <message>
        <source>Gradient accumulation</source>
        <translation>Gradienten-Akkumulation</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>Batches that are added up before one step. Acts like a batch so many times larger without its memory; a step takes that much longer.</source>
        <translation>Batches, die vor einem Schritt zusammengezählt werden. Wirkt wie ein so vielfach größerer Batch ohne dessen Speicher; ein Schritt dauert entsprechend länger.</translation>
    </message>
    <message>
        <source>Ignore padding</source>
        <translation>Auffüllung ignorieren</translation>
    </message>
    <message>
        <source>Leaves padded silence out of the loss. Good for many short sounds; the model then no longer learns to fall silent after them.</source>
        <translation>Lässt die aufgefüllte Stille aus dem Loss. Gut für viele kurze Klänge; das Modell lernt dann nicht mehr, nach ihnen zu verstummen.</translation>
    </message>
    <message>
        <source>…but include it in</source>
        <translation>…aber mitzählen in</translation>
    </message>
    <message>
        <source>of batches</source>
        <translation>der Batches</translation>
    </message>
    <message>
        <source>Share of batches whose padding counts after all, so that silence is not forgotten.</source>
        <translation>Anteil der Batches, deren Auffüllung doch zählt, damit die Stille nicht vergessen wird.</translation>
    </message>
    <message>
        <source>Dropout of prompts</source>
        <translation>Prompt-Dropout</translation>
    </message>
    <message>
        <source>of clips</source>
        <translation>der Clips</translation>
    </message>
    <message>
        <source>Share of clips shown without their prompt. Guidance (CFG) needs some, usually 0.1; with more, prompts count for less.</source>
        <translation>Anteil der Clips, die ohne Prompt gezeigt werden. Die Führung (CFG) braucht etwas davon, meist 0,1; mit mehr zählen Prompts weniger.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Optimiser steps to make; 0 goes on until you stop it. More learns more closely, and at some point only repeats the clips: watch the held-out loss and listen.</source>
        <translation>Optimierer-Schritte; 0 läuft, bis du stoppst. Mehr lernt genauer und wiederholt irgendwann nur noch die Clips: Achte auf den Loss der zurückgehaltenen und hör hin.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Decides the order of clips, the noise and all other chance. The same seed on the same machine gives the same weights.</source>
        <translation>Bestimmt die Reihenfolge der Clips, das Rauschen und allen anderen Zufall. Derselbe Seed auf demselben Rechner gibt dieselben Gewichte.</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>The rule that turns gradients into steps.</source>
        <translation>Die Regel, die aus Gradienten Schritte macht.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>The size of a step. Too high: the loss jumps or turns to noise. Too low: nothing changes for hours. 5e-5 suits SAO 1.0, 2e-4 Small; a larger batch bears a larger one (grow it with the square root).</source>
        <translation>Die Größe eines Schritts. Zu hoch: Der Loss springt oder wird zu Rauschen. Zu niedrig: Stundenlang ändert sich nichts. 5e-5 passt zu SAO 1.0, 2e-4 zu Small; ein größerer Batch verträgt eine größere (sie wächst mit der Wurzel).</translation>
    </message>
    <message>
        <source>Betas</source>
        <translation>Betas</translation>
    </message>
    <message>
        <source>How long the running mean of gradients and of their squares remember. Nearer to 1 = longer; a shorter second one reacts faster.</source>
        <translation>Wie lange sich die laufenden Mittel der Gradienten und ihrer Quadrate erinnern. Näher an 1 = länger; ein kürzeres zweites reagiert schneller.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Weight Decay</translation>
    </message>
    <message>
        <source>Pulls weights toward zero, in proportion to the learning rate. More forgets the base model faster.</source>
        <translation>Zieht Gewichte gegen null, im Verhältnis zur Lernrate. Mehr vergisst das Grundmodell schneller.</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>Keeps the division by tiny gradients tame. Larger damps the weights that hardly move.</source>
        <translation>Hält die Division durch winzige Gradienten im Zaum. Größer dämpft die Gewichte, die sich kaum bewegen.</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>How much of the last step goes on into this one.</source>
        <translation>Wie viel vom letzten Schritt in diesen eingeht.</translation>
    </message>
    <message>
        <source>Percentile clipping</source>
        <translation>Perzentil-Begrenzung</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Clips each tensor&apos;s gradient to this percentile of its last hundred norms. 100 is off; less is calmer.</source>
        <translation>Begrenzt den Gradienten jedes Tensors auf dieses Perzentil seiner letzten hundert Normen. 100 ist aus; weniger ist ruhiger.</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>Gradienten begrenzen</translation>
    </message>
    <message>
        <source>Limits the length of the whole gradient, which keeps a bad batch from doing harm; 0 is off, 1 is common. Not together with the step inside the backward pass.</source>
        <translation>Begrenzt die Länge des ganzen Gradienten, damit ein schlechter Batch keinen Schaden macht; 0 ist aus, 1 üblich. Nicht zusammen mit dem Schritt im Rückwärtslauf.</translation>
    </message>
    <message>
        <source>Learning rate over time</source>
        <translation>Lernrate im Verlauf</translation>
    </message>
    <message>
        <source>How the learning rate changes. All lengths are in optimiser steps.</source>
        <translation>Wie sich die Lernrate ändert. Alle Längen sind in Optimierer-Schritten.</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Warm-up</translation>
    </message>
    <message>
        <source>The rate after k steps is multiplied by 1 - warmup^k. 0 is none, 0.99 takes about 300 steps, 0.995 about 600.</source>
        <translation>Die Rate nach k Schritten wird mit 1 - warmup^k malgenommen. 0 ist keines, 0,99 braucht etwa 300 Schritte, 0,995 etwa 600.</translation>
    </message>
    <message>
        <source>Inverse gamma</source>
        <translation>Inverses Gamma</translation>
    </message>
    <message>
        <source>After so many steps the rate has fallen to 2^-power. Larger falls more slowly.</source>
        <translation>Nach so vielen Schritten ist die Rate auf 2^-power gefallen. Größer fällt langsamer.</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Potenz</translation>
    </message>
    <message>
        <source>How steeply it falls; 0 not at all.</source>
        <translation>Wie steil sie fällt; 0 gar nicht.</translation>
    </message>
    <message>
        <source>Falls over</source>
        <translation>Fällt über</translation>
    </message>
    <message>
        <source>Steps until the lowest rate. Set it to the run&apos;s steps; past it the rate rises again.</source>
        <translation>Schritte bis zur niedrigsten Rate. Stell es auf die Schritte des Laufs; danach steigt die Rate wieder.</translation>
    </message>
    <message>
        <source>First restart after</source>
        <translation>Erster Neustart nach</translation>
    </message>
    <message>
        <source>Steps until the rate first jumps back. These are steps, not epochs.</source>
        <translation>Schritte, bis die Rate zum ersten Mal zurückspringt. Das sind Schritte, keine Epochen.</translation>
    </message>
    <message>
        <source>Each next one longer by</source>
        <translation>Jeder weitere länger um</translation>
    </message>
    <message>
        <source>times</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>Factor between the lengths of two periods.</source>
        <translation>Faktor zwischen den Längen zweier Perioden.</translation>
    </message>
    <message>
        <source>Lowest rate</source>
        <translation>Niedrigste Rate</translation>
    </message>
    <message>
        <source>Where the cosine ends.</source>
        <translation>Wo der Kosinus endet.</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Steps that the ramp takes.</source>
        <translation>Schritte, die die Rampe dauert.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Memory and speed</source>
        <translation>Speicher und Tempo</translation>
    </message>
    <message>
        <source>In which numbers the model computes. Mixed is about twice as fast on a GPU as 32 bit, at the same quality.</source>
        <translation>In welchen Zahlen das Modell rechnet. Gemischt ist auf einer Grafikkarte etwa doppelt so schnell wie 32 Bit, bei gleicher Qualität.</translation>
    </message>
    <message>
        <source>Recompute activations</source>
        <translation>Aktivierungen neu berechnen</translation>
    </message>
    <message>
        <source>Keeps only the input of each layer and computes the rest again on the way back: much less memory, about a quarter slower. The numbers stay the same.</source>
        <translation>Behält nur den Eingang jeder Schicht und rechnet den Rest auf dem Rückweg noch einmal: viel weniger Speicher, etwa ein Viertel langsamer. Die Zahlen bleiben gleich.</translation>
    </message>
    <message>
        <source>Step inside the backward pass</source>
        <translation>Schritt im Rückwärtslauf</translation>
    </message>
    <message>
        <source>Uses up each gradient as soon as it is there, so that never all of them are in memory. Excludes accumulation, gradient clipping and loss scaling.</source>
        <translation>Verbraucht jeden Gradienten, sobald er da ist, so dass nie alle im Speicher sind. Schließt Akkumulation, Begrenzen der Gradienten und Loss-Skalierung aus.</translation>
    </message>
    <message>
        <source>Average of weights</source>
        <translation>Mittel der Gewichte</translation>
    </message>
    <message>
        <source>Keeps a running mean of the weights (EMA), which sounds smoother than the weights of any single step. Costs one more copy of the model.</source>
        <translation>Führt ein laufendes Mittel der Gewichte (EMA), das glatter klingt als die Gewichte eines einzelnen Schritts. Kostet eine weitere Kopie des Modells.</translation>
    </message>
    <message>
        <source>…kept</source>
        <translation>…liegt</translation>
    </message>
    <message>
        <source>Where the copy is.</source>
        <translation>Wo die Kopie ist.</translation>
    </message>
    <message>
        <source>…decay at most</source>
        <translation>…Decay höchstens</translation>
    </message>
    <message>
        <source>Upper limit of the memory of the mean; 0.9999 remembers about 10,000 steps. It starts short and grows.</source>
        <translation>Obergrenze für das Gedächtnis des Mittels; 0,9999 erinnert sich an etwa 10.000 Schritte. Es beginnt kurz und wächst.</translation>
    </message>
    <message>
        <source>…growth</source>
        <translation>…Wachstum</translation>
    </message>
    <message>
        <source>How fast the memory grows: after n steps the decay is 1 - n^-power. Smaller follows the weights more closely.</source>
        <translation>Wie schnell das Gedächtnis wächst: Nach n Schritten ist der Decay 1 - n^-power. Kleiner folgt den Gewichten enger.</translation>
    </message>
    <message>
        <source>LoRA rank</source>
        <translation>LoRA-Rang</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Width of the adapters. More can learn more, in larger files.</source>
        <translation>Breite der Adapter. Mehr kann mehr lernen, in größeren Dateien.</translation>
    </message>
    <message>
        <source>LoRA alpha</source>
        <translation>LoRA-Alpha</translation>
    </message>
    <message>
        <source>The adapters act with alpha / rank. Raising it is like raising the learning rate.</source>
        <translation>Die Adapter wirken mit Alpha / Rang. Es zu erhöhen wirkt wie eine höhere Lernrate.</translation>
    </message>
    <message>
        <source>LoRA dropout</source>
        <translation>LoRA-Dropout</translation>
    </message>
    <message>
        <source>Share of the adapters&apos; inputs that each step leaves out. 0.05 to 0.1 helps against learning a small set of clips by heart.</source>
        <translation>Anteil der Eingaben der Adapter, den jeder Schritt auslässt. 0,05 bis 0,1 hilft dagegen, dass wenige Clips auswendig gelernt werden.</translation>
    </message>
    <message>
        <source>Adapted layers</source>
        <translation>Schichten mit Adapter</translation>
    </message>
    <message>
        <source>Parts of the names of layers that get an adapter. Attention and feed-forward together come close to training everything.</source>
        <translation>Teile der Namen von Schichten, die einen Adapter bekommen. Attention und Feed-Forward zusammen kommen dem Training des Ganzen nahe.</translation>
    </message>
    <message>
        <source>Noise levels</source>
        <translation>Rauschstufen</translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation>Diffusion</translation>
    </message>
    <message>
        <source>How often each noise level is trained. Keep what the model was made with.</source>
        <translation>Wie oft jede Rauschstufe trainiert wird. Behalte, womit das Modell gemacht wurde.</translation>
    </message>
    <message>
        <source>Mean of log SNR</source>
        <translation>Mittel von Log SNR</translation>
    </message>
    <message>
        <source>Lower trains noisier examples.</source>
        <translation>Niedriger trainiert stärker verrauschte Beispiele.</translation>
    </message>
    <message>
        <source>Spread of log SNR</source>
        <translation>Streuung von Log SNR</translation>
    </message>
    <message>
        <source>Wider trains the extremes more often.</source>
        <translation>Breiter trainiert die Enden öfter.</translation>
    </message>
    <message>
        <source>Pure noise in</source>
        <translation>Reines Rauschen in</translation>
    </message>
    <message>
        <source>Share of clips that are trained from nothing but noise, which helps samplers of very few steps.</source>
        <translation>Anteil der Clips, die aus nichts als Rauschen trainiert werden; das hilft Samplern mit sehr wenigen Schritten.</translation>
    </message>
    <message>
        <source>Held-out loss every</source>
        <translation>Zurückgehaltener Loss alle</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>How often the loss on the held-out clips is measured; 0 is never. It is the curve that shows when the model only repeats its clips.</source>
        <translation>Wie oft der Loss auf den zurückgehaltenen Clips gemessen wird; 0 ist nie. Diese Kurve zeigt, wann das Modell seine Clips nur noch wiederholt.</translation>
    </message>
    <message>
        <source>Held-out clips</source>
        <translation>Zurückgehaltene Clips</translation>
    </message>
    <message>
        <source>How many at most. More is steadier and takes longer.</source>
        <translation>Wie viele höchstens. Mehr ist ruhiger und dauert länger.</translation>
    </message>
    <message>
        <source>Noise levels a clip</source>
        <translation>Rauschstufen je Clip</translation>
    </message>
    <message>
        <source>Evenly spread and always the same. More is steadier and takes longer.</source>
        <translation>Gleichmäßig verteilt und immer dieselben. Mehr ist ruhiger und dauert länger.</translation>
    </message>
    <message>
        <source>Judge the averaged weights</source>
        <translation>Gemittelte Gewichte bewerten</translation>
    </message>
    <message>
        <source>Measures the mean of weights, which is what is exported.</source>
        <translation>Misst das Mittel der Gewichte, das auch exportiert wird.</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>Checkpoint alle</translation>
    </message>
    <message>
        <source>How often everything is saved; 0 only when you ask and at the end. Stopping always saves.</source>
        <translation>Wie oft alles gespeichert wird; 0 nur auf Wunsch und am Ende. Stoppen speichert immer.</translation>
    </message>
    <message>
        <source>Keep the last</source>
        <translation>Die letzten behalten</translation>
    </message>
    <message>
        <source>checkpoints</source>
        <translation>Checkpoints</translation>
    </message>
    <message>
        <source>Older ones are deleted once a newer one is safe, but never pinned ones and never the best; 0 keeps all.</source>
        <translation>Ältere werden gelöscht, sobald ein neuerer sicher ist, aber nie die behaltenen und nie der beste; 0 behält alle.</translation>
    </message>
    <message>
        <source>Keep the best</source>
        <translation>Den besten behalten</translation>
    </message>
    <message>
        <source>The checkpoint with the lowest held-out loss stays.</source>
        <translation>Der Checkpoint mit dem niedrigsten zurückgehaltenen Loss bleibt.</translation>
    </message>
    <message>
        <source>Always keep</source>
        <translation>Immer behalten</translation>
    </message>
    <message>
        <source>Steps whose checkpoints stay whatever happens.</source>
        <translation>Schritte, deren Checkpoints in jedem Fall bleiben.</translation>
    </message>
    <message>
        <source>Demos every</source>
        <translation>Demos alle</translation>
    </message>
    <message>
        <source>Demos</source>
        <translation>Demos</translation>
    </message>
    <message>
        <source>How often the prompts are rendered; 0 only when you ask. The same seeds each time, so that only the model differs.</source>
        <translation>Wie oft die Prompts erzeugt werden; 0 nur auf Wunsch. Jedes Mal mit denselben Seeds, so dass sich nur das Modell unterscheidet.</translation>
    </message>
    <message>
        <source>Also before the first step</source>
        <translation>Auch vor dem ersten Schritt</translation>
    </message>
    <message>
        <source>Renders the base model for comparison.</source>
        <translation>Erzeugt zum Vergleich die Demos des Grundmodells.</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>What to render, each with its seed. An empty prompt shows how much of the sound has become the model&apos;s habit.</source>
        <translation>Was erzeugt wird, jedes mit seinem Seed. Ein leerer Prompt zeigt, wie viel vom Klang dem Modell zur Gewohnheit geworden ist.</translation>
    </message>
    <message>
        <source>CFG</source>
        <translation>CFG</translation>
    </message>
    <message>
        <source>Guidance, one demo for each. More follows the prompt harder and at some point sounds burnt; 1 is none.</source>
        <translation>Führung, je eine Demo. Mehr folgt dem Prompt strenger und klingt irgendwann verbrannt; 1 ist keine.</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>How the noise is turned into sound.</source>
        <translation>Wie aus dem Rauschen Klang wird.</translation>
    </message>
    <message>
        <source>Sampler steps</source>
        <translation>Sampler-Schritte</translation>
    </message>
    <message>
        <source>More is cleaner and takes longer; 0 is what suits the model.</source>
        <translation>Mehr ist sauberer und dauert länger; 0 ist, was zum Modell passt.</translation>
    </message>
    <message>
        <source>Least noise</source>
        <translation>Wenigstes Rauschen</translation>
    </message>
    <message>
        <source>Where the sampler of SAO 1.0 ends. Higher is smoother.</source>
        <translation>Wo der Sampler von SAO 1.0 endet. Höher ist glatter.</translation>
    </message>
    <message>
        <source>Most noise</source>
        <translation>Meistes Rauschen</translation>
    </message>
    <message>
        <source>Where the sampler of SAO 1.0 begins.</source>
        <translation>Wo der Sampler von SAO 1.0 beginnt.</translation>
    </message>
    <message>
        <source>Rho</source>
        <translation>Rho</translation>
    </message>
    <message>
        <source>How the steps of SAO 1.0 are spread; more puts them nearer to the end.</source>
        <translation>Wie die Schritte von SAO 1.0 verteilt sind; mehr rückt sie näher ans Ende.</translation>
    </message>
    <message>
        <source>CFG rescale</source>
        <translation>CFG-Rescale</translation>
    </message>
    <message>
        <source>Takes back the loudness that strong guidance adds.</source>
        <translation>Nimmt die Lautheit zurück, die starke Führung hinzufügt.</translation>
    </message>
    <message>
        <source>Length of demos</source>
        <translation>Länge der Demos</translation>
    </message>
    <message>
        <source>Keep free on the disk</source>
        <translation>Auf der Platte frei lassen</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Byte</translation>
    </message>
    <message>
        <source>The run pauses before a checkpoint would leave less than this.</source>
        <translation>Der Lauf pausiert, bevor ein Checkpoint weniger als das übrig ließe.</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Mal</translation>
    </message>
    <message>
        <source>How long a demo is; 0 is the length of clips of the run.</source>
        <translation>Wie lang eine Demo ist; 0 ist die Länge der Clips des Laufs.</translation>
    </message>
    <message>
        <source>the model&apos;s length</source>
        <translation>die Länge des Modells</translation>
    </message>
    <message>
        <source>until you stop it</source>
        <translation>bis du anhältst</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>only when asked</source>
        <translation>nur auf Wunsch</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>what suits the model</source>
        <translation>was zum Modell passt</translation>
    </message>
    <message>
        <source>as long as the clips</source>
        <translation>so lang wie die Clips</translation>
    </message>
</context>
<context>
    <name>StudioTrain</name>
    <message>
        <source>Keep the averaged weights in main memory</source>
        <translation>Gemittelte Gewichte in den Hauptspeicher</translation>
    </message>
    <message>
        <source>Compute activations twice</source>
        <translation>Aktivierungen zweimal berechnen</translation>
    </message>
    <message>
        <source>Use the 8-bit optimiser</source>
        <translation>Den 8-Bit-Optimierer nehmen</translation>
    </message>
    <message>
        <source>Halve the batch</source>
        <translation>Den Batch halbieren</translation>
    </message>
    <message>
        <source>Keep the weights in bfloat16</source>
        <translation>Die Gewichte in bfloat16 halten</translation>
    </message>
    <message>
        <source>Train a LoRA instead of the whole model</source>
        <translation>LoRA statt des ganzen Modells</translation>
    </message>
</context>
<context>
    <name>SystemCheck</name>
    <message>
        <source>Attune</source>
        <translation>Attune</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Ordner für Daten</translation>
    </message>
    <message>
        <source>Cache folder</source>
        <translation>Ordner für Zwischenspeicher</translation>
    </message>
    <message>
        <source>Project folder</source>
        <translation>Projektordner</translation>
    </message>
    <message>
        <source>Disk speed</source>
        <translation>Tempo der Platte</translation>
    </message>
    <message>
        <source>Sound output</source>
        <translation>Tonausgabe</translation>
    </message>
    <message>
        <source>Starter pack</source>
        <translation>Startpaket</translation>
    </message>
    <message>
        <source>Graphics</source>
        <translation>Grafik</translation>
    </message>
    <message>
        <source>NVIDIA driver</source>
        <translation>NVIDIA-Treiber</translation>
    </message>
    <message>
        <source>GPU libraries</source>
        <translation>GPU-Bibliotheken</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Try: sounds</source>
        <translation>Probe: Klänge</translation>
    </message>
    <message>
        <source>Try: encode</source>
        <translation>Probe: kodieren</translation>
    </message>
    <message>
        <source>Try: train</source>
        <translation>Probe: trainieren</translation>
    </message>
    <message>
        <source>Try: demo</source>
        <translation>Probe: Demo</translation>
    </message>
    <message>
        <source>Try: export</source>
        <translation>Probe: exportieren</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>keine gefunden</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>no graphics card is known to the system</source>
        <translation>das System kennt keine Grafikkarte</translation>
    </message>
    <message>
        <source>Close other programs before encoding or training.</source>
        <translation>Schließ andere Programme, bevor du kodierst oder trainierst.</translation>
    </message>
    <message>
        <source>Make the folder writable, or point ATTUNE_DATA_HOME or ATTUNE_CACHE_HOME elsewhere.</source>
        <translation>Gib Schreibrechte für den Ordner, oder lass ATTUNE_DATA_HOME oder ATTUNE_CACHE_HOME auf einen anderen zeigen.</translation>
    </message>
    <message>
        <source>Checkpoints of Stable Audio Open need several gigabytes each: free some space.</source>
        <translation>Jeder Checkpoint von Stable Audio Open braucht mehrere Gigabyte: Mach etwas Platz frei.</translation>
    </message>
    <message>
        <source>Checkpoints will take long to write: keep projects on a faster disk.</source>
        <translation>Checkpoints zu schreiben wird lange dauern: Leg Projekte auf eine schnellere Platte.</translation>
    </message>
    <message>
        <source>Quickstart and the tour do not work without it; everything else does.</source>
        <translation>Schnellstart und Rundgang gehen ohne es nicht; alles andere geht.</translation>
    </message>
    <message>
        <source>Demos cannot be heard here; they are written as files all the same.</source>
        <translation>Demos sind hier nicht zu hören; als Dateien entstehen sie trotzdem.</translation>
    </message>
    <message>
        <source>Install Attune again.</source>
        <translation>Installier Attune noch einmal.</translation>
    </message>
    <message>
        <source>Training of Stable Audio Open wants an NVIDIA GPU with 8 GB or more; the starter pack runs without.</source>
        <translation>Stable Audio Open zu trainieren verlangt eine NVIDIA-GPU mit 8 GB oder mehr; das Startpaket läuft ohne.</translation>
    </message>
    <message>
        <source>Please report it with this whole text.</source>
        <translation>Bitte melde es mit diesem ganzen Text.</translation>
    </message>
    <message>
        <source>Install NVIDIA&apos;s current driver and restart the computer; then the graphics card can be used.</source>
        <translation>Installier den aktuellen Treiber von NVIDIA und starte den Rechner neu; dann kann die Grafikkarte benutzt werden.</translation>
    </message>
    <message>
        <source>This installation has no GPU libraries (LibTorch&apos;s CUDA part is not beside its CPU part).</source>
        <translation>Diese Installation hat keine GPU-Bibliotheken (der CUDA-Teil von LibTorch liegt nicht neben dem CPU-Teil).</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU with a working driver on this computer.</source>
        <translation>In diesem Rechner ist keine NVIDIA-GPU mit einem Treiber, der läuft.</translation>
    </message>
    <message>
        <source>The NVIDIA driver is too old for these GPU libraries, or all GPUs are hidden from this program.</source>
        <translation>Der NVIDIA-Treiber ist zu alt für diese GPU-Bibliotheken, oder alle GPUs sind vor diesem Programm versteckt.</translation>
    </message>
    <message>
        <source>Copying latents</source>
        <translation>Latents kopieren</translation>
    </message>
    <message>
        <source>Decoding demos</source>
        <translation>Demos dekodieren</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodieren</translation>
    </message>
    <message>
        <source>Encoding prompts</source>
        <translation>Prompts kodieren</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Looking at the latents</source>
        <translation>Latents ansehen</translation>
    </message>
    <message>
        <source>Looking for files</source>
        <translation>Dateien suchen</translation>
    </message>
    <message>
        <source>Looking for near duplicates</source>
        <translation>Beinahe Gleiches suchen</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Putting in order</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Reading sounds</source>
        <translation>Klänge lesen</translation>
    </message>
    <message>
        <source>Rendering demos</source>
        <translation>Demos erzeugen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Überprüfen</translation>
    </message>
    <message>
        <source>Writing a checkpoint</source>
        <translation>Einen Checkpoint schreiben</translation>
    </message>
    <message>
        <source>Writing prompts</source>
        <translation>Prompts schreiben</translation>
    </message>
    <message>
        <source>Writing the model</source>
        <translation>Das Modell schreiben</translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioEncode</name>
    <message>
        <source>The disk has no room for the latents.</source>
        <translation>Auf der Platte ist kein Platz für die Latents.</translation>
    </message>
    <message>
        <source>Encoding is running.</source>
        <translation>Es wird gerade kodiert.</translation>
    </message>
    <message>
        <source>Encoding could not start</source>
        <translation>Das Kodieren konnte nicht beginnen</translation>
    </message>
    <message>
        <source>Encoding stopped</source>
        <translation>Das Kodieren hat aufgehört</translation>
    </message>
    <message numerus="yes">
        <source>%n clips could not be encoded and are left out</source>
        <translation>
            <numerusform>%n Clip ließ sich nicht kodieren und bleibt weg</numerusform>
            <numerusform>%n Clips ließen sich nicht kodieren und bleiben weg</numerusform>
        </translation>
    </message>
    <message>
        <source>The round trip could not be made</source>
        <translation>Hin und zurück gelang nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n pieces could not be encoded and are left out</source>
        <translation>
            <numerusform>%n Stück ließ sich nicht kodieren und bleibt weg</numerusform>
            <numerusform>%n Stücke ließen sich nicht kodieren und bleiben weg</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioListen</name>
    <message>
        <source>The demo could not be made</source>
        <translation>Die Demo gelang nicht</translation>
    </message>
    <message>
        <source>The rating was not saved</source>
        <translation>Die Bewertung wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The note was not saved</source>
        <translation>Die Notiz wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The checkpoint could not be exported</source>
        <translation>Der Checkpoint ließ sich nicht exportieren</translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioModels</name>
    <message>
        <source>whole model</source>
        <translation>ganzes Modell</translation>
    </message>
    <message>
        <source>transformer without its autoencoder</source>
        <translation>Transformer ohne seinen Autoencoder</translation>
    </message>
    <message>
        <source>autoencoder alone</source>
        <translation>Autoencoder allein</translation>
    </message>
    <message>
        <source>training checkpoint</source>
        <translation>Trainings-Checkpoint</translation>
    </message>
    <message>
        <source>LoRA adapter</source>
        <translation>LoRA-Adapter</translation>
    </message>
    <message>
        <source>unknown kind</source>
        <translation>unbekannte Art</translation>
    </message>
    <message>
        <source>v objective</source>
        <translation>Ziel v</translation>
    </message>
    <message>
        <source>rectified flow</source>
        <translation>Rectified Flow</translation>
    </message>
    <message>
        <source>post-trained (ARC)</source>
        <translation>nachtrainiert (ARC)</translation>
    </message>
    <message>
        <source>a toy to try things with</source>
        <translation>ein Spielzeug zum Ausprobieren</translation>
    </message>
    <message>
        <source>The list of models could not be read</source>
        <translation>Die Liste der Modelle ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>Looking into %1</source>
        <translation>%1 wird angesehen</translation>
    </message>
    <message>
        <source>The starter model could not be used</source>
        <translation>Das Starter-Modell ließ sich nicht benutzen</translation>
    </message>
    <message>
        <source>The model could not be removed</source>
        <translation>Das Modell ließ sich nicht entfernen</translation>
    </message>
    <message>
        <source>The model could not be written</source>
        <translation>Das Modell ließ sich nicht schreiben</translation>
    </message>
    <message>
        <source>All parts are there.</source>
        <translation>Alle Teile sind da.</translation>
    </message>
    <message>
        <source>The file is not where it was, or has changed. Add it again.</source>
        <translation>Die Datei ist nicht mehr da, wo sie war, oder hat sich geändert. Füge sie noch einmal hinzu.</translation>
    </message>
    <message>
        <source>Made by this project on free sounds.</source>
        <translation>Von diesem Projekt auf freien Klängen gemacht.</translation>
    </message>
    <message>
        <source>Stability AI Community License: read it before you publish what you make.</source>
        <translation>Stability AI Community License: Lies sie, bevor du veröffentlichst, was du machst.</translation>
    </message>
    <message>
        <source>“%1” could not be added</source>
        <translation>„%1“ ließ sich nicht hinzufügen</translation>
    </message>
    <message>
        <source>See to the warning below first.</source>
        <translation>Kümmere dich zuerst um die Warnung darunter.</translation>
    </message>
    <message>
        <source>Choose a model first (Ctrl+2).</source>
        <translation>Wähle zuerst ein Modell (Strg+2).</translation>
    </message>
    <message>
        <source>This computer does not know the project&apos;s model “%1” yet: add it (Ctrl+2).</source>
        <translation>Dieser Rechner kennt das Modell des Projekts „%1“ noch nicht: Füge es hinzu (Strg+2).</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wähle einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioProject</name>
    <message>
        <source>The project could not be made</source>
        <translation>Das Projekt ließ sich nicht anlegen</translation>
    </message>
    <message>
        <source>The project could not be opened</source>
        <translation>Das Projekt ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>The prompt rules of this project could not be read</source>
        <translation>Die Prompt-Regeln dieses Projekts ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>The list of recent projects could not be saved</source>
        <translation>Die Liste der letzten Projekte ließ sich nicht speichern</translation>
    </message>
    <message>
        <source>The starter model is not there</source>
        <translation>Das Starter-Modell ist nicht da</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>The project could not be saved</source>
        <translation>Das Projekt ließ sich nicht speichern</translation>
    </message>
    <message>
        <source>Nothing was taken over</source>
        <translation>Nichts wurde übernommen</translation>
    </message>
    <message>
        <source>Its model was %1; drop that file into the window to add it.</source>
        <translation>Sein Modell war %1; zieh diese Datei ins Fenster, um es hinzuzufügen.</translation>
    </message>
    <message>
        <source>the project is open for reading only</source>
        <translation>das Projekt ist nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>Close it in the other program, then open it again.</source>
        <translation>Schließ es im anderen Programm, dann öffne es noch einmal.</translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioSystem</name>
    <message>
        <source>Processor (%1 of memory)</source>
        <translation>Prozessor (%1 Speicher)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The GPU libraries could not be added</source>
        <translation>Die GPU-Bibliotheken konnten nicht hinzugefügt werden</translation>
    </message>
    <message>
        <source>The GPU libraries could not be removed</source>
        <translation>Die GPU-Bibliotheken konnten nicht entfernt werden</translation>
    </message>
    <message>
        <source>Device %1</source>
        <translation>Gerät %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>added, %1</source>
        <translation>hinzugefügt, %1</translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioTrain</name>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>Averages (EMA)</source>
        <translation>Mittel (EMA)</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>The run could not be made</source>
        <translation>Der Lauf ließ sich nicht anlegen</translation>
    </message>
    <message>
        <source>The run could not be started</source>
        <translation>Der Lauf ließ sich nicht starten</translation>
    </message>
    <message>
        <source>A demo could not be made; the run goes on</source>
        <translation>Eine Demo gelang nicht; der Lauf geht weiter</translation>
    </message>
    <message>
        <source>The run could not be changed</source>
        <translation>Der Lauf ließ sich nicht ändern</translation>
    </message>
    <message>
        <source>The run could not be deleted</source>
        <translation>Der Lauf ließ sich nicht löschen</translation>
    </message>
    <message>
        <source>Not everything could be cleaned up</source>
        <translation>Nicht alles ließ sich aufräumen</translation>
    </message>
    <message>
        <source>Program and buffers</source>
        <translation>Programm und Puffer</translation>
    </message>
    <message>
        <source>measured by the last run like it</source>
        <translation>gemessen im letzten Lauf dieser Art</translation>
    </message>
    <message numerus="yes">
        <source>%n clips are not encoded yet: press Encode in Dataset first.</source>
        <translation>
            <numerusform>%n Clip ist noch nicht kodiert: Drücke erst Kodieren unter Datensatz.</numerusform>
            <numerusform>%n Clips sind noch nicht kodiert: Drücke erst Kodieren unter Datensatz.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to train on: add sounds and encode them.</source>
        <translation>Es gibt nichts zu trainieren: Füge Klänge hinzu und kodiere sie.</translation>
    </message>
    <message>
        <source>The disk has no room for this run: keep fewer checkpoints or free some space.</source>
        <translation>Auf der Platte ist kein Platz für diesen Lauf: Behalte weniger Checkpoints oder mach Platz.</translation>
    </message>
    <message>
        <source>the processor of this computer</source>
        <translation>der Prozessor dieses Rechners</translation>
    </message>
    <message>
        <source>A step could not be measured</source>
        <translation>Ein Schritt ließ sich nicht messen</translation>
    </message>
    <message>
        <source>%1 have to stay free.</source>
        <translation>%1 müssen frei bleiben.</translation>
    </message>
</context>
<context>
    <name>attune::ui::ChartLegend</name>
    <message>
        <source>Show or hide this curve</source>
        <translation>Diese Kurve zeigen oder verstecken</translation>
    </message>
</context>
<context>
    <name>attune::ui::ClipInspector</name>
    <message>
        <source>No clip selected</source>
        <translation>Kein Clip gewählt</translation>
    </message>
    <message>
        <source>Choose a clip in the table to hear it, see what the model will see, and edit its prompt.</source>
        <translation>Wähle einen Clip in der Tabelle, um ihn zu hören, zu sehen, was das Modell sieht, und seinen Prompt zu ändern.</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>FINDINGS</source>
        <translation>BEFUNDE</translation>
    </message>
    <message>
        <source>Nothing to mend: this clip is ready.</source>
        <translation>Nichts zu verbessern: Dieser Clip ist bereit.</translation>
    </message>
    <message>
        <source>SIMILAR CLIPS</source>
        <translation>ÄHNLICHE CLIPS</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Spielen</translation>
    </message>
    <message>
        <source>Play or pause (Space)</source>
        <translation>Spielen oder pausieren (Leertaste)</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Hin und zurück</translation>
    </message>
    <message>
        <source>Hear the clip through the model&apos;s autoencoder and back: what the model can hear of it. Press again for the original.</source>
        <translation>Den Clip durch den Autoencoder des Modells und zurück hören: was das Modell davon hören kann. Noch einmal drücken für das Original.</translation>
    </message>
    <message>
        <source>THE MODEL WILL READ</source>
        <translation>DAS MODELL LIEST</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>The exact words this clip is trained with. Editing them here wins over the rules.</source>
        <translation>Genau die Worte, mit denen dieser Clip trainiert wird. Was du hier änderst, geht vor die Regeln.</translation>
    </message>
    <message>
        <source>Let the rules write it again</source>
        <translation>Wieder die Regeln schreiben lassen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Hold it out</source>
        <translation>Zurückhalten</translation>
    </message>
    <message numerus="yes">
        <source>%n clips selected</source>
        <translation>
            <numerusform>%n Clip gewählt</numerusform>
            <numerusform>%n Clips gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>no prompt</source>
        <translation>kein Prompt</translation>
    </message>
    <message>
        <source>several prompts; type to replace them all</source>
        <translation>verschiedene Prompts; tippe, um alle zu ersetzen</translation>
    </message>
    <message>
        <source>seconds_total %1</source>
        <translation>seconds_total %1</translation>
    </message>
    <message>
        <source>edited by hand</source>
        <translation>von Hand geändert</translation>
    </message>
    <message>
        <source>Take in again</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>Train on it</source>
        <translation>Darauf trainieren</translation>
    </message>
    <message>
        <source>Edit the rules</source>
        <translation>Regeln bearbeiten</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Show and hear it</source>
        <translation>Zeigen und hören</translation>
    </message>
    <message>
        <source>Encoding…</source>
        <translation>Kodiert…</translation>
    </message>
    <message>
        <source>“%1” × %2</source>
        <translation>„%1“ × %2</translation>
    </message>
</context>
<context>
    <name>attune::ui::ClipTableModel</name>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Encoded</source>
        <translation>Kodiert</translation>
    </message>
</context>
<context>
    <name>attune::ui::ClipTableView</name>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
</context>
<context>
    <name>attune::ui::ClipTextDelegate</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
</context>
<context>
    <name>attune::ui::Cockpit</name>
    <message>
        <source>%L1 ms</source>
        <translation>%L1 ms</translation>
    </message>
    <message>
        <source>%L1 s</source>
        <translation>%L1 s</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Checkpoint now</source>
        <translation>&amp;Checkpoint jetzt</translation>
    </message>
    <message>
        <source>&amp;Demo now</source>
        <translation>&amp;Demo jetzt</translation>
    </message>
    <message>
        <source>&amp;Stop and save</source>
        <translation>&amp;Stoppen und sichern</translation>
    </message>
    <message>
        <source>&amp;New run</source>
        <translation>&amp;Neuer Lauf</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>The chart was not saved</source>
        <translation>Das Diagramm wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>The size of a step, as the schedule has it now</source>
        <translation>Die Größe eines Schritts, wie der Verlauf sie gerade vorgibt</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Gradientennorm</translation>
    </message>
    <message>
        <source>How hard the newest clips pull. Sudden peaks mean an odd clip or too high a learning rate</source>
        <translation>Wie stark die neuesten Clips ziehen. Plötzliche Spitzen deuten auf einen seltsamen Clip oder eine zu hohe Lernrate</translation>
    </message>
    <message>
        <source>Step time</source>
        <translation>Schrittdauer</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>What the run occupies</source>
        <translation>Was der Lauf belegt</translation>
    </message>
    <message>
        <source>What this says</source>
        <translation>Was das heißt</translation>
    </message>
    <message>
        <source>Demos</source>
        <translation>Demos</translation>
    </message>
    <message>
        <source>waits in the queue</source>
        <translation>wartet in der Schlange</translation>
    </message>
    <message>
        <source>finished at step %L1</source>
        <translation>fertig bei Schritt %L1</translation>
    </message>
    <message>
        <source>stopped at step %L1</source>
        <translation>gestoppt bei Schritt %L1</translation>
    </message>
    <message>
        <source>interrupted at step %L1</source>
        <translation>unterbrochen bei Schritt %L1</translation>
    </message>
    <message>
        <source>failed at step %L1</source>
        <translation>gescheitert bei Schritt %L1</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>full fine-tune</source>
        <translation>ganzes Modell</translation>
    </message>
    <message>
        <source>batch %L1</source>
        <translation>Batch %L1</translation>
    </message>
    <message>
        <source>learning rate %1</source>
        <translation>Lernrate %1</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Sichert…</translation>
    </message>
    <message>
        <source>&amp;Take out of the queue</source>
        <translation>&amp;Aus der Schlange nehmen</translation>
    </message>
    <message>
        <source>&amp;Resume this run</source>
        <translation>Diesen Lauf &amp;fortsetzen</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>Grafikspeicher</translation>
    </message>
    <message>
        <source>checkpoint %L1</source>
        <translation>Checkpoint %L1</translation>
    </message>
    <message>
        <source>demos at %L1</source>
        <translation>Demos bei %L1</translation>
    </message>
    <message>
        <source>lowest held-out loss %L1</source>
        <translation>niedrigster zurückgehaltener Loss %L1</translation>
    </message>
    <message>
        <source>step %L1 · kept</source>
        <translation>Schritt %L1 · behalten</translation>
    </message>
    <message>
        <source>step %L1</source>
        <translation>Schritt %L1</translation>
    </message>
    <message>
        <source>The model is being loaded and, if asked for, heard once as it is. The first numbers come with the first step.</source>
        <translation>Das Modell wird geladen und, wenn gewünscht, einmal gehört, wie es ist. Die ersten Zahlen kommen mit dem ersten Schritt.</translation>
    </message>
    <message>
        <source>There are no numbers yet.</source>
        <translation>Noch gibt es keine Zahlen.</translation>
    </message>
    <message>
        <source>Compare %L1 with %L2</source>
        <translation>%L1 mit %L2 vergleichen</translation>
    </message>
    <message>
        <source>Demos appear here as they are made. The first ones are the base model, so that you hear what changes.</source>
        <translation>Hier erscheinen die Demos, sobald sie gemacht sind. Die ersten sind vom Grundmodell, damit du hörst, was sich ändert.</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>Grundmodell</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note at step %L1</source>
        <translation>Notiz bei Schritt %L1</translation>
    </message>
    <message>
        <source>GPU memory · %1 °C</source>
        <translation>GPU-Speicher · %1 °C</translation>
    </message>
    <message>
        <source>%1: all programs together use %2 of %3</source>
        <translation>%1: Alle Programme zusammen belegen %2 von %3</translation>
    </message>
    <message>
        <source>Compare the base model with %L1</source>
        <translation>Grundmodell mit %L1 vergleichen</translation>
    </message>
    <message>
        <source>How long one step takes</source>
        <translation>Wie lange ein Schritt dauert</translation>
    </message>
    <message>
        <source>Train this run further, from its last checkpoint</source>
        <translation>Diesen Lauf weiter trainieren, von seinem letzten Checkpoint aus</translation>
    </message>
    <message>
        <source>&amp;Listen</source>
        <translation>&amp;Anhören</translation>
    </message>
    <message>
        <source>Hear the demos of all its checkpoints side by side</source>
        <translation>Die Demos aller Checkpoints nebeneinander hören</translation>
    </message>
    <message>
        <source>&amp;Go on to step %L1</source>
        <translation>&amp;Weiter bis Schritt %L1</translation>
    </message>
    <message numerus="yes">
        <source>Steps take %n times as long as before. Other programs may use the graphics card, or its memory is full and the driver borrows the computer&apos;s: close them, or stop and save, and go on with a smaller batch.</source>
        <translation>
            <numerusform>Schritte dauern %n-mal so lange wie vorher. Andere Programme benutzen vielleicht die Grafikkarte, oder ihr Speicher ist voll und der Treiber borgt den des Rechners: Schließe sie, oder halte an und sichere, und mach mit einem kleineren Batch weiter.</numerusform>
            <numerusform>Schritte dauern %n-mal so lange wie vorher. Andere Programme benutzen vielleicht die Grafikkarte, oder ihr Speicher ist voll und der Treiber borgt den des Rechners: Schließe sie, oder halte an und sichere, und mach mit einem kleineren Batch weiter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Steps take %n times as long as before: other programs keep the processor busy.</source>
        <translation>
            <numerusform>Schritte dauern %n-mal so lange wie vorher: Andere Programme beschäftigen den Prozessor.</numerusform>
            <numerusform>Schritte dauern %n-mal so lange wie vorher: Andere Programme beschäftigen den Prozessor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set up another run; while one is going on it waits in the queue</source>
        <translation>Einen weiteren Lauf einrichten; solange einer läuft, wartet er in der Schlange</translation>
    </message>
    <message>
        <source>&amp;Change and start again</source>
        <translation>Ä&amp;ndern und neu starten</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>&amp;Start this run</source>
        <translation>Diesen Lauf &amp;starten</translation>
    </message>
</context>
<context>
    <name>attune::ui::DatasetEditor</name>
    <message numerus="yes">
        <source>Edit prompt of %n clips</source>
        <translation>
            <numerusform>Prompt von %n Clip ändern</numerusform>
            <numerusform>Prompt von %n Clips ändern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Let rules write the prompt of %n clips</source>
        <translation>
            <numerusform>Regeln den Prompt von %n Clip schreiben lassen</numerusform>
            <numerusform>Regeln den Prompt von %n Clips schreiben lassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take in %n clips</source>
        <translation>
            <numerusform>%n Clip aufnehmen</numerusform>
            <numerusform>%n Clips aufnehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n clips</source>
        <translation>
            <numerusform>%n Clip weglassen</numerusform>
            <numerusform>%n Clips weglassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the split of %n clips</source>
        <translation>
            <numerusform>Seite von %n Clip ändern</numerusform>
            <numerusform>Seite von %n Clips ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace “%1” in prompts</source>
        <translation>„%1“ in Prompts ersetzen</translation>
    </message>
</context>
<context>
    <name>attune::ui::DatasetPage</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter: kick   length&lt;2   rate!=44100   finding:clipped   prompt:&quot;&quot;   -split:train</source>
        <translation>Filter: kick   length&lt;2   rate!=44100   finding:clipped   prompt:&quot;&quot;   -split:train</translation>
    </message>
    <message>
        <source>Auto-play</source>
        <translation>Autoplay</translation>
    </message>
    <message>
        <source>Play each clip as the selection moves to it</source>
        <translation>Jeden Clip spielen, sobald die Auswahl zu ihm geht</translation>
    </message>
    <message>
        <source>Drop a folder of sounds here</source>
        <translation>Zieh einen Ordner mit Klängen hierher</translation>
    </message>
    <message>
        <source>WAV, AIFF, FLAC, Ogg, Opus and MP3 are read where they are; nothing is copied or changed. Twenty minutes of one kind of sound is a good beginning.</source>
        <translation>WAV, AIFF, FLAC, Ogg, Opus und MP3 werden gelesen, wo sie liegen; nichts wird kopiert oder verändert. Zwanzig Minuten einer Art von Klang sind ein guter Anfang.</translation>
    </message>
    <message>
        <source>&amp;Choose a folder…</source>
        <translation>&amp;Ordner wählen…</translation>
    </message>
    <message numerus="yes">
        <source>%n prompts written.</source>
        <translation>
            <numerusform>%n Prompt geschrieben.</numerusform>
            <numerusform>%n Prompts geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edited by hand were kept.</source>
        <translation>
            <numerusform>%n von Hand geänderter blieb.</numerusform>
            <numerusform>%n von Hand geänderte blieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>Looking for files: %L1…</source>
        <translation>Suche nach Dateien: %L1…</translation>
    </message>
    <message>
        <source>Choose a folder of sounds</source>
        <translation>Ordner mit Klängen wählen</translation>
    </message>
    <message>
        <source>The clip could not be played</source>
        <translation>Der Clip ließ sich nicht spielen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips</source>
        <translation>
            <numerusform>%Ln Clip</numerusform>
            <numerusform>%Ln Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln clips</source>
        <translation>
            <numerusform>%L1 von %Ln Clip</numerusform>
            <numerusform>%L1 von %Ln Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading %L1 of %Ln files…</source>
        <translation>
            <numerusform>%L1 von %Ln Datei wird gelesen …</numerusform>
            <numerusform>%L1 von %Ln Dateien werden gelesen …</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing clips: %1 %</source>
        <translation>Vergleicht Clips: %1 %</translation>
    </message>
    <message>
        <source>Divide the clips</source>
        <translation>Clips aufteilen</translation>
    </message>
    <message>
        <source>Write the prompts</source>
        <translation>Prompts schreiben</translation>
    </message>
</context>
<context>
    <name>attune::ui::DemoCard</name>
    <message>
        <source>(empty prompt)</source>
        <translation>(leerer Prompt)</translation>
    </message>
    <message>
        <source>Play “%1”</source>
        <translation>„%1“ spielen</translation>
    </message>
    <message>
        <source>Demo of “%1”</source>
        <translation>Demo von „%1“</translation>
    </message>
</context>
<context>
    <name>attune::ui::DemoGridView</name>
    <message>
        <source>Demos: prompts by checkpoints</source>
        <translation>Demos: Prompts nach Checkpoints</translation>
    </message>
    <message>
        <source>(empty prompt)</source>
        <translation>(leerer Prompt)</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Grundmodell</translation>
    </message>
    <message>
        <source>before training</source>
        <translation>vor dem Training</translation>
    </message>
    <message>
        <source>step %L1</source>
        <translation>Schritt %L1</translation>
    </message>
    <message>
        <source>held-out %1</source>
        <translation>zurückgehalten %1</translation>
    </message>
    <message>
        <source>best</source>
        <translation>bestes</translation>
    </message>
    <message>
        <source>%1, candidate %2</source>
        <translation>%1, Kandidat %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>attune::ui::DemoPromptsEditor</name>
    <message>
        <source>DEMO PROMPTS</source>
        <translation>DEMO-PROMPTS</translation>
    </message>
    <message>
        <source>+ Prompt</source>
        <translation>+ Prompt</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Demo prompts</source>
        <translation>Demo-Prompts</translation>
    </message>
    <message>
        <source>Every checkpoint is heard with these prompts and seeds, so that you can compare. The empty prompt shows what has become habit.</source>
        <translation>Jeder Checkpoint ist mit diesen Prompts und Seeds zu hören, damit du vergleichen kannst. Der leere Prompt zeigt, was zur Gewohnheit wurde.</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
</context>
<context>
    <name>attune::ui::DoctorPage</name>
    <message>
        <source>What this machine can do: devices, memory, disk, sound. Nothing in it leaves the machine unless you paste it somewhere.</source>
        <translation>Was dieser Rechner kann: Geräte, Speicher, Platte, Ton. Nichts davon verlässt den Rechner, außer du fügst es irgendwo ein.</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Check &amp;everything</source>
        <translation>&amp;Alles prüfen</translation>
    </message>
    <message>
        <source>Measures the disk, and encodes, trains, listens and exports once with the starter model: about half a minute</source>
        <translation>Misst die Platte und kodiert, trainiert, hört und exportiert einmal mit dem Startmodell: etwa eine halbe Minute</translation>
    </message>
    <message>
        <source>&amp;Save report…</source>
        <translation>Bericht &amp;sichern…</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Add from a &amp;file…</source>
        <translation>Aus einer &amp;Datei hinzufügen…</translation>
    </message>
    <message>
        <source>The file attune-gpu-….json, with the libraries beside it</source>
        <translation>Die Datei attune-gpu-….json, mit den Bibliotheken daneben</translation>
    </message>
    <message>
        <source>Address of the GPU libraries</source>
        <translation>Adresse der GPU-Bibliotheken</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
    <message>
        <source>&amp;Remove them</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Adding the GPU libraries</source>
        <translation>GPU-Bibliotheken werden hinzugefügt</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;topp</translation>
    </message>
    <message>
        <source>What has been downloaded is kept; adding goes on from there</source>
        <translation>Was schon geladen ist, bleibt; von dort geht es weiter</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>&amp;Play a test sound</source>
        <translation>Einen &amp;Prüfton spielen</translation>
    </message>
    <message>
        <source>One second: first on the left, then on the right</source>
        <translation>Eine Sekunde: erst links, dann rechts</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Den Bericht sichern</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>Checking: %1…</source>
        <translation>Prüfe: %1…</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <translation>%1 von %2 · %3</translation>
    </message>
    <message>
        <source>Looking at the libraries…</source>
        <translation>Die Bibliotheken werden angesehen…</translation>
    </message>
    <message>
        <source>The GPU libraries are there.</source>
        <translation>Die GPU-Bibliotheken sind da.</translation>
    </message>
    <message>
        <source>Attune uses them from its next start.</source>
        <translation>Attune benutzt sie ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Checking everything…</source>
        <translation>Alles wird geprüft…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird nachgesehen…</translation>
    </message>
    <message>
        <source>good</source>
        <comment>a check</comment>
        <translation>gut</translation>
    </message>
    <message>
        <source>look here</source>
        <comment>a check</comment>
        <translation>beachten</translation>
    </message>
    <message>
        <source>problem</source>
        <comment>a check</comment>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>No graphics card is known to the system. Everything runs on the processor, only slower.</source>
        <translation>Das System kennt keine Grafikkarte. Alles läuft auf dem Prozessor, nur langsamer.</translation>
    </message>
    <message>
        <source>NVIDIA driver %1</source>
        <translation>NVIDIA-Treiber %1</translation>
    </message>
    <message>
        <source>Training can only use NVIDIA cards; this one shows pictures.</source>
        <translation>Trainieren lässt sich nur mit Karten von NVIDIA; diese hier zeigt Bilder.</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s driver is not installed. Install it and restart the computer; then this card can be used.</source>
        <translation>Der Treiber von NVIDIA ist nicht installiert. Installier ihn und starte den Rechner neu; dann kann diese Karte benutzt werden.</translation>
    </message>
    <message>
        <source>The GPU libraries were added (%1).</source>
        <translation>Die GPU-Bibliotheken sind hinzugefügt (%1).</translation>
    </message>
    <message>
        <source>The libraries for NVIDIA cards (over 2 GB) do not come with the installer. Add them from a file that you have, or from an address.</source>
        <translation>Die Bibliotheken für Karten von NVIDIA (über 2 GB) sind nicht im Installationsprogramm. Füg sie aus einer Datei hinzu, die du hast, oder von einer Adresse.</translation>
    </message>
    <message>
        <source>The manifest of the GPU libraries</source>
        <translation>Das Verzeichnis der GPU-Bibliotheken</translation>
    </message>
    <message>
        <source>GPU libraries (*.json)</source>
        <translation>GPU-Bibliotheken (*.json)</translation>
    </message>
    <message>
        <source>Remove the GPU libraries</source>
        <translation>GPU-Bibliotheken entfernen</translation>
    </message>
    <message>
        <source>Training then works on the processor only. The libraries can be added again.</source>
        <translation>Trainiert wird dann nur noch auf dem Prozessor. Die Bibliotheken lassen sich wieder hinzufügen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The report was saved.</source>
        <translation>Der Bericht ist gesichert.</translation>
    </message>
    <message>
        <source>The report was not saved</source>
        <translation>Der Bericht wurde nicht gesichert</translation>
    </message>
    <message>
        <source>No sound device was found. Everything but listening works.</source>
        <translation>Es wurde kein Tongerät gefunden. Alles außer dem Hören geht.</translation>
    </message>
    <message>
        <source>Playing: first left, then right…</source>
        <translation>Spielt: erst links, dann rechts…</translation>
    </message>
    <message>
        <source>%1 has played it. If you heard nothing, look at its volume, or choose another output in Settings.</source>
        <translation>%1 hat ihn gespielt. Wenn nichts zu hören war, sieh nach der Lautstärke, oder wähl in den Einstellungen eine andere Ausgabe.</translation>
    </message>
    <message>
        <source>%1 does not take sound. Another program may hold it: close that, or choose another output in Settings.</source>
        <translation>%1 nimmt keinen Ton an. Vielleicht hält ein anderes Programm es fest: Schließ das, oder wähl in den Einstellungen eine andere Ausgabe.</translation>
    </message>
    <message>
        <source>&amp;Stop the check</source>
        <translation>Prüfung &amp;abbrechen</translation>
    </message>
</context>
<context>
    <name>attune::ui::DoctorPanel</name>
    <message>
        <source>DOCTOR</source>
        <translation>DOKTOR</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Look for duplicates, clipping, silence and everything else again</source>
        <translation>Noch einmal nach Doppelten, Übersteuerung, Stille und allem anderen suchen</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n clips</source>
        <translation>
            <numerusform>%1, %n Clip</numerusform>
            <numerusform>%1, %n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Clips that will be encoded and trained</source>
        <translation>Clips, die kodiert und trainiert werden</translation>
    </message>
    <message>
        <source>Few clips</source>
        <translation>Wenige Clips</translation>
    </message>
    <message>
        <source>Trained on so few, the whole model would remember them rather than learn from them.</source>
        <translation>Auf so wenigen trainiert würde das ganze Modell sie auswendig lernen, statt von ihnen zu lernen.</translation>
    </message>
    <message>
        <source>Add more, or train a LoRA and stop early.</source>
        <translation>Füge mehr hinzu, oder trainiere ein LoRA und höre früh auf.</translation>
    </message>
    <message>
        <source>Little sound</source>
        <translation>Wenig Klang</translation>
    </message>
    <message>
        <source>A few minutes in all say little about what the sounds have in common.</source>
        <translation>Ein paar Minuten insgesamt sagen wenig darüber, was die Klänge gemeinsam haben.</translation>
    </message>
    <message>
        <source>Twenty minutes of one kind of sound is a good beginning.</source>
        <translation>Zwanzig Minuten einer Art von Klang sind ein guter Anfang.</translation>
    </message>
    <message>
        <source>Nothing is held out</source>
        <translation>Nichts ist zurückgehalten</translation>
    </message>
    <message>
        <source>Without clips kept apart, nothing tells learning from remembering.</source>
        <translation>Ohne beiseitegelegte Clips unterscheidet nichts das Lernen vom Auswendiglernen.</translation>
    </message>
    <message>
        <source>Hold out about a tenth of the clips.</source>
        <translation>Halte etwa ein Zehntel der Clips zurück.</translation>
    </message>
    <message>
        <source>One prompt for all</source>
        <translation>Ein Prompt für alle</translation>
    </message>
    <message>
        <source>Every clip has the same prompt, so the words will mean everything in the folder at once.</source>
        <translation>Jeder Clip hat denselben Prompt, also bedeuten die Worte dann alles im Ordner zugleich.</translation>
    </message>
    <message>
        <source>Use folder or file names in a prompt rule.</source>
        <translation>Nimm Ordner- oder Dateinamen in einer Prompt-Regel.</translation>
    </message>
    <message>
        <source>No usable clips</source>
        <translation>Keine brauchbaren Clips</translation>
    </message>
    <message>
        <source>There is nothing to train on yet.</source>
        <translation>Es gibt noch nichts zu trainieren.</translation>
    </message>
    <message>
        <source>Add a folder of sounds.</source>
        <translation>Füge einen Ordner mit Klängen hinzu.</translation>
    </message>
</context>
<context>
    <name>attune::ui::EncodePanel</name>
    <message>
        <source>&amp;Encode</source>
        <translation>&amp;Kodieren</translation>
    </message>
    <message>
        <source>Turn the clips into latents, which is what the model trains on. Only new and changed clips are done again.</source>
        <translation>Macht aus den Clips Latents, auf denen das Modell trainiert. Nur neue und geänderte Clips werden noch einmal gemacht.</translation>
    </message>
    <message>
        <source>&amp;Long files</source>
        <translation>&amp;Lange Dateien</translation>
    </message>
    <message>
        <source>Long files</source>
        <translation>Lange Dateien</translation>
    </message>
    <message>
        <source>What happens to files that are longer than the model takes in at once</source>
        <translation>Was mit Dateien geschieht, die länger sind, als das Modell auf einmal aufnimmt</translation>
    </message>
    <message>
        <source>use the beginning</source>
        <translation>den Anfang nehmen</translation>
    </message>
    <message>
        <source>split into pieces</source>
        <translation>in Stücke teilen</translation>
    </message>
    <message>
        <source>another part each time</source>
        <translation>jedes Mal ein anderer Teil</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Encode %Ln clips</source>
        <translation>
            <numerusform>%Ln Clip &amp;kodieren</numerusform>
            <numerusform>%Ln Clips &amp;kodieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is encoded</source>
        <translation>Alles ist kodiert</translation>
    </message>
    <message>
        <source>about %1 · %2 on disk</source>
        <translation>etwa %1 · %2 auf der Platte</translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips are ready to train on</source>
        <translation>
            <numerusform>%Ln Clip ist bereit zum Training</numerusform>
            <numerusform>%Ln Clips sind bereit zum Training</numerusform>
        </translation>
    </message>
    <message>
        <source>Add sounds first.</source>
        <translation>Füge erst Klänge hinzu.</translation>
    </message>
    <message>
        <source> · %1 of memory</source>
        <translation> · %1 Speicher</translation>
    </message>
    <message numerus="yes">
        <source>%Ln imported latents are ready to train on</source>
        <translation>
            <numerusform>%Ln übernommener Clip ist bereit zum Trainieren</numerusform>
            <numerusform>%Ln übernommene Clips sind bereit zum Trainieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Encode %Ln pieces</source>
        <translation>
            <numerusform>%Ln Stück &amp;kodieren</numerusform>
            <numerusform>%Ln Stücke &amp;kodieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pieces are ready to train on</source>
        <translation>
            <numerusform>%Ln Stück ist bereit zum Trainieren</numerusform>
            <numerusform>%Ln Stücke sind bereit zum Trainieren</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::ErrorTexts</name>
    <message>
        <source>it was stopped</source>
        <translation>es wurde gestoppt</translation>
    </message>
    <message>
        <source>Start it again when you like; finished parts are kept.</source>
        <translation>Starte es wieder, wann du willst; fertige Teile bleiben.</translation>
    </message>
    <message>
        <source>something it needs is not there</source>
        <translation>etwas, das gebraucht wird, ist nicht da</translation>
    </message>
    <message>
        <source>Check that the drive is connected and the file was not moved.</source>
        <translation>Prüfe, ob das Laufwerk angeschlossen ist und die Datei nicht verschoben wurde.</translation>
    </message>
    <message>
        <source>something of that name exists already</source>
        <translation>etwas mit diesem Namen gibt es schon</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>the system does not allow it there</source>
        <translation>das System erlaubt es dort nicht</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>Wähle einen Ordner, in den du schreiben darfst.</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>die Platte ist voll</translation>
    </message>
    <message>
        <source>Free some space, for example in Runs ▸ Clean up, and try again.</source>
        <translation>Mach Platz, zum Beispiel unter Läufe ▸ Aufräumen, und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>a file could not be read</source>
        <translation>eine Datei ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>Check the drive, then try again.</source>
        <translation>Prüfe das Laufwerk und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>a file could not be written</source>
        <translation>eine Datei ließ sich nicht schreiben</translation>
    </message>
    <message>
        <source>Check the drive, then try again. The old file is unharmed.</source>
        <translation>Prüfe das Laufwerk und versuch es noch einmal. Die alte Datei ist unversehrt.</translation>
    </message>
    <message>
        <source>this kind of file is not supported</source>
        <translation>diese Art von Datei wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Convert it to WAV or FLAC, or a model to .safetensors.</source>
        <translation>Wandle sie in WAV oder FLAC um, ein Modell in .safetensors.</translation>
    </message>
    <message>
        <source>a file is damaged or incomplete</source>
        <translation>eine Datei ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>Copy or download it again, or use another one.</source>
        <translation>Kopiere oder lade sie noch einmal, oder nimm eine andere.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wähle eine andere Datei.</translation>
    </message>
    <message>
        <source>a setting is not possible: %1</source>
        <translation>eine Einstellung ist nicht möglich: %1</translation>
    </message>
    <message>
        <source>Change it and try again.</source>
        <translation>Ändere sie und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>the weights do not fit the model&apos;s configuration</source>
        <translation>die Gewichte passen nicht zur Konfiguration des Modells</translation>
    </message>
    <message>
        <source>Use the model_config.json that belongs to this file.</source>
        <translation>Nimm die model_config.json, die zu dieser Datei gehört.</translation>
    </message>
    <message>
        <source>the graphics card cannot be used</source>
        <translation>die Grafikkarte lässt sich nicht benutzen</translation>
    </message>
    <message>
        <source>Open Help ▸ Doctor to see why, or use the processor in Settings.</source>
        <translation>Sieh unter Hilfe ▸ Doktor nach, warum, oder nimm in den Optionen den Prozessor.</translation>
    </message>
    <message>
        <source>the graphics card ran out of memory</source>
        <translation>der Speicher der Grafikkarte reicht nicht</translation>
    </message>
    <message>
        <source>Lower the batch, the clip length or choose the 8 GB preset.</source>
        <translation>Senke Batch oder Cliplänge, oder nimm die Voreinstellung für 8 GB.</translation>
    </message>
    <message>
        <source>the computer ran out of memory</source>
        <translation>der Speicher des Rechners reicht nicht</translation>
    </message>
    <message>
        <source>Close other programs, or lower the batch.</source>
        <translation>Schließe andere Programme, oder senke den Batch.</translation>
    </message>
    <message>
        <source>the numbers exploded</source>
        <translation>die Zahlen sind explodiert</translation>
    </message>
    <message>
        <source>Start a new run with a lower learning rate. To go on from the last checkpoint, export it and start from that file.</source>
        <translation>Beginne einen neuen Lauf mit einer kleineren Lernrate. Um vom letzten Checkpoint aus weiterzumachen, exportiere ihn und beginne mit dieser Datei.</translation>
    </message>
    <message>
        <source>another window has this project open</source>
        <translation>ein anderes Fenster hat dieses Projekt offen</translation>
    </message>
    <message>
        <source>Close it there first.</source>
        <translation>Schließe es erst dort.</translation>
    </message>
    <message>
        <source>it was made by a newer Attune</source>
        <translation>es stammt von einem neueren Attune</translation>
    </message>
    <message>
        <source>Update Attune to change it; here it can only be looked at.</source>
        <translation>Aktualisiere Attune, um es zu ändern; hier lässt es sich nur ansehen.</translation>
    </message>
    <message>
        <source>something unexpected happened</source>
        <translation>etwas Unerwartetes ist geschehen</translation>
    </message>
    <message>
        <source>Try again; if it happens again, copy the details into a report.</source>
        <translation>Versuch es noch einmal; wenn es wieder geschieht, kopiere die Einzelheiten in einen Bericht.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
</context>
<context>
    <name>attune::ui::ExportDialog</name>
    <message>
        <source>Use the &amp;averaged weights (EMA), which usually sound better</source>
        <translation>Die &amp;gemittelten Gewichte (EMA) nehmen, die meist besser klingen</translation>
    </message>
    <message>
        <source>Export checkpoint</source>
        <translation>Checkpoint exportieren</translation>
    </message>
    <message>
        <source>Export checkpoint %L1</source>
        <translation>Checkpoint %L1 exportieren</translation>
    </message>
    <message>
        <source>The file holds the whole model, unwrapped, with its configuration beside it: every Stable Audio tool opens it.</source>
        <translation>Die Datei enthält das ganze Modell (unwrapped) mit seiner Konfiguration daneben: Jedes Stable-Audio-Programm öffnet sie.</translation>
    </message>
    <message>
        <source>.safetensors file</source>
        <translation>.safetensors-Datei</translation>
    </message>
    <message>
        <source>.ckpt file</source>
        <translation>.ckpt-Datei</translation>
    </message>
    <message>
        <source>folder that stable-audio-tools trains from</source>
        <translation>Ordner, aus dem stable-audio-tools trainiert</translation>
    </message>
    <message>
        <source>32 bit (as trained)</source>
        <translation>32 Bit (wie trainiert)</translation>
    </message>
    <message>
        <source>16 bit, half the size</source>
        <translation>16 Bit, halb so groß</translation>
    </message>
    <message>
        <source>bfloat16, half the size</source>
        <translation>bfloat16, halb so groß</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>&amp;Genauigkeit</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
</context>
<context>
    <name>attune::ui::FieldHelp</name>
    <message>
        <source>default %1</source>
        <translation>Standard %1</translation>
    </message>
    <message>
        <source>About this setting</source>
        <translation>Zu dieser Einstellung</translation>
    </message>
    <message>
        <source>Choose a field of the form: what it does, what raising it changes and what is usual is told here. F1 opens the whole entry.</source>
        <translation>Wähle ein Feld des Formulars: Hier steht, was es tut, was ein höherer Wert ändert und was üblich ist. F1 öffnet den ganzen Eintrag.</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>an oder aus</translation>
    </message>
    <message>
        <source>any text</source>
        <translation>beliebiger Text</translation>
    </message>
    <message>
        <source>any number of prompts</source>
        <translation>beliebig viele Prompts</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von: %1</translation>
    </message>
    <message>
        <source>more than %1, up to %2 %3</source>
        <translation>mehr als %1, bis %2 %3</translation>
    </message>
    <message>
        <source>%1 to %2 %3</source>
        <translation>%1 bis %2 %3</translation>
    </message>
</context>
<context>
    <name>attune::ui::GenerateForm</name>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Erzeugen</translation>
    </message>
    <message>
        <source>&amp;Options</source>
        <translation>&amp;Optionen</translation>
    </message>
    <message>
        <source>Seed, length, sampler, negative prompt, starting from a sound</source>
        <translation>Seed, Länge, Sampler, negativer Prompt, Ausgangsklang</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>Nicht</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>Choose a sound</source>
        <translation>Klang wählen</translation>
    </message>
    <message>
        <source>Sounds (*.wav *.flac *.aif *.aiff *.ogg *.opus *.mp3)</source>
        <translation>Klänge (*.wav *.flac *.aif *.aiff *.ogg *.opus *.mp3)</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>What to make; empty shows the model&apos;s habits</source>
        <translation>Was entstehen soll; leer zeigt die Gewohnheiten des Modells</translation>
    </message>
    <message>
        <source>Write a prompt…</source>
        <translation>Prompt schreiben…</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>Which checkpoints make it</source>
        <translation>Welche Checkpoints es machen</translation>
    </message>
    <message>
        <source>The same seed gives the same noise to start from, so checkpoints can be compared</source>
        <translation>Derselbe Seed gibt dasselbe Anfangsrauschen, damit sich Checkpoints vergleichen lassen</translation>
    </message>
    <message>
        <source>Length in seconds</source>
        <translation>Länge in Sekunden</translation>
    </message>
    <message>
        <source>Length in seconds; 0 is the model&apos;s own</source>
        <translation>Länge in Sekunden; 0 ist die des Modells</translation>
    </message>
    <message>
        <source>full length</source>
        <translation>ganze Länge</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Sampler steps</source>
        <translation>Sampler-Schritte</translation>
    </message>
    <message>
        <source>More steps, finer result, longer wait; 0 lets the model decide</source>
        <translation>Mehr Schritte, feineres Ergebnis, längeres Warten; 0 überlässt es dem Modell</translation>
    </message>
    <message>
        <source>default steps</source>
        <translation>übliche Schritte</translation>
    </message>
    <message>
        <source> steps</source>
        <translation> Schritte</translation>
    </message>
    <message>
        <source>Guidance (CFG)</source>
        <translation>Führung (CFG)</translation>
    </message>
    <message>
        <source>How strictly to follow the prompt: 1 is no guidance, 7 is usual</source>
        <translation>Wie streng dem Prompt gefolgt wird: 1 ist ohne Führung, 7 üblich</translation>
    </message>
    <message>
        <source>CFG </source>
        <translation>CFG </translation>
    </message>
    <message>
        <source>How the noise is taken away</source>
        <translation>Wie das Rauschen weggenommen wird</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>What to move away from</source>
        <translation>Wovon es sich entfernen soll</translation>
    </message>
    <message>
        <source>Start from a sound</source>
        <translation>Mit einem Klang beginnen</translation>
    </message>
    <message>
        <source>A sound file to vary instead of starting from noise</source>
        <translation>Eine Klangdatei, die verändert wird, statt aus Rauschen zu beginnen</translation>
    </message>
    <message>
        <source>Start from a sound (optional)</source>
        <translation>Mit einem Klang beginnen (wenn gewünscht)</translation>
    </message>
    <message>
        <source>Amount of change</source>
        <translation>Maß der Änderung</translation>
    </message>
    <message>
        <source>How much noise is put on the sound you start from</source>
        <translation>Wie viel Rauschen auf den Ausgangsklang kommt</translation>
    </message>
    <message>
        <source>change </source>
        <translation>Änderung </translation>
    </message>
    <message>
        <source>with the base model</source>
        <translation>mit dem Grundmodell</translation>
    </message>
    <message>
        <source>with checkpoint %L1</source>
        <translation>mit Checkpoint %L1</translation>
    </message>
    <message numerus="yes">
        <source>with all %n checkpoints</source>
        <translation>
            <numerusform>mit %n Checkpoint</numerusform>
            <numerusform>mit allen %n Checkpoints</numerusform>
        </translation>
    </message>
    <message>
        <source>with checkpoint %L1 and the base model</source>
        <translation>mit Checkpoint %L1 und dem Grundmodell</translation>
    </message>
    <message>
        <source>Generating…</source>
        <translation>Erzeugt…</translation>
    </message>
    <message>
        <source>default sampler</source>
        <translation>üblicher Sampler</translation>
    </message>
    <message>
        <source>with this one, unnamed</source>
        <translation>mit diesem, ungenannt</translation>
    </message>
    <message>
        <source>this one is no longer there</source>
        <translation>dieser ist nicht mehr da</translation>
    </message>
    <message>
        <source>checkpoint %L1 is no longer there</source>
        <translation>Checkpoint %L1 ist nicht mehr da</translation>
    </message>
    <message>
        <source>Only the demos of this checkpoint are left; its weights were cleaned up or deleted. Choose another column, or all checkpoints.</source>
        <translation>Von diesem Checkpoint sind nur die Demos übrig; seine Gewichte wurden aufgeräumt oder gelöscht. Eine andere Spalte wählen, oder alle Checkpoints.</translation>
    </message>
</context>
<context>
    <name>attune::ui::HelpPage</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>&amp;Try the tour</source>
        <translation>Rundgan&amp;g machen</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Die Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Themen</translation>
    </message>
    <message>
        <source>Help text</source>
        <translation>Hilfetext</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Doktor</translation>
    </message>
    <message>
        <source>Nothing is written about that. Try another word.</source>
        <translation>Darüber steht hier nichts. Versuch ein anderes Wort.</translation>
    </message>
</context>
<context>
    <name>attune::ui::JobWatch</name>
    <message>
        <source>Demos</source>
        <translation>Demos</translation>
    </message>
    <message>
        <source>New demos are ready to hear.</source>
        <translation>Neue Demos sind zu hören.</translation>
    </message>
    <message>
        <source>stopped with an error</source>
        <translation>hat mit einem Fehler aufgehört</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>Gerade läuft nichts</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Es läuft noch etwas</translation>
    </message>
    <message>
        <source>A job is still running. What shall happen to it?</source>
        <translation>Es läuft noch etwas. Was soll damit geschehen?</translation>
    </message>
    <message>
        <source>Stop, save and close</source>
        <translation>Stoppen, sichern und schließen</translation>
    </message>
    <message>
        <source>Keep it running in the tray</source>
        <translation>Im Infobereich weiterlaufen lassen</translation>
    </message>
    <message>
        <source>%1 is at step %L2. Stopping saves it as a checkpoint of that step, or of the one that it is making.</source>
        <translation>%1 ist bei Schritt %L2. Beim Anhalten wird ein Checkpoint dieses Schritts gesichert, oder dessen, der gerade gemacht wird.</translation>
    </message>
    <message>
        <source>%1 has made no step yet, so there is nothing to save.</source>
        <translation>%1 hat noch keinen Schritt gemacht, also gibt es nichts zu sichern.</translation>
    </message>
    <message>
        <source>%1: what is done is kept.</source>
        <translation>%1: Was fertig ist, bleibt.</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs that wait are taken out of the queue; runs stay in the list.</source>
        <translation>
            <numerusform>%n wartender Auftrag wird aus der Schlange genommen; Läufe bleiben in der Liste.</numerusform>
            <numerusform>%n wartende Aufträge werden aus der Schlange genommen; Läufe bleiben in der Liste.</numerusform>
        </translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>The run is paused</source>
        <translation>Der Lauf ist pausiert</translation>
    </message>
    <message>
        <source>The disk is full. Free some space.</source>
        <translation>Die Platte ist voll. Bitte Platz schaffen.</translation>
    </message>
    <message>
        <source>%1 stopped with an error</source>
        <translation>%1: mit einem Fehler angehalten</translation>
    </message>
</context>
<context>
    <name>attune::ui::LibraryDatasetService</name>
    <message>
        <source>Opening the dataset</source>
        <translation>Datensatz wird geöffnet</translation>
    </message>
    <message>
        <source>The dataset could not be opened</source>
        <translation>Der Datensatz ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>Scanning</source>
        <translation>Liest ein</translation>
    </message>
    <message>
        <source>The folder could not be added</source>
        <translation>Der Ordner ließ sich nicht hinzufügen</translation>
    </message>
    <message>
        <source>The folders could not be scanned</source>
        <translation>Die Ordner ließen sich nicht einlesen</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>The folder could not be taken out</source>
        <translation>Der Ordner ließ sich nicht herausnehmen</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichert</translation>
    </message>
    <message>
        <source>The change could not be saved</source>
        <translation>Die Änderung ließ sich nicht speichern</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüft</translation>
    </message>
    <message>
        <source>The dataset could not be checked</source>
        <translation>Der Datensatz ließ sich nicht prüfen</translation>
    </message>
    <message>
        <source>Writing prompts</source>
        <translation>Schreibt Prompts</translation>
    </message>
    <message>
        <source>The prompts could not be written</source>
        <translation>Die Prompts ließen sich nicht schreiben</translation>
    </message>
    <message>
        <source>Previewing</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>The preview could not be made</source>
        <translation>Die Vorschau gelang nicht</translation>
    </message>
    <message>
        <source>Splitting</source>
        <translation>Teilt auf</translation>
    </message>
    <message>
        <source>The split could not be made</source>
        <translation>Das Aufteilen gelang nicht</translation>
    </message>
    <message>
        <source>Imported latents could not be read</source>
        <translation>Übernommene Latents konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>the project is open for reading only</source>
        <translation>das Projekt ist nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>Beside the project&apos;s name it says why.</source>
        <translation>Neben dem Namen des Projekts steht, warum.</translation>
    </message>
</context>
<context>
    <name>attune::ui::ListenPage</name>
    <message>
        <source>Nothing to hear yet</source>
        <translation>Noch nichts zu hören</translation>
    </message>
    <message>
        <source>Start a run: its demos come here, one column a checkpoint and the base model first, so that you hear what training changes.</source>
        <translation>Starte einen Lauf: Seine Demos kommen hierher, eine Spalte je Checkpoint und das Grundmodell zuerst, damit du hörst, was das Training ändert.</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>&amp;Blind mode</source>
        <translation>&amp;Blindmodus</translation>
    </message>
    <message>
        <source>Shuffle the columns and hide their names, so that you judge the sound alone (B)</source>
        <translation>Die Spalten mischen und ihre Namen verstecken, damit du nur den Klang beurteilst (B)</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>&amp;Keep this checkpoint</source>
        <translation>Diesen &amp;Checkpoint behalten</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Spielen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on this demo</source>
        <translation>Notiz zu diesem Demo</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Save sound…</source>
        <translation>Klang sichern…</translation>
    </message>
    <message>
        <source>← → checkpoint   ↑ ↓ prompt   Space play   1–5 stars   B blind</source>
        <translation>← → Checkpoint   ↑ ↓ Prompt   Leertaste spielen   1–5 Sterne   B blind</translation>
    </message>
    <message>
        <source>The checkpoint was exported.</source>
        <translation>Der Checkpoint wurde exportiert.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>E&amp;xport checkpoint %L1</source>
        <translation>Checkpoint %L1 e&amp;xportieren</translation>
    </message>
    <message>
        <source>blind</source>
        <translation>blind</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>Grundmodell</translation>
    </message>
    <message>
        <source>checkpoint %L1</source>
        <translation>Checkpoint %L1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>(empty prompt)</source>
        <translation>(leerer Prompt)</translation>
    </message>
    <message>
        <source>Save the sound</source>
        <translation>Klang sichern</translation>
    </message>
    <message>
        <source>WAV, 24 bit (*.wav)</source>
        <translation>WAV, 24 Bit (*.wav)</translation>
    </message>
    <message>
        <source>FLAC (*.flac)</source>
        <translation>FLAC (*.flac)</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>The sound was not saved</source>
        <translation>Der Klang wurde nicht gesichert</translation>
    </message>
    <message>
        <source>the same seed in each row</source>
        <translation>derselbe Seed in jeder Zeile</translation>
    </message>
    <message>
        <source>Show &amp;all checkpoints</source>
        <translation>&amp;Alle Checkpoints zeigen</translation>
    </message>
    <message>
        <source>&amp;Match loudness</source>
        <translation>&amp;Lautheit angleichen</translation>
    </message>
    <message>
        <source>Play all demos of a row as loud as the quietest of them, because louder always seems better</source>
        <translation>Alle Demos einer Zeile so laut spielen wie das leiseste, denn lauter wirkt immer besser</translation>
    </message>
    <message>
        <source>A kept checkpoint is never cleaned up</source>
        <translation>Ein behaltener Checkpoint wird nie weggeräumt</translation>
    </message>
    <message>
        <source>The demo could not be played</source>
        <translation>Die Demo ließ sich nicht spielen</translation>
    </message>
    <message>
        <source>&amp;Kept</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>%L1 of %L2 s</source>
        <translation>%L1 von %L2 s</translation>
    </message>
    <message>
        <source>Copy the file</source>
        <translation>Die Datei kopieren</translation>
    </message>
    <message>
        <source>New prompt with this checkpoint</source>
        <translation>Neuer Prompt mit diesem Checkpoint</translation>
    </message>
    <message>
        <source>Do not keep this checkpoint</source>
        <translation>Diesen Checkpoint nicht behalten</translation>
    </message>
    <message>
        <source>Keep this checkpoint</source>
        <translation>Diesen Checkpoint behalten</translation>
    </message>
    <message>
        <source>Export this checkpoint…</source>
        <translation>Diesen Checkpoint exportieren…</translation>
    </message>
    <message>
        <source>&amp;Set up a run</source>
        <translation>Einen &amp;Lauf vorbereiten</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>none</source>
        <comment>stars</comment>
        <translation>keine</translation>
    </message>
    <message numerus="yes">
        <source>%n sounds wait for the end of the run “%1”.</source>
        <translation>
            <numerusform>%n Klang wartet auf das Ende des Laufs „%1“.</numerusform>
            <numerusform>%n Klänge warten auf das Ende des Laufs „%1“.</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave blind mode first; its name would tell too much</source>
        <translation>Erst den Blindmodus verlassen; der Name würde zu viel verraten</translation>
    </message>
    <message>
        <source>The base model is the file that you added under Model</source>
        <translation>Das Grundmodell ist die Datei, die unter Modell hinzugefügt wurde</translation>
    </message>
    <message>
        <source>Only the demos of this checkpoint are left</source>
        <translation>Von diesem Checkpoint sind nur die Demos übrig</translation>
    </message>
    <message>
        <source>One job at a time has the device; the checkpoint is kept for it. To hear the run as it is now: Demo now, on the Train page. What waits stands under Runs, where it can be moved or taken out.</source>
        <translation>Das Gerät hat immer nur eine Aufgabe; der Checkpoint bleibt dafür erhalten. Um den Lauf zu hören, wie er jetzt ist: Demo jetzt, unter Training. Was wartet, steht unter Läufe und lässt sich dort verschieben oder herausnehmen.</translation>
    </message>
</context>
<context>
    <name>attune::ui::LossCard</name>
    <message>
        <source>Loss by step</source>
        <translation>Loss nach Schritten</translation>
    </message>
    <message>
        <source>each step</source>
        <translation>jeder Schritt</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>geglättet</translation>
    </message>
    <message>
        <source>held-out clips</source>
        <translation>zurückgehaltene Clips</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>loss (mean squared error)</source>
        <translation>Loss (mittlerer quadratischer Fehler)</translation>
    </message>
    <message>
        <source>Loss by noise level</source>
        <translation>Loss nach Rauschstufe</translation>
    </message>
    <message>
        <source>loss at noise level t</source>
        <translation>Loss bei Rauschstufe t</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>By timestep</source>
        <translation>Zeitschritte</translation>
    </message>
    <message>
        <source>The loss at each level of noise: low t are details, high t the whole shape of a sound</source>
        <translation>Der Loss bei jeder Stärke des Rauschens: Kleine t sind Einzelheiten, große die ganze Gestalt eines Klangs</translation>
    </message>
    <message>
        <source>Log axis</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Show the loss on a logarithmic axis, so that small changes late in a run can be seen</source>
        <translation>Den Loss auf einer logarithmischen Achse zeigen, damit kleine Änderungen spät im Lauf sichtbar werden</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Back to the whole run (Home, or double click)</source>
        <translation>Zurück zum ganzen Lauf (Pos1 oder Doppelklick)</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Write something down at the newest step; it is marked in the chart</source>
        <translation>Beim neuesten Schritt etwas aufschreiben; es wird im Diagramm markiert</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Keep the chart as a picture or its numbers as a table</source>
        <translation>Das Diagramm als Bild oder seine Zahlen als Tabelle behalten</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Bild (PNG)…</translation>
    </message>
    <message>
        <source>Picture (PDF)…</source>
        <translation>Bild (PDF)…</translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation>Zahlen (CSV)…</translation>
    </message>
    <message>
        <source>training, t %1 to %2</source>
        <translation>Training, t %1 bis %2</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>Diagramm sichern</translation>
    </message>
</context>
<context>
    <name>attune::ui::MainWindow</name>
    <message>
        <source>Nothing is running</source>
        <translation>Gerade läuft nichts</translation>
    </message>
    <message>
        <source>“%1” cannot be opened here.</source>
        <translation>„%1“ lässt sich hier nicht öffnen.</translation>
    </message>
    <message>
        <source>Projects, sounds and folders of them, and models (.safetensors, .ckpt) can.</source>
        <translation>Projekte, Klänge und Ordner davon sowie Modelle (.safetensors, .ckpt) schon.</translation>
    </message>
    <message>
        <source>The settings could not be read</source>
        <translation>Die Einstellungen konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Training settings belong to a project.</source>
        <translation>Einstellungen zum Trainieren gehören in ein Projekt.</translation>
    </message>
    <message>
        <source>Open or make one first, then drop them again.</source>
        <translation>Öffne oder mach erst eines, dann zieh sie noch einmal herein.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln latents were taken over as they were encoded.</source>
        <translation>
            <numerusform>%Ln Latent wurde übernommen, wie es kodiert war.</numerusform>
            <numerusform>%Ln Latents wurden übernommen, wie sie kodiert waren.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips were taken over.</source>
        <translation>
            <numerusform>%Ln Clip wurde übernommen.</numerusform>
            <numerusform>%Ln Clips wurden übernommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>A job of this project is still running.</source>
        <translation>In diesem Projekt läuft noch etwas.</translation>
    </message>
    <message>
        <source>Stop it below or let it finish; then another project can be opened.</source>
        <translation>Stopp es unten oder lass es fertig werden; dann kann ein anderes Projekt geöffnet werden.</translation>
    </message>
    <message>
        <source>“%1” is not there.</source>
        <translation>„%1“ ist nicht da.</translation>
    </message>
    <message>
        <source>It was moved or renamed, or its drive is not connected.</source>
        <translation>Es wurde verschoben oder umbenannt, oder sein Laufwerk ist nicht angeschlossen.</translation>
    </message>
</context>
<context>
    <name>attune::ui::MessageBanner</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Einzelheiten</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
</context>
<context>
    <name>attune::ui::MetricChart</name>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>step %L1</source>
        <translation>Schritt %L1</translation>
    </message>
    <message>
        <source>%L1 hours</source>
        <translation>%L1 Stunden</translation>
    </message>
</context>
<context>
    <name>attune::ui::ModelPage</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>&amp;Add a model…</source>
        <translation>&amp;Modell hinzufügen…</translation>
    </message>
    <message>
        <source>A .safetensors or .ckpt file of the Stable Audio Open family; or drop it anywhere in the window</source>
        <translation>Eine .safetensors- oder .ckpt-Datei der Stable-Audio-Open-Familie; oder zieh sie irgendwo ins Fenster</translation>
    </message>
    <message>
        <source>The model was written.</source>
        <translation>Das Modell wurde geschrieben.</translation>
    </message>
    <message>
        <source>Where the weights come from</source>
        <translation>Woher die Gewichte kommen</translation>
    </message>
    <message>
        <source>Stability AI publishes Stable Audio Open under its own licence: you download it once, with your own account, and agree to the terms there. Attune cannot ship it and sends nothing anywhere.</source>
        <translation>Stability AI veröffentlicht Stable Audio Open unter einer eigenen Lizenz: Du lädst es einmal mit deinem eigenen Konto herunter und stimmst dort den Bedingungen zu. Attune kann es nicht mitliefern und sendet nichts irgendwohin.</translation>
    </message>
    <message>
        <source>Stable Audio Open Small</source>
        <translation>Stable Audio Open Small</translation>
    </message>
    <message>
        <source>From “stabilityai/stable-audio-open-small”: base_model.ckpt with base_model_config.json. Not model.ckpt: that is the version made fast afterwards (ARC), which cannot be trained further.</source>
        <translation>Aus „stabilityai/stable-audio-open-small“: base_model.ckpt mit base_model_config.json. Nicht model.ckpt: Das ist die nachträglich schnell gemachte Fassung (ARC), die sich nicht weiter trainieren lässt.</translation>
    </message>
    <message>
        <source>Stable Audio Open 1.0</source>
        <translation>Stable Audio Open 1.0</translation>
    </message>
    <message>
        <source>From “stabilityai/stable-audio-open-1.0”: model.safetensors with model_config.json. 47 seconds in stereo; needs more memory.</source>
        <translation>Aus „stabilityai/stable-audio-open-1.0“: model.safetensors mit model_config.json. 47 Sekunden in Stereo; braucht mehr Speicher.</translation>
    </message>
    <message>
        <source>The text encoder</source>
        <translation>Der Text-Encoder</translation>
    </message>
    <message>
        <source>Both need T5-base: config.json, model.safetensors and spiece.model of “google-t5/t5-base”, in a folder named t5-base beside the model file.</source>
        <translation>Beide brauchen T5-base: config.json, model.safetensors und spiece.model aus „google-t5/t5-base“, in einem Ordner t5-base neben der Modelldatei.</translation>
    </message>
    <message>
        <source>More about models, files and licences</source>
        <translation>Mehr über Modelle, Dateien und Lizenzen</translation>
    </message>
    <message>
        <source>chosen for this project</source>
        <translation>für dieses Projekt gewählt</translation>
    </message>
    <message>
        <source>%L1 s at once</source>
        <translation>%L1 s auf einmal</translation>
    </message>
    <message>
        <source>%L1 kHz</source>
        <translation>%L1 kHz</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>✓ Can be trained. </source>
        <translation>✓ Lässt sich trainieren. </translation>
    </message>
    <message>
        <source>✕ Cannot be trained. </source>
        <translation>✕ Lässt sich nicht trainieren. </translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Use in this project</source>
        <translation>In diesem Projekt benutzen</translation>
    </message>
    <message>
        <source>Convert…</source>
        <translation>Umwandeln…</translation>
    </message>
    <message>
        <source>Write it unwrapped, as .safetensors, at 32 or 16 bit</source>
        <translation>Unwrapped schreiben, als .safetensors, in 32 oder 16 Bit</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>The file itself stays where it is</source>
        <translation>Die Datei selbst bleibt, wo sie ist</translation>
    </message>
    <message>
        <source>Choose model weights</source>
        <translation>Modellgewichte wählen</translation>
    </message>
    <message>
        <source>Model files (*.safetensors *.ckpt *.pt *.json)</source>
        <translation>Modelldateien (*.safetensors *.ckpt *.pt *.json)</translation>
    </message>
    <message>
        <source>Choose a folder for the converted model</source>
        <translation>Ordner für das umgewandelte Modell wählen</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Transformer</translation>
    </message>
    <message>
        <source>Conditioner</source>
        <translation>Conditioner</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>Autoencoder</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>Text-Encoder</translation>
    </message>
    <message>
        <source>%L1 million weights</source>
        <translation>%L1 Millionen Gewichte</translation>
    </message>
    <message>
        <source>%L1 weights</source>
        <translation>%L1 Gewichte</translation>
    </message>
    <message>
        <source>.safetensors, 32 bit</source>
        <translation>.safetensors, 32 Bit</translation>
    </message>
    <message>
        <source>.safetensors, 16 bit (half the size)</source>
        <translation>.safetensors, 16 Bit (halb so groß)</translation>
    </message>
    <message>
        <source>.safetensors, bfloat16 (half the size)</source>
        <translation>.safetensors, bfloat16 (halb so groß)</translation>
    </message>
    <message>
        <source>.ckpt, 32 bit</source>
        <translation>.ckpt, 32 Bit</translation>
    </message>
    <message>
        <source>No weights yet? Try things with the small &amp;starter model</source>
        <translation>Noch keine Gewichte? Probier es mit dem kleinen &amp;Startmodell</translation>
    </message>
    <message>
        <source>A toy of a few megabytes that comes with Attune: everything works with it, but it makes no music</source>
        <translation>Ein Spielzeug von einigen Megabyte, das zu Attune gehört: Alles geht damit, nur Musik macht es nicht</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
</context>
<context>
    <name>attune::ui::NavigationRail</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Optionen</translation>
    </message>
</context>
<context>
    <name>attune::ui::News</name>
    <message>
        <source>Open it for &amp;reading</source>
        <translation>Zum &amp;Lesen öffnen</translation>
    </message>
    <message>
        <source>“%1” is among the models now.</source>
        <translation>„%1“ ist jetzt unter den Modellen.</translation>
    </message>
    <message>
        <source>Projects can train it.</source>
        <translation>Projekte können es trainieren.</translation>
    </message>
    <message>
        <source>It cannot be trained: %1</source>
        <translation>Es lässt sich nicht trainieren: %1</translation>
    </message>
    <message>
        <source>There is no sound device.</source>
        <translation>Es gibt kein Tongerät.</translation>
    </message>
    <message>
        <source>Everything but listening works. Connect one, or look into Help ▸ Doctor.</source>
        <translation>Alles außer dem Hören geht. Schließ eines an, oder sieh unter Hilfe ▸ Prüfung nach.</translation>
    </message>
    <message>
        <source>Sound plays on “%1” now.</source>
        <translation>Der Ton kommt jetzt aus „%1“.</translation>
    </message>
    <message>
        <source>The sound device “%1” has stopped.</source>
        <translation>Das Tongerät „%1“ spielt nicht mehr.</translation>
    </message>
    <message>
        <source>Everything but listening works. Sound goes on by itself once a device is there again.</source>
        <translation>Außer dem Hören geht alles. Der Ton läuft von selbst weiter, sobald wieder ein Gerät da ist.</translation>
    </message>
</context>
<context>
    <name>attune::ui::ParameterField</name>
    <message>
        <source>Back to the preset</source>
        <translation>Zurück zur Voreinstellung</translation>
    </message>
    <message>
        <source>Back to the preset: %1</source>
        <translation>Zurück zur Voreinstellung: %1</translation>
    </message>
    <message>
        <source>%1 (not here any more)</source>
        <translation>%1 (nicht mehr hier)</translation>
    </message>
    <message>
        <source>Allowed: %1</source>
        <translation>Erlaubt: %1</translation>
    </message>
</context>
<context>
    <name>attune::ui::PromptTools</name>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>FIND AND REPLACE</source>
        <translation>SUCHEN UND ERSETZEN</translation>
    </message>
    <message>
        <source>Find in prompts</source>
        <translation>In Prompts suchen</translation>
    </message>
    <message>
        <source>find</source>
        <translation>suchen</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>replace by</source>
        <translation>ersetzen durch</translation>
    </message>
    <message>
        <source>In none of the selected prompts.</source>
        <translation>In keinem der gewählten Prompts.</translation>
    </message>
    <message numerus="yes">
        <source>%n prompts, for example: “%1”</source>
        <translation>
            <numerusform>%n Prompt, nämlich: „%1“</numerusform>
            <numerusform>%n Prompts, zum Beispiel: „%1“</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::RulesEditor</name>
    <message>
        <source>Prompt rules</source>
        <translation>Prompt-Regeln</translation>
    </message>
    <message>
        <source>Start &amp;from</source>
        <translation>&amp;Beginnen mit</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>choose a preset…</source>
        <translation>Voreinstellung wählen…</translation>
    </message>
    <message>
        <source>The first rule that gives text makes the prompt; then the clean-ups change it. Fields: {name} {folder.1} {tags.bpm} {sidecar} {csv.column}; [text in brackets] is left out when a field in it is empty.</source>
        <translation>Die erste Regel, die Text ergibt, macht den Prompt; dann ändern ihn die Aufräumschritte. Felder: {name} {folder.1} {tags.bpm} {sidecar} {csv.column}; [Text in Klammern] fällt weg, wenn ein Feld darin leer ist.</translation>
    </message>
    <message>
        <source>PREVIEW</source>
        <translation>VORSCHAU</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Write the prompts</source>
        <translation>Prompts &amp;schreiben</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>+ Rule</source>
        <translation>+ Regel</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>RULES</source>
        <translation>REGELN</translation>
    </message>
    <message>
        <source>Clean-ups</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>+ Clean-up</source>
        <translation>+ Schritt</translation>
    </message>
    <message>
        <source>CLEAN-UPS</source>
        <translation>AUFRÄUMEN</translation>
    </message>
    <message>
        <source>Alternatives</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>+ Alternative</source>
        <translation>+ Variante</translation>
    </message>
    <message>
        <source>ALTERNATIVES, BY WEIGHT</source>
        <translation>VARIANTEN NACH GEWICHT</translation>
    </message>
    <message>
        <source>What the clean-up does</source>
        <translation>Was der Schritt tut</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>weggelassen</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>too long for the model</source>
        <translation>zu lang für das Modell</translation>
    </message>
    <message>
        <source>looks like a path</source>
        <translation>sieht wie ein Pfad aus</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>Use no table</source>
        <translation>Keine Tabelle benutzen</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>Eine Tabelle wählen</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>Tabellen (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>&amp;Table (CSV)…</source>
        <translation>&amp;Tabelle (CSV)…</translation>
    </message>
    <message>
        <source>&amp;Table: %1</source>
        <translation>&amp;Tabelle: %1</translation>
    </message>
    <message>
        <source>A table with a column for the file and others, which templates take in as {csv.column}</source>
        <translation>Eine Tabelle mit einer Spalte für die Datei und weiteren, die Vorlagen als {csv.column} aufnehmen</translation>
    </message>
    <message>
        <source>The table gives none of these clips any words. Its column “file” has to name them as they are called here.</source>
        <translation>Die Tabelle gibt keinem dieser Clips Worte. Ihre Spalte „file“ muss sie so nennen, wie sie hier heißen.</translation>
    </message>
</context>
<context>
    <name>attune::ui::RulesPanel</name>
    <message>
        <source>PROMPT RULES</source>
        <translation>PROMPT-REGELN</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>How prompts are made from names, folders, tags and texts (Ctrl+R)</source>
        <translation>Wie Prompts aus Namen, Ordnern, Tags und Texten entstehen (Strg+R)</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>(empty prompt)</source>
        <translation>(leerer Prompt)</translation>
    </message>
    <message>
        <source>%1 % of the time</source>
        <translation>%1 % der Zeit</translation>
    </message>
    <message>
        <source>No rules yet</source>
        <translation>Noch keine Regeln</translation>
    </message>
    <message>
        <source>prompts are written by hand</source>
        <translation>Prompts werden von Hand geschrieben</translation>
    </message>
</context>
<context>
    <name>attune::ui::RunCurves</name>
    <message>
        <source>Training loss</source>
        <translation>Trainings-Loss</translation>
    </message>
    <message>
        <source>By hours</source>
        <translation>Nach Stunden</translation>
    </message>
    <message>
        <source>The smoothed training loss instead of the held-out loss</source>
        <translation>Der geglättete Trainings-Loss statt des zurückgehaltenen</translation>
    </message>
    <message>
        <source>By hours of training instead of steps: what did the time bring?</source>
        <translation>Nach Trainingsstunden statt Schritten: Was hat die Zeit gebracht?</translation>
    </message>
    <message>
        <source>Loss of the chosen runs</source>
        <translation>Loss der gewählten Läufe</translation>
    </message>
    <message>
        <source>hours of training</source>
        <translation>Trainingsstunden</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>training loss, smoothed</source>
        <translation>Trainings-Loss, geglättet</translation>
    </message>
    <message>
        <source>held-out loss</source>
        <translation>zurückgehaltener Loss</translation>
    </message>
</context>
<context>
    <name>attune::ui::RunDemos</name>
    <message>
        <source>These runs have no demos yet.</source>
        <translation>Diese Läufe haben noch keine Demos.</translation>
    </message>
    <message>
        <source>Demos of the chosen runs</source>
        <translation>Demos der gewählten Läufe</translation>
    </message>
</context>
<context>
    <name>attune::ui::RunQueue</name>
    <message>
        <source>QUEUE, NEXT FIRST</source>
        <translation>SCHLANGE, NÄCHSTER ZUERST</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Waiting jobs</source>
        <translation>Wartende Aufgaben</translation>
    </message>
    <message>
        <source>Drag to change the order</source>
        <translation>Ziehen, um die Reihenfolge zu ändern</translation>
    </message>
    <message>
        <source>%1 · run %L2</source>
        <translation>%1 · Lauf %L2</translation>
    </message>
</context>
<context>
    <name>attune::ui::RunSummary</name>
    <message>
        <source>What this means</source>
        <translation>Was das bedeutet</translation>
    </message>
    <message>
        <source>Clips a step</source>
        <translation>Clips je Schritt</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory plan</source>
        <translation>Speicherplan</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>&amp;Training starten</translation>
    </message>
    <message>
        <source>%L1 (%L2 × %L3)</source>
        <translation>%L1 (%L2 × %L3)</translation>
    </message>
    <message>
        <source>%L1</source>
        <translation>%L1</translation>
    </message>
    <message>
        <source>about %1 (%2)</source>
        <translation>etwa %1 (%2)</translation>
    </message>
    <message>
        <source>not known before the first steps</source>
        <translation>vor den ersten Schritten nicht bekannt</translation>
    </message>
    <message>
        <source>fits: %1 of %2</source>
        <translation>passt: %1 von %2</translation>
    </message>
    <message>
        <source>does not fit: %1 of %2</source>
        <translation>passt nicht: %1 von %2</translation>
    </message>
    <message>
        <source>%1 (saves %2)</source>
        <translation>%1 (spart %2)</translation>
    </message>
    <message>
        <source>A setting needs attention; it is marked in the form.</source>
        <translation>Eine Einstellung braucht Aufmerksamkeit; sie ist im Formular markiert.</translation>
    </message>
    <message>
        <source>an epoch is one step</source>
        <translation>eine Epoche ist ein Schritt</translation>
    </message>
    <message>
        <source>an epoch is %L1 steps</source>
        <translation>eine Epoche sind %L1 Schritte</translation>
    </message>
    <message>
        <source>%L1 epochs; %2</source>
        <translation>%L1 Epochen; %2</translation>
    </message>
    <message>
        <source>until you stop; %1</source>
        <translation>bis du stoppst; %1</translation>
    </message>
    <message>
        <source>at most %1; %2 are free</source>
        <translation>höchstens %1; %2 sind frei</translation>
    </message>
    <message>
        <source>nothing to train on yet</source>
        <translation>noch nichts zum Trainieren</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>&amp;Measure one step</source>
        <translation>Einen Schritt &amp;messen</translation>
    </message>
    <message>
        <source>The bar is reckoned. This loads the model and tries one step with made-up clips: what it really takes here in memory and time. No weight is changed.</source>
        <translation>Der Balken ist gerechnet. Dies lädt das Modell und probiert einen Schritt mit erfundenen Clips: was er hier wirklich an Speicher und Zeit braucht. Kein Gewicht wird verändert.</translation>
    </message>
    <message>
        <source>One step is being tried …</source>
        <translation>Ein Schritt wird probiert …</translation>
    </message>
    <message>
        <source>measured: %1 at most, %2 a step</source>
        <translation>gemessen: höchstens %1, %2 je Schritt</translation>
    </message>
    <message>
        <source>%1; all steps about %2</source>
        <translation>%1; alle Schritte etwa %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips</source>
        <translation>
            <numerusform>%Ln Clip</numerusform>
            <numerusform>%Ln Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 held out</source>
        <translation>%L1 zurückgehalten</translation>
    </message>
</context>
<context>
    <name>attune::ui::RunsPage</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped and saved</source>
        <translation>gestoppt und gesichert</translation>
    </message>
    <message>
        <source>interrupted at step %L1</source>
        <translation>unterbrochen bei Schritt %L1</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>Noch keine Läufe</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Best held-out</source>
        <translation>Bester Loss</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>&amp;Listen</source>
        <translation>&amp;Hören</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Clone and change</source>
        <translation>&amp;Kopieren und ändern</translation>
    </message>
    <message>
        <source>Delete checkpoints that are neither kept, best nor last</source>
        <translation>Checkpoints löschen, die weder behalten noch der beste noch der letzte sind</translation>
    </message>
    <message>
        <source>Notes on this run</source>
        <translation>Notizen zu diesem Lauf</translation>
    </message>
    <message>
        <source>Delete run</source>
        <translation>Lauf löschen</translation>
    </message>
    <message>
        <source>Delete “%1” with its checkpoints and demos? They cannot be brought back.</source>
        <translation>„%1“ mit Checkpoints und Demos löschen? Das lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 von %L2</translation>
    </message>
    <message>
        <source>%1 at %L2</source>
        <translation>%1 bei %L2</translation>
    </message>
    <message>
        <source>&amp;Resume from step %L1</source>
        <translation>Ab Schritt %L1 &amp;fortsetzen</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>Lauf wählen</translation>
    </message>
    <message>
        <source>Every training run of this project comes here with its curves, settings, demos and disk use, to be compared, resumed or tidied up.</source>
        <translation>Jeder Trainingslauf dieses Projekts kommt hierher, mit Kurven, Einstellungen, Demos und Plattenplatz, zum Vergleichen, Fortsetzen oder Aufräumen.</translation>
    </message>
    <message>
        <source>Choose several (Ctrl or Shift) to compare them</source>
        <translation>Wähle mehrere (Strg oder Umschalt), um sie zu vergleichen</translation>
    </message>
    <message>
        <source>De&amp;mos</source>
        <translation>De&amp;mos</translation>
    </message>
    <message>
        <source>The demos of the chosen runs side by side instead of their curves</source>
        <translation>Die Demos der gewählten Läufe nebeneinander statt ihrer Kurven</translation>
    </message>
    <message>
        <source>A new run that begins with these settings</source>
        <translation>Ein neuer Lauf, der mit diesen Einstellungen beginnt</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>There is nothing to clean up.</source>
        <translation>Es gibt nichts aufzuräumen.</translation>
    </message>
    <message>
        <source>Every checkpoint is kept, the best or the last of its run.</source>
        <translation>Jeder Checkpoint ist behalten, der beste oder der letzte seines Laufs.</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>Delete one checkpoint that is neither kept, best nor last?</source>
        <translation>Einen Checkpoint löschen, der weder behalten noch der beste noch der letzte ist?</translation>
    </message>
    <message>
        <source>Delete %L1 checkpoints that are neither kept, best nor last?</source>
        <translation>%L1 Checkpoints löschen, die weder behalten noch der beste noch der letzte sind?</translation>
    </message>
    <message>
        <source>This frees %1. Demos and curves stay.</source>
        <translation>Das macht %1 frei. Demos und Kurven bleiben.</translation>
    </message>
    <message>
        <source>one run</source>
        <translation>ein Lauf</translation>
    </message>
    <message>
        <source>%L1 runs</source>
        <translation>%L1 Läufe</translation>
    </message>
    <message>
        <source>%1 on disk</source>
        <translation>%1 auf der Platte</translation>
    </message>
    <message>
        <source>Run %L1, “%2”, was interrupted at step %L3.</source>
        <translation>Lauf %L1, „%2“, wurde bei Schritt %L3 unterbrochen.</translation>
    </message>
    <message>
        <source>Nothing before its last checkpoint is lost.</source>
        <translation>Vor seinem letzten Checkpoint ist nichts verloren.</translation>
    </message>
    <message>
        <source>Resume from step %L1</source>
        <translation>Ab Schritt %L1 fortsetzen</translation>
    </message>
    <message>
        <source>Comparing %L1 runs</source>
        <translation>%L1 Läufe im Vergleich</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Unterschiedliche Einstellungen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Set up a run</source>
        <translation>Einen &amp;Lauf vorbereiten</translation>
    </message>
    <message>
        <source>Cl&amp;ean up…</source>
        <translation>Aufräum&amp;en…</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
</context>
<context>
    <name>attune::ui::SettingsForm</name>
    <message>
        <source>P&amp;reset</source>
        <translation>Vor&amp;einstellung</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Settings as JSON</source>
        <translation>Einstellungen als JSON</translation>
    </message>
    <message>
        <source>Essentials</source>
        <translation>Wichtiges</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>own settings</source>
        <translation>eigene Einstellungen</translation>
    </message>
    <message>
        <source>Layers of settings</source>
        <translation>Ebenen der Einstellungen</translation>
    </message>
    <message>
        <source>Allowed: %1</source>
        <translation>Erlaubt: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
</context>
<context>
    <name>attune::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>80 % to 200 %</source>
        <translation>80 % bis 200 %</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>&amp;Textgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Takes effect at the next start</source>
        <translation>Gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>&amp;Ausgabe</translation>
    </message>
    <message>
        <source>Play clips as the selection moves</source>
        <translation>Clips spielen, während die Auswahl wandert</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>the best there is</source>
        <translation>das beste vorhandene</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>Tell me when demos are ready or a run ends</source>
        <translation>Bescheid geben, wenn Demos fertig sind oder ein Lauf endet</translation>
    </message>
    <message>
        <source>no sound device found</source>
        <translation>kein Tongerät gefunden</translation>
    </message>
    <message>
        <source>the system&apos;s default</source>
        <translation>Standard des Systems</translation>
    </message>
    <message>
        <source>No graphics card: %1</source>
        <translation>Keine Grafikkarte: %1</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Checks this machine, adds the libraries for NVIDIA cards, plays a test sound</source>
        <translation>Prüft diesen Rechner, fügt die Bibliotheken für Karten von NVIDIA hinzu, spielt einen Prüfton</translation>
    </message>
    <message>
        <source>Open the Do&amp;ctor</source>
        <translation>Do&amp;ktor öffnen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>attune::ui::SettingsTable</name>
    <message numerus="yes">
        <source>%n prompts</source>
        <translation>
            <numerusform>%n Prompt</numerusform>
            <numerusform>%n Prompts</numerusform>
        </translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>attune::ui::SourcesPanel</name>
    <message>
        <source>SOURCES</source>
        <translation>QUELLEN</translation>
    </message>
    <message>
        <source>Rescan</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>Look for new, changed and moved files (F5)</source>
        <translation>Nach neuen, geänderten und verschobenen Dateien suchen (F5)</translation>
    </message>
    <message>
        <source>Source folders</source>
        <translation>Quellordner</translation>
    </message>
    <message>
        <source>+ Add a folder</source>
        <translation>+ Ordner</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Take this folder out of the project</source>
        <translation>Diesen Ordner aus dem Projekt nehmen</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n clips</source>
        <translation>
            <numerusform>%1, %n Clip</numerusform>
            <numerusform>%1, %n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>All folders</source>
        <translation>Alle Ordner</translation>
    </message>
    <message>
        <source>Clips of every source folder</source>
        <translation>Clips aller Quellordner</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Look by itself when files come into these folders or leave them</source>
        <translation>Von selbst nachsehen, wenn Dateien in diese Ordner kommen oder sie verlassen</translation>
    </message>
    <message>
        <source>%1 (latents)</source>
        <translation>%1 (Latents)</translation>
    </message>
</context>
<context>
    <name>attune::ui::SplitPanel</name>
    <message>
        <source>SPLIT</source>
        <translation>AUFTEILUNG</translation>
    </message>
    <message>
        <source>Training and held-out clips</source>
        <translation>Trainings- und zurückgehaltene Clips</translation>
    </message>
    <message>
        <source>Held out, percent</source>
        <translation>Zurückgehalten, Prozent</translation>
    </message>
    <message>
        <source> % held out</source>
        <translation> % zurückhalten</translation>
    </message>
    <message>
        <source>0 to 50 % of the clips. They are never trained on: the loss on them tells learning from remembering.</source>
        <translation>0 bis 50 % der Clips. Auf ihnen wird nie trainiert: Ihr Loss unterscheidet Lernen von Auswendiglernen.</translation>
    </message>
    <message>
        <source>Divide</source>
        <translation>Aufteilen</translation>
    </message>
    <message>
        <source>Divide the clips anew. Near duplicates stay on one side; clips that you moved by hand stay where they are.</source>
        <translation>Die Clips neu aufteilen. Beinahe gleiche bleiben auf einer Seite; von Hand verschobene bleiben, wo sie sind.</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n clips</source>
        <translation>
            <numerusform>%1, %n Clip</numerusform>
            <numerusform>%1, %n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Not divided yet</source>
        <translation>Noch nicht aufgeteilt</translation>
    </message>
</context>
<context>
    <name>attune::ui::StartPage</name>
    <message>
        <source>Teach a model your sounds</source>
        <translation>Bring einem Modell deine Klänge bei</translation>
    </message>
    <message>
        <source>Attune fine-tunes Stable Audio Open on a folder of your own sounds, on this computer. Nothing is uploaded.</source>
        <translation>Attune trainiert Stable Audio Open auf einem Ordner mit deinen eigenen Klängen, auf diesem Rechner. Nichts wird hochgeladen.</translation>
    </message>
    <message>
        <source>Try the tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>A small starter model and a handful of sounds: hear it learn in two minutes. Nothing to download.</source>
        <translation>Ein kleines Starter-Modell und eine Handvoll Klänge: Hör ihm zwei Minuten lang beim Lernen zu. Nichts herunterzuladen.</translation>
    </message>
    <message>
        <source>&amp;Try the tour</source>
        <translation>Rundgan&amp;g machen</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Start from a folder of your own sounds.</source>
        <translation>Beginne mit einem Ordner deiner eigenen Klänge.</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>&amp;Neues Projekt…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Go on with a project folder; or drop it into the window.</source>
        <translation>Mach mit einem Projektordner weiter; oder zieh ihn ins Fenster.</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>Projekt &amp;öffnen…</translation>
    </message>
    <message>
        <source>RECENT PROJECTS</source>
        <translation>LETZTE PROJEKTE</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Letzte Projekte</translation>
    </message>
    <message>
        <source>Name the new project</source>
        <translation>Dem neuen Projekt einen Namen geben</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Open a project folder</source>
        <translation>Projektordner öffnen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Open it for &amp;reading</source>
        <translation>Zum &amp;Lesen öffnen</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>My sounds</source>
        <translation>Meine Klänge</translation>
    </message>
    <message>
        <source>not found now · %1</source>
        <translation>jetzt nicht zu finden · %1</translation>
    </message>
    <message>
        <source>The folder is not there now. A click says what can be done.</source>
        <translation>Der Ordner ist jetzt nicht da. Ein Klick sagt, was zu tun ist.</translation>
    </message>
    <message>
        <source>The project is not there</source>
        <translation>Das Projekt ist nicht da</translation>
    </message>
    <message>
        <source>“%1” is not where it was.</source>
        <translation>„%1“ ist nicht mehr, wo es war.</translation>
    </message>
    <message>
        <source>It was in %1. If that is on a drive, connect it and try again; if the folder was moved or renamed, show where it is now.</source>
        <translation>Es lag in %1. Ist das auf einem Laufwerk, schließ es an und versuch es noch einmal; wurde der Ordner verschoben oder umbenannt, zeig, wo er jetzt ist.</translation>
    </message>
    <message>
        <source>&amp;Show where it is…</source>
        <translation>&amp;Zeigen, wo es ist …</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Remove from this list</source>
        <translation>Aus dieser Liste &amp;entfernen</translation>
    </message>
    <message>
        <source>Where is the project folder now?</source>
        <translation>Wo ist der Projektordner jetzt?</translation>
    </message>
</context>
<context>
    <name>attune::ui::StatusStrip</name>
    <message>
        <source>Running job</source>
        <translation>Laufende Aufgabe</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>Stoppen und sichern</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>Gerade läuft nichts</translation>
    </message>
    <message>
        <source>%1 · preparing</source>
        <translation>%1 · bereitet vor</translation>
    </message>
    <message>
        <source>%1 · finishing the step</source>
        <translation>%1 · beendet den Schritt</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · pausiert</translation>
    </message>
    <message>
        <source>%1 · stopping and saving</source>
        <translation>%1 · stoppt und sichert</translation>
    </message>
    <message>
        <source>%1 · %L2 of %L3 %4</source>
        <translation>%1 · %L2 von %L3 %4</translation>
    </message>
    <message numerus="yes">
        <source> · %n waiting</source>
        <translation>
            <numerusform> · %n wartet</numerusform>
            <numerusform> · %n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>%L1 %2/s</source>
        <translation>%L1 %2/s</translation>
    </message>
    <message>
        <source>%L1 s each</source>
        <translation>%L1 s je Stück</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · noch %2</translation>
    </message>
    <message>
        <source>GPU memory %1</source>
        <translation>Grafikspeicher %1</translation>
    </message>
    <message>
        <source>Memory %1</source>
        <translation>Speicher %1</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <translation>%1 · %2 von %3</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>GPU %1 of %2</source>
        <translation>GPU %1 von %2</translation>
    </message>
    <message>
        <source>%1 °C</source>
        <translation>%1 °C</translation>
    </message>
    <message>
        <source>Stop &amp;&amp; sa&amp;ve</source>
        <translation>Stopp &amp;&amp; siche&amp;rn</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>Pa&amp;use</translation>
    </message>
    <message>
        <source>G&amp;o on</source>
        <translation>Weiter&amp;machen</translation>
    </message>
    <message>
        <source>%1 · paused: the disk is full</source>
        <translation>%1 · pausiert: die Platte ist voll</translation>
    </message>
</context>
<context>
    <name>attune::ui::TopBar</name>
    <message>
        <source>Close the project and show the start page</source>
        <translation>Das Projekt schließen und die Startseite zeigen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Search clips and help</source>
        <translation>Clips und Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Search clips or help  Ctrl+K</source>
        <translation>Clips oder Hilfe suchen  Strg+K</translation>
    </message>
    <message>
        <source>Job that runs</source>
        <translation>Was gerade läuft</translation>
    </message>
    <message>
        <source>Show what runs</source>
        <translation>Zeigen, was läuft</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Rename the project</source>
        <translation>Projekt umbenennen</translation>
    </message>
    <message>
        <source>opening…</source>
        <translation>öffnet …</translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation>Name des Projekts</translation>
    </message>
    <message>
        <source>Rename the project; its folder keeps its name (Return to keep, Esc to leave)</source>
        <translation>Projekt umbenennen; sein Ordner behält seinen Namen (Eingabe behält, Esc verwirft)</translation>
    </message>
    <message>
        <source>read only: %1</source>
        <translation>nur lesbar: %1</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>speichert …</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
</context>
<context>
    <name>attune::ui::TourGuide</name>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation>Rundgang verlassen</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>On to training</source>
        <translation>Weiter zum Training</translation>
    </message>
    <message>
        <source>TOUR %1 OF %2</source>
        <translation>RUNDGANG %1 VON %2</translation>
    </message>
    <message>
        <source>TOUR</source>
        <translation>RUNDGANG</translation>
    </message>
    <message>
        <source>Encode the sounds</source>
        <translation>Klänge kodieren</translation>
    </message>
    <message>
        <source>The sounds are turned into latents, the language that the model works in. This happens once.</source>
        <translation>Aus den Klängen werden Latents, die Sprache, in der das Modell arbeitet. Das geschieht einmal.</translation>
    </message>
    <message>
        <source>Encoding…</source>
        <translation>Kodiert…</translation>
    </message>
    <message>
        <source>The settings suit the starter model: a short run, about a minute on this computer. Start it.</source>
        <translation>Die Einstellungen passen zum Starter-Modell: ein kurzer Lauf, etwa eine Minute auf diesem Rechner. Starte ihn.</translation>
    </message>
    <message>
        <source>Start the run</source>
        <translation>Lauf starten</translation>
    </message>
    <message>
        <source>The base model makes its demos first: play one under Demos. Then the loss curve falls, which is the model learning.</source>
        <translation>Zuerst macht das Grundmodell seine Demos: Spiel eines unter Demos. Dann fällt die Loss-Kurve: Das Modell lernt.</translation>
    </message>
    <message>
        <source>Compare the demos</source>
        <translation>Demos vergleichen</translation>
    </message>
    <message>
        <source>Export checkpoint %L1</source>
        <translation>Checkpoint %L1 exportieren</translation>
    </message>
    <message>
        <source>That is all there is to it. The exported model lies in the folder “export” of this project.</source>
        <translation>Das ist schon alles. Das exportierte Modell liegt im Ordner „export“ dieses Projekts.</translation>
    </message>
    <message>
        <source>Now with my own sounds</source>
        <translation>Jetzt mit eigenen Klängen</translation>
    </message>
    <message>
        <source>These are the sounds to learn from. Click one or step with ↑ and ↓ to hear it; the words at the right are what it is called by.</source>
        <translation>Aus diesen Klängen wird gelernt. Klick einen an oder geh mit ↑ und ↓ durch sie, um sie zu hören; die Worte rechts sind, wie der Klang heißt.</translation>
    </message>
    <message>
        <source>One column a checkpoint, the base model first. Click or press Space to play, ← and → to switch at the same place in the sound.</source>
        <translation>Eine Spalte je Checkpoint, das Grundmodell zuerst. Ein Klick oder die Leertaste spielt, ← und → schalten an derselben Stelle des Klangs um.</translation>
    </message>
</context>
<context>
    <name>attune::ui::TrainPage</name>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>The run stopped</source>
        <translation>Der Lauf hat aufgehört</translation>
    </message>
    <message>
        <source>Saved as checkpoint %L1.</source>
        <translation>Gesichert als Checkpoint %L1.</translation>
    </message>
    <message>
        <source>The run is finished.</source>
        <translation>Der Lauf ist fertig.</translation>
    </message>
    <message>
        <source>The run has stopped.</source>
        <translation>Der Lauf hat aufgehört.</translation>
    </message>
    <message>
        <source>Resume goes on from there.</source>
        <translation>Fortsetzen macht von dort weiter.</translation>
    </message>
    <message>
        <source>Run %L1, “%2”, was interrupted at step %L3.</source>
        <translation>Lauf %L1, „%2“, wurde bei Schritt %L3 unterbrochen.</translation>
    </message>
    <message>
        <source>Nothing before its last checkpoint is lost.</source>
        <translation>Vor seinem letzten Checkpoint ist nichts verloren.</translation>
    </message>
    <message>
        <source>Resume from step %L1</source>
        <translation>Ab Schritt %L1 fortsetzen</translation>
    </message>
    <message>
        <source>Back to “%1”</source>
        <translation>Zurück zu „%1“</translation>
    </message>
    <message>
        <source>The run is paused and goes on by itself when there is room</source>
        <translation>Der Lauf ist pausiert und geht von selbst weiter, sobald Platz ist</translation>
    </message>
</context>
<context>
    <name>attune::ui::WaveformView</name>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>%L1 of %L2 seconds</source>
        <translation>%L1 von %L2 Sekunden</translation>
    </message>
    <message>
        <source>padded with silence to %L1 s</source>
        <translation>mit Stille auf %L1 s aufgefüllt</translation>
    </message>
</context>
</TS>
