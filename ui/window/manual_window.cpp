// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/manual_window.h"

#include "ui/text/tr.h"
#include "widgets/theme/style.h"

#include <QDesktopServices>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QShortcut>
#include <QTextBrowser>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 960;
constexpr int kHeight = 680;

/// The topic in the current language, in English where a language lacks it.
QString topicText(const QString& topic)
{
    const QString language = QLocale().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    for (const QString& folder : {language, QStringLiteral("en")}) {
        QFile file(QStringLiteral(":/manual/%1/%2.md").arg(folder, topic));
        if (file.open(QIODevice::ReadOnly))
            return QString::fromUtf8(file.readAll());
    }
    return {};
}

/// The heading of a topic's text is its title.
QString topicTitle(const QString& topic)
{
    const QString text = topicText(topic);
    return text.section(QLatin1Char('\n'), 0, 0).remove(QLatin1Char('#')).trimmed();
}

} // namespace

QStringList manualTopics()
{
    QStringList topics;
    for (const char* topic : {"start", "overview", "dashboards", "cluster", "backups", "analysis", "activity", "connect", "qbmctl", "lab", "architecture"})
        topics << QString::fromLatin1(topic);
    return topics;
}

ManualWindow::ManualWindow(QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_topics(new QListWidget)
    , m_text(new QTextBrowser)
{
    resize(kWidth, kHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
    layout->setSpacing(tokens::kSpaceL);
    m_topics->setFixedWidth(tokens::kNavigationWidth);
    m_topics->setFrameShape(QFrame::NoFrame);
    m_text->setFrameShape(QFrame::NoFrame);
    layout->addWidget(m_topics);
    layout->addWidget(m_text, 1);
    connect(m_topics, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr) {
            m_topic = item->data(Qt::UserRole).toString();
            load();
        }
    });
    m_text->setOpenLinks(false);
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        if (url.isRelative()) // another topic: "backups.md"
            showTopic(url.fileName().section(QLatin1Char('.'), 0, 0));
        else
            QDesktopServices::openUrl(url);
    });
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
    fillTopics();
}

void ManualWindow::showTopic(const QString& topic)
{
    const QStringList topics = manualTopics();
    const qsizetype row = topics.indexOf(topic);
    m_topics->setCurrentRow(row < 0 ? 0 : static_cast<int>(row));
}

void ManualWindow::fillTopics()
{
    setWindowTitle(Tr::tr("Manual"));
    m_topics->setAccessibleName(Tr::tr("Topics"));
    m_text->setAccessibleName(Tr::tr("Text"));
    const QString current = m_topic;
    m_topics->clear();
    for (const QString& topic : manualTopics()) {
        auto* item = new QListWidgetItem(topicTitle(topic), m_topics);
        item->setData(Qt::UserRole, topic);
    }
    showTopic(current);
}

void ManualWindow::load()
{
    m_text->document()->setDefaultFont(Theme::font(TypeRole::Body));
    m_text->document()->setDocumentMargin(tokens::kSpaceL);
    m_text->setMarkdown(topicText(m_topic));
}

void ManualWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        fillTopics();
    QWidget::changeEvent(event);
}

} // namespace qbm::ui
