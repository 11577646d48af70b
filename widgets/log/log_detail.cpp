// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_detail.h"

#include "core/base/unit.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/log/log_text.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>

namespace qbm::widgets {

namespace {
/// More would keep the window busy; saving and copying give the whole line.
constexpr std::size_t kMaxBytes = 256 * 1024;
}

LogDetail::LogDetail(QWidget* parent)
    : QFrame(parent)
    , m_head(makeLabel({}, TypeRole::Caption, TextTone::Secondary))
    , m_text(new QPlainTextEdit)
    , m_close(new QToolButton)
{
    m_text->setReadOnly(true);
    m_text->setFont(Theme::monoFont());
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setTabChangesFocus(true);
    m_head->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setIcon(closeIcon());
    m_close->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    connect(m_close, &QToolButton::clicked, this, &LogDetail::closed);
    auto* head = new QHBoxLayout;
    head->addWidget(m_head, 1);
    head->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceM, tokens::kSpaceXs, tokens::kSpaceXs, tokens::kSpaceS);
    column->setSpacing(tokens::kSpaceXs);
    column->addLayout(head);
    column->addWidget(m_text, 1);
    retranslate();
}

void LogDetail::setLine(const LogLine& line, const QString& source)
{
    QStringList parts{localTimeText(line.time), source, word(line.level), logDisplayText(line.logger, kMaxBytes)};
    parts.removeAll(QString());
    m_head->setText(parts.join(QStringLiteral(" · ")));
    QString text;
    if (line.raw.size() > kMaxBytes)
        text = logDisplayText(line.raw, kMaxBytes) + QStringLiteral("\n\n")
            + Tr::tr("Only the beginning of the line is shown; copying and saving give all %1 bytes.")
                  .arg(qstr(formatCount(static_cast<std::int64_t>(line.raw.size()))));
    else
        text = indentedJson(line.raw).value_or(logDisplayText(line.raw, kMaxBytes));
    m_text->setPlainText(text);
}

QString LogDetail::text() const
{
    return m_text->toPlainText();
}

void LogDetail::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QFrame::keyPressEvent(event);
}

void LogDetail::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void LogDetail::retranslate()
{
    m_text->setAccessibleName(Tr::tr("The whole line"));
    m_close->setToolTip(Tr::tr("Close details"));
    m_close->setAccessibleName(Tr::tr("Close details"));
}

} // namespace qbm::widgets
