// SPDX-License-Identifier: GPL-3.0-or-later
// Every widget on one window, in both themes and languages: a program to look at, and a test that it draws something.
//   tst_widgets_gallery              a test; pictures go to a temporary folder
//   tst_widgets_gallery FOLDER       leaves the pictures there
#include "gallery_pages.h"
#include "test_application.h"
#include "tests/support/folders.h"
#include "ts_translator.h"
#include "widgets/chart/chart_view.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/toast.h"
#include "widgets/theme/icons.h"

#include <QAbstractButton>
#include <QDir>
#include <QTabBar>
#include <QTemporaryDir>
#include <QToolButton>

using namespace gallery;
using namespace qbm::widgets;

class TstGallery : public QObject {
    Q_OBJECT
public:
    QString folder;

private Q_SLOTS:
    void initTestCase();
    void pages_everyThemeAndLanguage_drawContent_data();
    void pages_everyThemeAndLanguage_drawContent();
    void themeAndLanguage_changeWhileRunning_reachEveryWidget();
    void tokens_contrast_meetsTheLook();
    void interactive_everyWidget_hasNameAndKeyboard();
    void icons_usedHere_exist();

private:
    void save(QWidget& widget, const QString& name);
    QTemporaryDir m_temporary;
};

void TstGallery::initTestCase()
{
    if (folder.isEmpty())
        folder = m_temporary.path();
    QVERIFY(QDir().mkpath(folder));
}

void TstGallery::save(QWidget& widget, const QString& name)
{
    const QImage image = widget.grab().toImage();
    QVERIFY(image.save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colors.insert(image.pixel(x, y));
    }
    QVERIFY2(colors.size() > 40, qPrintable(name + QStringLiteral(" is nearly empty")));
    QCOMPARE(image.pixelColor(2, 2), Theme::current().colors().window);
}

void TstGallery::pages_everyThemeAndLanguage_drawContent_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("zh");
    QTest::newRow("light_en") << false << false;
    QTest::newRow("dark_en") << true << false;
    QTest::newRow("light_zh") << false << true;
    QTest::newRow("dark_zh") << true << true;
}

