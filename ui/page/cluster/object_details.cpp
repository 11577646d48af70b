// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/object_details.h"

#include "core/base/unit.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/state.h"
#include "widgets/theme/style.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;
using namespace kubernetes;

namespace {

/// A column of facts, sections and notes.
class Details {
public:
    Details()
        : m_widget(new QWidget)
        , m_layout(new QVBoxLayout(m_widget))
    {
        m_layout->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
        m_layout->setSpacing(tokens::kSpaceM);
    }
    void section(const QString& title)
    {
        m_layout->addWidget(makeSeparator());
        m_layout->addWidget(makeLabel(title, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
        m_form = nullptr;
    }
    void fact(const QString& label, const QString& value)
    {
        if (value.isEmpty())
            return;
        if (m_form == nullptr) {
            m_form = new QFormLayout;
            m_form->setLabelAlignment(Qt::AlignLeft);
            m_form->setHorizontalSpacing(tokens::kSpaceL);
            m_layout->addLayout(m_form);
        }
        QLabel* text = makeLabel(value);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_form->addRow(makeLabel(label, TypeRole::Body, TextTone::Secondary), text);
    }
    void line(State state, const QString& text)
    {
        auto* row = new QHBoxLayout;
        row->setSpacing(tokens::kSpaceS);
        row->addWidget(new StateGlyph(state), 0, Qt::AlignTop);
        QLabel* label = makeLabel(text);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        row->addWidget(label, 1);
        m_layout->addLayout(row);
    }
    QWidget* finish()
    {
        m_layout->addStretch();
        return m_widget;
    }

private:
    QWidget* m_widget;
    QVBoxLayout* m_layout;
    QFormLayout* m_form = nullptr;
};

void addMeta(Details& details, const ObjectMeta& meta)
{
    details.fact(Tr::tr("Namespace"), qstr(meta.nameSpace));
    details.fact(Tr::tr("Created"), meta.created == TimePoint{} ? QString() : localTimeText(meta.created));
    if (!meta.controller.name.empty())
        details.fact(Tr::tr("Owner"), qstr(meta.controller.kind + "/" + meta.controller.name));
    QStringList labels;
    for (const auto& [key, value] : meta.labels)
        labels << qstr(key + "=" + value);
    details.fact(Tr::tr("Labels"), labels.join(QLatin1Char('\n')));
}

State stateOf(const Condition& condition)
{
    if (condition.status == "Unknown")
        return State::Unknown;
    return condition.status == "True" ? State::Ok : State::Warning;
}

} // namespace

QWidget* makeDeploymentDetails(const Deployment& deployment)
{
    Details details;
    details.fact(Tr::tr("Replicas"), Tr::tr("%1 wanted, %2 ready, %3 up to date").arg(deployment.desired).arg(deployment.ready).arg(deployment.updated));
    details.fact(Tr::tr("Revision"), qstr(deployment.revision));
    details.fact(Tr::tr("Strategy"), qstr(deployment.strategy));
    details.fact(Tr::tr("Selector"), qstr(deployment.selector));
    addMeta(details, deployment.meta);
    details.section(Tr::tr("Images"));
    for (const ContainerImage& image : deployment.images)
        details.fact(qstr(image.container), qstr(image.image));
    details.section(Tr::tr("Conditions"));
    for (const Condition& condition : deployment.conditions)
        details.line(stateOf(condition), qstr(condition.type + ": " + condition.reason + ". " + condition.message));
    return details.finish();
}

QWidget* makePodDetails(const Pod& pod)
{
    Details details;
    details.fact(Tr::tr("Status"), qstr(pod.status));
    details.fact(Tr::tr("Why"), qstr(pod.statusMessage));
    details.fact(Tr::tr("Node"), qstr(pod.node));
    details.fact(Tr::tr("Address"), qstr(pod.ip));
    addMeta(details, pod.meta);
    details.section(Tr::tr("Containers"));
    for (const Container& container : pod.containerStates) {
        const QString restarts = container.restarts > 0 ? Tr::tr(", %n restart(s)", nullptr, container.restarts) : QString();
        const QString reason = container.reason.empty() ? QString() : QStringLiteral(" (%1)").arg(qstr(container.reason));
        details.line(container.ready ? State::Ok : State::Warning, qstr(container.name + ": " + container.state) + reason + restarts + QLatin1Char('\n') + qstr(container.image));
    }
    return details.finish();
}

} // namespace qbm::ui
