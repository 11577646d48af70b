// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"
#include "widgets/theme/state.h"

#include <QWidget>

namespace qbm::ui {

/// One operation as its journal tells it: who, when, why, every step, what was remembered, the error.
class RecordView : public QWidget {
    Q_OBJECT
public:
    explicit RecordView(const operation::Record& record, QWidget* parent = nullptr);
};

widgets::State stateOf(operation::RecordState state);
/// In the current language.
QString word(operation::RecordState state);

} // namespace qbm::ui
