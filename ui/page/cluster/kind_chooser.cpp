// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/kind_chooser.h"

#include "ui/async/task_runner.h"
#include "ui/model/columns.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"

#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 680;
constexpr int kTableHeight = 380;

using Row = kubernetes::DiscoveredResource;

QString keyOf(const Row& row)
{
    return qstr(row.resource.qualifiedName());
}

std::vector<TableColumn<Row>> columns()
{
    return {stretchColumn<Row>(
                "kind", QT_TRANSLATE_NOOP("Ui", "Kind"), 180, [](const Row& row) { return qstr(row.resource.kind); }),
        textColumn<Row>(
            "name", QT_TRANSLATE_NOOP("Ui", "Name"), 180, [](const Row& row) { return qstr(row.resource.plural); }),
        textColumn<Row>("short", QT_TRANSLATE_NOOP("Ui", "Short"), 70,
            [](const Row& row) { return row.shortNames.empty() ? QString() : qstr(row.shortNames.front()); }),
        textColumn<Row>("api", QT_TRANSLATE_NOOP("Ui", "API"), 190,
            [](const Row& row) { return qstr(row.resource.apiVersion()); })};
}

} // namespace

KindChooser::KindChooser(WorkerPool& pool, std::shared_ptr<service::ClusterService> cluster, QWidget* parent)
    : Dialog(parent)
    , m_cluster(std::move(cluster))
    , m_runner(new TaskRunner(pool, this))
    , m_model(new TableModel<Row>(keyOf, columns(), this))
    , m_table(new TableView)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Show another kind of object"));
    auto* filter = new SearchField(Tr::tr("Filter"));
    m_model->sort(0, Qt::AscendingOrder);
    m_table->setModel(m_model);
    m_table->setFilterField(filter);
    m_table->setMinimumHeight(kTableHeight);
    m_table->view()->setAccessibleName(Tr::tr("Kinds of objects"));
    body()->addWidget(filter);
    body()->addWidget(m_table, 1);
    addCancelButton();
    QPushButton* show = addButton(Tr::tr("Show objects"), ButtonKind::Primary);
    show->setEnabled(false);
    connect(
        m_table, &TableView::currentKeyChanged, this, [show](const QString& key) { show->setEnabled(!key.isEmpty()); });
    connect(m_table, &TableView::activated, this, &KindChooser::choose);
    connect(show, &QPushButton::clicked, this, [this] { choose(m_table->currentKey()); });
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &KindChooser::ask);
    filter->setFocus();
    ask();
}

void KindChooser::ask()
{
    m_table->statePanel()->showLoading();
    m_runner->start<std::vector<Row>>(
        [cluster = m_cluster](TaskContext& context) { return cluster->fetchKinds(context); },
        [this](Result<std::vector<Row>> kinds) {
            if (kinds)
                m_model->setRows(std::move(*kinds));
            else
                m_table->statePanel()->showError(kinds.error());
        });
}

void KindChooser::choose(const QString& key)
{
    const int row = m_model->rowOfKey(key);
    if (row < 0)
        return;
    // One of the rail's own keeps its name there.
    const ClusterKind kind = knownKind(key).value_or(ClusterKind{m_model->rowAt(row).resource, nullptr});
    accept();
    Q_EMIT chosen(kind);
}

} // namespace qbm::ui
