// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"

#include <QWidget>

class QLineEdit;

namespace qbm::ui {

/// For a backup of another database or server: says whose it is, and takes the name that accepts it all the same.
class ForeignField : public QWidget {
    Q_OBJECT
public:
    explicit ForeignField(const backup::Backup& backup, QWidget* parent = nullptr);
    /// The name that was typed; see RestoreOptions::foreign.
    std::string text() const;
    bool isAccepted() const;
    /// What is missing, for the button that waits for it; empty: nothing.
    QString whyNot() const;

Q_SIGNALS:
    void changed();

private:
    QString m_wanted;
    QLineEdit* m_name;
};

} // namespace qbm::ui
