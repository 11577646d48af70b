// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/headline_panel.h"

#include "core/health/judge.h"
#include "ui/model/health_text.h"
#include "ui/page/overview/finding_row.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/style.h"

#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

/// More than these would push the numbers off the screen.
constexpr std::size_t kRowsAtFirst = 4;
constexpr int kEdge = 4; ///< the stripe in the state's colour

} // namespace

HeadlinePanel::HeadlinePanel(QWidget* parent)
    : QFrame(parent)
    , m_headline(new HeadlineButton(this))
    , m_rowsLayout(new QVBoxLayout)
    , m_more(new QPushButton(this))
    , m_scope(makeLabel({}, TypeRole::Caption, TextTone::Muted, tokens::kWeightNormal, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM, tokens::kSpaceM);
    column->setSpacing(tokens::kSpaceXs);
    column->addWidget(m_headline);
    m_rowsLayout->setSpacing(0);
    column->addLayout(m_rowsLayout);
    const int indent = tokens::kSpaceS + tokens::kGlyphLarge + tokens::kSpaceM;
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(indent, 0, tokens::kSpaceS, 0);
    foot->setSpacing(tokens::kSpaceXs);
    setButtonKind(*m_more, ButtonKind::Flat);
    foot->addWidget(m_more, 0, Qt::AlignLeft);
    m_scope->setWordWrap(true);
    foot->addWidget(m_scope);
    column->addLayout(foot);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(m_headline, &QAbstractButton::clicked, this, [this] {
        const health::Address& to = m_overview.headline.leadsTo;
        if (!to.page.empty())
            Q_EMIT addressRequested(qstr(to.page), qstr(to.object));
    });
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_all = !m_all;
        showRows();
    });
}

void HeadlinePanel::setOverview(const health::Overview& overview)
{
    m_overview = overview;
    m_unknownWhy.clear();
    retranslate();
}

void HeadlinePanel::setUnknown(const QString& why)
{
    m_unknownWhy = why;
    retranslate();
}

void HeadlinePanel::retranslate()
{
    const health::Headline& headline = m_overview.headline;
    const bool known = m_unknownWhy.isEmpty();
    const bool well = headline.state == health::State::Ok;
    m_headline->setShownState(known ? toState(headline.state) : State::Unknown);
    m_headline->setLeads(!headline.leadsTo.page.empty());
    QStringList when;
    if (headline.since)
        when << Tr::tr("for %1").arg(ageText(*headline.since, m_overview.finishedAt));
    if (!m_overview.findings.empty() && !well)
        when << translated(Text(m_overview.findings.front().source));
    m_headline->setTexts(known ? translated(headline.what) : Tr::tr("How things stand is not known"),
        known ? (well ? QString() : translated(headline.why)) : m_unknownWhy, when.join(QStringLiteral(" · ")));
    setProperty("state", qstr(std::string(health::name(known ? headline.state : health::State::Unknown))));
    showRows();
    showScope();
    update();
}

void HeadlinePanel::showRows()
{
    // The headline is the first of them, unless all there is are notes.
    const std::size_t first = m_overview.headline.state == health::State::Ok ? 0 : 1;
    const std::size_t count = m_overview.findings.size() > first ? m_overview.findings.size() - first : 0;
    const std::size_t shown = m_all ? count : std::min(count, kRowsAtFirst);
    while (m_rows.size() < shown) {
        auto* row = new FindingRow(this);
        connect(row, &QAbstractButton::clicked, this, [this, row] {
            Q_EMIT addressRequested(qstr(row->address().page), qstr(row->address().object));
        });
        m_rowsLayout->addWidget(row);
        m_rows.push_back(row);
    }
    QWidget* before = m_headline;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < shown);
        if (i < shown)
            m_rows[i]->setFinding(m_overview.findings[first + i], m_overview.finishedAt);
        setTabOrder(before, m_rows[i]);
        before = m_rows[i];
    }
    setTabOrder(before, m_more);
    m_more->setVisible(count > kRowsAtFirst);
    m_more->setText(m_all ? Tr::tr("Show fewer") : Tr::tr("Show all %1").arg(m_overview.findings.size()));
}

void HeadlinePanel::showScope()
{
    QStringList parts;
    if (!m_overview.judged.empty())
        parts << Tr::tr("Judged: %1.").arg(translated(health::joinTexts(m_overview.judged)));
    if (!m_overview.notJudged.empty())
        parts << Tr::tr("Not judged: %1.").arg(translated(health::joinTexts(m_overview.notJudged)));
    parts << Tr::tr("Checked: %1").arg(localTimeText(m_overview.finishedAt));
    m_scope->setText(parts.join(QLatin1Char(' ')));
}

void HeadlinePanel::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    const QColor ink = color(m_headline->shownState());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath card;
    card.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens::kRadiusCard, tokens::kRadiusCard);
    painter.fillPath(card, colors.surface);
    painter.fillPath(card, withAlpha(ink, tokens::kChipFillAlpha));
    painter.save();
    painter.setClipPath(card);
    painter.fillRect(QRect(0, 0, kEdge, height()), ink);
    painter.restore();
    painter.setPen(QPen(ink, tokens::kBorder));
    painter.drawPath(card);
}

} // namespace qbm::ui