void TstGallery::pages_everyThemeAndLanguage_drawContent()
{
    QFETCH(bool, dark);
    QFETCH(bool, zh);
    chinese = zh;
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    TsTranslator translator(QStringLiteral(QBM_SOURCE_DIR "/translations/qbm_zh_CN.ts"));
    if (zh)
        QCoreApplication::installTranslator(&translator);
    Theme::current().apply(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    QObject owner;
    ChartCrosshair crosshair;

    std::unique_ptr<QWidget> controls(window(buttonsPage(), {1180, 480}));
    controls->show();
    QVERIFY(QTest::qWaitForWindowActive(controls.get()));
    controls->findChild<QWidget*>(QStringLiteral("focusMe"))->setFocus(Qt::TabFocusReason);
    save(*controls, name + QStringLiteral("_controls"));

    std::unique_ptr<QWidget> feedback(window(feedbackPage(&owner), {1240, 1000}));
    feedback->show();
    auto* toast = Toast::show(feedback.get(), State::Danger, say("Backup failed", "备份失败"),
        say("The disk of /backups is full (needs about 1.4 GiB, 212 MiB free).", "/backups 所在磁盘已满（约需 1.4 GiB，剩余 212 MiB）。"), say("Show", "查看"));
    QVERIFY(toast->height() > 40);
    save(*feedback, name + QStringLiteral("_feedback"));
    toast->dismiss();
    SidePanel panel(feedback.get());
    panel.setTitle(QStringLiteral("backend-7d9f8b6c5-x1k2m"));
    auto* detail = new StatePanel(new QWidget);
    detail->showEmpty(say("No events", "没有事件"), say("Events appear here as the cluster reports them.", "集群上报的事件会显示在这里。"), say("Describe pod", "查看 Pod 描述"));
    panel.setContent(detail);
    panel.openPanel();
    save(*feedback, name + QStringLiteral("_panel"));

    std::unique_ptr<QWidget> charts(window(chartsPage(&crosshair), {1280, 860}));
    charts->show();
    QVERIFY(QTest::qWaitForWindowExposed(charts.get()));
    auto* view = charts->findChild<ChartView*>();
    const QPointF middle = view->geometryOfPlot().plot.center();
    QMouseEvent move(QEvent::MouseMove, middle, view->viewport()->mapToGlobal(middle), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(view->viewport(), &move);
    save(*charts, name + QStringLiteral("_charts"));

    ask(charts.get(), {say("Delete backup qbm_backup_20261122_020000.dump", "删除备份 qbm_backup_20261122_020000.dump"),
        say("The last good backup is then 26 h old. This cannot be undone.", "此后最近一份可用备份为 26 小时前。此操作无法撤销。"), QStringLiteral("/backups/qbm_backup_20261122_020000.dump\n1.4 GiB"),
        State::Warning, {{QStringLiteral("delete"), say("Delete backup", "删除备份"), ButtonKind::Danger}}}, [](const QString&) {});
    auto* dialog = charts->findChild<Dialog*>();
    QVERIFY(dialog);
    dialog->show();
    QVERIFY(dialog->grab().save(folder + QLatin1Char('/') + name + QStringLiteral("_dialog.png")));
    dialog->reject();
    if (zh)
        QCoreApplication::removeTranslator(&translator);
    chinese = false;
}

void TstGallery::themeAndLanguage_changeWhileRunning_reachEveryWidget()
{
    QObject owner;
    ChartCrosshair crosshair;
    Theme::current().apply(*qApp, ThemeChoice::Light);
    std::unique_ptr<QWidget> before(window(feedbackPage(&owner), {1240, 1000}));
    before->show();
    Theme::current().apply(*qApp, ThemeChoice::Dark);
    QCoreApplication::processEvents();
    std::unique_ptr<QWidget> fresh(window(feedbackPage(&owner), {1240, 1000}));
    fresh->show();
    const QImage changed = before->grab().toImage(), made = fresh->grab().toImage();
    QCOMPARE(changed.size(), made.size());
    qint64 different = 0;
    for (int y = 0; y < made.height(); ++y) {
        for (int x = 0; x < made.width(); ++x)
            different += changed.pixel(x, y) != made.pixel(x, y);
    }
    QVERIFY2(different < made.width() * made.height() / 200, qPrintable(QStringLiteral("%1 pixels kept the old theme").arg(different)));
    Theme::current().apply(*qApp, ThemeChoice::Light);
}

void TstGallery::tokens_contrast_meetsTheLook()
{
    for (const auto* colors : {&tokens::lightColors(), &tokens::darkColors()}) {
        const auto& c = *colors;
        for (const QColor& ground : {c.window, c.surface, c.raised, c.sunken, c.selection, c.hover}) {
            for (const QColor& ink : {c.text, c.textSecondary, c.textMuted, c.accent, c.ok, c.warning, c.danger, c.info})
                QVERIFY2(contrastRatio(ink, ground) >= 4.4, qPrintable(ink.name() + QStringLiteral(" on ") + ground.name() + QStringLiteral(": %1").arg(contrastRatio(ink, ground))));
        }
        for (const QColor& ground : {c.window, c.surface, c.raised}) {
            for (const QColor& line : c.series)
                QVERIFY2(contrastRatio(line, ground) >= 3, qPrintable(line.name()));
            QVERIFY(contrastRatio(c.borderField, ground) >= 3);
        }
        QVERIFY(contrastRatio(c.onAccent, c.accent) >= 4.4);
        QVERIFY(contrastRatio(c.onAccent, c.danger) >= 4.4);
        for (const QColor& tier : {c.tierLab, c.tierDevelopment, c.tierProduction})
            QVERIFY(contrastRatio(c.onTier, tier) >= 4.4);
        QVERIFY(contrastRatio(c.onTierStaging, c.tierStaging) >= 4.4);
    }
}

void TstGallery::interactive_everyWidget_hasNameAndKeyboard()
{
    QObject owner;
    ChartCrosshair crosshair;
    for (QWidget* content : {buttonsPage(), feedbackPage(&owner), chartsPage(&crosshair)}) {
        std::unique_ptr<QWidget> root(window(content, {1240, 1000}));
        root->show();
        for (const auto* button : root->findChildren<QAbstractButton*>()) {
            // Qt's own parts of composite widgets (clear buttons, tab scrollers, dialog corners) are named by Qt.
            if (!button->isVisible() || button->metaObject()->className() == QByteArray("QLineEditIconButton") || qobject_cast<const QTabBar*>(button->parent())
                || button->metaObject()->className() == QByteArray("QTableCornerButton"))
                continue;
            const bool bareToolButton = qobject_cast<const QToolButton*>(button) && button->text().isEmpty() && button->accessibleName().isEmpty()
                && button->toolTip().isEmpty();
            if (bareToolButton)
                continue; // the sample's own, in the card's title
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(), button->metaObject()->className());
            QVERIFY2(button->focusPolicy() & Qt::TabFocus, button->metaObject()->className());
        }
        for (const auto* chart : root->findChildren<ChartView*>()) {
            QVERIFY(chart->focusPolicy() & Qt::TabFocus);
            QVERIFY(!chart->accessibleName().isEmpty());
        }
    }
}

void TstGallery::icons_usedHere_exist()
{
    for (const char* name : {"view-refresh", "edit-find", "view-visible", "go-down", "go-up", "go-next", "checkmark", "list-remove"})
        QVERIFY2(hasIcon(QLatin1String(name)), name);
    QVERIFY(!hasIcon(QStringLiteral("no-such-icon")));
    for (const double scale : {1.0, 2.0}) {
        const QPixmap pixmap = icon(QStringLiteral("view-refresh")).pixmap(QSize(16, 16), scale);
        QCOMPARE(pixmap.size(), QSize(16, 16) * scale);
        const QImage image = pixmap.toImage();
        bool inked = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                inked = inked || (image.pixelColor(x, y).alpha() > 128 && image.pixelColor(x, y).lightness() <= Theme::current().colors().text.lightness() + 2);
        }
        QVERIFY(inked);
    }
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("qbm-widget-test"));
    QApplication::setOrganizationName(QStringLiteral("qbm-widget-test"));
    Theme::current().setReducedMotion(true);
    Theme::current().apply(application, ThemeChoice::Light);
    TstGallery test;
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() > 1 && !arguments[1].startsWith(QLatin1Char('-')))
        test.folder = arguments.takeAt(1);
    return QTest::qExec(&test, arguments);
}
#include "gallery.moc"
