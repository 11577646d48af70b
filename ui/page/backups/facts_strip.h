// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QFrame>
#include <optional>
#include <vector>

class QHBoxLayout;

namespace qbm::ui {

/// One fact of a strip.
struct StripFact {
    QString label;
    QString value;
    QString note; ///< muted, under the value
    QString toolTip; ///< the exact value
    std::optional<widgets::State> state;
    int share = 1; ///< of the width, beside the others
};

/// A few facts side by side: label, value, note.
class FactsStrip : public QFrame {
    Q_OBJECT
public:
    explicit FactsStrip(QWidget* parent = nullptr);
    void setFacts(const std::vector<StripFact>& facts);

private:
    QHBoxLayout* m_row;
};

} // namespace qbm::ui
