// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogues in translations/: complete, true to their sources, and readable by the program.
#include "tests/support/folders.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

namespace {

struct Entry {
    QString context;
    QString source;
    QString comment;
    QString type;      ///< empty: finished
    bool plural = false;
    QStringList forms; ///< one, or those of the plural
};

/// What a plural needs to have in a language.
struct Catalogue {
    const char* file;
    qsizetype pluralForms;
};

constexpr Catalogue kChinese{"qbm_zh_CN.ts", 1};
constexpr Catalogue kEnglish{"qbm_en.ts", 2};

QString pathOf(const Catalogue& catalogue)
{
    return QStringLiteral(QBM_SOURCE_DIR "/translations/") + QLatin1String(catalogue.file);
}

void readTranslation(QXmlStreamReader& xml, Entry& entry)
{
    entry.type = xml.attributes().value(QLatin1String("type")).toString();
    if (!entry.plural) {
        entry.forms = {xml.readElementText()};
        return;
    }
    while (xml.readNextStartElement())
        entry.forms << xml.readElementText();
}

Entry readMessage(QXmlStreamReader& xml, const QString& context)
{
    Entry entry;
    entry.context = context;
    entry.plural = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source"))
            entry.source = xml.readElementText();
        else if (xml.name() == QLatin1String("comment"))
            entry.comment = xml.readElementText();
        else if (xml.name() == QLatin1String("translation"))
            readTranslation(xml, entry);
        else
            xml.skipCurrentElement();
    }
    return entry;
}

/// Empty when the file cannot be read or is not well-formed.
QList<Entry> readCatalogue(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Entry> entries;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            entries << readMessage(xml, context);
    }
    return xml.hasError() ? QList<Entry>() : entries;
}

/// `%1` to `%99`, `%n`, and both with L, each once and sorted: a translation may say one of them twice or in another order.
QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%L?(?:\\d{1,2}|n)"));
    QStringList found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found << match.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

QStringList contextsOf(const QList<Entry>& entries)
{
    QStringList contexts;
    for (const Entry& entry : entries)
        contexts << entry.context;
    contexts.removeDuplicates();
    contexts.sort();
    return contexts;
}

/// What is wrong with `entry`, one line each.
QStringList faultsOf(const Entry& entry, qsizetype pluralForms)
{
    QStringList faults;
    const QString where = entry.context + QStringLiteral(": \"") + entry.source + QStringLiteral("\": ");
    if (!entry.type.isEmpty())
        faults << where + entry.type;
    if (entry.forms.size() != (entry.plural ? pluralForms : 1))
        faults << where + QStringLiteral("%1 forms").arg(entry.forms.size());
    for (const QString& form : entry.forms) {
        if (form.trimmed().isEmpty())
            faults << where + QStringLiteral("empty");
        else if (placeholders(form) != placeholders(entry.source))
            faults << where + QStringLiteral("other placeholders in \"") + form + QLatin1Char('"');
    }
    return faults;
}

/// The released catalogue's path; empty when lrelease failed.
QString release(const Catalogue& catalogue, const QTemporaryDir& folder)
{
    const QString qm = folder.filePath(QLatin1String(catalogue.file)) + QStringLiteral(".qm");
    QProcess lrelease;
    lrelease.start(QStringLiteral(QBM_LRELEASE), {QStringLiteral("-silent"), pathOf(catalogue), QStringLiteral("-qm"), qm});
    return lrelease.waitForFinished() && lrelease.exitStatus() == QProcess::NormalExit && lrelease.exitCode() == 0 ? qm : QString();
}

QString lookUp(const QTranslator& translator, const Entry& entry, int count)
{
    const QByteArray comment = entry.comment.toUtf8();
    return translator.translate(entry.context.toUtf8(), entry.source.toUtf8(), comment.isEmpty() ? nullptr : comment.constData(), count);
}

} // namespace

class TstTranslations : public QObject {
    Q_OBJECT
private slots:
    void placeholders_everyKind_found();
    void faults_brokenEntries_named_data();
    void faults_brokenEntries_named();
    void chinese_everyEntry_finishedAndTrueToItsSource();
    void english_everyPlural_hasTwoForms();
    void chinese_contexts_areTheThree();
    void chinese_released_findsEverySentence();
    void chinese_released_speaksInEachContext();
    void english_released_tellsOneFromMany();
};

void TstTranslations::placeholders_everyKind_found()
{
    QCOMPARE(placeholders(QStringLiteral("%2 of %1, %2 again, %n, %L3, 95 % band, 100%")),
        QStringList({QStringLiteral("%1"), QStringLiteral("%2"), QStringLiteral("%L3"), QStringLiteral("%n")}));
}

