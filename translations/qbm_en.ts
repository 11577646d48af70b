<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Ui</name>
    <message numerus="yes">
        <source>Intact: %n entries, each sealed by the one after it.</source>
        <translation>
            <numerusform>Intact: %n entry.</numerusform>
            <numerusform>Intact: %n entries, each sealed by the one after it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is in order: its checksum is the one taken when it was made (%2, %n table(s)).</source>
        <translation>
            <numerusform>%1 is in order: its checksum is the one taken when it was made (%2, %n table).</numerusform>
            <numerusform>%1 is in order: its checksum is the one taken when it was made (%2, %n tables).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 can be read to its end (%2, %n table(s)). There is no checksum to hold it against.</source>
        <translation>
            <numerusform>%1 can be read to its end (%2, %n table). There is no checksum to hold it against.</numerusform>
            <numerusform>%1 can be read to its end (%2, %n tables). There is no checksum to hold it against.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n deployments are ready.</source>
        <translation>
            <numerusform>%n deployment is ready.</numerusform>
            <numerusform>All %n deployments are ready.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s) are not as they should be.</source>
        <translation>
            <numerusform>%n deployment is not as it should be.</numerusform>
            <numerusform>%n deployments are not as they should be.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <comment>operations</comment>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) match</source>
        <translation>
            <numerusform>%1 line matches</numerusform>
            <numerusform>%1 lines match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n line(s)</source>
        <translation>
            <numerusform>Copied %n line</numerusform>
            <numerusform>Copied %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pod(s)</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 line</numerusform>
            <numerusform>%1 lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended</source>
        <translation>
            <numerusform>%n ended</numerusform>
            <numerusform>%n ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) in %2</source>
        <translation>
            <numerusform>%1 line in %2</numerusform>
            <numerusform>%1 lines in %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replica(s) now</source>
        <translation>
            <numerusform>%n replica now</numerusform>
            <numerusform>%n replicas now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>NAME.dumpdir: %n table(s) at a time, for databases that take hours.</source>
        <translation>
            <numerusform>NAME.dumpdir: %n table at a time, for databases that take hours.</numerusform>
            <numerusform>NAME.dumpdir: %n tables at a time, for databases that take hours.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) hold the database: a restore waits until they are gone.</source>
        <translation>
            <numerusform>%n session holds the database: a restore waits until it is gone.</numerusform>
            <numerusform>%n sessions hold the database: a restore waits until they are gone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n selected session(s)…</source>
        <translation>
            <numerusform>End %n selected session…</numerusform>
            <numerusform>End %n selected sessions…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database(s) beside the live one, %1 together.</source>
        <translation>
            <numerusform>%n database beside the live one, %1.</numerusform>
            <numerusform>%n databases beside the live one, %1 together.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n usable backup(s)</source>
        <translation>
            <numerusform>%n usable backup</numerusform>
            <numerusform>%n usable backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n broken</source>
        <translation>
            <numerusform>%n broken</numerusform>
            <numerusform>%n broken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n backup(s)…</source>
        <translation>
            <numerusform>Remove %n backup…</numerusform>
            <numerusform>Remove %n backups…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drill(s), none failed.</source>
        <translation>
            <numerusform>%n drill, none failed.</numerusform>
            <numerusform>%n drills, none failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drill(s), %1 failed.</source>
        <translation>
            <numerusform>%n drill, %1 failed.</numerusform>
            <numerusform>%n drills, %1 failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n out of reach, tried again</source>
        <translation>
            <numerusform>%n out of reach, tried again</numerusform>
            <numerusform>%n out of reach, tried again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are being stopped; then the window switches to %1.</source>
        <translation>
            <numerusform>%n operation is being stopped; then the window switches to %1.</numerusform>
            <numerusform>%n operations are being stopped; then the window switches to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are being stopped; then the window closes.</source>
        <translation>
            <numerusform>%n operation is being stopped; then the window closes.</numerusform>
            <numerusform>%n operations are being stopped; then the window closes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The window closes when %n operation(s) have ended.</source>
        <translation>
            <numerusform>The window closes when %n operation has ended.</numerusform>
            <numerusform>The window closes when %n operations have ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Close the window while %n operation(s) run?</source>
        <translation>
            <numerusform>Close the window while %n operation runs?</numerusform>
            <numerusform>Close the window while %n operations run?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Switch to %1 while %n operation(s) run?</source>
        <translation>
            <numerusform>Switch to %1 while %n operation runs?</numerusform>
            <numerusform>Switch to %1 while %n operations run?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With the %n replica(s) you chose, p95 is predicted to be %1 %2.</source>
        <translation>
            <numerusform>With the %n replica you chose, p95 is predicted to be %1 %2.</numerusform>
            <numerusform>With the %n replicas you chose, p95 is predicted to be %1 %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n replica(s) you chose cannot serve all requests %1.</source>
        <translation>
            <numerusform>The %n replica you chose cannot serve all requests %1.</numerusform>
            <numerusform>The %n replicas you chose cannot serve all requests %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End all %n that hold it…</source>
        <translation>
            <numerusform>End the %n that holds it…</numerusform>
            <numerusform>End all %n that hold it…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) firing.</source>
        <translation>
            <numerusform>%n alert firing.</numerusform>
            <numerusform>%n alerts firing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept quiet by silences or other alerts.</source>
        <translation>
            <numerusform>%n kept quiet by silences or other alerts.</numerusform>
            <numerusform>%n kept quiet by silences or other alerts.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) were left unfinished: continue them, take them back or close them with a reason.</source>
        <translation>
            <numerusform>%n operation was left unfinished: continue it, take it back or close it with a reason.</numerusform>
            <numerusform>%n operations were left unfinished: continue them, take them back or close them with a reason.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Widgets</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are hidden by it.</source>
        <translation>
            <numerusform>%n row is hidden by it.</numerusform>
            <numerusform>%n rows are hidden by it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) removed</source>
        <translation>
            <numerusform>%n line removed</numerusform>
            <numerusform>%n lines removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n added</numerusform>
            <numerusform>%n added</numerusform>
        </translation>
    </message>
</context>
</TS>
