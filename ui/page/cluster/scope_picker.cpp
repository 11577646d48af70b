// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/scope_picker.h"

#include "ui/async/task_runner.h"
#include "ui/text/tr.h"
#include "widgets/theme/style.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kFieldWidth = 168;
}

ScopePicker::ScopePicker(WorkerPool& pool, QWidget* parent)
    : QWidget(parent)
    , m_runner(new TaskRunner(pool, this))
    , m_context(new QComboBox)
    , m_namespace(new QComboBox)
{
    m_namespace->setEditable(true);
    m_namespace->setInsertPolicy(QComboBox::NoInsert);
    m_namespace->completer()->setFilterMode(Qt::MatchContains);
    m_namespace->completer()->setCompletionMode(QCompleter::PopupCompletion);
    for (QComboBox* combo : {m_context, m_namespace}) {
        combo->setFixedWidth(kFieldWidth);
        combo->view()->setTextElideMode(Qt::ElideMiddle);
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(tokens::kSpaceS);
    row->addWidget(m_context);
    row->addWidget(m_namespace);
    connect(m_context, &QComboBox::textActivated, this, [this](const QString& context) {
        if (context != qstr(m_cluster->identity().context))
            Q_EMIT scopeChosen({context.toStdString(), {}});
    });
    connect(m_namespace, &QComboBox::textActivated, this, &ScopePicker::chooseNamespace);
    connect(m_namespace->lineEdit(), &QLineEdit::returnPressed, this,
        [this] { chooseNamespace(m_namespace->currentText()); });
}

void ScopePicker::chooseNamespace(const QString& name)
{
    const auto identity = m_cluster->identity();
    if (!name.trimmed().isEmpty() && name.trimmed() != qstr(identity.nameSpace))
        Q_EMIT scopeChosen({identity.context, name.trimmed().toStdString()});
}

void ScopePicker::setService(std::shared_ptr<service::ClusterService> cluster)
{
    m_cluster = std::move(cluster);
    const QSignalBlocker quiet(m_context);
    m_context->clear();
    for (const service::ClusterContext& context : m_cluster->contexts())
        m_context->addItem(qstr(context.name));
    if (m_context->findText(qstr(m_cluster->identity().context)) < 0)
        m_context->addItem(qstr(m_cluster->identity().context));
    const QSignalBlocker quietToo(m_namespace);
    m_namespace->clear();
    reset();
    refresh();
}

void ScopePicker::reset()
{
    const auto identity = m_cluster->identity();
    m_context->setCurrentText(qstr(identity.context));
    m_namespace->setCurrentText(qstr(identity.nameSpace));
    m_namespace->setEditText(qstr(identity.nameSpace));
}

void ScopePicker::refresh()
{
    m_runner->start<std::vector<std::string>>(
        [cluster = m_cluster](TaskContext& context) { return cluster->fetchNamespaces(context); },
        [this](Result<std::vector<std::string>> names) { setNamespaces(names); });
}

void ScopePicker::setNamespaces(const Result<std::vector<std::string>>& names)
{
    m_denial = names ? QString() : translated(names.error().message);
    if (names) {
        QStringList texts;
        for (const std::string& name : *names)
            texts << qstr(name);
        QStringList before;
        for (int i = 0; i < m_namespace->count(); ++i)
            before << m_namespace->itemText(i);
        if (texts != before) {
            const QString typed = m_namespace->currentText();
            const QSignalBlocker quiet(m_namespace);
            m_namespace->clear();
            m_namespace->addItems(texts);
            m_namespace->setCurrentText(typed);
            m_namespace->setEditText(typed);
        }
    }
    retranslate();
}

void ScopePicker::retranslate()
{
    m_context->setAccessibleName(Tr::tr("Context"));
    m_context->setToolTip(Tr::tr("Context of the kubeconfig"));
    m_namespace->setAccessibleName(Tr::tr("Namespace"));
    m_namespace->setToolTip(m_denial.isEmpty()
            ? Tr::tr("Namespace")
            : Tr::tr("Namespace. They cannot be listed (%1); type a name and press Return.").arg(m_denial));
    m_namespace->setAccessibleDescription(m_denial);
}

} // namespace qbm::ui
