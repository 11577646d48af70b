// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_proposer.h"

#include "ui/async/task_runner.h"
#include "ui/operation/operation_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/dialog.h"

namespace qbm::ui {

using namespace widgets;

BackupProposer::BackupProposer(Session& session, QWidget* viewer)
    : QObject(viewer)
    , m_session(session)
    , m_viewer(viewer)
    , m_runner(new TaskRunner(session.pool(), this))
{
}

const service::BackupService& BackupProposer::service() const
{
    return *m_session.services().backups;
}

void BackupProposer::propose(std::unique_ptr<operation::Operation> operation)
{
    OperationDialog::propose(m_session, m_viewer->window(), std::move(operation));
}

void BackupProposer::propose(const QString& headline, Make make)
{
    using Made = std::shared_ptr<operation::Operation>;
    m_runner->start<Made>(
        [service = m_session.services().backups, make = std::move(make)](TaskContext& context) -> Result<Made> {
            QBM_TRY(operation, make(*service, context));
            return Made(std::move(operation));
        },
        [this, headline](Result<Made> made) {
            if (made)
                OperationDialog::propose(m_session, m_viewer->window(), std::move(*made));
            else
                tell(m_viewer->window(), State::Danger, headline, translated(made.error().message),
                    qstr(made.error().detail));
        });
}

} // namespace qbm::ui
