// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "widgets/feedback/dialog.h"

class QCheckBox;

namespace qbm::ui {

class ChoiceCard;
class ForeignField;
class HoldersView;
class Session;

/// "Make roles that the backup names and the server lacks", off.
QCheckBox* makeRolesBox();

/// How the live database is replaced: the way, what happens to those who are connected, and who that is now.
class RestoreDialog : public widgets::Dialog {
    Q_OBJECT
public:
    RestoreDialog(Session& session, const backup::Backup& backup, const service::BackupFacts& facts, QWidget* parent);
    /// The same choices for the way back to a database that a restore has set aside: exchanged, never filled.
    RestoreDialog(Session& session, const backup::SideDatabase& kept, QWidget* parent);

    ChoiceCard* sideCard() const { return m_side; }
    ChoiceCard* inPlaceCard() const { return m_inPlace; }
    HoldersView* holders() const { return m_holders; }

Q_SIGNALS:
    void chosen(const qbm::backup::RestoreOptions& options);

private:
    RestoreDialog(Session& session, QWidget* parent);
    void addWays(const service::BackupFacts& facts);
    void finish();
    backup::RestoreOptions options() const;

    Session& m_session;
    ChoiceCard* m_side = nullptr; ///< neither where there is no choice
    ChoiceCard* m_inPlace = nullptr;
    ForeignField* m_foreign = nullptr; ///< null for a backup of this profile's own
    QCheckBox* m_endSessions;
    QCheckBox* m_silence;
    QCheckBox* m_makeRoles;
    HoldersView* m_holders;
};

} // namespace qbm::ui