void TstTranslations::faults_brokenEntries_named_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("plural");
    QTest::addColumn<QStringList>("forms");
    QTest::addColumn<qsizetype>("faults");
    const QString good = QStringLiteral("%2 %1");
    QTest::newRow("good") << QString() << false << QStringList{good} << qsizetype(0);
    QTest::newRow("unfinished") << QStringLiteral("unfinished") << false << QStringList{good} << qsizetype(1);
    QTest::newRow("vanished") << QStringLiteral("vanished") << false << QStringList{good} << qsizetype(1);
    QTest::newRow("obsolete") << QStringLiteral("obsolete") << false << QStringList{good} << qsizetype(1);
    QTest::newRow("empty") << QString() << false << QStringList{QString()} << qsizetype(1);
    QTest::newRow("missing placeholder") << QString() << false << QStringList{QStringLiteral("%1")} << qsizetype(1);
    QTest::newRow("extra placeholder") << QString() << false << QStringList{QStringLiteral("%1 %2 %3")} << qsizetype(1);
    QTest::newRow("one form of two") << QString() << true << QStringList{good} << qsizetype(1);
    QTest::newRow("two forms") << QString() << true << QStringList{good, good} << qsizetype(0);
}

void TstTranslations::faults_brokenEntries_named()
{
    QFETCH(QString, type);
    QFETCH(bool, plural);
    QFETCH(QStringList, forms);
    QFETCH(qsizetype, faults);
    const Entry entry{QStringLiteral("core"), QStringLiteral("%1 %2"), QString(), type, plural, forms};
    QCOMPARE(faultsOf(entry, 2).size(), faults);
}

void TstTranslations::chinese_everyEntry_finishedAndTrueToItsSource()
{
    const QList<Entry> entries = readCatalogue(pathOf(kChinese));
    QVERIFY(entries.size() > 500);
    QStringList faults;
    for (const Entry& entry : entries)
        faults << faultsOf(entry, kChinese.pluralForms);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TstTranslations::english_everyPlural_hasTwoForms()
{
    const QList<Entry> entries = readCatalogue(pathOf(kEnglish));
    QVERIFY(!entries.isEmpty());
    QStringList faults;
    for (const Entry& entry : entries) {
        faults << faultsOf(entry, kEnglish.pluralForms);
        if (!entry.plural)
            faults << entry.source + QStringLiteral(": English needs plurals only");
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TstTranslations::chinese_contexts_areTheThree()
{
    // Another one, Tr for example, means that lupdate misread a source: the program would not find those sentences.
    const QStringList known{QStringLiteral("Ui"), QStringLiteral("Widgets"), QStringLiteral("core")};
    QCOMPARE(contextsOf(readCatalogue(pathOf(kChinese))), known);
    for (const QString& context : contextsOf(readCatalogue(pathOf(kEnglish))))
        QVERIFY2(known.contains(context), qPrintable(context));
}

void TstTranslations::chinese_released_findsEverySentence()
{
    const QTemporaryDir folder;
    QTranslator translator;
    QVERIFY(translator.load(release(kChinese, folder)));
    for (const Entry& entry : readCatalogue(pathOf(kChinese)))
        QCOMPARE(lookUp(translator, entry, entry.plural ? 2 : -1), entry.forms.value(0));
}

void TstTranslations::chinese_released_speaksInEachContext()
{
    const QTemporaryDir folder;
    QTranslator translator;
    QVERIFY(translator.load(release(kChinese, folder)));
    QCOMPARE(translator.translate("core", "Back up %1"), QStringLiteral("备份 %1"));
    QCOMPARE(translator.translate("Ui", "Back up now"), QStringLiteral("立即备份"));
    QCOMPARE(translator.translate("Widgets", "read-only"), QStringLiteral("只读"));
    QCOMPARE(translator.translate("Ui", "A sentence that no source holds"), QString());
}

void TstTranslations::english_released_tellsOneFromMany()
{
    const QTemporaryDir folder;
    QTranslator translator;
    QVERIFY(translator.load(release(kEnglish, folder)));
    for (const Entry& entry : readCatalogue(pathOf(kEnglish))) {
        QCOMPARE(lookUp(translator, entry, 1), entry.forms.value(0));
        QCOMPARE(lookUp(translator, entry, 0), entry.forms.value(1));
        QCOMPARE(lookUp(translator, entry, 2), entry.forms.value(1));
    }
    QCOMPARE(translator.translate("Widgets", "%n row(s) are hidden by it.", nullptr, 1), QStringLiteral("%n row is hidden by it."));
}

QTEST_APPLESS_MAIN(TstTranslations)
#include "tst_translations.moc"
