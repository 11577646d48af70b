// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fake_backups.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/room.h"
#include "ui/window/language.h"
#include "ui/window/main_window.h"
#include "widgets/feedback/badge.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <map>

using namespace qbm;
using namespace qbm::ui;
using widgets::TableModelBase;

namespace {

struct Fixture {
    fakes::Fakes fakes;
    QTemporaryDir folder;
    std::unique_ptr<MainWindow> window = std::make_unique<MainWindow>(pageEntries());

    Fixture()
    {
        fakes.backups = std::make_shared<fakes::FakeBackups>();
        fakes.health->answer = [](TaskContext&) { return fakes::troubledOverview(); };
    }
    ~Fixture()
    {
        window.reset();
        tests::waitForThreads();
    }
    void open(QSize size)
    {
        const std::filesystem::path state = folder.path().toStdString();
        window->setSession(std::make_unique<Session>(fakes.services(state), state / "profile.yaml"));
        window->resize(size);
        window->show();
    }
};

/// How a word is drawn: the page it was seen on, and the state beside it.
using Drawn = std::map<QString, std::pair<widgets::State, QString>>;

/// States beside words in tables. \return words that were drawn in another way before
QStringList differing(const QWidget& page, const QString& where, Drawn& drawn)
{
    QStringList out;
    for (const auto* table : page.findChildren<widgets::TableView*>()) {
        const TableModelBase* model = table->model();
        for (int row = 0; model != nullptr && row < model->rowCount(); ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                const QModelIndex cell = model->index(row, column);
                const QVariant state = model->data(cell, TableModelBase::StateRole);
                const QString word = model->data(cell).toString();
                if (!state.isValid() || word.isEmpty())
                    continue;
                const auto shown = static_cast<widgets::State>(state.toInt());
                const auto [before, fresh] = drawn.try_emplace(word, shown, where);
                if (!fresh && before->second.first != shown)
                    out << QStringLiteral("\"%1\" on %2 is not drawn as on %3").arg(word, where, before->second.second);
            }
        }
    }
    return out;
}

} // namespace

/// Every page in every language, at every width that people have: nothing is cut off, nothing ends in "…" beside free room,
/// one word has one look. QBM_TEST_PICTURES keeps a picture of each.
class TstLook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { setLanguage(*qApp, QStringLiteral("en")); }

    void everyPage_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        for (const char* language : {"en", "zh_CN"}) {
            for (const QSize size : {QSize(1024, 700), QSize(1280, 800), QSize(1440, 900), QSize(1920, 1080)})
                QTest::addRow("%s %d", language, size.width()) << QString::fromLatin1(language) << size << (size.width() % 3 == 0);
        }
    }
    void everyPage()
    {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        tests::useTheme(dark ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light);
        setLanguage(*qApp, language);
        Fixture fixture;
        fixture.open(size);
        Drawn drawn;
        QStringList wrong;
        for (const PageEntry& entry : pageEntries()) {
            fixture.window->showPage(entry.id);
            QVERIFY(QTest::qWaitFor([&] { return fixture.window->currentPage()->isSettled(); }, 10'000));
            QWidget& page = *fixture.window->currentPage();
            // A layout of what has just come follows in its own time.
            std::ignore = QTest::qWaitFor([&] { return tests::clipped(&page).isEmpty() && tests::elidedBesideRoom(&page).isEmpty(); }, 1'000);
            for (const QString& text : tests::clipped(&page))
                wrong << entry.id + QStringLiteral(": cut off: ") + text;
            for (const QString& text : tests::elidedBesideRoom(&page))
                wrong << entry.id + QStringLiteral(": elided: ") + text;
            for (const QString& text : tests::scrolledSideways(&page))
                wrong << entry.id + QStringLiteral(": ") + text;
            wrong << differing(page, entry.id, drawn);
            if (const QString to = qEnvironmentVariable("QBM_TEST_PICTURES"); !to.isEmpty()) {
                QTest::qWait(600);
                QVERIFY(fixture.window->grab().save(QStringLiteral("%1/look-%2-%3-%4.png").arg(to, language).arg(size.width()).arg(entry.id)));
            }
        }
        QCOMPARE(wrong.join(QLatin1Char('\n')), QString());
    }
};

QTEST_MAIN(TstLook)
#include "tst_look.moc"
