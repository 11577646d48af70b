// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/service/backup_service.h"
#include "ui/layout/action_bar.h"

#include <QObject>
#include <optional>

namespace qbm::ui {

class BackupProposer;
class Session;

/// What can be done with a backup, and why some of it cannot. Each opens its dialog, a plan, or asks the page to show
/// something; nothing is changed without an operation's plan.
class BackupActions : public QObject {
    Q_OBJECT
public:
    BackupActions(Session& session, BackupProposer& proposer, QWidget* page);

    /// What the dialogs tell of earlier restores and drills.
    void setFacts(const service::BackupFacts& facts) { m_facts = facts; }
    /// For that backup, or, without one, saying that one must be chosen.
    std::vector<ObjectAction> forBackup(const std::optional<backup::Backup>& backup);

    /// Why no backup can be made now; empty: it can.
    QString whyNoBackup() const;
    /// Asks how, then proposes it; so does restore().
    void backUp();
    void restore(const backup::Backup& backup);
    void drill(const std::string& backup);
    /// Why no drill of the newest good backup can be run now; empty: it can.
    QString whyNoDrill() const;
    void drillNewest();

Q_SIGNALS:
    void detailsRequested(const QString& backup);
    void contentsRequested(const QString& backup);
    void verifyRequested(const QString& backup);

private:
    class Builder;
    void addKeeping(Builder& builder, const std::optional<backup::Backup>& backup);
    void addCopies(Builder& builder);
    void restoreElsewhere(const backup::Backup& backup);

    Session& m_session;
    BackupProposer& m_proposer;
    QWidget* m_page;
    service::BackupFacts m_facts;
};

} // namespace qbm::ui
