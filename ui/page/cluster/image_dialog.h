// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/objects.h"
#include "widgets/feedback/dialog.h"

class QComboBox;
class QLineEdit;

namespace qbm::ui {

/// Asks which container of a deployment gets which image.
class ImageDialog : public widgets::Dialog {
    Q_OBJECT
public:
    ImageDialog(const kubernetes::Deployment& deployment, QWidget* parent);

Q_SIGNALS:
    void chosen(const QString& container, const QString& image);

private:
    QComboBox* m_container;
    QLineEdit* m_image;
};

} // namespace qbm::ui
