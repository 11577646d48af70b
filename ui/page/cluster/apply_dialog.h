// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/feedback/dialog.h"

class QPlainTextEdit;

namespace qbm::ui {

/// Takes a manifest, typed, pasted or from a file; the operation that follows shows what it would change.
class ApplyDialog : public widgets::Dialog {
    Q_OBJECT
public:
    explicit ApplyDialog(QWidget* parent);

Q_SIGNALS:
    /// `force`: fields that others manage are taken over.
    void chosen(const QString& manifest, bool force);

private:
    void openFile();
    void load(const QString& path);
    QPlainTextEdit* m_text;
};

} // namespace qbm::ui
