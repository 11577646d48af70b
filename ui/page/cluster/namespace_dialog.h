// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/feedback/dialog.h"

class QLineEdit;

namespace qbm::ui {

/// Asks for the name of a new namespace.
class NamespaceDialog : public widgets::Dialog {
    Q_OBJECT
public:
    explicit NamespaceDialog(QWidget* parent);

Q_SIGNALS:
    void chosen(const QString& name);

private:
    QLineEdit* m_name;
};

} // namespace qbm::ui
