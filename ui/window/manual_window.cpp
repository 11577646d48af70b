// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/manual_window.h"

#include "ui/text/tr.h"
#include "widgets/theme/style.h"

#include <QDesktopServices>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QLocale>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextList>
#include <QTextTable>

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

/// Markdown comes without air: space around headings and paragraphs, and tables with one thin line between their cells.
void layOut(QTextDocument& document)
{
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        QTextBlockFormat format = block.blockFormat();
        if (cursor.currentTable() != nullptr)
            continue;
        const bool heading = format.headingLevel() > 0;
        format.setTopMargin(heading && block != document.begin() ? tokens::kSpaceL : 0);
        format.setBottomMargin(block.textList() != nullptr ? tokens::kSpaceXs : tokens::kSpaceS);
        cursor.setBlockFormat(format);
    }
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(tokens::kBorder);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(Theme::current().colors().border);
        format.setCellPadding(tokens::kSpaceS);
        format.setCellSpacing(0);
        format.setBottomMargin(tokens::kSpaceM);
        table->setFormat(format);
    }
}

} // namespace

QStringList manualTopics()
{
    QStringList topics;
    for (const char* topic : {"start", "overview", "dashboards", "cluster", "backups", "analysis", "alerts", "activity", "connect", "qbmctl", "lab", "architecture"})
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
    layOut(*m_text->document());
    m_text->moveCursor(QTextCursor::Start);
}

void ManualWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void ManualWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        fillTopics();
    else if (event->type() == QEvent::PaletteChange && !m_topic.isEmpty())
        load(); // its lines have the theme's colour
    QWidget::changeEvent(event);
}

} // namespace qbm::ui
