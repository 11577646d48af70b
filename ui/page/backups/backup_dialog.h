// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "widgets/feedback/dialog.h"

#include <map>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace qbm::ui {

class ChoiceCard;
class Session;
class TaskRunner;

/// How a backup is made: each format with what it cost here before. The profile's choices are set, so that Return makes
/// the usual one.
class BackupDialog : public widgets::Dialog {
    Q_OBJECT
public:
    BackupDialog(Session& session, QWidget* parent);
    bool isSettled() const; ///< the costs are known or known to be unknown
    ChoiceCard* card(backup::Format format) const { return m_cards.at(format); }

Q_SIGNALS:
    void chosen(const qbm::backup::BackupOptions& options);

private:
    void addFormats();
    void addOptions();
    void askCosts();
    void showCosts();
    backup::Format format() const;
    backup::BackupOptions options() const;

    Session& m_session;
    const backup::BackupSettings& m_settings;
    TaskRunner* m_runner;
    std::map<backup::Format, ChoiceCard*> m_cards;
    QCheckBox* m_checksums;
    QLabel* m_checksumCost;
    QCheckBox* m_encrypt;
    QCheckBox* m_copy;
    QCheckBox* m_pin;
    QCheckBox* m_prune;
    QLineEdit* m_label;
    std::vector<service::FormatCost> m_costs;
};

} // namespace qbm::ui
