// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/object_table.h"

#include "ui/text/tr.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <QSettings>
#include <QTableView>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;
using kubernetes::LiveState;

namespace {

QString settingsKey(const ClusterKind& kind)
{
    return QStringLiteral("cluster/table/") + kind.id();
}

} // namespace

ObjectTable::ObjectTable(ClusterKind kind)
    : m_kind(std::move(kind))
    , m_view(new TableView)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_view);
    setFocusProxy(m_view->view());
    m_view->statePanel()->setRetryVisible(false); // the watch tries again by itself
    connect(m_view, &TableView::currentKeyChanged, this, [this](const QString& key) {
        if (!key.isEmpty())
            m_wanted.clear(); // a person chose meanwhile
        Q_EMIT currentChanged();
    });
    connect(m_view, &TableView::activated, this, &ObjectTable::activated);
    connect(m_view, &TableView::contextMenuRequested, this, &ObjectTable::contextMenuRequested);
}

void ObjectTable::setModel(TableModelBase* model)
{
    m_view->setModel(model);
    restoreLook();
}

QString ObjectTable::keyOf(const kubernetes::ObjectMeta& meta)
{
    return qstr(meta.nameSpace.empty() ? meta.name : meta.nameSpace + '/' + meta.name);
}

QString ObjectTable::currentKey() const
{
    return m_view->currentKey();
}

QString ObjectTable::keyOfName(const QString& name) const
{
    const TableModelBase* model = m_view->model();
    for (int row = 0; model != nullptr && row < model->rowCount(); ++row) {
        const QString key = model->keyOfRow(row);
        if (key == name || key.endsWith(QLatin1Char('/') + name))
            return key;
    }
    return {};
}

bool ObjectTable::holds(const QString& name) const
{
    const TableModelBase* model = m_view->model();
    return model != nullptr
        && model->holdsKeyIf([&](const QString& key) { return key == name || key.endsWith(QLatin1Char('/') + name); });
}

std::optional<ChosenObject> ObjectTable::find(const QString& name) const
{
    return object(keyOfName(name));
}

void ObjectTable::selectObject(const QString& name)
{
    const QString key = keyOfName(name);
    m_wanted = key.isEmpty() ? name : QString();
    m_view->selectKey(key);
}

void ObjectTable::showState(LiveState state, const std::optional<Error>& error, TimePoint heardAt, bool known)
{
    StatePanel* panel = m_view->statePanel();
    switch (state) {
    case LiveState::Live:
        break; // the table shows its rows, or that there are none
    case LiveState::Idle:
    case LiveState::Loading:
        if (!known)
            panel->showLoading();
        break;
    case LiveState::Interrupted:
        if (known && error)
            panel->showStale(translated(error->message), heardAt);
        else if (error)
            panel->showError(*error);
        break;
    }
    m_settled = m_settled || state == LiveState::Live || state == LiveState::Interrupted;
    if (!m_wanted.isEmpty() && known)
        selectObject(m_wanted);
    if (state == LiveState::Live)
        m_wanted.clear(); // it is not there
    Q_EMIT delivered();
}

void ObjectTable::restoreLook()
{
    if (const QByteArray look = QSettings().value(settingsKey(m_kind)).toByteArray(); !look.isEmpty())
        m_view->restoreState(look);
}

void ObjectTable::saveLook() const
{
    if (m_view->model() != nullptr)
        QSettings().setValue(settingsKey(m_kind), m_view->saveState());
}

void ObjectTable::hideEvent(QHideEvent* event)
{
    saveLook();
    QWidget::hideEvent(event);
}

void ObjectTable::retranslate(const QString& nameSpace)
{
    m_view->view()->setAccessibleName(m_kind.name());
    const QString headline = m_kind.resource.namespaced ? Tr::tr("%1: none in %2").arg(m_kind.name(), nameSpace)
                                                        : Tr::tr("%1: none").arg(m_kind.name());
    const bool events = m_kind.resource == kubernetes::resource::kEvents;
    m_view->setEmptyText(headline, events ? Tr::tr("The server forgets events after an hour.") : QString());
}

} // namespace qbm::ui
