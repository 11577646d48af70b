// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/kind_rail.h"

#include "core/base/unit.h"
#include "ui/text/tr.h"
#include "widgets/theme/style.h"

#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 184;
constexpr int kRowHeight = 26;
constexpr int kSectionHeight = 30;
constexpr int kMark = 3; ///< width of the bar beside the current kind

enum Role { IdRole = Qt::UserRole + 1, CountRole, TitleRole };

class RailDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {kWidth, isSection(index) ? kSectionHeight : kRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (isSection(index))
            paintSection(*painter, option, index);
        else
            paintKind(*painter, option, index);
        painter->restore();
    }

private:
    static bool isSection(const QModelIndex& index) { return index.data(IdRole).toString().isEmpty(); }

    static void paintSection(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        painter.setFont(Theme::font(TypeRole::Caption, tokens::kWeightSemibold));
        painter.setPen(Theme::current().colors().textMuted);
        painter.drawText(option.rect.adjusted(tokens::kSpaceM, 0, 0, -tokens::kSpaceXs),
            Qt::AlignLeft | Qt::AlignBottom, index.data().toString());
    }

    static void paintKind(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        const auto& colors = Theme::current().colors();
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const QRectF box = QRectF(option.rect).adjusted(0, 1, 0, -1);
        painter.setPen(Qt::NoPen);
        if (current || option.state.testFlag(QStyle::State_MouseOver)) {
            painter.setBrush(current ? colors.selection : colors.hover);
            painter.drawRoundedRect(box, tokens::kRadiusControl, tokens::kRadiusControl);
        }
        if (current) {
            painter.setBrush(colors.accent);
            painter.drawRoundedRect(box.adjusted(0, tokens::kSpaceXs, kMark - box.width(), -tokens::kSpaceXs), 1, 1);
        }
        QRect text = option.rect.adjusted(tokens::kSpaceM, 0, -tokens::kSpaceS, 0);
        const QString count = index.data(CountRole).toString();
        painter.setFont(Theme::font(TypeRole::Caption));
        painter.setPen(colors.textMuted);
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, count);
        text.setRight(
            text.right() - (count.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(count) + tokens::kSpaceS));
        painter.setFont(Theme::font(TypeRole::Body, current ? tokens::kWeightMedium : tokens::kWeightNormal));
        painter.setPen(current ? colors.text : colors.textSecondary);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        if (current && option.state.testFlag(QStyle::State_HasFocus)) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(colors.accent, tokens::kFocusRing));
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), tokens::kRadiusControl, tokens::kRadiusControl);
        }
    }
};

} // namespace

KindRail::KindRail(QWidget* parent)
    : QWidget(parent)
    , m_list(new QListWidget)
    , m_all(new QPushButton)
{
    setFixedWidth(kWidth);
    m_list->setItemDelegate(new RailDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_list->setObjectName(QStringLiteral("qbmRail"));
    setButtonKind(*m_all, ButtonKind::Flat);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceXs);
    column->addWidget(m_list, 1);
    column->addWidget(m_all);
    for (const ClusterSection& section : clusterSections()) {
        addSection(section.title);
        for (const ClusterKind& kind : section.kinds)
            addKind(kind);
    }
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr)
            Q_EMIT chosen(m_kinds.at(item->data(IdRole).toString()));
    });
    connect(m_all, &QPushButton::clicked, this, &KindRail::allKindsRequested);
}

void KindRail::addSection(const char* title)
{
    auto* item = new QListWidgetItem(m_list);
    item->setData(TitleRole, QString::fromLatin1(title));
    item->setFlags(Qt::NoItemFlags); // the keys pass over it
}

QListWidgetItem* KindRail::addKind(const ClusterKind& kind)
{
    auto* item = new QListWidgetItem(m_list);
    item->setData(IdRole, kind.id());
    m_kinds.emplace(kind.id(), kind);
    m_items.emplace(kind.id(), item);
    describe(item);
    return item;
}

std::optional<ClusterKind> KindRail::current() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return item != nullptr ? std::optional(m_kinds.at(item->data(IdRole).toString())) : std::nullopt;
}

void KindRail::choose(const ClusterKind& kind)
{
    const auto found = m_items.find(kind.id());
    if (found == m_items.end() && !std::exchange(m_hasOthers, true)) {
        addSection(QT_TRANSLATE_NOOP("Ui", "Other kinds"));
        retranslate();
    }
    m_list->setCurrentItem(found != m_items.end() ? found->second : addKind(kind));
}

void KindRail::setCount(const QString& id, std::optional<int> count)
{
    const auto found = m_items.find(id);
    if (found == m_items.end())
        return;
    const QString text = count ? qstr(formatCount(*count)) : QString();
    if (found->second->data(CountRole).toString() == text)
        return;
    found->second->setData(CountRole, text);
    describe(found->second);
}

QString KindRail::countText(const QString& id) const
{
    const auto found = m_items.find(id);
    return found != m_items.end() ? found->second->data(CountRole).toString() : QString();
}

void KindRail::forgetCounts()
{
    for (const auto& [id, item] : m_items)
        setCount(id, std::nullopt);
}

void KindRail::describe(QListWidgetItem* item)
{
    const QString id = item->data(IdRole).toString();
    if (id.isEmpty()) {
        item->setText(Tr::tr(item->data(TitleRole).toString().toLatin1().constData()));
        return;
    }
    const QString name = m_kinds.at(id).name();
    const QString count = item->data(CountRole).toString();
    item->setText(name);
    item->setData(Qt::AccessibleTextRole, count.isEmpty() ? name : name + QStringLiteral(", ") + count);
    item->setToolTip(id);
}

void KindRail::retranslate()
{
    m_list->setAccessibleName(Tr::tr("Kinds of objects"));
    m_all->setText(Tr::tr("All kinds…"));
    for (int i = 0; i < m_list->count(); ++i)
        describe(m_list->item(i));
}

} // namespace qbm::ui
