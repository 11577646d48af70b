// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_actions.h"

#include <QWidget>
#include <memory>

class QVBoxLayout;

namespace qbm::ui {

/// The values of a Secret: hidden, with a button that asks for them; then shown, each with a button that copies it.
class SecretValues : public QWidget {
    Q_OBJECT
public:
    explicit SecretValues(QWidget* parent = nullptr);

    /// Hidden again; the values are let go. `whyNot`: why they cannot be revealed; empty: they can.
    void hideValues(const QString& whyNot = {});
    void showValues(std::shared_ptr<const service::RevealedSecret> values);
    bool areShown() const { return m_values != nullptr; }

Q_SIGNALS:
    void revealRequested();

private:
    void clear();
    QVBoxLayout* m_column;
    std::shared_ptr<const service::RevealedSecret> m_values;
};

} // namespace qbm::ui
