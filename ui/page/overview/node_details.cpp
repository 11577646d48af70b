// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/node_details.h"

#include "ui/model/health_text.h"
#include "ui/text/tr.h"
#include "widgets/feedback/badge.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

struct Destination {
    QString page;
    QString object;
    QString label; ///< of the button
};

/// The page on which a part is worked on; an empty page: there is none.
Destination destinationOf(const health::Node& node)
{
    switch (node.kind) {
    case health::NodeKind::Ingress:
    case health::NodeKind::Frontend:
    case health::NodeKind::Backend:
        return {QStringLiteral("cluster"), qstr(node.id), Tr::tr("Show %1 on page Cluster").arg(qstr(node.title))};
    case health::NodeKind::Postgres: return {QStringLiteral("backups"), {}, Tr::tr("Show its backups")};
    case health::NodeKind::Prometheus: return {QStringLiteral("dashboards"), {}, Tr::tr("Show dashboards")};
    case health::NodeKind::Alertmanager: return {QStringLiteral("alerts"), {}, Tr::tr("Show its alerts")};
    default: return {};
    }
}

QLabel* wrapped(QLabel* label)
{
    label->setWordWrap(true);
    return label;
}

} // namespace

NodeDetails::NodeDetails(QWidget* parent)
    : QWidget(parent)
    , m_badge(new Badge)
    , m_checked(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_sentence(wrapped(makeLabel({}, TypeRole::Body)))
    , m_error(wrapped(makeCodeLabel({})))
    , m_rowsLayout(new QVBoxLayout)
    , m_go(new QPushButton)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceS);
    head->addWidget(m_badge);
    head->addWidget(m_checked, 1);
    m_rowsLayout->setSpacing(tokens::kSpaceM);

    auto* inner = new QWidget;
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
    column->setSpacing(tokens::kSpaceM);
    column->addLayout(head);
    column->addWidget(m_sentence);
    column->addWidget(m_error);
    column->addLayout(m_rowsLayout);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(inner);
    inner->setAutoFillBackground(false); // setWidget() turns it on

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->setSpacing(0);
    outer->addWidget(scroll, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceL);
    foot->addWidget(m_go);
    foot->addStretch(1);
    outer->addLayout(foot);
    connect(m_go, &QPushButton::clicked, this, [this] {
        const Destination to = destinationOf(m_node);
        Q_EMIT pageRequested(to.page, to.object);
    });
}

void NodeDetails::setNode(const health::Node& node)
{
    const bool sameFacts = std::ranges::equal(node.facts, m_node.facts, {}, &health::Fact::id, &health::Fact::id);
    m_node = node;
    if (!sameFacts || m_rows.size() != m_node.facts.size())
        rebuildRows();
    retranslate();
}

void NodeDetails::retranslate()
{
    m_badge->setState(toState(m_node.state), word(m_node.state));
    m_checked->setText(m_node.checkedAt == TimePoint{} ? QString() : Tr::tr("checked at %1").arg(localTimeText(m_node.checkedAt)));
    m_sentence->setText(translated(m_node.sentence));
    m_error->setText(m_node.error ? qstr(m_node.error->detail) : QString());
    m_error->setVisible(!m_error->text().isEmpty());
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        showRow(m_rows[i], m_node.facts[i]);
    const Destination to = destinationOf(m_node);
    m_go->setVisible(!to.page.isEmpty());
    m_go->setText(to.label);
}

void NodeDetails::rebuildRows()
{
    for (QWidget* widget : m_rowWidgets)
        widget->deleteLater();
    m_rowWidgets.clear();
    m_rows.clear();
    for (std::size_t i = 0; i < m_node.facts.size(); ++i) {
        auto* box = new QWidget;
        auto* column = new QVBoxLayout(box);
        column->setContentsMargins({});
        column->setSpacing(tokens::kSpaceXs);
        const Row row{makeLabel({}, TypeRole::Body, TextTone::Secondary), new ReadingLabel(TypeRole::Body),
            makeLabel({}, TypeRole::Body, TextTone::Primary, tokens::kWeightMedium), wrapped(makeLabel({}, TypeRole::Caption, TextTone::Muted)),
            wrapped(makeCodeLabel({}, nullptr, TypeRole::Caption))};
        auto* line = new QHBoxLayout;
        line->addWidget(row.label, 1);
        line->addWidget(row.words);
        line->addWidget(row.value);
        row.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        column->addWidget(makeSeparator());
        column->addLayout(line);
        column->addWidget(row.source);
        column->addWidget(row.query);
        m_rowsLayout->addWidget(box);
        m_rowWidgets.push_back(box);
        m_rows.push_back(row);
    }
}

void NodeDetails::showRow(const Row& row, const health::Fact& fact) const
{
    const TimePoint now = systemClock().now();
    row.label->setText(translated(fact.label));
    const bool inWords = !fact.words.empty() && fact.reading.hasValue();
    row.words->setVisible(inWords);
    row.words->setText(factText(fact, now));
    row.words->setToolTip(describe(fact.reading, now).toolTip);
    row.value->setVisible(!inWords);
    row.value->setReading(fact.reading, now);
    QStringList source;
    if (!fact.reading.source.empty())
        source << qstr(fact.reading.source);
    if (fact.reading.at != TimePoint{})
        source << Tr::tr("%1 old").arg(ageText(fact.reading.at, now));
    if (fact.reading.error)
        source << translated(fact.reading.error->message);
    row.source->setText(source.join(QStringLiteral(" · ")));
    row.source->setToolTip(localTimeText(fact.reading.at));
    row.query->setText(qstr(fact.reading.query));
    row.query->setVisible(!fact.reading.query.empty());
}

} // namespace qbm::ui
