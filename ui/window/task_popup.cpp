// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/task_popup.h"

#include "core/base/unit.h"
#include "ui/layout/popup_frame.h"
#include "ui/operation/run_view.h"
#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/theme/icons.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 420;

QIcon stateIcon(const RunningOperation& operation)
{
    if (operation.isRunning())
        return icon(QStringLiteral("media-playback-start"), TextTone::Accent);
    return operation.succeeded() ? icon(QStringLiteral("dialog-ok-apply"), TextTone::Ok)
                                 : icon(QStringLiteral("dialog-error"), TextTone::Danger);
}

QString describe(const RunningOperation& operation)
{
    QString title = translated(operation.record().title);
    if (operation.session().isLeft())
        title += QStringLiteral(" · ") + qstr(operation.session().profile().name);
    const QString elapsed = translated(durationText(std::chrono::milliseconds(operation.elapsedMs())));
    return operation.isRunning() ? Tr::tr("%1 · running for %2").arg(title, elapsed) : Tr::tr("%1 · %2").arg(title, outcomeSentence(operation));
}

} // namespace

TaskPopup::TaskPopup(const std::vector<RunningOperation*>& operations, QWidget* parent)
    : QFrame(parent, Qt::Popup)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(kWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(tokens::kSpaceM, tokens::kSpaceM, tokens::kSpaceM, tokens::kSpaceM);
    layout->setSpacing(tokens::kSpaceXs);
    layout->addWidget(makeLabel(Tr::tr("Operations of this window"), TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    if (operations.empty())
        layout->addWidget(makeLabel(Tr::tr("Nothing was run yet."), TypeRole::Body, TextTone::Muted));
    fill(operations);
}

void TaskPopup::paintEvent(QPaintEvent*)
{
    paintPopup(*this);
}

void TaskPopup::fill(const std::vector<RunningOperation*>& operations)
{
    for (RunningOperation* operation : operations) {
        auto* button = new QPushButton(stateIcon(*operation), {});
        const QString text = describe(*operation);
        button->setText(button->fontMetrics().elidedText(text, Qt::ElideRight, kWidth - 4 * tokens::kSpaceL));
        button->setToolTip(text);
        button->setAccessibleName(text);
        setButtonKind(*button, ButtonKind::Flat);
        button->setStyleSheet(QStringLiteral("text-align: left"));
        connect(button, &QPushButton::clicked, this, [this, operation] {
            close();
            Q_EMIT chosen(operation);
        });
        layout()->addWidget(button);
        if (!operation->isRunning() && !operation->session().isLeft() && isUnfinished(operation->record().state))
            addCloseButton(operation);
    }
}

void TaskPopup::addCloseButton(RunningOperation* operation)
{
    auto* button = new QPushButton(Tr::tr("Close operation…"));
    button->setAccessibleName(Tr::tr("Close \"%1\"").arg(translated(operation->record().title)));
    button->setToolTip(Tr::tr("End it by hand, with a reason: what it had done stays."));
    connect(button, &QPushButton::clicked, this, [this, operation] {
        close();
        Q_EMIT closeRequested(operation);
    });
    static_cast<QVBoxLayout*>(layout())->addWidget(button, 0, Qt::AlignRight);
}

} // namespace qbm::ui
