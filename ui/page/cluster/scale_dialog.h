// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/feedback/dialog.h"

class QSpinBox;

namespace qbm::ui {

/// Asks for a replica count; the operation dialog that follows shows what it means.
class ScaleDialog : public widgets::Dialog {
    Q_OBJECT
public:
    ScaleDialog(const QString& deployment, int replicas, QWidget* parent);

Q_SIGNALS:
    void chosen(int replicas);

private:
    QSpinBox* m_replicas;
};

} // namespace qbm::ui
